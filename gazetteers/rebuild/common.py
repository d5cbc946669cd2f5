"""What the programs of this folder share: reading hand-written tables, folding, writing a list."""

import csv
import re
import unicodedata
from pathlib import Path

HERE = Path(__file__).resolve().parent
GAZETTEERS = HERE.parent
COLUMNS = ["id", "type", "name", "variants", "roles", "context", "notes"]

# Letters that no canonical decomposition takes apart.
_LETTERS = str.maketrans(
    {
        "ı": "i", "İ": "I", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ß": "ss",
        "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ə": "a", "Ə": "A", "ħ": "h", "Ħ": "H", "þ": "th",
        "Þ": "Th", "ð": "d", "Ð": "D", "ŋ": "n", "’": "'", "‘": "'", "ʻ": "'", "ʼ": "'", "`": "'", "´": "'",
    }
)


def fold(text):
    """Without diacritics and case, with one kind of apostrophe and of space."""
    text = unicodedata.normalize("NFD", text.translate(_LETTERS))
    text = "".join(c for c in text if not unicodedata.combining(c))
    return re.sub(r"[\s\-‐–—]+", " ", text.casefold()).strip()


def read(name):
    """The rows of a hand-written table of this folder; lines that begin with `#` are remarks."""
    with open(HERE / name, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(line for line in f if not line.startswith("#")))


def words(name):
    """The lines of a hand-written word list, without remarks."""
    with open(HERE / name, encoding="utf-8") as f:
        return {line.rstrip("\n") for line in f if line.strip() and not line.startswith("#")}


def split(cell):
    """The parts of a cell joined by `|`."""
    return [p.strip() for p in (cell or "").split("|") if p.strip()]


def distinct(name, variants, taken=()):
    """`variants` in their order, once each: none that the name, another variant or `taken` is equal to once folded."""
    seen = {fold(name), *taken}
    kept = []
    for variant in variants:
        key = fold(variant)
        if key and key not in seen:
            seen.add(key)
            kept.append(variant)
    return kept


def slug(text):
    """An id's readable part."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text).replace("'", "")).strip("-")


def write(path, rows, columns=COLUMNS):
    """Writes a list sorted by its first column (by all columns where that is equal)."""
    rows = sorted(rows, key=lambda r: tuple(r[c].encode() for c in columns))
    keys = [r[columns[0]] for r in rows]
    if columns is COLUMNS and len(keys) != len(set(keys)):
        raise SystemExit(f"{path.name}: ids twice: {sorted({k for k in keys if keys.count(k) > 1})[:20]}")
    with open(path, "w", encoding="utf-8", newline="") as f:
        writer = csv.DictWriter(f, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{path.name}: {len(rows)} rows, {path.stat().st_size} bytes")


def row(id, type, name, variants=(), roles=(), context=(), notes=""):
    """A row of a gazetteer."""
    return {
        "id": id, "type": type, "name": name, "variants": "|".join(variants), "roles": "|".join(roles),
        "context": "|".join(context), "notes": notes,
    }
