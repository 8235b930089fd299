"""Weights between two checkpoints, tensor by tensor (Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022).

    python mix.py out/trees.pt out/all.pt 0.5 out/mixed.pt

What the second stage of the training costs the trees comes back, and most of what it brings stays.
"""

import sys

import torch


def main(first, second, share, target):
    before, after = (torch.load(f, weights_only=False) for f in (first, second))
    state = {}
    for name, w in after["state"].items():
        old = before["state"].get(name)
        state[name] = w if old is None or old.shape != w.shape else float(share) * w.float() + (1 - float(share)) * old.float()
    torch.save(after | {"state": state}, target)


if __name__ == "__main__":
    main(*sys.argv[1:])
