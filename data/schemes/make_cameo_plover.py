#!/usr/bin/env python3
"""Writes data/schemes/cameo_plover.csv: CAMEO code -> PLOVER event and mode, facts only.

Usage: make_cameo_plover.py ../shared/schemes/cameo_plover.csv > data/schemes/cameo_plover.csv
"""
import csv
import sys

HEAD = """\
# CAMEO 1.1b3 codes and the PLOVER event and mode each becomes; "-": PLOVER leaves it out. Code 08 becomes two events.
# Source: openeventdata/PLOVER, CAMEO2PLOVER-2021.txt, draft 0.8 (2021-09-17). Facts only: no label or note of it is here.
# Written by make_cameo_plover.py.
code,event,mode"""

with open(sys.argv[1], encoding="utf-8") as table:
    rows = csv.DictReader(line for line in table if not line.startswith("#"))
    print(HEAD)
    for row in rows:
        event = row["plover_event"].replace("(dropped)", "-")
        mode = row["plover_mode"] if row["mode_in_manual"] == "yes" else ""
        print(f"{row['cameo_code']},{event},{mode}")
