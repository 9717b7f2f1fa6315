#!/usr/bin/env python3
"""TCVN3 (.VnTime) and VNI for Windows (VNI-Times), both ways: how the bytes under tuning/legacy were made and are checked.

usage: old_fonts.py tcvn3|vni < text > bytes

TCVN3 has no codes for capitals with a tone mark: such a letter is written small, as the old files have it in headings.
The table of TCVN3 agrees with glibc's TCVN5712-1 for all 74 of its letters.
"""
import sys
import unicodedata

TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng


def compose(letter, mark):
    return unicodedata.normalize("NFC", letter + mark)


def tcvn3_table():
    toned = {
        "a": "B5 B6 B7 B8 B9", "ă": "BB BC BD BE C6", "â": "C7 C8 C9 CA CB", "e": "CC CE CF D0 D1",
        "ê": "D2 D3 D4 D5 D6", "i": "D7 D8 DC DD DE", "o": "DF E1 E2 E3 E4", "ô": "E5 E6 E7 E8 E9",
        "ơ": "EA EB EC ED EE", "u": "EF F1 F2 F3 F4", "ư": "F5 F6 F7 F8 F9", "y": "FA FB FC FD FE",
    }
    table = {compose(v, t): bytes.fromhex(c) for v, codes in toned.items() for t, c in zip(TONES, codes.split())}
    table.update(zip("ĂÂÊÔƠƯĐăâêôơưđ", (bytes([code]) for code in range(0xA1, 0xAF))))
    return table


def vni_table():
    """A base letter and one byte for its marks; some letters are one byte. A capital's mark byte is 0x20 lower."""
    plain, roof, breve = "F8 FB F5 F9 EF", "E0 E5 E3 E1 E4", "E8 FA FC E9 EB"  # for a ơ ư …, for â ê ô, for ă
    table = {"ơ": "F4", "ư": "F6", "đ": "F1", "ỵ": "EE", "ă": "61 EA", "â": "61 E2", "ê": "65 E2", "ô": "6F E2"}
    table.update((compose("i", t), c) for t, c in zip(TONES, "EC E6 F3 ED F2".split()))
    groups = [(v, f"{ord(v):02X}", plain) for v in "aeouy"] + [("ơ", "F4", plain), ("ư", "F6", plain)]
    groups += [("â", "61", roof), ("ê", "65", roof), ("ô", "6F", roof), ("ă", "61", breve)]
    for letter, base, marks in groups:
        for tone, mark in zip(TONES, marks.split()):
            table.setdefault(compose(letter, tone), f"{base} {mark}")
    small = {letter: bytes.fromhex(code) for letter, code in table.items()}
    return small | {letter.upper(): bytes(byte - 0x20 for byte in code) for letter, code in small.items()}


TABLES = {"tcvn3": tcvn3_table(), "vni": vni_table()}


def encode(text, font):
    table, out = TABLES[font], bytearray()
    for letter in unicodedata.normalize("NFC", text):
        if ord(letter) < 128:
            out += letter.encode()
        else:
            out += table[letter] if letter in table or font == "vni" else table[letter.lower()]
    return bytes(out)


def decode(data, font):
    letters, out, at = {code: letter for letter, code in TABLES[font].items()}, [], 0
    while at < len(data):
        length = 2 if data[at : at + 2] in letters else 1
        code = data[at : at + length]
        out.append(letters[code] if code in letters else code.decode("ascii"))
        at += length
    return "".join(out)


if __name__ == "__main__":
    sys.stdout.buffer.write(encode(sys.stdin.read(), sys.argv[1]))
