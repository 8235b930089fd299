"""Words and word pieces: the same splitting that the Rust reader does (crates/sayso/src/read/tokens.rs, wordpiece.rs).

`tokenize` splits running text as Universal Dependencies splits English (clitics apart, hyphenated words apart save after a few prefixes).
`Pieces` is BERT's uncased WordPiece, applied to one token at a time.
"""

import csv
import os
import re
import unicodedata

TABLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data", "tokens")


def rows(path):
    """The rows of a table; lines that begin with # are remarks."""
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(line for line in f if not line.startswith("#")))


def table(name):
    return rows(os.path.join(TABLES, name))


ABBREVIATIONS = {r["abbreviation"]: r["when"] for r in table("abbreviations.csv")}
PREFIXES = {r["prefix"] for r in table("prefixes.csv")}
UNITS = {r["unit"] for r in table("units.csv")}
CONTRACTIONS = {r["form"]: int(r["cut"]) for r in table("contractions.csv")}
PRONOUNS = {"i", "you", "he", "she", "it", "we", "they", "who", "there", "that", "what", "how", "where"}
OPEN = "([{)]<\"'“‘«”»`$€£¥¿¡*_~#-•·▪●►"
CLOSE = ")]}>\"'”’»,;:!?…%*_~"
RUNS = "*_~`'’<>-$"
SITES = ("com", "org", "net", "gov", "edu", "info", "co.uk")
LONGEST = 512  # code points of one chunk: what is longer is cut there, so that no input is slow or deep
SPACE = re.compile(r"[\s\u200b\u2060\ufeff\x00-\x1f\x7f-\x9f]")


def tokenize(text):
    """[(start, end)] of the tokens of a text, in code points."""
    out, start = [], None
    for i, c in enumerate(text + " "):
        if SPACE.match(c) or (start is not None and i - start == LONGEST):
            if start is not None:
                chunk(text, start, i, out)
            start = None
        if start is None and not SPACE.match(c):
            start = i
    return out


def chunk(text, a, b, out):
    """A run without white space: opening marks, closing marks, and what is between."""
    while a < b and text[a] in OPEN:
        if text[a] in "#@" and a + 1 < b and text[a + 1].isalpha() or is_clitic(text[a:b]):
            break
        n = run(text, a, b) if text[a] in RUNS else 1
        out.append((a, a + n))
        a += n
    tail = []
    while a < b:
        n = closing(text, a, b)
        if n == 0:
            break
        tail.append((b - n, b))
        b -= n
    if a < b:
        inner(text, a, b, out)
    out.extend(reversed(tail))


def run(text, a, b):
    n = 1
    while a + n < b and text[a + n] == text[a]:
        n += 1
    return n


def closing(text, a, b):
    """Length of the closing mark at the end of a word; 0: none, or the word is nothing else."""
    word, c = text[a:b], text[b - 1]
    n = len(word) - len(word.rstrip("!?" if c in "!?" else c if c in RUNS or c == "." else ""))
    n = max(n, 1)
    if n == len(word) or (is_web(word) and c not in ".,;:!?)]}>\"'”’"):
        return 0
    if c == ".":
        if n <= 2 and keeps_period(word[: len(word) - n + 1], following(text, b)):
            return n - 1
        return n
    return n if c in CLOSE else 0


def following(text, b):
    while b < len(text) and SPACE.match(text[b]):
        b += 1
    return text[b] if b < len(text) else ""


def keeps_period(word, following):
    when = ABBREVIATIONS.get(word.lower())
    if when == "any" or (when == "capital" and word[0].isupper()) or (when == "number" and is_figure(following)):
        return True
    return len(word) % 2 == 0 and all(c == "." if i % 2 else c.isalpha() for i, c in enumerate(word))


def is_web(word):
    """Addresses, mentions and tags, which stay whole."""
    w = word.lower()
    if w.startswith(("http://", "https://", "www.")) or (len(w) > 1 and w[0] in "@#" and w[1].isalpha()):
        return True
    if "@" in w[1:] and "." in w[w.index("@", 1) + 2 : -1]:
        return True
    host = w.split("/")[0]
    return any(host.endswith("." + s) and is_word(host[: -len(s) - 1]) for s in SITES)


def is_word(s):
    return s != "" and all(c.isalnum() or c == "_" for c in s)


def clitic(word):
    """Where the clitic at the end of a word begins; 0: there is none."""
    w = word.lower().replace("’", "'")
    for c in ("n't", "'s", "'m", "'d", "'re", "'ve", "'ll"):
        if w.endswith(c) and len(w) == len(word):
            stem = word[: -len(c)]
            # Sa'd is a name.
            return 0 if c == "'d" and stem[:1].isupper() and stem.lower() not in PRONOUNS else len(stem)
    return 0


def is_clitic(word):
    return word.lower().replace("’", "'") in ("'s", "'m", "'d", "'re", "'ve", "'ll")


def inner(text, a, b, out):
    """A word without marks at its ends: the first rule that cuts it, then its parts."""
    word = text[a:b]
    if is_web(word):
        out.append((a, b))
        return
    cut = clitic(word) or CONTRACTIONS.get(word.lower(), 0)
    if cut:
        inner(text, a, a + cut, out)
        out.append((a + cut, b))
        return
    i, j = dash(word)
    if i < j:
        if i > 0:
            chunk(text, a, a + i, out)
        out.append((a + i, a + j))
        if a + j < b:
            chunk(text, a + j, b, out)
        return
    cut = missing_space(word)
    if cut:
        chunk(text, a, a + cut, out)
        chunk(text, a + cut, b, out)
        return
    cut = bracket(word)
    if cut:
        chunk(text, a, a + cut, out)
        out.append((a + cut, a + cut + 1))
        chunk(text, a + cut + 1, b, out)
        return
    cut = currency(word) or unit(word)
    if cut:
        out.append((a, a + cut))
        inner(text, a + cut, b, out)
        return
    cut = hyphen(word)
    if cut:
        inner(text, a, a + cut, out)
        out.append((a + cut, a + cut + 1))
        inner(text, a + cut + 1, b, out)
        return
    out.append((a, b))


def dash(word):
    """(start, end) of a dash or an ellipsis within the word; equal: none, or nothing else."""
    for i, c in enumerate(word):
        n = run(word, i, len(word)) if c in "-." else 1
        if c in "—–…" or (c == "-" and n > 1) or (c == "." and n > 2):
            return (i, i + n) if n < len(word) else (0, 0)
    return (0, 0)


def missing_space(word):
    """Where a sentence or clause ends with no space after it (`government.According`); 0: nowhere."""
    for i in range(1, len(word) - 1):
        c, left = word[i], word[i - 1]
        if c in ".!?":
            j = i + 1
            while j < len(word) and word[j] in "\"“”’')(":
                j += 1
            full = i > 1 and (left.islower() or is_figure(left) or left in ")]\"”%") and word[i - 2] not in ".-"
            if full and starts_sentence(word[j:]):
                return i + 1
        elif c in ",;:)]\"”" and left.isalnum() and is_letters(word[i + 1 :].lstrip("\"“‘'" if c in ",;:" else "")[:2]):
            return i + 1
    return 0


def starts_sentence(rest):
    return rest in ("A", "I") or (rest[:1].isupper() and is_letters(rest[:2]))


def is_figure(s):
    return s.isascii() and s.isdecimal()


def is_letters(s):
    return len(s) == 2 and s[0].isalpha() and s[1].isalpha()


def bracket(word):
    """Index of a bracket or slash between words (`and/or`); 0: none. Fractions, dates and `w/o` stay whole."""
    parts = word.split("/")
    if 2 <= len(parts) <= 3 and all(is_figure(p) for p in parts):
        return 0
    if len(parts) == 2 and len(parts[0]) == 1 and parts[0].islower() and parts[1].isalpha() and parts[1].islower():
        return 0
    for i in range(1, len(word) - 1):
        if word[i] in "([/" and word[i + 1].isalnum() and (word[i - 1].isalnum() or (i > 1 and word[i - 1] in "])\"”" and word[i - 2].isalnum())):
            return i
    return 0


def currency(word):
    """Length of a currency sign before a figure (`€5`, `US$5`)."""
    for i, c in enumerate(word[:4]):
        if c in "$€£¥":
            return i + 1 if i + 1 < len(word) and is_figure(word[i + 1]) else 0
        if not c.isupper():
            return 0
    return 0


def unit(word):
    """Where the unit begins that is written on to its figure (`5km`, `7:30pm`)."""
    n = len(word) - len(word.lstrip("0123456789.,:"))
    return n if n and word[0] in "0123456789" and word[n - 1] in "0123456789" and word[n:].lower() in UNITS else 0


def hyphen(word):
    """Index of the first hyphen that UD takes for a token; 0: none."""
    for i in range(1, len(word) - 1):
        if word[i] != "-" or not (word[i + 1].isalnum() or word[i + 1] == "_") or not (word[i - 1].isalnum() or word[i - 1] in "_.’'"):
            continue
        left, right = word[:i], word[i + 1 :]
        if left.lower() not in PREFIXES and not is_number_code(left, right):
            return i
    return 0


def is_number_code(left, right):
    """Dates and telephone numbers stay whole, ranges do not."""
    if any(c.isalpha() for c in left + right):
        return False
    return not (is_figure(left) and is_figure(right) and len(left) <= len(right) <= min(len(left) + 1, 4) and (len(left), len(right)) != (3, 4))


QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": ".", "`": "'"})
UNSEEN = "\u00ad\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
MOST_PIECES = 12


class Pieces:
    """BERT's uncased WordPiece (Devlin et al. 2019), a token at a time; curly quotes and dashes are straightened first."""

    def __init__(self, vocab):
        self.vocab = vocab
        self.id = {w: i for i, w in enumerate(vocab)}
        self.cache = {}

    def __call__(self, token):
        have = self.cache.get(token)
        if have is None:
            have = self.cache[token] = self.split(token)
        return have

    def split(self, token):
        s = unicodedata.normalize("NFD", token.translate(QUOTES).lower())
        s = "".join(c for c in s if unicodedata.category(c)[0] != "M" and c not in UNSEEN)
        ids = []
        for part in re.findall(r"\w+|[^\w\s]|_", re.sub("_", " _ ", s)):
            ids += self.piece(part)
        return ids[:MOST_PIECES] or [self.id["[UNK]"]]

    def piece(self, word):
        if len(word) > 100:
            return [self.id["[UNK]"]]
        ids, start = [], 0
        while start < len(word):
            end = len(word)
            while end > start:
                i = self.id.get(("##" if start else "") + word[start:end])
                if i is not None:
                    break
                end -= 1
            if end == start:
                return [self.id["[UNK]"]]
            ids.append(i)
            start = end
        return ids


def letter_cases(tokens):
    """Case class of each token of a window: 0 says nothing, 1 lower, 2 Title, 3 UPPER, 4 mIxed.

    A window whose words are all upper case, or none of whose words begins in upper case, gives 0 throughout: its letters' case says nothing.
    """
    classes = [letter_case(t) for t in tokens]
    lower = any(c == 1 and sum(ch.isalpha() for ch in t) > 1 for c, t in zip(classes, tokens))
    upper = any(c > 1 for c in classes)
    return classes if lower and upper else [0] * len(classes)


def letter_case(token):
    letters = [c for c in token if c.isalpha()]
    if not letters:
        return 0
    if all(not c.isupper() for c in letters):
        return 1
    if letters[0].isupper() and all(not c.isupper() for c in letters[1:]):
        return 2
    if all(c.isupper() for c in letters):
        return 3
    return 4
