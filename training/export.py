"""Writes the trained reader as the file that ships: int8 by rows, widened to f32 on load.

    python export.py out/reader.pt ../models/reader.safetensors

Beside it goes `reader.reference.json`: what these very weights give on a few sentences, for the test of the forward pass.
"""

import hashlib
import json
import sys

import torch
from safetensors.torch import save_file

import tokens as T
from model import Reader, distance
from train import Encodings, mask_arcs, score_says

SENTENCES = [
    ["Rebels", "shelled", "the", "northern", "town", "of", "Arvand", "on", "Tuesday", ",", "killing", "three", "soldiers", ",", "officials", "said", "."],
    ["Two", "men", "were", "arrested", "by", "police", "in", "Sana'a", "."],
    ["MINISTER", "DENIES", "TROOPS", "FIRED", "ON", "PROTESTERS"],
    ["“", "We", "did", "n’t", "start", "it", ",", "”", "Gen.", "al", "-", "Mahri", "told", "state", "television", "."],
]


def by_rows(w):
    scale = (w.abs().amax(1) / 127).clamp(min=1e-12)
    return torch.round(w / scale[:, None]).clamp(-127, 127).to(torch.int8), scale


def widened(state, prefix=""):
    """The tensors to store, and what they are once they are read again."""
    tensors, widened = {}, {}
    for name, w in state.items():
        name, w = prefix + name, w.float().contiguous()
        if w.dim() == 2:
            q, s = by_rows(w)
            tensors[name + ".q"], tensors[name + ".s"] = q, s
            w = q.float() * s[:, None]
        else:
            tensors[name] = w
        widened[name.removeprefix(prefix)] = w
    return tensors, widened


def main(source, target):
    saved = torch.load(source, weights_only=False)
    tensors, wide = widened(saved["state"])
    digest = hashlib.sha256(b"".join(t.numpy().tobytes() for _, t in sorted(tensors.items()))).hexdigest()
    config = {"name": f"sayso-reader {digest[:12]}", "layers": 6, "width": 384, "heads": 12, "inner": 1536, "positions": 512}
    meta = {"labels": json.dumps(saved["labels"]), "vocab": "\n".join(saved["vocab"]), "config": json.dumps(config)}
    save_file(tensors, target, meta)
    print(target, hashlib.sha256(open(target, "rb").read()).hexdigest())
    model = Reader(saved["labels"])
    model.load_state_dict(wide)
    model.eval()
    enc = Encodings(saved["labels"], T.Pieces(saved["vocab"]))
    json.dump([reference(model, enc, s) for s in SENTENCES], open(target.replace(".safetensors", ".reference.json"), "w"), ensure_ascii=False, indent=1)


@torch.no_grad()
def reference(model, enc, toks):
    blank = {"tokens": toks, "ner": {}}
    one = enc.one("x", [blank])
    b = enc.batch([one])
    w, root = model.words(b["ids"], b["cases"], b["mask"], b["first"], b["last"])
    head = mask_arcs(model.arcs(w, root), b["sent"]).argmax(-1)
    tag = lambda k: [enc.labels[k][i] for i in model.tags[k](w).argmax(-1)[0].tolist()]
    second = {"window": torch.tensor([0]), "cue": torch.eye(len(toks))[1:2], "step": torch.tensor([[distance((1, 2), j) for j in range(len(toks))]])}
    rel = [enc.labels["deprel"][i] for i in model.relations(w, root, head).argmax(-1)[0].tolist()]
    return {
        "tokens": toks, "ids": one["ids"], "cases": one["cases"], "root": root[0, 0, :8].tolist(), "word0": w[0, 0, :8].tolist(),
        "upos": tag("upos"), "xpos": tag("xpos"), "lemma": tag("lemma"), "head": head[0].tolist(), "deprel": rel,
        "cue": model.tags["cue"](w)[0].flatten().tolist(), "says": score_says(model, w, second)[0].flatten().tolist(),
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
