"""Writes a reader of random weights, small enough to be committed, and what it gives: the test of the forward pass.

    python small.py ../crates/sayso/tests/small/reader.safetensors
"""

import json
import sys

import torch
from safetensors.torch import save_file

import tokens as T
from export import SENTENCES, by_rows, reference
from model import Encoder, Reader
from train import Encodings

WORDS = "rebels shelled the northern town of on tuesday , killing three soldiers officials said . two men were arrested by police in ' s a fire ##s ##ed troop un ##known"
LABELS = {
    "end": ["no", "yes"],
    "upos": ["ADJ", "NOUN", "PROPN", "PUNCT", "VERB"],
    "xpos": ["JJ", "NN", "NNP", "VBD"],
    "lemma": ["k0", "l0", "l1", "l2", "l3y"],
    "deprel": ["nsubj", "nsubj:pass", "obj", "punct", "root"],
    "ner_re3d": ["O", "B-Location", "I-Location", "B-Person", "I-Person"],
    "ner_conll": ["O", "B-PER", "I-PER"],
    "ner_gmb": ["O"],
    "cue": ["O", "B", "I"],
}


def main(target):
    torch.manual_seed(1)
    vocab = [f"[unused{i}]" for i in range(100)] + ["[UNK]", "[CLS]", "[SEP]"] + WORDS.split()
    model = Reader(LABELS, d=24)
    model.encoder = Encoder(vocab=len(vocab), d=24, layers=2, heads=2, inner=48, positions=64)
    tensors = {}
    for name, w in model.named_parameters():
        torch.nn.init.normal_(w, std=0.3 if w.dim() == 2 else 0.1)
        w.data += 1.0 if "norm" in name and name.endswith("weight") else 0.0
        if w.dim() == 2:
            q, s = by_rows(w.data)
            tensors[name + ".q"], tensors[name + ".s"] = q, s
            w.data = q.float() * s[:, None]
        else:
            tensors[name] = w.data.clone()
    config = {"name": "small", "layers": 2, "width": 24, "heads": 2, "inner": 48, "positions": 64}
    save_file(tensors, target, {"labels": json.dumps(LABELS), "vocab": "\n".join(vocab), "config": json.dumps(config)})
    model.eval()
    enc = Encodings(LABELS, T.Pieces(vocab))
    with open(target.replace(".safetensors", ".reference.json"), "w") as f:
        json.dump([reference(model, enc, s) for s in SENTENCES], f, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
