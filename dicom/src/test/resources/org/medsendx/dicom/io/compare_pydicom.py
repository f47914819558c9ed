"""Compares pairs of DICOM files (a tab between two paths, a pair a line) as data sets.

Prints a line for each difference, tags only, and at last "compared N".
"""

import logging
import sys
import warnings

import pydicom
import pydicom.dicomdir
from pydicom.dataelem import RawDataElement

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
# byte offsets of a DICOMDIR do not survive a meta group of another length
pydicom.dicomdir.DicomDir.parse_records = lambda self: None


def elements(dataset):
    found = {}
    for tag in dataset.keys():
        # group lengths are written anew, delimiters are no elements
        if tag.element == 0 or tag.group == 0xFFFE:
            continue
        found[tag] = dataset.get_item(tag)
    return found


def differences(one, two, path=""):
    first, second = elements(one), elements(two)
    for tag in sorted(set(first) | set(second)):
        where = f"{path}/{tag}"
        if tag not in first or tag not in second:
            yield f"{where} only in {'first' if tag in first else 'second'}"
            continue
        a, b = first[tag], second[tag]
        raw = isinstance(a, RawDataElement) and isinstance(b, RawDataElement)
        if raw and a.VR != "SQ" and b.VR != "SQ":
            same = a.value == b.value or (not a.value and not b.value)
            if not same:
                yield f"{where} value"
            continue
        try:
            a, b = one[tag], two[tag]
        except Exception as error:  # what pydicom cannot convert, in both alike
            yield f"{where} {type(error).__name__}" if not raw else f"{where} unreadable"
            continue
        if a.VR == "SQ" and b.VR == "SQ":
            if len(a.value) != len(b.value):
                yield f"{where} {len(a.value)} and {len(b.value)} items"
                continue
            for number, (item, other) in enumerate(zip(a.value, b.value)):
                yield from differences(item, other, f"{where}[{number}]")
        elif a.value != b.value:
            yield f"{where} value"


def main(pairs):
    count = 0
    with open(pairs, encoding="utf-8") as file:
        for line in file:
            before, after = line.rstrip("\n").split("\t")
            if before.endswith("no_preamble_dicm_in_data"):
                continue  # pydicom takes the letters in the value for the prefix
            one = pydicom.dcmread(before, force=True)
            two = pydicom.dcmread(after)
            for difference in differences(one, two):
                print(before.rsplit("/", 1)[-1], difference)
            count += 1
    print("compared", count)


main(sys.argv[1])
