"""Writes made-up reports for timing: sentences of the samples, mixed anew, with a seed.

    python3 benches/reports.py 1000 benches/out

Writes OUT/reports.jsonl (for sayso) and OUT/texts.txt (one report a line, for anything else), the same texts in both.
"""

import json
import pathlib
import random
import re
import sys

SAMPLES = pathlib.Path(__file__).resolve().parent.parent / "samples"
SEED = 20191218
SENTENCE = re.compile(r'(?<=[.!?"”])\s+(?=["“A-Z])')


def stories():
    """The sentences of each plain sample, but its head of title, byline and date."""
    for path in sorted(SAMPLES.glob("*.txt")):
        blocks = [" ".join(block.split()) for block in path.read_text(encoding="utf-8").split("\n\n")]
        yield path.stem, [s for block in blocks if len(block) > 120 for s in SENTENCE.split(block)]


def report(rng, pool):
    """Four to ten paragraphs of two to four sentences."""
    paragraphs = (" ".join(rng.choice(pool) for _ in range(rng.randint(2, 4))) for _ in range(rng.randint(4, 10)))
    return "\n\n".join(paragraphs)


def main(count, out):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    rng = random.Random(SEED)
    pool = [s for _, sentences in stories() for s in sentences]
    texts = [report(rng, pool) for _ in range(int(count))]
    with open(out / "reports.jsonl", "w", encoding="utf-8") as lines:
        for i, text in enumerate(texts):
            lines.write(json.dumps({"id": f"made-{i:04}", "published": "2024-03-14", "text": text}, ensure_ascii=False) + "\n")
    (out / "texts.txt").write_text("".join(" ".join(t.split()) + "\n" for t in texts), encoding="utf-8")
    print(f"{len(texts)} reports, {sum(len(t.split()) for t in texts)} words")


if __name__ == "__main__":
    main(*sys.argv[1:])
