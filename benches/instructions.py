#!/usr/bin/env python3
"""Counts the instructions of the whole program over fixed texts and holds them against ceilings.

    python3 benches/instructions.py target/release/whosaid            # exit 1 if a ceiling is passed
    python3 benches/instructions.py target/release/whosaid --update   # new ceilings: what is counted now, and a seventh more

Seconds depend on what else a machine does; instructions (valgrind's callgrind) do not. The texts are the articles annotated
by a person in tests/gold, which seldom change. Three cases, because they cost different things:

    start   one short line: the program itself, the lists, the model
    new     every article once: names are met for the first time and compared with the lists
    again   every article forty times: what a byte of text costs when its names have been met
"""

import csv
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
CEILINGS = ROOT / "benches" / "instructions.csv"
COLUMNS = ["case", "bytes", "counted", "ceiling"]


def bare(text):
    """The text without the annotator's `[TYPE Name|surface]` and `{Name|speaker|content}`, inner ones first."""
    while True:
        plainer = re.sub(r"\[[A-Z]+ [^][{}|]*\|([^][{}|]*)\]|\{[^][{}|]*\|[^][{}|]*\|([^][{}|]*)\}",
                         lambda found: found.group(1) or found.group(2) or "", text)
        if plainer == text:
            return text
        text = plainer


def texts():
    """The articles of tests/gold, each the first fenced block of its file."""
    found = []
    for path in sorted((ROOT / "tests" / "gold").glob("*.md")):
        block = re.search(r"^```text\n(.*?)^```$", path.read_text(encoding="utf-8"), re.M | re.S)
        if block:
            found.append(bare(block.group(1)))
    if not found:
        sys.exit("tests/gold holds no article")
    return found


def count(program, articles, folder):
    """Instructions of one run over `articles`, on one thread."""
    source = folder / "in"
    source.mkdir(parents=True)
    for number, text in enumerate(articles):
        (source / f"{number:05}.txt").write_text(text, encoding="utf-8")
    run = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, "extract", str(source),
         "-o", str(folder / "out"), "--threads", "1", "--quiet"],
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    counted = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode or not counted:
        sys.exit(f"{program} ended with {run.returncode}:\n{run.stderr}")
    return int(counted.group(1))


def main(program, update):
    articles = texts()
    cases = {"start": ["Nothing.\n"], "new": articles, "again": articles * 40}
    rows, passed = [], []
    ceilings = {}
    if CEILINGS.exists():
        with CEILINGS.open(encoding="utf-8", newline="") as lines:
            ceilings = {row["case"]: int(row["ceiling"]) for row in csv.DictReader(lines)}
    with tempfile.TemporaryDirectory() as folder:
        for case, documents in cases.items():
            size = sum(len(text.encode()) for text in documents)
            counted = count(program, documents, pathlib.Path(folder) / case)
            ceiling = counted * 23 // 20 if update else ceilings.get(case, 0)
            rows.append({"case": case, "bytes": size, "counted": counted, "ceiling": ceiling})
            print(f"{case:6} {size:>8} bytes  {counted:>14,} instructions  {counted / ceiling:6.1%} of its ceiling")
            if counted > ceiling:
                passed.append(case)
            elif counted < ceiling * 3 // 4:
                print(f"       {case} costs far less than its ceiling: run with --update and commit the new one")
    if update:
        with CEILINGS.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    if passed:
        sys.exit(f"above the ceiling: {', '.join(passed)}; make it cheaper, or say in the commit why it must cost more")


if __name__ == "__main__":
    arguments = [word for word in sys.argv[1:] if word != "--update"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    main(arguments[0], "--update" in sys.argv)
