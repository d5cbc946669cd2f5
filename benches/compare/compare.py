#!/usr/bin/env python3
"""Finds the same names in the same text with whosaid and with other tools, and prints how long each takes.

    python3 benches/compare/compare.py [FOLDER] [--bytes N] [--runs N]

FOLDER holds texts (*.txt, *.md); without it the articles of the tests are taken, as often as it needs to fill --bytes. The names are
those of whosaid's built-in lists. Every engine runs in a process of its own, so that its peak memory can be told; engines are
built before the clock starts, and the median of the runs counts. The first use makes a virtual environment in target/compare
with the packages of requirements.txt. Not part of the tests: it needs the network once, and a quiet machine.

A row is added in ENGINES (a function that takes names and texts and returns one run as a function, or None if something it needs is not
there), in SCANS (an engine of scan.rs) or in COMMANDS (a whole process; {texts} stands for the file of texts, {folder} for a folder with one
file a text, both with the texts REPEATED times).
"""

import argparse, datetime, json, os, platform, statistics, subprocess, sys, tempfile, threading, time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
VENV = ROOT / "target" / "compare"
BASE = "aho-corasick (Rust), bare scan"


def flashtext(names, texts):
    from flashtext import KeywordProcessor
    engine = KeywordProcessor(case_sensitive=True)
    for name in names:
        engine.add_keyword(name)
    return lambda: sum(len(engine.extract_keywords(text)) for text in texts)


def pyahocorasick(names, texts):
    import ahocorasick
    engine = ahocorasick.Automaton()
    for name in names:
        engine.add_word(name, name)
    engine.make_automaton()
    return lambda: sum(sum(1 for _ in engine.iter_long(text)) for text in texts)


def spacy_matcher(names, texts):
    import spacy
    from spacy.matcher import PhraseMatcher
    language = spacy.blank("en")
    engine = PhraseMatcher(language.vocab, attr="ORTH")
    engine.add("NAME", list(language.tokenizer.pipe(names)))
    return lambda: sum(len(engine(language.make_doc(text))) for text in texts)


def nltk_words(_names, texts):
    from nltk.tokenize import NLTKWordTokenizer
    engine = NLTKWordTokenizer()
    return lambda: sum(len(engine.tokenize(text)) for text in texts)


def nltk_tagger(_names, texts):
    import nltk
    from nltk.tokenize import NLTKWordTokenizer
    try:
        tagger = nltk.tag.PerceptronTagger()
    except LookupError:
        return None  # its data is not at hand
    words = NLTKWordTokenizer()
    return lambda: sum(len(tagger.tag(words.tokenize(text))) for text in texts)


ENGINES = {
    "pyahocorasick, iter_long": pyahocorasick,
    "flashtext": flashtext,
    "spaCy blank('en') + PhraseMatcher": spacy_matcher,
    "NLTK word tokenizer alone": nltk_words,
    "NLTK word tokenizer and tagger": nltk_tagger,
}
SCANS = {
    BASE: "aho-corasick",
    "whosaid, lists in a text that is cut": "find",
    "whosaid, cutting and lists": "cut-and-find",
}
COMMANDS = {
    "wc -w (whole process)": ["wc", "-w", "{texts}"],
    "whosaid, all tables (whole process, one thread)":
        ["{whosaid}", "extract", "{folder}", "-o", "{tables}", "--threads", "1", "--quiet"],
}
# A whole process gets the texts so many times, or its start would be all that is measured.
REPEATED = 20


def measure(command):
    """What a process printed, its seconds, and its peak memory in bytes."""
    start = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True)
    peaks = [0]
    # What the system adds up for a child begins with the memory of this program, which started it.
    watch = threading.Thread(target=lambda: watch_memory(process.pid, peaks))
    watch.start()
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    watch.join()
    if process.returncode:
        sys.exit(f"failed: {command}")
    unit = 1 if sys.platform == "darwin" else 1024
    return printed, seconds, max(peaks) or usage.ru_maxrss * unit


def watch_memory(pid, peaks):
    """Notes the peak so far every few milliseconds until the process ends, where the system tells it."""
    try:
        while True:
            status = Path(f"/proc/{pid}/status").read_text()
            peaks.append(next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")))
            time.sleep(0.005)
    except (OSError, StopIteration):
        pass


def engine(name, names, texts, runs):
    """One engine in this process: the other half of `measure`."""
    names = Path(names).read_text(encoding="utf-8").split("\n")
    texts = Path(texts).read_text(encoding="utf-8").split("\f")
    start = time.perf_counter()
    run = ENGINES[name](names, texts)
    ready, seconds, found = time.perf_counter() - start, [], 0
    if run is None:
        return print(json.dumps(None))
    for _ in range(runs):
        start = time.perf_counter()
        found = run()
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"ready": ready, "found": found, "seconds": seconds}))


def python():
    if not (VENV / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        install = [VENV / "bin" / "pip", "install", "--quiet", "-r", HERE / "requirements.txt"]
        subprocess.run(install, check=True)
    return VENV / "bin" / "python"


def texts_of(folder, size):
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".txt", ".md") and path.name != "README.md")
    texts = [path.read_text(encoding="utf-8", errors="replace").replace("\f", " ") for path in files]
    if not texts:
        sys.exit(f"no *.txt and no *.md in {folder}")
    held, length = [], 0
    while length < size:
        text = texts[len(held) % len(texts)]
        held.append(text)
        length += len(text.encode())
    return held, length


def processor():
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "tests" / "articles")
    parser.add_argument("--bytes", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--profile", default="release", help="profile that scan.rs is built in")
    parser.add_argument("--engine", nargs=3, metavar=("NAME", "NAMES", "TEXTS"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.engine:
        return engine(*options.engine, options.runs)

    interpreter = python()
    build = ["cargo", "build", "--quiet", "--profile", options.profile]
    subprocess.run([*build, "-p", "whosaid-gazetteer", "--example", "scan"], check=True, cwd=ROOT)
    subprocess.run([*build, "-p", "whosaid"], check=True, cwd=ROOT)
    built = ROOT / "target" / options.profile
    scan = built / "examples" / "scan"
    with tempfile.TemporaryDirectory() as scratch:
        places = (Path(scratch) / name for name in ("names.txt", "texts.txt", "many.txt", "texts", "tables"))
        names, file, many, folder, tables = places
        subprocess.run([scan, "names", names], check=True)
        texts, size = texts_of(options.folder, options.bytes)
        file.write_text("\f".join(texts), encoding="utf-8")
        many.write_text("\f".join(texts * REPEATED), encoding="utf-8")
        folder.mkdir()
        for number, text in enumerate(texts * REPEATED):
            (folder / f"{number:06}.txt").write_text(text, encoding="utf-8")
        rows = []
        for label, name in SCANS.items():
            printed, _, memory = measure([scan, name, names, file, options.runs])
            rows.append((label, json.loads(printed), memory))
        for label in ENGINES:
            own = [interpreter, __file__, "--runs", options.runs, "--engine", label, names, file]
            printed, _, memory = measure(own)
            if row := json.loads(printed):
                rows.append((label, row, memory))
        for label, command in COMMANDS.items():
            command = [
                part.format(texts=many, folder=folder, tables=tables, whosaid=built / "whosaid") for part in command
            ]
            timed = [measure(command) for _ in range(options.runs)]
            seconds = [seconds / REPEATED for _, seconds, _ in timed]
            rows.append((label, {"ready": 0, "found": "", "seconds": seconds}, max(memory for *_, memory in timed)))
        count = len(names.read_text(encoding="utf-8").split("\n"))

    base = next(statistics.median(row["seconds"]) for label, row, _ in rows if label == BASE)
    print(f"{count} names, {size / 1e6:.1f} MB in {len(texts)} texts, median of {options.runs} runs;")
    print(f"{datetime.date.today()}, {processor()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print()
    print("| engine | MB/s | time, bare scan = 1 | ready after | peak memory | found |")
    print("|---|--:|--:|--:|--:|--:|")
    for label, row, memory in sorted(rows, key=lambda row: statistics.median(row[1]["seconds"])):
        seconds = statistics.median(row["seconds"])
        print(f"| {label} | {size / 1e6 / seconds:.2f} | {seconds / base:.2f} | {row['ready']:.2f} s | {memory / 1e6:.0f} MB | {row['found']} |")


if __name__ == "__main__":
    main()
