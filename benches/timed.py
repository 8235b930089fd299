"""Runs a command and prints reports a second, words a second of one core, and the most memory it held.

    python3 benches/timed.py NAME REPORTS WORDS COMMAND...
"""

import os
import resource
import subprocess
import sys
import time


def main(name, reports, words, *command):
    began = time.perf_counter()
    status = subprocess.run(command, stdout=subprocess.DEVNULL).returncode
    wall = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime
    # Linux counts in KiB, macOS in bytes.
    peak = used.ru_maxrss / (1024 if os.uname().sysname == "Linux" else 1 << 20)
    print(f"{name:24} {int(reports) / wall:8.1f} reports/s {int(words) / cpu:8.0f} words/s per core {wall:8.1f} s wall {cpu:8.1f} s cpu {peak:7.0f} MiB")
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
