"""Compares pairs of DICOM files by their values, whatever transfer syntax and character set they are in.

Argument: a file of lines with two paths and a tab between. Prints a line for each difference, tags only, at last "compared N".
"""

import logging
import sys
import warnings

import pydicom
import pydicom.config
import pydicom.dicomdir

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
pydicom.config.settings.reading_validation_mode = pydicom.config.IGNORE
pydicom.dicomdir.DicomDir.parse_records = lambda self: None
UNITS = {"OW": 2, "OF": 4, "OL": 4, "OD": 8, "OV": 8}


def is_big_endian(dataset):
    encoding = getattr(dataset, "original_encoding", None)  # pydicom 3
    return not (encoding[1] if encoding else dataset.is_little_endian)


def little(value, vr, big):
    unit = UNITS.get(vr, 1)
    if not big or unit == 1 or len(value) % unit:
        return value
    swapped = bytearray(len(value))
    for byte in range(unit):
        swapped[byte::unit] = value[unit - 1 - byte :: unit]
    return bytes(swapped)


def value(dataset, tag, big):
    element = dataset[tag]
    if isinstance(element.value, bytes) and element.VR in UNITS:
        return element.VR, little(element.value, element.VR, big)
    if element.VR == "PN":
        return element.VR, str(element.value).rstrip("=")
    return element.VR, element.value


def raw_vr(dataset, tag):
    return str(dataset.get_item(tag).VR)


def differences(one, two, big, implicit, path=""):
    skipped = ((0x0008, 0x0005),)
    tags = {tag for ds in (one, two) for tag in ds.keys() if tag.element and tag.group != 0xFFFE and tag not in skipped}
    for tag in sorted(tags):
        where = f"{path}/{tag}"
        if tag not in one or tag not in two:
            yield f"{where} missing"
            continue
        if "UN" in (raw_vr(one, tag), raw_vr(two, tag)):
            continue  # bytes whose order pydicom takes from a private dictionary
        try:
            vr, first = value(one, tag, big[0])
            other, second = value(two, tag, big[1])
        except Exception:
            continue  # pydicom cannot convert it
        if "SQ" == vr == other:
            if len(first) != len(second):
                yield f"{where} items"
                continue
            for number, (item, same) in enumerate(zip(first, second)):
                yield from differences(item, same, big, implicit, f"{where}[{number}]")
        elif "UN" in (vr, other) or vr == other:
            if vr == other and first != second and (first or second) and repr(first) != repr(second):
                yield f"{where} {vr} value"
        elif not implicit:
            yield f"{where} {vr} {other}"


def main(pairs):
    count = 0
    with open(pairs, encoding="utf-8") as lines:
        for line in lines:
            before, after = line.rstrip("\n").split("\t")
            count += 1
            if before.endswith("no_preamble_dicm_in_data"):
                continue  # pydicom takes the letters in the value for the prefix
            one = pydicom.dcmread(before, force=True)
            two = pydicom.dcmread(after)
            # implicit VR has the dictionary's, whatever was there before
            implicit = two.file_meta.TransferSyntaxUID == "1.2.840.10008.1.2"
            big = [is_big_endian(ds) for ds in (one, two)]
            for difference in differences(one, two, big, implicit):
                print(before.rsplit("/", 1)[-1], two.file_meta.TransferSyntaxUID, difference)
    print("compared", count)


main(sys.argv[1])
