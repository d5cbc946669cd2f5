#!/usr/bin/env python3
"""How many of the names that the lists found are no names, by rule and by type, and which.

    python3 benches/alarms.py GOLD.jsonl TABLES [--show]

GOLD.jsonl has a record a document: {"id", "text", "entities": [{"start", "end", "type"}]}; entities of type OPT may be found or not, and
types that GOLD has not are not counted. TABLES is a folder that `whosaid extract` wrote. A mention is a false alarm if no entity has
its span and its type.
"""

import argparse, csv, json
from collections import Counter
from pathlib import Path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("tables", type=Path)
    parser.add_argument("--show", action="store_true", help="print each false alarm in its context")
    options = parser.parse_args()
    with open(options.gold, encoding="utf-8") as file:
        gold = {record["id"]: record for record in map(json.loads, file)}
    types = {entity["type"] for record in gold.values() for entity in record["entities"]} - {"OPT"}
    made, wrong = Counter(), Counter()
    with open(options.tables / "mentions.csv", encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            record = gold.get(row["document_id"])
            if record is None or row["type"] not in types or not row["rule"].startswith("gazetteer:"):
                continue
            start, end = int(row["start"]), int(row["end"])
            near = [entity for entity in record["entities"] if entity["start"] < end and start < entity["end"]]
            if any(entity["type"] == "OPT" for entity in near):
                continue
            right = any((entity["start"], entity["end"], entity["type"]) == (start, end, row["type"]) for entity in near)
            for group in ((row["rule"], row["type"]), (row["rule"], "all"), ("all", row["type"]), ("all", "all")):
                made[group] += 1
                wrong[group] += not right
            if options.show and not right:
                text = record["text"]
                before, after = text[max(0, start - 30):start], text[end:end + 30]
                meant = "; ".join(f"{text[entity['start']:entity['end']]} {entity['type']}" for entity in near)
                context = f"{before}[{row['surface']}]{after}".replace("\n", " ")
                print(row["rule"], row["type"], row["name"], "|", context, "| meant:", meant or "no name")
    print(f"{'rule':24} {'type':6} {'made':>6} {'wrong':>6}  share")
    for group in sorted(made, key=lambda group: (group[0] == "all", group[0], group[1] == "all", group[1])):
        print(f"{group[0]:24} {group[1]:6} {made[group]:6} {wrong[group]:6}  {wrong[group] / made[group]:.1%}")


if __name__ == "__main__":
    main()
