"""Reads the event sets under the data folder into documents of sentences, for the heads that judge what the tables find.

A sentence is a dict as in `data.py`, without a tree, with `tags` = {head: one label a token, None where the set says nothing} and `ends` = whether a
paragraph ends with it.

Heads:
  role_*  the five roles of MUC-4 (Du, Rush and Cardie 2021), each by itself since they nest: BIO over every place where a key's string stands
  arg_*   attacker, victim, target, weapon of an attack, death or injury in modern news (WikiEvents, RAMS): BIO
  event   the PLOVER type that a word tells of, or O (WikiEvents and RAMS types mapped by `KAIROS` and `AIDA`)
  real    whether it is an event that a coder would show as having happened (our own judgments, `judgments/`); of its type says `event`
  fact    how sure the author is that the event of a word happened, -3 to 3 (Lee et al. 2015; MEANTIME)
  happened  whether it has happened, on the same scale (Rudinger et al. 2018, who ask so): what is announced is 2 or 3 there and about -1 here.
            Both are means of several readers; a value between two labels is shared between them
"""

import bisect
import json
import os
import zlib

import tokens as T
from data import split_rule_sentences

ROLES = {"PerpInd": "role_perpind", "PerpOrg": "role_perporg", "Target": "role_target", "Victim": "role_victim", "Weapon": "role_weapon"}
ARGS = ("arg_attacker", "arg_victim", "arg_target", "arg_weapon")
PLOVER = ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")
HEADS = {h: ["O", "B", "I"] for h in (*ROLES.values(), *ARGS)} | {"event": ["O", *PLOVER], "real": ["no", "yes"], "fact": [str(n) for n in range(-3, 4)], "happened": [str(n) for n in range(-3, 4)]}
SOFT = ("fact", "happened")

# First type that begins so counts; what is in neither list is no event of PLOVER's.
KAIROS = [
    ("Conflict.Attack", "ASSAULT"), ("Life.Die", "ASSAULT"), ("Life.Injure", "ASSAULT"), ("Conflict.Demonstrate", "PROTEST"), ("Conflict.Defeat", "ASSAULT"),
    ("Justice.ArrestJailDetain", "COERCE"), ("Justice.ChargeIndict", "ACCUSE"), ("Justice.Sentence", "SANCTION"), ("Justice.Convict", "SANCTION"),
    ("Justice.ReleaseParole", "CONCEDE"), ("Contact.RequestCommand", "REQUEST"), ("Contact.ThreatenCoerce", "THREATEN"),
]
AIDA = [
    ("life.die.nonviolent", "O"), ("life.die", "ASSAULT"), ("life.injure.illness", "O"), ("life.injure", "ASSAULT"), ("conflict.attack.stealrob", "COERCE"), ("conflict.attack", "ASSAULT"),
    ("conflict.demonstrate", "PROTEST"), ("conflict.yield", "RETREAT"), ("contact.discussion", "CONSULT"), ("contact.negotiate", "CONSULT"), ("contact.commitmentpromise", "AGREE"),
    ("contact.requestadvise", "REQUEST"), ("contact.commandorder", "REQUEST"), ("contact.threatencoerce", "THREATEN"), ("contact.collaborate", "COOPERATE"),
    ("government.agreements.violate", "REJECT"), ("government.agreements", "AGREE"), ("justice.arrestjaildetain", "COERCE"), ("justice.judicialconsequences", "SANCTION"),
    ("justice.initiatejudicialprocess.chargeindict", "ACCUSE"), ("personnel.endposition.firing", "SANCTION"), ("personnel.endposition.quit", "RETREAT"),
    ("transaction.transfermoney.giftgrant", "AID"), ("transaction.transaction.embargo", "SANCTION"), ("transaction.transfermoney.embargo", "SANCTION"),
]
ARGUMENT = {
    "attacker": "arg_attacker", "killer": "arg_attacker", "injurer": "arg_attacker", "victim": "arg_victim", "target": "arg_target",
    "instrument": "arg_weapon", "explosivedevice": "arg_weapon",
}
VIOLENT = ("conflict.attack", "life.die", "life.injure")


def lines(*path):
    with open(os.path.join(*path), encoding="utf-8") as f:
        return [json.loads(line) for line in f]


class Page:
    """A text in tokens, with labels laid over them."""

    def __init__(self, text):
        self.text = text
        self.toks = T.tokenize(text)
        self.starts = [a for a, _ in self.toks]
        self.tags = {}

    def tokens_in(self, span):
        a, b = span
        i = max(bisect.bisect_right(self.starts, a) - 1, 0)
        while i < len(self.toks) and self.toks[i][1] <= a:
            i += 1
        return i, bisect.bisect_left(self.starts, b)

    def row(self, head, fill):
        return self.tags.setdefault(head, [fill] * len(self.toks))

    def mark(self, head, span):
        """Lays a B I I over a span, unless a longer one stands there."""
        row = self.row(head, "O")
        i, j = self.tokens_in(span)
        if i < j and all(t == "O" for t in row[i:j]):
            row[i:j] = ["B"] + ["I"] * (j - i - 1)

    def sentences(self):
        """Windows are made of sentences; a paragraph's last one says so."""
        cuts = split_rule_sentences_of_paragraphs(self.text, self.toks)
        out = []
        for a, b, ends in cuts:
            out.append({"tokens": [self.text[x:y] for x, y in self.toks[a:b]], "ner": {}, "tags": {h: r[a:b] for h, r in self.tags.items()}, "ends": ends})
        return out


def split_rule_sentences_of_paragraphs(text, toks):
    """As `split_rule_sentences`, but a single line end is only the wrapping of a line."""
    out = []
    for a, b in split_rule_sentences(text.replace("\n\n", "\0").replace("\n", " ").replace("\0", "\n\n"), toks):
        out.append((a, b, b == len(toks) or "\n\n" in text[toks[b - 1][1] : toks[b][0]]))
    return out


def muc4(path):
    """(document, whether it has any role) for each report."""
    out = []
    for d in lines(path):
        page = Page(d["text_cased"])
        spans = [(head, s) for t in d["roles5"] for role, head in ROLES.items() for entity in t[role] for m in entity for s in m["all_spans"]]
        for head in ROLES.values():
            page.row(head, "O")
        for head, span in sorted(spans, key=lambda x: x[1][0] - x[1][1]):
            page.mark(head, span)
        out.append((page.sentences(), bool(spans)))
    return out


def mapped(kind, table):
    return next((plover for start, plover in table if kind.startswith(start)), "O")


def mark_arguments(page, event):
    if event["type"].lower().startswith(VIOLENT):
        for a in event["arguments"]:
            head = ARGUMENT.get(a["role"].lower())
            if head and a.get("span"):
                page.mark(head, a["span"])


def wikievents(path):
    out = []
    for d in lines(path):
        page = Page(d["text"])
        events = page.row("event", "O")
        for head in ARGS:
            page.row(head, "O")
        for e in d["events"]:
            i, j = page.tokens_in(e["trigger"]["span"])
            events[i:j] = [mapped(e["type"], KAIROS)] * (j - i)
            mark_arguments(page, e)
        out.append(page.sentences())
    return out


def rams(path):
    """One trigger a text: nothing is known of the other words, and of arguments only within the trigger's sentence."""
    out = []
    for d in lines(path):
        page, e = Page(d["text"]), d["event"]
        i, j = page.tokens_in(e["trigger"]["span"])
        page.row("event", None)[i:j] = [mapped(e["type"], AIDA)] * (j - i)
        if e["type"].startswith(VIOLENT):
            for head in ARGS:
                page.row(head, "O")
            mark_arguments(page, e)
            here = next((s for s in d["sentences"] if s[0] <= e["trigger"]["span"][0] < s[1]), (0, 0))
            for head in ARGS:
                page.tags[head] = [t if t != "O" or here[0] <= a < here[1] else None for t, (a, _) in zip(page.tags[head], page.toks)]
        out.append(page.sentences())
    return out


def factuality(path, head):
    out = []
    for d in lines(path):
        page = Page(d["text"])
        row = page.row(head, None)
        for t in d["targets"]:
            i, j = page.tokens_in(t["span"])
            row[i:j] = [t["factuality"]] * (j - i)
        out.append(page.sentences())
    return out


FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "judgments")


def judgments():
    """{document: [(start, end, type, verdict)]} of `judgments/*.tsv`: a line a trigger that Sayso took for an event that happened, judged by hand."""
    out = {}
    for name in sorted(n for n in os.listdir(FOLDER) if n.endswith(".tsv")):
        with open(os.path.join(FOLDER, name), encoding="utf-8") as f:
            for line in f:
                doc, _, place, plover, verdict = line.rstrip("\n").split("\t")[:5]
                start, end = map(int, place.split("-"))
                out.setdefault(doc, []).append((start, end, plover, verdict))
    return out


def held_out(doc):
    """Every fifth judged document is kept for the curve of confidence."""
    return zlib.crc32(doc.encode()) % 5 == 0


def verdict(plover, said):
    """Labels of the heads event and real: R right, T:X another type, S:x not real, N no event."""
    if said == "R":
        return plover, "yes"
    if said.startswith("T:") and said[2:] in PLOVER:
        return said[2:], "yes"
    return ("O", "no") if said == "N" else (plover, "no")


def judged(root):
    by_doc, out = judgments(), ([], [])
    for row in T.rows(os.path.join(FOLDER, "sources.csv")):
        field = row["field"]
        for d in lines(root, row["file"]):
            doc = f"{row['source']}/{d.get('id') or d['docid']}"
            if doc not in by_doc:
                continue
            page = Page(d[field])
            event, real = page.row("event", None), page.row("real", None)
            for start, end, plover, said in by_doc[doc]:
                i, j = page.tokens_in((start, end))
                a, b = verdict(plover, said)
                event[i:j], real[i:j] = [a] * (j - i), [b] * (j - i)
            out[held_out(doc)].append(page.sentences())
    return out


def sets(root):
    """{name: (documents to train on, documents to choose by)}; what is the licence of each stands in `models/README.md`."""
    at = lambda *p: os.path.join(root, *p)
    fact = lambda head, *names: [d for n in names for d in factuality(at("factuality", n + ".jsonl"), head)]
    return {
        "muc4": (muc4(at("muc4", "train.jsonl")), muc4(at("muc4", "dev.jsonl"))),
        "wikievents": (wikievents(at("event-arguments", "wikievents-train-derived.jsonl")), wikievents(at("event-arguments", "wikievents-dev.jsonl"))),
        "rams": (rams(at("event-arguments", "rams-dev.jsonl")), []),
        "judged": judged(root),
        "fact": (fact("fact", "uw-train", "meantime-train"), fact("fact", "uw-dev")),
        "happened": (fact("happened", "uds-ih2-train"), fact("happened", "uds-ih2-dev")),
    }
