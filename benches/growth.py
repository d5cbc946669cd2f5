#!/usr/bin/env python3
"""Measures how time and memory grow, and fails where doubling something costs more than 2.2 times.

    python3 benches/growth.py target/release/whosaid                     # minutes; a table on standard output
    python3 benches/growth.py target/release/whosaid --full              # up to 100 MB, 1,000,000 documents and names
    python3 benches/growth.py target/release/whosaid --full --plot docs  # also docs/growth.csv and docs/growth.svg

Four series, each over the articles of tests/gold with the names of persons exchanged from one to the next, so that
names are met for the first time as often as in a real dump:

    document    one text file of growing size
    documents   records of one JSONL file, 1 kB each
    names       rows of a user's list, over the same hundred articles, compiled before (the second run is measured)
    threads     the same documents on 1 and 2 threads

Time is user and system time of the whole process, the least of the runs; what starting costs, the first measure of
all, is taken off, because a doubling of nothing is nothing. Memory is the peak of the resident set.
"""

import argparse
import csv
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import instructions  # noqa: E402  (the articles)

LIMIT = 2.2
# Below this many seconds a process measures the machine and not the program.
GRAIN = 0.25
SYLLABLES = "ba be bo da de dor fe gar ha ish ja ka kel lan lu ma mir na nor oz pe ra rus sa sha ta tev u va vil za zhi".split()


def invented(chance):
    """A name of two words that no list has."""
    word = lambda length: "".join(chance.choice(SYLLABLES) for _ in range(length)).capitalize()
    return f"{word(2)} {word(3)}"


def articles(number, size=None, seed=1):
    """`number` texts of about `size` bytes each: the articles in turn, with names of their own."""
    chance = random.Random(seed)
    texts = instructions.texts()
    people = ["Oksana Lytvyn", "Taras Holovko", "Siranush Avagyan", "Manvel Sahakyan", "Ashot Gevorgian"]
    for at in range(number):
        pieces, length = [], 0
        while not pieces or (size and length < size):
            text = texts[(at + len(pieces)) % len(texts)]
            for person in people:
                if person in text:
                    name = invented(chance)
                    text = text.replace(person, name).replace(person.split()[1], name.split()[1])
            pieces.append(text)
            length += len(text.encode()) + 1
        joined = "\n".join(pieces)
        yield joined.encode()[:size].decode(errors="ignore") if size else joined


# The system counts as a process's memory what the one that started it has at that moment: a small one starts it.
STARTER = """
import os, sys, time
began = time.monotonic()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss / 1024)
"""


def run(command, environment):
    """(seconds of the processor, seconds by the clock, peak resident MB) of one process."""
    starter = subprocess.run([sys.executable, "-S", "-c", STARTER, *command], env=environment, check=True,
                             stdout=subprocess.PIPE, text=True)
    code, *measured = starter.stdout.split()[-4:]
    if code != "0":
        sys.exit(f"{' '.join(command)} ended with {code}")
    return tuple(map(float, measured))


class Bench:
    def __init__(self, program, folder, repeats):
        self.program, self.folder, self.repeats = str(pathlib.Path(program).resolve()), folder, repeats
        self.environment = dict(os.environ, XDG_CACHE_HOME=str(folder / "cache"))
        self.rows = []

    def measure(self, series, size, source, *options, threads=1):
        command = [self.program, "extract", str(source), "-o", str(self.folder / "out"), "--quiet",
                   "--threads", str(threads), *options]
        runs = [run(command, self.environment) for _ in range(self.repeats)]
        row = {"series": series, "size": size, "processor_seconds": round(min(r[0] for r in runs), 3),
               "clock_seconds": round(min(r[1] for r in runs), 3), "peak_mb": round(max(r[2] for r in runs))}
        self.rows.append(row)
        print("{series:10} {size:>12,} {processor_seconds:9.3f} s {clock_seconds:9.3f} s {peak_mb:6} MB".format(**row), flush=True)

    def document(self, most):
        size = 1 << 10
        while size <= most:
            source = self.folder / "document.txt"
            source.write_text(next(articles(1, size)), encoding="utf-8")
            self.measure("document", size, source, "--max-document", str(2 * size))
            size *= 2

    def records(self, number):
        source = self.folder / "documents.jsonl"
        with source.open("w", encoding="utf-8") as lines:
            for at, text in enumerate(articles(number, 1000)):
                lines.write(json.dumps({"id": f"a{at}", "text": text}) + "\n")
        return source

    def documents(self, most):
        number = 1000
        while number <= most:
            self.measure("documents", number, self.records(number))
            number *= 2

    def names(self, most):
        source = self.folder / "articles"
        source.mkdir()
        for at, text in enumerate(articles(100)):
            (source / f"{at}.txt").write_text(text, encoding="utf-8")
        chance, number = random.Random(2), most // 32
        self.measure("names", 0, source)
        while number <= most:
            rows = {invented(chance) for _ in range(number)}
            mine = self.folder / "mine.csv"
            with mine.open("w", encoding="utf-8", newline="") as lines:
                writer = csv.writer(lines, lineterminator="\n")
                writer.writerow(["id", "type", "name"])
                writer.writerows([f"x-{at}", "PER", name] for at, name in enumerate(sorted(rows)))
            # Once to compile and remember the list, then to measure.
            run([self.program, "extract", str(source), "-o", str(self.folder / "out"), "--quiet", "--gazetteer", str(mine)],
                self.environment)
            self.measure("names", len(rows), source, "--gazetteer", str(mine))
            number *= 2

    def threads(self, number):
        source = self.records(number)
        for threads in (1, 2):
            self.measure("threads", threads, source, threads=threads)

    def faults(self):
        """Steps at which a doubling costs more than it may."""
        for before, after in zip(self.rows, self.rows[1:]):
            if before["series"] != after["series"] or after["series"] == "threads" or not before["size"]:
                continue
            base = self.rows[0]["processor_seconds"]
            first, second = before["processor_seconds"] - base, after["processor_seconds"] - base
            doublings = after["size"] / before["size"] / 2
            if first > GRAIN and second / first / doublings > LIMIT:
                yield f"{after['series']}: from {before['size']:,} to {after['size']:,} takes {second / first:.2f} times as long"


def plot(rows, path):
    """Microseconds for each unit against its number, one panel a series, as SVG."""
    import math
    units = {"document": "ns a byte, one document", "documents": "µs a document of 1 kB", "names": "ms for 100 articles"}
    width, height, pad = 300, 220, 46
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width * 3}" height="{height}" font-family="sans-serif" font-size="11">']
    for panel, (series, title) in enumerate(units.items()):
        points = [row for row in rows if row["series"] == series and row["size"]]
        scale = {"document": 1e9, "documents": 1e6, "names": 1e3}[series]
        values = [(row["size"], row["processor_seconds"] * scale / (1 if series == "names" else row["size"])) for row in points]
        if len(values) < 2:
            continue
        xs, ys = [math.log2(x) for x, _ in values], [math.log10(max(y, 1e-3)) for _, y in values]
        low, high = math.floor(min(ys)), math.ceil(max(ys) + 1e-9)
        left, top = panel * width + pad, 24
        span_x, span_y = width - pad - 14, height - top - 34
        at = lambda x, y: (left + (x - xs[0]) / (xs[-1] - xs[0]) * span_x, top + (high - y) / max(high - low, 1) * span_y)
        parts.append(f'<text x="{left}" y="14" font-weight="bold">{title}</text>')
        for power in range(low, high + 1):
            _, y = at(xs[0], power)
            parts.append(f'<line x1="{left}" x2="{left + span_x}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
                         f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{10 ** power:g}</text>')
        dots = [at(x, y) for x, y in zip(xs, ys)]
        parts.append('<polyline fill="none" stroke="#1f5fa8" stroke-width="1.5" points="'
                     + " ".join(f"{x:.1f},{y:.1f}" for x, y in dots) + '"/>')
        parts.extend(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="#1f5fa8"/>' for x, y in dots)
        for (size, _), (x, _), anchor in [(values[0], dots[0], "start"), (values[-1], dots[-1], "end")]:
            parts.append(f'<text x="{x:.1f}" y="{height - 12}" text-anchor="{anchor}">{size:,}</text>')
    parts.append("</svg>")
    path.write_text("\n".join(parts) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--full", action="store_true", help="up to 100 MB, 1,000,000 documents and names")
    parser.add_argument("--plot", type=pathlib.Path, metavar="FOLDER", help="write growth.csv and growth.svg there")
    parser.add_argument("--repeats", type=int, default=4)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options.program, pathlib.Path(folder), options.repeats)
        print(f"{'series':10} {'size':>12} {'processor':>11} {'clock':>11} {'peak':>9}")
        bench.document(128 << 20 if options.full else 8 << 20)
        bench.documents(1_024_000 if options.full else 32_000)
        bench.names(1_000_000 if options.full else 64_000)
        bench.threads(64_000 if options.full else 16_000)
    if options.plot:
        options.plot.mkdir(exist_ok=True)
        with (options.plot / "growth.csv").open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, list(bench.rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(bench.rows)
        plot(bench.rows, options.plot / "growth.svg")
    faults = list(bench.faults())
    if faults:
        sys.exit("\n".join(faults))
    print(f"no doubling costs more than {LIMIT} times")


if __name__ == "__main__":
    main()
