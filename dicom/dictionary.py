#!/usr/bin/env python3
"""Makes the dictionary of package org.medsendx.dicom.dictionary from a table of PS3.6.

usage: dictionary.py ATTRIBUTES.json     (run in the folder dicom/)

The table is {"edition": ..., "rows": [[tag, keyword, VR, VM, retired Y/N], ...]}; in a tag, x is any
digit. It writes

  src/main/resources/org/medsendx/dicom/dictionary/dictionary.tsv
      first line the edition, then a line a tag: tag, keyword, VR (alternatives with /), VM, R if retired
  src/main/java/org/medsendx/dicom/dictionary/Tag.java
      a constant a keyword
"""

import json
import sys

PACKAGE = "org/medsendx/dicom/dictionary"
DELIMITERS = {"Item", "ItemDelimitationItem", "SequenceDelimitationItem"}
TAG_HEAD = '''package org.medsendx.dicom.dictionary;

/**
 * The tags of PS3.6 (%s) by keyword, as {@code 0xggggeeee}. Written by {@code
 * dicom/dictionary.py} from the same rows as the resource {@code dictionary.tsv}; repeating groups
 * (50xx, 60xx) are given for their first group.
 */
public final class Tag {

    private Tag() {}

    /** A tag as the standard writes it, such as {@code (0010,0010)}. */
    public static String toString(int tag) {
        return "(%%04X,%%04X)".formatted(tag >>> 16, tag & 0xFFFF);
    }

    /** Whether the tag's group is odd, as private elements' are (PS3.5, 7.8). */
    public static boolean isPrivate(int tag) {
        return (tag & 0x10000) != 0;
    }

'''


def constant(tag, keyword):
    digits = tag.replace(",", "").replace("x", "0").upper()
    line = f"    public static final int {keyword} = 0x{digits};\n"
    # as google-java-format breaks a line of more than 100 columns
    return line if len(line) <= 101 else line.replace(" = ", " =\n            ")


def main(table):
    with open(table, encoding="utf-8") as file:
        data = json.load(file)
    edition = data["edition"].split()[1]
    rows = data["rows"]

    with open(f"src/main/resources/{PACKAGE}/dictionary.tsv", "w", encoding="utf-8") as out:
        out.write(f"PS3.6 {edition}\n")
        for tag, keyword, vr, vm, retired in rows:
            vr = "" if vr.startswith("See") else vr.replace(" or ", "/")
            mark = "R" if retired == "Y" else ""
            out.write("\t".join([tag.replace(",", "").upper().replace("X", "x"), keyword, vr, vm, mark]).rstrip() + "\n")

    with open(f"src/main/java/{PACKAGE}/Tag.java", "w", encoding="utf-8") as out:
        out.write(TAG_HEAD % edition)
        named = [row for row in rows if row[1]]
        for row in [r for r in named if r[1] in DELIMITERS] + [r for r in named if r[1] not in DELIMITERS]:
            out.write(constant(row[0], row[1]))
        out.write("}\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
