#!/usr/bin/env python3
"""Makes uids.tsv of package org.medsendx.dicom.dictionary from PS3.6, Annex A, Table A-1.

usage: uids.py PART06.XML [UIDS.TSV]     (run in the folder dicom/)

PART06.XML is the part as NEMA publishes it in DocBook; its table has the columns UID Value, UID Name, (since
2015) UID Keyword, UID Type, Part. Written are, a line each and in the order of the UIDs, all transfer syntaxes (T)
and all SOP classes whose instances are stored (S), and then the few other classes that this project speaks of (C):

  UID, name, T S or C, R if retired

With the second argument that file is written instead of the resource, to compare it.
"""

import re
import sys
import xml.etree.ElementTree as xml

DOCBOOK = "{http://docbook.org/ns/docbook}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
RESOURCE = "src/main/resources/org/medsendx/dicom/dictionary/uids.tsv"
HEAD = (
    "PS3.6 Annex A: transfer syntaxes (T), storage SOP classes of PS3.4 Annex B and the like (S), other classes (C);"
    " R if retired\n"
)
# Verification, media directory, storage commitment, worklist: their names end like those of others that are not used.
OTHERS = ["1.2.840.10008.1.1", "1.2.840.10008.1.3.10", "1.2.840.10008.1.20.1", "1.2.840.10008.5.1.4.31"]
RETIRED = re.compile(r"\s*\(Retired\)$")
STORED = re.compile(r"\bStorage\b(?! Commitment)(?!.*\bMedia Creation\b)")
# Protocols and objects that are negotiated or queried, and never stored by C-STORE, are not named Storage.


def text(cell):
    """What a reader sees of a cell: the zero-width spaces at which long UIDs may break are not in it."""
    return " ".join("".join(cell.itertext()).replace("\u200b", "").split())


def rows(part):
    """The rows of Table A-1 as (UID, name, type, retired)."""
    for table in xml.parse(part).iter(DOCBOOK + "table"):
        if table.get(XML_ID) != "table_A-1":
            continue
        heads = [text(th) for th in table.find(DOCBOOK + "thead").iter(DOCBOOK + "th")]
        columns = [heads.index(name) for name in ("UID Value", "UID Name", "UID Type")]
        for tr in table.find(DOCBOOK + "tbody").iter(DOCBOOK + "tr"):
            cells = [text(td) for td in tr.iter(DOCBOOK + "td")]
            if len(cells) != len(heads):
                sys.exit(f"a row of Table A-1 has {len(cells)} cells and not {len(heads)}: {cells[:1]}")
            uid, name, kind = (cells[column] for column in columns)
            if not uid.startswith("1.2.840.10008."):
                print(f"left out, no UID of DICOM: {uid}", file=sys.stderr)
                continue
            retired = bool(RETIRED.search(name))
            name = RETIRED.sub("", name)
            # Of transfer syntaxes the name goes on with what each is the default for.
            yield uid, name.split(":")[0].strip() if kind == "Transfer Syntax" else name, kind, retired
        return
    sys.exit("no Table A-1 in this file: is it part 6 of the standard, in DocBook?")


def order(line):
    return [int(part) for part in line[0].split(".")]


def main(part, target):
    table = list(rows(part))
    lines = [(uid, name, "T", retired) for uid, name, kind, retired in table if kind == "Transfer Syntax"]
    lines += [
        (uid, name, "S", retired)
        for uid, name, kind, retired in table
        if kind == "SOP Class" and STORED.search(name) and uid not in OTHERS
    ]
    lines.sort(key=order)
    named = {row[0]: row for row in table}
    lines += [(uid, named[uid][1], "C", named[uid][3]) for uid in OTHERS if uid in named]
    with open(target, "w", encoding="utf-8") as out:
        out.write(HEAD)
        for uid, name, kind, retired in lines:
            out.write("\t".join([uid, name, kind] + (["R"] if retired else [])) + "\n")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2] if len(sys.argv) == 3 else RESOURCE)
