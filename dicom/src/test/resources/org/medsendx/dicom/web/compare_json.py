"""Holds DICOM JSON against pydicom's to_json and from_json.

Argument: a file of lines "DICOM file TAB JSON file". Prints a line for each difference, tags only, at last "compared N".
"""

import base64
import json
import logging
import struct
import sys
import warnings

import pydicom
import pydicom.dicomdir

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
pydicom.dicomdir.DicomDir.parse_records = lambda self: None


def number(value):
    try:
        return float(value)
    except (TypeError, ValueError):
        return value


def plain(vr, value):
    """A value as both write it: numbers as numbers, names without empty groups, no trailing spaces."""
    if value is None or value == {} or value == "":
        return None
    if vr == "PN":
        groups = value if isinstance(value, dict) else dict(zip(("Alphabetic", "Ideographic", "Phonetic"), value.split("=")))
        return {key: text.rstrip() for key, text in groups.items() if text and text.rstrip()} or None
    if vr == "FL":  # the shortest decimal that is this float, or all digits of the double that equals it
        return struct.pack("<f", float(value))
    if vr in ("DS", "IS", "FD", "SL", "SS", "SV", "UL", "US", "UV"):
        return number(value)
    return value.rstrip(" \0") or None if isinstance(value, str) else value


def differences(ours, theirs, path=""):
    for tag in sorted(set(ours) | set(theirs)):
        where = f"{path}/{tag}"
        if tag.endswith("0000") or tag == "00080005" or tag.upper().startswith("FFFE"):
            continue
        if tag not in ours or tag not in theirs:
            yield f"{where} only in {'ours' if tag in ours else 'theirs'}"
            continue
        one, two = ours[tag], theirs[tag]
        if "BulkDataURI" in one or "BulkDataURI" in two:
            continue
        if one["vr"] == "UN" and int(tag[:4], 16) % 2:
            continue  # pydicom has a private dictionary
        if one["vr"] != two["vr"]:
            yield f"{where} vr {one['vr']} {two['vr']}"
            continue
        if "InlineBinary" in one or "InlineBinary" in two:
            if base64.b64decode(one.get("InlineBinary", "")) != base64.b64decode(two.get("InlineBinary", "")):
                yield f"{where} bytes"
            continue
        first, second = one.get("Value", []), two.get("Value", [])
        if one["vr"] == "SQ":
            if len(first) != len(second):
                yield f"{where} {len(first)} and {len(second)} items"
                continue
            for at, (item, other) in enumerate(zip(first, second)):
                yield from differences(item, other or {}, f"{where}[{at}]")
            continue
        first = [plain(one["vr"], value) for value in first]
        second = [plain(two["vr"], value) for value in second]
        if first != second and not all(value is None for value in first + second):
            yield f"{where} {one['vr']} value"


def main(pairs):
    compared = 0
    with open(pairs, encoding="utf-8") as lines:
        for line in lines:
            source, target = line.rstrip("\n").split("\t")
            name = source.rsplit("/", 1)[-1]
            ours = json.load(open(target, encoding="utf-8"))
            try:
                theirs = pydicom.dcmread(source, force=True).to_json_dict(1 << 40, lambda element: "")
            except Exception:
                continue  # pydicom cannot write every file as JSON
            for difference in differences(ours, theirs):
                print(name, difference)
            try:
                pydicom.Dataset.from_json(ours, lambda tag, vr, uri: b"")
            except Exception as error:
                print(name, "from_json", type(error).__name__)
            compared += 1
    print("compared", compared)


main(sys.argv[1])
