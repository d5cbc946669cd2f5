"""Builds ../names/given.csv (`name,gender,region`) and ../names/surnames.csv (`name,region`).

Sources: names-given.txt and names-surnames.txt of this folder (written by hand), the frequency lists of the United States
Census of 1990 (public domain, through the package `names`), and the lists of Faker's locales (MIT). Names in Cyrillic,
Georgian, Armenian and Greek are listed as they are and romanised; feminine forms of Slavic surnames stand as they are.
"""

import importlib
import re
import unicodedata
from pathlib import Path

import names as census

from common import GAZETTEERS, fold, words, write

# Faker's locales and the regions that they stand for.
LOCALES = {
    "az_AZ": "azerbaijani", "bg_BG": "balkan", "cs_CZ": "czech", "da_DK": "nordic", "de_AT": "german", "de_CH": "german",
    "de_DE": "german", "el_GR": "greek", "en": "english", "en_GB": "english", "en_IE": "irish", "en_IN": "indian",
    "en_KE": "african", "en_PK": "afghan-pakistani", "es_AR": "spanish", "es_CL": "spanish", "es_CO": "spanish",
    "es_ES": "spanish", "es_MX": "spanish", "et_EE": "baltic", "fi_FI": "nordic", "fr_BE": "french", "fr_DZ": "arabic",
    "fr_FR": "french", "fr_QC": "french", "hr_HR": "balkan", "hu_HU": "hungarian", "hy_AM": "armenian",
    "id_ID": "indonesian-malay", "it_IT": "italian", "ja_JP": "japanese", "ka_GE": "georgian", "lt_LT": "baltic",
    "lv_LV": "baltic", "mk_MK": "balkan", "nl_BE": "dutch", "nl_NL": "dutch", "no_NO": "nordic", "pl_PL": "polish",
    "pt_BR": "portuguese", "pt_PT": "portuguese", "ro_RO": "romanian", "ru_RU": "russian", "sk_SK": "czech",
    "sl_SI": "balkan", "sv_SE": "nordic", "tr_TR": "turkish", "uk_UA": "ukrainian", "uz_UZ": "central-asian",
    "fa_IR": "persian", "ar_SA": "arabic", "he_IL": "hebrew", "yo_NG": "african",
}
NO_SURNAMES = {"tr_TR", "id_ID", "ar_SA"}
SURNAMES_OF_CENSUS = 7_000

ROMAN = {
    "ru": dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya".split())),
    "uk": dict(zip("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'’ʼ",
        "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch _ iu ia _ _ _".split())),
    "bg": dict(zip("абвгдежзийклмнопрстуфхцчшщъьюя",
        "a b v g d e zh z i y k l m n o p r s t u f h ts ch sh sht a y yu ya".split())),
    "mk": dict(zip("абвгдѓежзѕијклљмнњопрстќуфхцчџш",
        "a b v g d gj e zh z dz i j k l lj m n nj o p r s t kj u f h c ch dj sh".split())),
    "ka": dict(zip("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h".split())),
    "hy": dict(zip("աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",
        "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f ev".split())),
    "el": dict(zip("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split())),
}


def romanised(name, language):
    """Latin spelling of a name, or None if a letter is not in the language's table."""
    text = name.lower()
    if language == "el":
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).replace("ου", "u")
    if language == "hy":
        text = text.replace("ու", "u")
        text = ("vo" + text[1:]) if text.startswith("ո") else ("ye" + text[1:]) if text.startswith("ե") else text
    table = ROMAN[language]
    if not all(c in table or c in " -u" or c.isascii() for c in text):
        return None
    latin = "".join(table.get(c, c) for c in text).replace("_", "")
    if language == "ru":
        latin = re.sub(r"(iy|yy)$", "y", latin)
        latin = re.sub(r"^e", "ye", latin) if text.startswith("е") else latin
    if language == "uk":
        latin = re.sub(r"^ie", "ye", latin)
        latin = re.sub(r"^iu", "yu", latin)
        latin = re.sub(r"^ia", "ya", latin)
    return "-".join(p.capitalize() for p in latin.split("-"))


def plausible(name):
    """One capitalised word, hyphens and apostrophes inside allowed, of two letters at least."""
    name = name.strip()
    letters = [c for c in name if c.isalpha()]
    if len(letters) < 2 or " " in name or not name[0].isalpha() or any(c.isdigit() or c in ".,()/" for c in name):
        return False
    return name[0].isupper() or unicodedata.category(name[0]) == "Lo"


def census_names(file, limit):
    """Names of a census file, the commonest first, in the usual case."""
    path = Path(census.__file__).parent / file
    for line in path.read_text(encoding="ascii").splitlines()[:limit]:
        name = line.split()[0].capitalize()
        yield re.sub(r"^(Mc|O')(.)", lambda m: m[1] + m[2].upper(), name)


def hand(file):
    for line in sorted(words(file)):
        head, _, body = line.partition(":")
        for name in body.split():
            yield head.split(), name


def main():
    not_given = {fold(w) for w in words("not-given-names.txt")}
    not_surname = {fold(w) for w in words("not-surnames.txt")}
    given, surnames = {}, {}

    def add_given(name, gender, region):
        name = name.strip().replace("’", "'")
        if not plausible(name) or fold(name) in not_given:
            return
        before = given.get(name)
        if before is None:
            given[name] = [gender, region]
        elif before[0] != gender:
            before[0] = "u"

    def add_surname(name, region):
        name = name.strip().replace("’", "'")
        if plausible(name) and fold(name) not in not_surname:
            surnames.setdefault(name, region)

    for (region, gender), name in hand("names-given.txt"):
        add_given(name, gender, region)
    for (region,), name in hand("names-surnames.txt"):
        add_surname(name, region)
    for locale, region in LOCALES.items():
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        language = locale[:2]

        def both(name):
            yield name
            if language in ROMAN and not name.isascii():
                latin = romanised(name, language)
                if latin:
                    yield latin

        males = list(getattr(provider, "first_names_male", ()))
        females = list(getattr(provider, "first_names_female", ()))
        for gender, listed in (("m", males), ("f", females)):
            for name in listed:
                for spelling in both(name):
                    add_given(spelling, gender, region)
        if locale in NO_SURNAMES:
            continue
        listed = [n for a in ("last_names", "last_names_male", "last_names_female", "unisex_last_names") for n in getattr(provider, a, ())]
        for name in listed:
            for spelling in both(name):
                add_surname(spelling, region)
    for file, gender in (("dist.male.first", "m"), ("dist.female.first", "f")):
        for name in census_names(file, None):
            if name not in given:
                add_given(name, gender, "english")
    for name in census_names("dist.all.last", SURNAMES_OF_CENSUS):
        add_surname(name, "english")

    folder = GAZETTEERS / "names"
    write(folder / "given.csv", [{"name": n, "gender": g, "region": r} for n, (g, r) in given.items()], ["name", "gender", "region"])
    write(folder / "surnames.csv", [{"name": n, "region": r} for n, r in surnames.items()], ["name", "region"])


if __name__ == "__main__":
    main()
