"""Makes outlines.json, the country outlines of the page's map, from Natural Earth's as the npm package world-atlas has them.

    npm pack world-atlas@2.0.2 && python3 data/map/outlines.py world-atlas-2.0.2.tgz

Arcs (borders shared by neighbours) are thinned once each, so that neighbours still meet; see README.md for the form of the file.
"""

import csv
import hashlib
import io
import json
import pathlib
import sys
import tarfile

HERE = pathlib.Path(__file__).parent
MEMBER = "package/countries-50m.json"
SHA256 = "04342cdc1e3016bcd7db1630de95684d67b79fe3c8c460321e87aef469502394"
GRID = 100  # units per degree: about a kilometre, finer than a map at 1:50 million can be
TOLERANCE = 1.6  # how far, in units, a thinned line may leave the given one
SMALLEST = 6  # rings whose box is narrower than this many units both ways are left out, unless a country has no other
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

# Names that Natural Earth writes otherwise than data/actors/countries.csv.
CODES = {
    "Antigua and Barb.": "ATG", "Ashmore and Cartier Is.": None, "Bosnia and Herz.": "BIH", "Br. Indian Ocean Ter.": "IOT",
    "British Virgin Is.": "VGB", "Cayman Is.": "CYM", "Central African Rep.": "CAF", "Cook Is.": "COK", "Curaçao": "CUW",
    "Côte d'Ivoire": "CIV", "Dem. Rep. Congo": "COD", "Congo": "COG", "Dominican Rep.": "DOM", "Eq. Guinea": "GNQ",
    "Faeroe Is.": "FRO", "Falkland Is.": "FLK", "Fr. Polynesia": "PYF", "Fr. S. Antarctic Lands": "ATF",
    "Heard I. and McDonald Is.": "HMD", "Indian Ocean Ter.": None, "Macao": "MAC", "Macedonia": "MKD", "Marshall Is.": "MHL",
    "N. Cyprus": None, "N. Mariana Is.": "MNP", "Pitcairn Is.": "PCN", "S. Geo. and the Is.": "SGS", "S. Sudan": "SSD",
    "Saint Helena": "SHN", "Siachen Glacier": None, "Solomon Is.": "SLB", "Somaliland": None, "St-Barthélemy": "BLM",
    "St-Martin": "MAF", "St. Kitts and Nevis": "KNA", "St. Pierre and Miquelon": "SPM", "St. Vin. and Gren.": "VCT",
    "São Tomé and Principe": "STP", "Turks and Caicos Is.": "TCA", "U.S. Virgin Is.": "VIR", "United States of America": "USA",
    "Vatican": "VAT", "W. Sahara": "ESH", "Wallis and Futuna Is.": "WLF", "eSwatini": "SWZ", "Åland": "ALA",
}


def main(path):
    with tarfile.open(path) as package:
        data = package.extractfile(MEMBER).read()
    if hashlib.sha256(data).hexdigest() != SHA256:
        sys.exit(f"{MEMBER} is not the file that README.md names: its SHA-256 differs")
    topology = json.loads(data)
    arcs = [thin(arc) for arc in grid_arcs(topology)]
    (known, own), kept, countries, others = names(), {}, {}, []
    for shape in topology["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        if name not in CODES and name not in known:
            sys.exit(f"no code for {name}: give it one in CODES")
        code = CODES[name] if name in CODES else known[name]
        rings = [[kept_arc(kept, arc) for arc in ring] for ring in worth(rings_of(shape), arcs)]
        if code in countries:
            countries[code]["rings"] += rings
        elif code:
            countries[code] = {"name": own[code], "rings": rings}
        else:
            others.append({"name": name, "rings": rings})
    order = sorted(kept, key=kept.get)
    out = {
        "source": "Natural Earth 4.1.0, 1:50m Admin 0 countries (public domain), thinned by data/map/outlines.py",
        "grid": GRID,
        "arcs": [encode(arcs[arc]) for arc in order],
        "countries": dict(sorted(countries.items())),
        "others": others,
    }
    text = json.dumps(out, ensure_ascii=False, separators=(",", ":"))
    (HERE / "outlines.json").write_text(text + "\n", encoding="utf-8")
    print(f"{len(countries)} countries, {len(others)} without a code, {len(order)} arcs, "
          f"{sum(len(arcs[arc]) for arc in order)} points, {len(text)} bytes")


def names():
    """Codes by every English name that our own table has, and its first name of each code."""
    known, own = {}, {}
    with io.open(HERE.parent / "actors" / "countries.csv", encoding="utf-8") as table:
        for row in csv.DictReader(table):
            own[row["iso3"]] = row["name"]
            for name in [row["name"], *row["aliases"].split("|")]:
                known.setdefault(name, row["iso3"])
    return known, own


def grid_arcs(topology):
    """TopoJSON's arcs (differences of a quantised grid) as points of our grid, no point twice in a row."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            point = (round((x * sx + tx) * GRID), round((y * sy + ty) * GRID))
            if not points or points[-1] != point:
                points.append(point)
        yield points if len(points) > 1 else points * 2


def thin(points):
    """Douglas and Peucker's thinning, without recursion. A closed line is cut at its farthest point first."""
    keep, stack = {0, len(points) - 1}, [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        far, at = 0, None
        for i in range(first + 1, last):
            away = distance(points[i], points[first], points[last])
            if away > far:
                far, at = away, i
        if at is not None and far > TOLERANCE:
            keep.add(at)
            stack += [(first, at), (at, last)]
    return [points[i] for i in sorted(keep)]


def distance(p, a, b):
    """From a point to a stretch of line."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    t = max(0, min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length)) if length else 0
    return ((p[0] - a[0] - t * dx) ** 2 + (p[1] - a[1] - t * dy) ** 2) ** 0.5


def rings_of(shape):
    """All rings, holes too: the page fills by the even-odd rule."""
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    return [ring for polygon in polygons for ring in polygon]


def worth(rings, arcs):
    """The rings large enough to see, or the largest."""
    def size(ring):
        points = [point for arc in ring for point in arcs[arc if arc >= 0 else ~arc]]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return max(max(xs) - min(xs), max(ys) - min(ys))
    return [ring for ring in rings if size(ring) >= SMALLEST] or [max(rings, key=size)]


def kept_arc(kept, arc):
    """The arc's number among those kept; an arc walked backwards is the complement, as in TopoJSON."""
    number = kept.setdefault(arc if arc >= 0 else ~arc, len(kept))
    return number if arc >= 0 else ~number


def encode(points):
    """Differences, zigzag, five bits to a letter, the sixth bit where more follow."""
    letters, before = [], (0, 0)
    for point in points:
        for now, then in zip(point, before):
            number = (now - then) * 2 if now >= then else (then - now) * 2 - 1
            while number >= 32:
                letters.append(ALPHABET[number % 32 + 32])
                number //= 32
            letters.append(ALPHABET[number])
        before = point
    return "".join(letters)


if __name__ == "__main__":
    main(sys.argv[1])
