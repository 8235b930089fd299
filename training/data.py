"""Reads the treebanks and entity sets under the data folder into documents of sentences.

A sentence is a dict: tokens (strings), and where the set has them upos, xpos, head (0 = root), deprel, lemma; ner = {scheme: BIO tags}; `space` = followed by a space.
Only parts that the data's README marks YES, SA or ASK are trained on: of GUM its news, interview, bio and voyage texts (CC BY).
"""

import bisect
import gzip
import json
import os

import tokens as T

GUM_OPEN = ("news", "interview", "bio", "voyage")


def conllu(path, keep=lambda doc: True):
    docs, doc, sent, name = [], [], None, ""
    for line in gzip.open(path, "rt", encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            if doc and keep(name):
                docs.append(doc)
            doc, name = [], line.split("=")[1].strip()
        elif not line:
            if sent and sent["tokens"]:
                doc.append(sent)
            sent = None
        elif line[0].isdigit():
            if sent is None:
                sent = {k: [] for k in ("tokens", "upos", "xpos", "head", "deprel", "lemma", "space")} | {"ner": {}}
            f = line.split("\t")
            if "-" in f[0] or "." in f[0]:
                continue
            sent["tokens"].append(f[1])
            sent["lemma"].append(f[2])
            sent["upos"].append(f[3])
            sent["xpos"].append(f[4])
            sent["head"].append(int(f[6]))
            sent["deprel"].append(f[7])
            sent["space"].append("SpaceAfter=No" not in f[9])
    if doc and keep(name):
        docs.append(doc)
    return docs


def gum(path, genres=GUM_OPEN):
    return conllu(path, lambda name: genres is None or name.split("_")[1] in genres)


def split_rule_sentences(text, toks):
    """Sentence ends of texts without gold ones: a final mark followed by a capital, or a blank line."""
    out, start = [], 0
    for i, (a, b) in enumerate(toks):
        last = i + 1 == len(toks)
        gap = "" if last else text[b : toks[i + 1][0]]
        nxt = "" if last else text[toks[i + 1][0]]
        if last or "\n" in gap or (text[a:b] in {".", "!", "?"} and (nxt.isupper() or nxt in "\"“'‘")):
            out.append((start, i + 1))
            start = i + 1
    return out


def entities(path, scheme, keep, gold_sentences=False):
    """One list of sentences a document; overlapping spans keep the longest."""
    opener = gzip.open if path.endswith(".gz") else open
    docs = []
    for line in opener(path, "rt", encoding="utf-8"):
        d = json.loads(line)
        text, toks = d["text"], T.tokenize(d["text"])
        starts = [a for a, _ in toks]
        tags = ["O"] * len(toks)
        spans = sorted((e for e in d["entities"] if keep(e)), key=lambda e: (e["span"][0] - e["span"][1], e["span"][0]))
        for e in spans:
            a, b = e["span"]
            i = bisect.bisect_right(starts, a) - 1
            i = i if i >= 0 and toks[i][1] > a else i + 1
            j = bisect.bisect_left(starts, b)
            if i < j and all(t == "O" for t in tags[i:j]):
                tags[i:j] = ["B-" + e["type"]] + ["I-" + e["type"]] * (j - i - 1)
        doc = []
        for a, b in split_rule_sentences(text, toks):
            doc.append({"tokens": [text[x:y] for x, y in toks[a:b]], "ner": {scheme: tags[a:b]}, "end": gold_sentences, "space": None})
        docs.append((d["id"], doc))
    return docs


def re3d(path):
    types = {"Organisation", "Location", "Person", "Nationality", "Quantity", "Temporal", "Weapon", "Vehicle", "MilitaryPlatform", "DocumentReference", "Money"}
    return entities(path, "re3d", lambda e: e["confidence"] >= 0.5 and e["type"] in types)


def lemma_script(form, lemma):
    """How to make the lemma from the form: keep or lower the case, cut n letters, add letters."""
    for case, base in (("l", form.lower()), ("k", form)):
        n = len(os.path.commonprefix([base, lemma]))
        if n > 0 or case == "k" or base == lemma:
            if base == lemma:
                return f"{case}0"
            if n >= len(base) - 5 or case == "k":
                return f"{case}{len(base) - n}{lemma[n:]}"
    return "l0"


def apply_script(form, script):
    base = form.lower() if script[0] == "l" else form
    cut = int("".join(c for c in script[1:3] if c.isdigit()) or 0)
    digits = len(str(cut))
    return base[: len(base) - cut] + script[1 + digits :] if cut <= len(base) else base
