#!/usr/bin/env python3
"""A run of real size: the same invented articles as plain files, as tar.gz of JSONL, as zip of text and as WARC.gz.

The articles are those of tests/articles, put together to some five kilobytes each, with names that change from copy to copy,
from a seed. Checked: every input gives the same tables (ids and sources aside), peak memory stays below a bound, and, what
the decompression takes set aside, the speed in processor time is at least 70 % of that of plain files.

    cargo build --release
    benches/dumps.py --size 2G --binary target/release/whosaid

Exit code 0: all holds. What is made stays in --work until it is made for another size or seed.
"""

import argparse
import concurrent.futures
import csv
import gzip
import hashlib
import io
import json
import operator
import os
import pathlib
import random
import re
import subprocess
import sys
import tarfile
import time
import zipfile

ARTICLES = pathlib.Path(__file__).resolve().parent.parent / "tests" / "articles"
ARTICLE_BYTES = 5000
BATCH = 4096
TEMPLATES = 300
VARIANTS = 40
SYLLABLES = "ba be da do ga gu ka ki la lo ma mi na no pa ra ri sa so ta ti va vo za".split()

# What does not depend on where an article stands, by table. A page of HTML may have other spaces, so that offsets are not compared.
COLUMNS = {
    "documents": ["date", "mentions", "quotes"],
    "mentions": ["surface", "type", "entity_id", "name", "rule", "confidence"],
    "quotes": ["date", "kind", "quote", "cue", "speaker", "speaker_id", "speaker_name", "speaker_type", "rule", "confidence"],
    "entities": ["entity_id", "type", "name", "list", "documents", "mentions", "quotes", "variants", "first_date", "last_date"],
}
# Of text that is the same to the letter, these too.
EXACT = {"documents": ["characters", "text_sha256"], "mentions": ["start", "end"], "quotes": ["start", "end", "spans", "cue_start", "speaker_start"]}


def size(text):
    units = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
    return int(float(text[:-1]) * units[text[-1].upper()]) if text[-1].upper() in units else int(text)


def templates(rng):
    """Articles as lists in which every second item is a word of a person's name, to be changed."""
    texts, words = [], set()
    for path in sorted(ARTICLES.glob("*.md")):
        blocks = dict(re.findall(r"^```(\w+)\n(.*?)^```", path.read_text(encoding="utf-8"), re.S | re.M))
        if "text" not in blocks:
            continue
        texts.append(blocks["text"].strip())
        for row in blocks.get("mentions", "").splitlines():
            cells = row.split(" | ")
            if len(cells) > 1 and cells[1].strip() == "PER":
                words.update(word for word in cells[0].split() if re.fullmatch(r"[A-Z][a-z]{3,}", word))
    names = re.compile(r"\b(" + "|".join(sorted(words)) + r")\b")
    made = []
    for _ in range(TEMPLATES):
        text = ""
        while len(text.encode()) < ARTICLE_BYTES:
            text += rng.choice(texts) + "\n\n"
        made.append(names.split(text.rstrip()))
    variants = {}
    for word in sorted(words):
        variants[word] = [word] + ["".join(rng.choices(SYLLABLES, k=3)).capitalize() + word[-2:] for _ in range(VARIANTS - 1)]
    return made, variants


def articles(total, seed):
    """Id, date and text of one article after another, until there are so many bytes."""
    rng = random.Random(seed)
    made, variants = templates(rng)
    number = done = 0
    while done < total:
        parts = list(rng.choice(made))
        salt = rng.randrange(1 << 30)
        for place in range(1, len(parts), 2):
            word = parts[place]
            # A name stays the same inside one article.
            parts[place] = variants[word][(salt ^ len(word) * 7919 ^ ord(word[0]) * 104729) % VARIANTS]
        date = f"{2015 + number % 9}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        text = f"{date}\n\n" + "".join(parts) + "\n"
        yield number, date, text
        done += len(text.encode())
        number += 1


def page(text):
    escape = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
    paragraphs = "\n".join(f"<p>{part.translate(escape)}</p>" for part in text.split("\n\n"))
    return f"<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head><body><article>\n{paragraphs}\n</article></body></html>\n".encode()


def warc_record(number, date, body):
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Target-URI: https://desk.example/{number:08}\r\n"
        f"WARC-Date: {date}T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def make(work, total, seed, formats):
    """Writes the dumps that are not there yet. Returns the path of each."""
    paths = {"plain": work / "plain", "tar.gz": work / "dump.tar.gz", "zip": work / "dump.zip", "warc.gz": work / "dump.warc.gz"}
    stamp = work / "made.json"
    wanted = {"total": total, "seed": seed}
    state = json.loads(stamp.read_text()) if stamp.exists() else {}
    if state.get("of") != wanted:
        subprocess.run(["rm", "-rf", str(work)], check=True)
        work.mkdir(parents=True)
        state = {"of": wanted, "made": []}
    for name in formats:
        if name in state["made"]:
            continue
        begun = time.time()
        if name == "plain":
            for number, _, text in articles(total, seed):
                folder = paths[name] / f"{number // 1000:05}"
                if number % 1000 == 0:
                    folder.mkdir(parents=True)
                (folder / f"{number:08}.txt").write_text(text, encoding="utf-8", newline="")
        elif name == "zip":
            with zipfile.ZipFile(paths[name], "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                for number, _, text in articles(total, seed):
                    archive.writestr(f"{number // 1000:05}/{number:08}.txt", text)
        elif name == "tar.gz":
            with gzip.open(paths[name], "wb", compresslevel=1) as raw, tarfile.open(fileobj=raw, mode="w|") as archive:
                part, lines = 0, io.BytesIO()

                def flush():
                    info = tarfile.TarInfo(f"part-{part:05}.jsonl")
                    info.size = lines.tell()
                    lines.seek(0)
                    archive.addfile(info, lines)

                for number, _, text in articles(total, seed):
                    lines.write(json.dumps({"id": f"n{number:08}", "text": text}, ensure_ascii=False).encode() + b"\n")
                    if lines.tell() >= 64 << 20:
                        flush()
                        part, lines = part + 1, io.BytesIO()
                flush()
        else:
            with open(paths[name], "wb") as raw:
                for number, date, text in articles(total, seed):
                    raw.write(gzip.compress(warc_record(number, date, page(text)), 1, mtime=0))
        state["made"].append(name)
        stamp.write_text(json.dumps(state))
        print(f"made {name} in {time.time() - begun:.0f} s", flush=True)
    return paths


def decompression(name, path):
    """Processor seconds that unpacking takes by itself, of a program of the system: the rest of the time is whosaid's."""
    command = {"tar.gz": ["gzip", "-dc"], "warc.gz": ["gzip", "-dc"], "zip": ["unzip", "-p"]}.get(name)
    if not command:
        return 0.0
    child = subprocess.Popen([*command, str(path)], stdout=subprocess.DEVNULL)
    _, _, usage = os.wait4(child.pid, 0)
    return usage.ru_utime + usage.ru_stime


def extract(binary, path, out, threads):
    """Runs whosaid. Returns exit code, seconds, processor seconds (others on the machine do not count) and peak memory in MB."""
    subprocess.run(["rm", "-rf", str(out)], check=True)
    begun = time.time()
    child = subprocess.Popen([binary, "extract", str(path), "-o", str(out), "--quiet", "--threads", str(threads)])
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, time.time() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def digest(out, *exactness):
    """Hashes of what the tables say, by table, for each wanted exactness; each table is read once."""
    digests = [{} for _ in exactness]
    for table, columns in COLUMNS.items():
        with open(out / f"{table}.csv", encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            header = next(rows)
            ids = [place for place, column in enumerate(header) if column.endswith("_id")]
            wanted = [columns + (EXACT.get(table, []) if exact else []) for exact in exactness]
            cells = [operator.itemgetter(*map(header.index, columns)) for columns in wanted]
            sums = [hashlib.blake2b() for _ in exactness]
            lines = [[] for _ in exactness]
            for row in rows:
                # An id made of a name may hold that of the document.
                for place in ids:
                    if row[place].startswith("new-"):
                        row[place] = "new"
                for get, held in zip(cells, lines):
                    held.append("\x1f".join(get(row)))
                # Rows of one count are in the order of ids: those are sorted first.
                if len(lines[0]) == BATCH and table != "entities":
                    add(sums, lines)
            if table == "entities":
                for held in lines:
                    held.sort()
            add(sums, lines)
        for digests_of, total in zip(digests, sums):
            digests_of[table] = total.hexdigest()
    return digests


def add(sums, lines):
    """Adds lines to their sums, and forgets them."""
    for total, held in zip(sums, lines):
        total.update("\n".join(held).encode() + b"\n")
        held.clear()


def main():
    csv.field_size_limit(1 << 30)
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--size", type=size, default=size("200M"), help="bytes of text, such as 200M or 2G")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--binary", default="target/release/whosaid")
    options.add_argument("--work", type=pathlib.Path, default=pathlib.Path("/tmp/whosaid-dumps"))
    options.add_argument("--formats", default="tar.gz,zip,warc.gz")
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--memory", type=float, default=250, help="peak memory that is allowed, in MB")
    options.add_argument("--speed", type=float, default=0.7, help="share of the speed of plain files that is asked for")
    args = options.parse_args()
    formats = ["plain", *args.formats.split(",")]
    paths = make(args.work, args.size, args.seed, formats)
    faults, plain = [], None
    print(f"{'input':10} {'seconds':>8} {'CPU s':>7} {'MB/s':>6} {'unpacking':>9} {'speed':>6} {'peak MB':>8}")
    for name in formats:
        out = args.work / f"out-{name}"
        code, seconds, work, memory = extract(args.binary, paths[name], out, args.threads)
        unpacking = decompression(name, paths[name])
        exact = name != "warc.gz"
        # In a process of its own: what this one has in memory would count as that of the next run.
        with concurrent.futures.ProcessPoolExecutor(1) as pool:
            exactness = (True, False) if name == "plain" else (exact,)
            tables = pool.submit(digest, out, *exactness).result()
        tables = dict(zip((True, False), tables)) if name == "plain" else tables[0]
        # The tables are three times as large as the text.
        subprocess.run(["rm", "-rf", str(out)], check=True)
        if name == "plain":
            plain = (work, tables)
        speed = plain[0] / max(work - unpacking, 0.001)
        rate = args.size / 1e6 / seconds
        print(f"{name:10} {seconds:8.1f} {work:7.1f} {rate:6.1f} {unpacking:9.1f} {speed:6.2f} {memory:8.0f}", flush=True)
        if code != 0:
            faults.append(f"{name}: exit code {code}")
        if memory > args.memory:
            faults.append(f"{name}: {memory:.0f} MB of memory")
        if speed < args.speed:
            faults.append(f"{name}: {speed:.2f} of the speed of plain files")
        if name != "plain":
            faults += [f"{name}: another {table}" for table in COLUMNS if tables[table] != plain[1][exact][table]]
    for fault in faults:
        print(f"FAULT {fault}")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
