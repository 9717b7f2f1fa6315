#!/usr/bin/env python3
"""Spans of labels from their quotes, and what can be checked of labels without reading the letter.

usage: label_spans.py [--write] DIR...
  Every quote gets the span at which it stands in the letter (characters of the NFC-normalised text). A quote that stands
  there more than once keeps the place its span names; without one it takes the first place after the label before it.
  --write rewrites the labels; without it a span that differs is a fault. Faults go to stderr, exit status 1.
"""
import json
import pathlib
import re
import sys
import unicodedata

sys.dont_write_bytecode = True
import old_fonts  # noqa: E402

TOP = "file source complete header addressees cited period obligations deadlines contacts traps counts".split()
KEYS = {  # (always there, may be there)
    "cited": ("type number date issuer subject relation quote span", ""),
    "obligations": ("id section who action modality quote domain span", "clauses condition window trigger clock deadline"),
    "deadlines": ("id qualifier what to quote span", "iso last_ok lunar occurrences"),
    "contacts": ("kind value quote span", "normalized"),
}
# A day that does not stand in its quote: lunar, relative to a period, the end of a quarter or month, daily, weekly.
DERIVED = re.compile(r"Chạp|Giêng|Tết|Quý|trong (tháng|năm)|hôm nay|h[ằà]ng (ngày|tuần|tháng)|mỗi ngày", re.I)


def letter_of(label):
    data = label.with_name(label.name.replace(".expected.json", ".txt")).read_bytes()
    if label.parent.name != "legacy":
        return unicodedata.normalize("NFC", data.decode())
    if label.name.endswith("-latin1.expected.json"):
        data = data.decode().encode("latin-1")
    return old_fonts.decode(data, label.name.split("-")[0])


def spaceless(text):
    return re.sub(r"\s", "", re.sub("[‐‑‒–—]", "-", text)).lower()


def check(label, write):
    text, labels, faults = letter_of(label), json.loads(label.read_text()), []
    fault = lambda what: faults.append(f"{label.name}: {what}")
    if list(labels) != TOP:
        fault(f"keys {list(labels)}")
    for field, (always, sometimes) in KEYS.items():
        after = 0
        for entry in labels[field]:
            name = f"{field} {entry.get('id') or entry['quote'][:40]!r}"
            absent = set(always.split()) - set(entry)
            strange = set(entry) - set(always.split()) - set(sometimes.split())
            if absent or strange:
                fault(f"{name}: absent {sorted(absent)}, strange {sorted(strange)}")
            quote, span = entry["quote"], entry.get("span")
            if not span or text[span[0] : span[1]] != quote:
                start = text.find(quote, after)
                start = text.find(quote) if start < 0 else start
                if start < 0:
                    fault(f"{name}: the quote does not stand in the letter")
                    continue
                entry["span"] = [start, start + len(quote)]
                if not write:
                    fault(f"{name}: span {span}, found at {entry['span']}")
            after = entry["span"][1]
    flat = re.sub(r"\s+", " ", text).lower()
    for who in labels["addressees"] + [who for o in labels["obligations"] for who in o["who"]]:
        if re.sub(r" *\(.*?\)", "", who).lower() not in flat and "(implied" not in who:
            fault(f"{who!r} does not stand in the letter")
    numbers = [(c["number"], c["quote"]) for c in labels["cited"]] + [(labels["header"]["number"], text)]
    for number, where in numbers:
        if number and spaceless(number) not in spaceless(where):
            fault(f"the number {number} does not stand where it is quoted")
    for contact in labels["contacts"]:
        if spaceless(contact["value"]) not in spaceless(contact["quote"]):
            fault(f"contact {contact['value']}: not in its quote")
    ids = {d["id"] for d in labels["deadlines"]}
    for obligation in labels["obligations"]:
        if obligation["modality"] not in ("must", "must_not"):
            fault(f"obligation {obligation['id']}: modality {obligation['modality']}")
        for key in ("condition", "trigger", "window", "clock"):
            for part in obligation.get(key, "").split("; "):
                if part not in re.sub(r"\s+", " ", obligation["quote"]):
                    fault(f"obligation {obligation['id']}: {key} {part!r} not in its quote")
        for deadline in filter(None, obligation.get("deadline", "").split(",")):
            if deadline not in ids:
                fault(f"obligation {obligation['id']}: no deadline {deadline}")
    for deadline in labels["deadlines"]:
        digits = {int(d) for d in re.findall(r"\d+", deadline["quote"])}
        for day in deadline.get("occurrences") or [deadline["iso"]]:
            stands = {int(day[8:10]), int(day[5:7])} <= digits
            if not stands and not DERIVED.search(deadline["quote"]):
                fault(f"deadline {deadline['id']}: {day} is not in {deadline['quote']!r}")
    counts = {key: len(labels[key]) for key in labels["counts"]}
    if counts != labels["counts"]:
        fault(f"counts {labels['counts']}, are {counts}")
    if write and not faults:
        label.write_text(json.dumps(labels, ensure_ascii=False, indent=1) + "\n")
    return faults


if __name__ == "__main__":
    paths = [arg for arg in sys.argv[1:] if arg != "--write"]
    labels = [label for path in paths for label in sorted(pathlib.Path(path).glob("*.expected.json"))]
    faults = [fault for label in labels for fault in check(label, "--write" in sys.argv)]
    print(*faults, sep="\n", end="\n" if faults else "", file=sys.stderr)
    print(f"{len(labels)} letters, {len(faults)} faults")
    sys.exit(1 if faults else 0)
