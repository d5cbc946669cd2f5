#!/usr/bin/env python3
"""Does LibreOffice open what whosaid writes, and save the same cells again?

    python3 tests/spreadsheets/check.py [WHOSAID]

Runs whosaid over articles with cells that spreadsheets stumble over, as CSV, as CSV for Excel and as a workbook; has
LibreOffice (headless; Debian's package libreoffice-calc-nogui) open each table and save it; and compares every cell with
the plain CSV. Prints what differs; exit code 1 if anything does that should not. WHOSAID is the command
[default: target/release/whosaid].
"""

import csv
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

csv.field_size_limit(1 << 30)
TABLES = ["documents", "mentions", "entities", "quotes", "rejected"]
LIMIT = 32767
# Comma, double quote, UTF-8, from line 1; then the columns: every one as text, so that LibreOffice converts nothing.
AS_TEXT = ",".join(["44,34,UTF8,1", "/".join(f"{number}/2" for number in range(1, 31))])
# As a person opens it who presses Enter: LibreOffice takes for numbers and days what looks like them.
AS_IT_COMES = "44,34,UTF8,1"
# Comma, double quote, UTF-8; cells as shown; every sheet into a file of its own.
TO_CSV = "csv:Text - txt - csv (StarCalc):44,34,UTF8,1,,0,false,true,false,false,false,-1"
NUMBERS = re.compile(r"^(start|end|(cue|speaker)_(start|end)|characters|documents|mentions|quotes|confidence|.*date)$")

CELLS = [
    "=1+1", "=HYPERLINK(\"http://example.org\";\"x\")", "+7 (495) 000", "-40 degrees", "@home", "\tbegins with a tab",
    "\rbegins with a return", "00123", "12345678901234567890", "1E5", "3-7", "2023-09-21", "May 9", "TRUE", "a;=1+1",
    "two\nlines", "two\r\nlines, \"marks\", commas", "tab\there", "😀 Ə e\u0301 עברית", "_x0041_ &amp; <b>", "'quoted'",
    "\"", "é" * 40000, "😀" * 20000,
]


def articles(path):
    with open(path, "w", encoding="utf-8") as out:
        for number, cell in enumerate(CELLS):
            text = (f"😀 In Baku, Gulnara Mirzoyeva said: “{cell} is what we saw, and it is all that we saw.”\r\n\r\n"
                    f"“{cell} again,” said Nikol Pashinyan in Yerevan.")
            record = {"id": f"{cell}{number}", "title": cell, "date": "2023-09-21", "text": text}
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
        out.write('{"text": ""}\n')


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def save(folder, source, options):
    """The tables that LibreOffice makes of `source`, by the names of the files."""
    target = Path(tempfile.mkdtemp(dir=folder))
    infilter = [f"--infilter=Text - txt - csv (StarCalc):{options}"] if options else []
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", *infilter, "--convert-to", TO_CSV,
         "--outdir", target, source],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return {path.stem: rows(path) for path in sorted(target.iterdir())}


def lines(cell):
    """LibreOffice has one sort of line end."""
    return cell.replace("\r\n", "\n").replace("\r", "\n")


def compare(name, table, saved, meant, same):
    """Counts the cells that `same(column, saved, meant)` does not hold for, and prints the first of them."""
    faults = []
    if len(saved) != len(meant):
        faults.append(f"{len(saved)} rows of {len(meant)}")
    for number, (got, want) in enumerate(zip(saved, meant)):
        got = got + [""] * (len(want) - len(got))
        for column, one, other in zip(meant[0], got, want):
            if not same(column, one, other):
                faults.append(f"row {number + 1}, {column}: {one[:60]!r} for {other[:60]!r}")
    print(f"{name:24} {table:10} {len(meant):4} rows  {'same' if not faults else f'{len(faults)} cells differ'}")
    for fault in faults[:5]:
        print(f"    {fault}")
    return len(faults)


def cut(cell):
    return len(cell.encode("utf-16-le")) // 2 > LIMIT


def main():
    command = sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2] / "target/release/whosaid"
    faults = Counter()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        articles(folder / "in.jsonl")
        for format in ["csv", "excel", "xlsx"]:
            run = subprocess.run([command, "extract", folder / "in.jsonl", "-o", folder / format, "--format", format, "--quiet"])
            assert run.returncode == 1, "one record is rejected"
        meant = {table: rows(folder / f"csv/{table}.csv") for table in TABLES}
        excel = {table: rows(folder / f"excel/{table}.csv") for table in TABLES}

        for table in TABLES:
            saved = save(folder, folder / f"csv/{table}.csv", AS_TEXT)
            faults["csv"] += compare("CSV, columns as text", table, next(iter(saved.values())), meant[table],
                                     lambda column, got, want: lines(got) == lines(want))
        for table in TABLES:
            saved = save(folder, folder / f"excel/{table}.csv", AS_IT_COMES)
            faults["excel"] += compare("CSV for Excel, as it is", table, next(iter(saved.values())), excel[table],
                                       lambda column, got, want: got == want
                                       or bool(NUMBERS.match(column)) and got != "" and same_number(got, want))
        saved = save(folder, folder / "xlsx/whosaid.xlsx", None)
        for table in TABLES:
            sheet = saved.get(f"whosaid-{table}", [])
            faults["xlsx"] += compare("workbook", table, sheet, meant[table],
                                      lambda column, got, want: lines(got) == lines(want)
                                      or cut(want) and got.endswith(f" … [cut: {len(want)} characters in all]")
                                      or bool(NUMBERS.match(column)) and got != "" and same_number(got, want))
    return 1 if sum(faults.values()) else 0


def same_number(got, want):
    try:
        return float(got) == float(want)
    except ValueError:
        return False


if __name__ == "__main__":
    sys.exit(main())
