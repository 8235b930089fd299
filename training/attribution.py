"""Reads PolNeAR (Newell, Margolin and Ruths 2018) into documents of sentences, for the heads that find who says what.

A sentence is a dict as in `events.py`; `tags["cue"]` is BIO over the cues, and `says` lists those that begin in it: (cue, source, content), each
(start, end) or a list of them, in words counted from the sentence's first, so that they may reach before and beyond it.
"""

import os

from events import Page, lines

CUE = {"cue": ["O", "B", "I"]}
NONE, SOURCE, CONTENT = range(3)


def polnear(path):
    out = []
    for d in lines(path):
        page = Page(d["text"])
        page.row("cue", "O")
        says = []
        for a in d["attributions"]:
            cue, source, content = ([page.tokens_in(s) for s in a[part]] for part in ("cue", "source", "content"))
            if cue and cue[0][0] < cue[0][1]:
                page.mark("cue", a["cue"][0])
                says.append((cue[0], source, content))
        at, sentences = 0, page.sentences()
        for s in sentences:
            end = at + len(s["tokens"])
            back = lambda r: (r[0] - at, r[1] - at)
            s["says"] = [(back(c), [*map(back, s_)], [*map(back, x)]) for c, s_, x in says if at <= c[0] < end]
            at = end
        out.append(sentences)
    return out


def pairs(sentences):
    """[(cue, a label a word)] of a window: what each word is to each cue."""
    n, at, out = sum(len(s["tokens"]) for s in sentences), 0, []
    for s in sentences:
        for (a, b), source, content in s.get("says", ()):
            row = [NONE] * n
            for what, ranges in ((CONTENT, content), (SOURCE, source)):
                for x, y in ranges:
                    x, y = max(x + at, 0), max(min(y + at, n), 0)
                    row[x:y] = [what] * max(y - x, 0)
            out.append(((a + at, min(b + at, n)), row))
        at += len(s["tokens"])
    return out


def sets(root):
    """(documents to train on, documents to choose by)"""
    return tuple(polnear(os.path.join(root, "polnear", part + ".jsonl")) for part in ("train", "dev"))
