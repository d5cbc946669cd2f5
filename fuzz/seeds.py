#!/usr/bin/env python3
"""Writes the seeds: a few small inputs a target, from which the fuzzer goes on. Binary ones are easier made than kept.

    python3 fuzz/seeds.py        into fuzz/corpus/<target>/
"""

import gzip
import io
import lzma
import bz2
import pathlib
import tarfile
import zipfile

ARTICLE = "GORIS, September 21, 2023 (Wire) - “The bridge is open,” said Gulnara Mirzoyeva, a hydrologist.\n\n“We wait”, he added.\n"


def tar(files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, text in files:
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    return out.getvalue()[: 512 * (2 * len(files) + 1)]


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files:
            archive.writestr(name, text)
    return out.getvalue()


LINES = '{"id": "a", "text": "Rain fell.", "date": "2023-09-21"}\n\n{"text": 5}\r\n{"title": "x"\n{"body": ["a", "b"], "x": {"y": [1]}}\n'
PAGE = "<head><title>The bridge</title><meta charset=\"utf-8\"></head><body><nav>a | b</nav><article><h1>The bridge</h1><p>It is &quot;open&quot;.</p><p>Rain fell<br>on it.</p></article></body></html>"
HTTP = "WARC-Type: response\r\nWARC-Target-URI: http://a/1\r\nContent-Type: application/http\r\nContent-Length: 74\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Rain fell on the bridge.</p>\r\n\r\nWARC/1.0\r\nContent-Length: 3\r\n\r\nabc"
PIECES = b"\xff".join([ARTICLE.encode(), LINES.encode(), b"id,text\n1,\"a\nb\"\n", PAGE.encode()])
FILES = [("a.txt", ARTICLE), ("b/c.jsonl", LINES)]

SEEDS = {
    "text": [ARTICLE, "\ufeff" + ARTICLE, "Мост открыт, сказал он.".encode("cp1251"), ARTICLE.encode("utf-16"), ARTICLE.encode("utf-16-be"),
             "Le pont est «ouvert», a-t-il dit.".encode("cp1252"), b"a\0b \xc3(", gzip.compress(b"Rain."), "橋は開いた。".encode("shift_jis")],
    "json_lines": [LINES, '[1]\nnull\n{"text": "\\ud83d\\ude00 \\u00e9"}\n{"text": null, "content": "x"}'],
    "json_list": ['{"text": "a\\"}]"}, {"text": [1]}, {"a": {"b": "]"}}]', '[{"text": "a"}], {}] x', '{"text": "' + "x" * 90],
    "table": ["2,\"a\nb \"\"c\"\" d\"\r\n3,x \"y\" z\n4,\"open\n5,a,b,c\n6\n\n", "a,b\0;\"\0\n\r\0|\t", "7,\"" + "x\n" * 40],
    "html": [PAGE, "<p>a<table><p>b</table><script>x</script><!-- y --><p>c", "<title>A</title><p>" + "<div><p>Rain fell, and fell.</p></div>" * 5],
    "warc": [HTTP, "a\0b c\n\nWARC/1.0\0<p>", "Content-Length: 99999999999\r\n\r\nx"],
    "tar": [tar(FILES), PIECES],
    "zip": [zipped(FILES)[4:], PIECES],
    "packed": [b"\x00" + gzip.compress(b"Rain.")[3:], b"\x01" + LINES.encode(), b"\x02" + bz2.compress(b"Rain fell.")[10:],
               b"\x03" + lzma.compress(b"Rain fell on it.")[6:], b"\x04\x05\0\0\0hello"],
    "tokenizer": [ARTICLE, "“A.\n\n“B.” Mr. Kerr’s U.S. ‘x “y” z’ `` a '' «b», d’accord; Ankara’da. 5’ 7” www.a.b @x 3.5… ,,c“ — d"],
    "quotes": [ARTICLE, "He said that it was \"over\", according to the ministry. “No,” Lee told Reuters, “never.” The so-called “zone”.",
               "« Le pont est ouvert », a dit Ilham Aliev. Er sagte, dass es regnet. Он сказал: «Нет».",
               "Turkish President Recep Tayyip Erdogan met Mr. Aliyev in Baku. The president added that he would return.\n\nANKARA SAYS NO"],
    "gazetteer": ["a,PER,Ann Orr,A. Orr|Анна,president of Azerbaijan@2003-10-31..|mayor@..2001,bridge|river,gender=f\nb,LOC,Bel,,,,\n",
                  "\na;PER;x\n", "a,Person,x\n1,PER,\n,,\n", "\"a\",LOC,\"Bel,\n b\",|,\n"],
    "import": ["yes,PER,Bob Lee,B. Lee|Lee B.,\n=,PER,Ann,,per-ann\nper-ann,PER,Anna Or,,\nno,,,,\n", "maybe,X,,,\nx,ORG,…,\n"],
}

for target, seeds in SEEDS.items():
    folder = pathlib.Path(__file__).resolve().parent / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (folder / f"seed-{number}").write_bytes(seed.encode() if isinstance(seed, str) else seed)
