"""The head that tells which words give the day of an event and which its place: fitted to the finished reader, whose encoder stays as it is.

    python settings.py --data DATA --readings DIR --start out/trees.pt --out ../models/anchors.safetensors
    python settings.py --data DATA --readings DIR --links LINKS    # only writes what it learns from, LINKS/{train,dev}.jsonl, for `cargo xtask setting-weights`

DIR holds what `sayso read FILE --format jsonl` gave for the sets whose keys name no triggers (`NAME.out.jsonl`; NAME: muc4-train, muc4-dev, gva-train,
gva-dev, satp-rest, satp-fifth): their events and expressions of time.

A trigger and a word of its window get two scores, as in `model.py` (`says`): whether the word belongs to the expression that dates the event, and
whether to the name of the place where it happened. Learned from

  TimeBank, AQUAINT   events linked by TLINK to an expression that includes them, or to the day of publication
  WikiEvents, RAMS    arguments `Place`
  MUC-4               date and place of a template: for the events of a reading that share a participant with it, the expressions that resolve to that day,
                      the names of that place
  gun violence        the day of an article's incident, for its attacks
  SATP                the place of a report's incident

Of what a set does not tell, nothing is learned (its words are left out of the loss), and so it is with the names of what holds the place.
"""

import argparse
import hashlib
import json
import os
import random
import re

import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional as F

import tokens as T
from events import Page, lines
from export import SENTENCES, widened
from model import SAYS, STEPS, Reader, distance
from train import Encodings, pack, windows

TIME, PLACE = 0, 1
# TLINKs whose event lies in the time, seen from the event and from the time.
WITHIN = {("e", "IS_INCLUDED"), ("e", "DURING"), ("e", "SIMULTANEOUS"), ("e", "BEGINS"), ("e", "ENDS"), ("t", "INCLUDES"), ("t", "SIMULTANEOUS"), ("t", "BEGUN_BY")}


class Settings(nn.Module):
    def __init__(self, d=384, drop=0.33):
        super().__init__()
        self.cue, self.word = nn.Linear(d, SAYS), nn.Linear(d, SAYS)
        self.step = nn.Embedding(len(STEPS) + 1, SAYS)
        self.out = nn.Linear(SAYS, 2)
        self.both, self.other = nn.Linear(d, 2 * SAYS), nn.Linear(d, SAYS)
        nn.init.normal_(self.step.weight, std=0.1)
        self.drop = drop

    def forward(self, cues, words, steps):
        """(cues, words, 2) from (cues, d), (cues, words, d) and buckets of distances."""
        drop = lambda x: F.dropout(x, self.drop, self.training)
        cues, words = drop(cues), drop(words)
        hidden = drop(F.gelu(self.cue(cues)[:, None] + self.word(words) + self.step(steps)))
        both = self.both(cues).view(len(cues), 2, SAYS) @ drop(F.gelu(self.other(words))).transpose(1, 2)
        return self.out(hidden) + both.transpose(1, 2)


# Every leaf that was read, for `--links`.
LEAVES = {}


class Leaf:
    """A text with, for each trigger, the places of the words that give its time and place; None where the set does not tell."""

    def __init__(self, text, published=None):
        self.page = Page(text)
        self.cues = []
        self.links = {"text": text, "published": published, "links": []}

    def add(self, trigger, times=None, places=None, blurred=(), country=None):
        self.links["links"].append({"trigger": trigger, "times": times, "places": places, "blurred": list(blurred), "country": country})
        i, j = self.page.tokens_in(trigger)
        spans = lambda x: None if x is None else [self.page.tokens_in(s) for s in x]
        if i < j:
            self.cues.append(((i, j), spans(times), spans(places), spans(blurred)))

    def sentences(self):
        at, out = 0, self.page.sentences()
        for s in out:
            end = at + len(s["tokens"])
            s["settings"] = [(c, at) for c in self.cues if at <= c[0][0] < end]
            at = end
        LEAVES[id(out)] = self.links
        return out


def temporal(path):
    out = []
    for d in lines(path):
        leaf = Leaf(d["text"], d["dct"][:10])
        times = {t["tid"]: t for t in d["timex3"]}
        linked = {}
        for _, a, relation, b in d["tlinks"]:
            if (a[0], relation) in WITHIN and {a[0], b[0]} == {"e", "t"}:
                event, time = (a, b) if a[0] == "e" else (b, a)
                linked.setdefault(event, set()).add(time)
        for e in d["events"]:
            if e["eid"] in linked:
                values = {times[t]["value"] if t in times else d["dct"] for t in linked[e["eid"]]}
                leaf.add(e["span"], [t["span"] for t in times.values() if t["tid"] in linked[e["eid"]] or t["value"] in values])
        out.append(leaf.sentences())
    return out


def arguments(path, one=False):
    out = []
    for d in lines(path):
        leaf = Leaf(d["text"])
        for e in [d["event"]] if one else d["events"]:
            places = [a["span"] for a in e["arguments"] if a["role"].lower() == "place" and a.get("span")]
            # An annotator of RAMS marks a place only near the trigger; none marked says little.
            if places or not one:
                leaf.add(e["trigger"]["span"], places=places)
        out.append(leaf.sentences())
    return out


def occurrences(text, name):
    return [m.span() for m in re.finditer(r"(?<!\w)" + re.escape(name) + r"(?!\w)", text, re.IGNORECASE)]


def told(reading):
    """Events of a reading that happened and are told for their own sake, with the places of their triggers."""
    for e in reading["events"]:
        if e["status"] in ("occurred", "ongoing") and not e.get("background"):
            yield e, [(s["start"], s["end"]) for s in (e["trigger"], *e["mentions"]) if not s.get("part")]


def within(reading, days):
    """Expressions of a reading that lie in one of the intervals."""
    inside = lambda t: any(a <= t["from"] and t["to"] <= b for a, b in days)
    return [(t["span"]["start"], t["span"]["end"]) for t in reading["times"] if t.get("from") and t.get("to") and not t["span"].get("part") and inside(t)]


def muc4(path, readings):
    out = []
    for d, r in zip(lines(path), readings):
        leaf = Leaf(d["text_cased"], d["dateline_date"])
        for t in d["templates"]:
            parts = [s for v in t.values() if isinstance(v, list) for x in v if isinstance(x, dict) for m in x.get("mentions", ()) for s in m["spans"]]
            days = [tuple(x) for v in t["incident_date"] for x in v["parsed"] or () if x and x[0]]
            names = [[p["name"] for p in path] for x in t["incident_location"] for v in x["parsed"] or () for path in v or () if path]
            sharp, rest = {n[-1] for n in names}, {x for n in names for x in n[:-1]}
            spots = [s for n in sorted(sharp) for s in occurrences(d["text_cased"], n)]
            blurred = [s for n in sorted(rest | {d["dateline_place"] or ""} - {""}) for s in occurrences(d["text_cased"], n)]
            for e, triggers in told(r):
                args = [(a["span"]["start"], a["span"]["end"]) for a in e["arguments"] if not a["span"].get("part")]
                if any(a < q and p < b for a, b in args for p, q in parts):
                    for trigger in triggers:
                        leaf.add(trigger, within(r, days) if days else None, spots if names else None, blurred, names[0][0] if names else None)
        out.append(leaf.sentences())
    return out


def gun_violence(path, readings):
    out = []
    for d, r in zip(lines(path), readings):
        leaf = Leaf(d["text"], d["published"])
        days = [(d["event_date"],) * 2] if d["event_date"] else []
        for e, triggers in told(r):
            if days and e["plover"]["event"] == "ASSAULT":
                for trigger in triggers:
                    leaf.add(trigger, within(r, days))
        out.append(leaf.sentences())
    return out


def satp(path, readings):
    by_id = {d["id"]: d for d in lines(path)}
    sharpness = ["other_areas", "block", "constituency", "district", "state"]
    out = []
    for r in readings:
        d = by_id[r["report"]["id"]]
        leaf = Leaf(d["text"], d["date"])
        found = {}
        for m in d["location_mentions"]:
            found.setdefault(m["field"], []).extend(occurrences(d["text"], m["string"]))
        best = next((f for f in sharpness if f in found), None)
        for e, triggers in told(r):
            for trigger in triggers if best else ():
                leaf.add(trigger, places=found[best], blurred=[s for f in found if f != best for s in found[f]], country="India")
        out.append(leaf.sentences())
    return out


def sets(data, readings):
    """{name: (documents to train on, documents to choose by)}"""
    at = lambda *p: os.path.join(data, *p)
    of = lambda name: lines(readings, name + ".out.jsonl")
    fifth = lambda docs: ([d for i, d in enumerate(docs) if i % 5 != 4], [d for i, d in enumerate(docs) if i % 5 == 4])
    return {
        "timebank": fifth(temporal(at("temporal", "timebank.jsonl"))),
        "aquaint": fifth(temporal(at("temporal", "aquaint.jsonl"))),
        "wikievents": (arguments(at("event-arguments", "wikievents-train-derived.jsonl")), arguments(at("event-arguments", "wikievents-dev.jsonl"))),
        "rams": fifth(arguments(at("event-arguments", "rams-dev.jsonl"), True)),
        "muc4": (muc4(at("muc4", "train.jsonl"), of("muc4-train")), muc4(at("muc4", "dev.jsonl"), of("muc4-dev"))),
        "gva": (gun_violence(at("gun-violence", "counts-train.jsonl"), of("gva-train")), gun_violence(at("gun-violence", "counts-dev.jsonl"), of("gva-dev"))),
        "satp": (satp(at("satp", "train.jsonl"), of("satp-rest")), satp(at("satp", "train.jsonl"), of("satp-fifth"))),
    }


def cues(sentences):
    """[(trigger, labels)] of a window: for each word 1, 0 or -1 (not known) for time and for place."""
    n, at, out = sum(len(s["tokens"]) for s in sentences), 0, []
    for s in sentences:
        for (trigger, times, places, blurred), origin in s["settings"]:
            shift = at - origin
            rows = []
            for spans in (times, places):
                row = [-1 if spans is None else 0] * n
                for what, runs in ((-1, blurred), (1, spans)):
                    for a, b in runs or () if spans is not None else ():
                        a, b = max(a + shift, 0), max(min(b + shift, n), 0)
                        row[a:b] = [what] * max(b - a, 0)
                rows.append(row)
            a, b = trigger[0] + shift, min(trigger[1] + shift, n)  # the window begins with the trigger's sentence or before it
            for row in rows:
                row[a:b] = [-1] * (b - a)
            out.append(((a, b), list(zip(*rows))))
        at += len(s["tokens"])
    return out


@torch.no_grad()
def encoded(model, enc, docs, rng, limits):
    """[(vectors of the words, which words may matter, cues with labels)] of all windows that have a cue."""
    out = []
    ws = [s for _, s in windows(docs, rng, "settings", 180, limits) if any(x["settings"] for x in s)]
    for i in range(0, len(ws), 16):
        group = [(s, enc.one("settings", s)) for s in ws[i : i + 16]]
        group = [(s, w) for s, w in group if len(w["ids"]) <= 400]
        if not group:
            continue
        b = enc.batch([w for _, w in group])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            words, _ = model.words(b["ids"], b["cases"], b["mask"], b["first"], b["last"])
        for (s, w), vectors in zip(group, words):
            flat = [t for x in s for t in x["tokens"]]
            out.append((vectors[: len(flat)].to(torch.bfloat16), [t[:1].isupper() or t[:1].isdigit() for t in flat], cues(s)))
    return out


def batch(window):
    vectors, capital, marked = window
    n = len(vectors)
    cue = torch.tensor([[float(a <= j < b) / (b - a) for j in range(n)] for (a, b), _ in marked])
    step = torch.tensor([[distance(c, j) for j in range(n)] for c, _ in marked])
    gold = torch.tensor([rows for _, rows in marked])
    words = vectors.float()
    # words that can hardly be a time or a place weigh less; a word of a time is known by its label
    weight = torch.tensor([1.0 if c else 0.15 for c in capital])[None, :, None].expand(gold.shape)
    weight = torch.where(gold == 1, 1.0, weight) * (gold >= 0)
    return cue @ words, words[None].expand(len(marked), -1, -1), step, gold, weight


@torch.no_grad()
def evaluate(head, ws):
    """For time and place: how often the best-scored word of a window that has a right one is right; mean precision over all thresholds."""
    head.eval()
    hit, rows = [[0, 0], [0, 0]], [[], []]
    for w in ws:
        c, words, step, gold, _ = batch(w)
        scores = head(c, words, step)
        for k in (TIME, PLACE):
            for s, g in zip(scores[..., k], gold[..., k]):
                if (g == 1).any():
                    hit[k][0] += int(g[s.masked_fill(g < 0, -1e9).argmax()] == 1)
                    hit[k][1] += 1
                rows[k] += [(float(x), int(y)) for x, y in zip(s, g) if y >= 0 and (y == 1 or x > -4)]
    head.train()
    return {n: (round(100 * h / max(t, 1), 1), t, round(average_precision(r), 3)) for n, (h, t), r in zip(("time", "place"), hit, rows)}


def average_precision(rows):
    rows.sort(reverse=True)
    right = total = 0
    for i, (_, y) in enumerate(rows):
        right += y
        total += y * right / (i + 1)
    return total / max(right, 1)


def export(head, saved, reader, target):
    tensors, wide = widened(head.state_dict(), "settings_")
    save_file(tensors, target, {"reader": reader})
    print(target, hashlib.sha256(open(target, "rb").read()).hexdigest())
    head.load_state_dict(wide)
    head.eval()
    model = Reader(saved["labels"])
    model.load_state_dict(widened(saved["state"])[1])
    model.eval()
    enc = Encodings(saved["labels"], T.Pieces(saved["vocab"]))
    json.dump([reference(head, model, enc, s) for s in SENTENCES], open(target.replace(".safetensors", ".reference.json"), "w"), ensure_ascii=False, indent=1)


@torch.no_grad()
def reference(head, model, enc, toks):
    """Scores of every word for the day and the place of the second, for the test of the forward pass."""
    b = enc.batch([enc.one("x", [{"tokens": toks, "ner": {}}])])
    w, _ = model.words(b["ids"], b["cases"], b["mask"], b["first"], b["last"])
    steps = torch.tensor([[distance((1, 2), j) for j in range(len(toks))]])
    return {"tokens": toks, "anchors": head(w[:, 1], w, steps)[0].flatten().tolist()}


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", required=True)
    ap.add_argument("--readings", required=True)
    ap.add_argument("--start")
    ap.add_argument("--reader", default="../models/reader.safetensors", help="the exported reader that the head belongs to")
    ap.add_argument("--out")
    ap.add_argument("--links")
    ap.add_argument("--epochs", type=int, default=8)
    ap.add_argument("--lr", type=float, default=1e-3)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--threads", type=int, default=1)
    a = ap.parse_args()
    every = sets(a.data, a.readings)
    if a.links:
        return write_links(every, a.links)
    torch.manual_seed(a.seed)
    torch.set_num_threads(a.threads)
    saved = torch.load(a.start, weights_only=False)
    model = Reader(saved["labels"])
    model.load_state_dict(saved["state"])
    model.eval()
    enc = Encodings(saved["labels"], T.Pieces(saved["vocab"]))
    train = [w for docs, _ in every.values() for seed in (1, 2) for w in encoded(model, enc, docs, random.Random(seed), (60, 120, 180))]
    dev = {n: encoded(model, enc, docs, random.Random(0), ()) for n, (_, docs) in every.items()}
    print("windows", len(train), {n: len(x) for n, x in dev.items()}, flush=True)
    head = Settings()
    opt = torch.optim.AdamW(head.parameters(), lr=a.lr, weight_decay=0.02)
    rng, total = random.Random(a.seed), a.epochs * len(train)
    for epoch in range(a.epochs):
        rng.shuffle(train)
        average = 0.0
        for i, w in enumerate(train):
            share = (epoch * len(train) + i) / total
            opt.param_groups[0]["lr"] = a.lr * min(1.0, share / 0.03) * (1 - share)
            c, words, step, gold, weight = batch(w)
            loss = F.binary_cross_entropy_with_logits(head(c, words, step), (gold == 1).float(), weight, reduction="sum") / weight.sum().clamp(min=1)
            # a window with more triggers weighs more, but less than in proportion
            (loss * len(c) ** 0.5).backward()
            if i % 8 == 7:
                torch.nn.utils.clip_grad_norm_(head.parameters(), 1.0)
                opt.step()
                opt.zero_grad()
            average += float(loss.detach())
        print(f"epoch {epoch + 1} loss {average / len(train):.4f}", {n: evaluate(head, ws) for n, ws in dev.items()}, flush=True)
    torch.save(head.state_dict(), a.out + ".pt")
    export(head, saved, saved_name(a.reader), a.out)


def write_links(every, folder):
    os.makedirs(folder, exist_ok=True)
    for part, name in enumerate(("train", "dev")):
        with open(os.path.join(folder, name + ".jsonl"), "w", encoding="utf-8") as f:
            for set_name, documents in every.items():
                for sentences in documents[part]:
                    links = LEAVES[id(sentences)]
                    if links["links"]:
                        f.write(json.dumps({"set": set_name} | links, ensure_ascii=False) + "\n")


def saved_name(path):
    from safetensors import safe_open

    with safe_open(path, "pt") as f:
        return json.loads(f.metadata()["config"])["name"]


if __name__ == "__main__":
    main()
