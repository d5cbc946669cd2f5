"""Builds ../countries.csv and ../peoples.csv.

countries.csv and peoples.csv of this folder are written by hand (names, abbreviations, context, demonyms); the names of
countries in other languages are those of the Unicode CLDR, read through Babel.
"""

import re

from babel import Locale

from common import GAZETTEERS, distinct, fold, read, row, slug, split, words, write

LANGUAGES = "fr de es it pt tr az ru uk hy ka pl cs nl sv ro hu el he ar fa".split()
# Territories whose CLDR names are circumscriptions ("Hong Kong SAR China"), or that name two countries ("Congo").
BY_HAND = {"hk", "mo", "cd", "cg", "mm"}


def cldr_names(iso):
    """The names of a territory in LANGUAGES, in that order."""
    for language in LANGUAGES:
        name = Locale(language).territories.get(iso.upper(), "")
        name = name.replace("\u200c", " ").replace("\u00a0", " ")
        name = re.sub(r"\s*[(\[].*?[)\]]", "", name).strip()
        if name:
            yield name


def main():
    wrong = words("country-homographs.txt")
    countries = []
    names = {}
    owner = {}
    table = read("countries.csv")
    for r in table:
        for n in [r["name"], *split(r["variants"])]:
            owner.setdefault(fold(n), r["iso"])
    for r in table:
        iso = r["iso"]
        names[iso] = r["name"]
        foreign = [] if iso in BY_HAND else [n for n in cldr_names(iso) if n not in wrong]
        foreign = [n for n in foreign if owner.setdefault(fold(n), iso) == iso]
        variants = distinct(r["name"], split(r["variants"]) + foreign)
        countries.append(row(f"country-{iso}", "LOC", r["name"], variants, [], split(r["context"]), f"iso={iso.upper()}"))
    write(GAZETTEERS / "countries.csv", countries)

    country_spellings = {fold(n) for c in countries for n in [c["name"], *split(c["variants"])]}
    peoples = []
    for r in read("peoples.csv"):
        variants = distinct(r["name"], split(r["variants"]), country_spellings)
        roles = [f"people of {names[iso]}" for iso in split(r["of"])]
        peoples.append(row(f"norp-{slug(r['name'])}", "NORP", r["name"], variants, roles, split(r["context"])))
    write(GAZETTEERS / "peoples.csv", peoples)


if __name__ == "__main__":
    main()
