#!/usr/bin/env python3
"""Writes the compact resources of the package rules from the tables of the DICOM standard as data.

    deidentification-table.py PS3_DIR

PS3_DIR holds deidentification_2025b.json, attribute_types.json and attributes.json. Two files are written
below src/main/resources: table-e1-1.tsv (action of every attribute in the Basic Profile and the options)
and attribute-types.tsv (how strictly each IOD asks for attributes).
"""

import json
import sys
from pathlib import Path

OPTIONS = {
    "rtnSafePrivOpt": "safe-private", "rtnUIDsOpt": "uids", "rtnDevIdOpt": "device",
    "rtnInstIdOpt": "institution", "rtnPatCharsOpt": "patient", "rtnLongFullDatesOpt": "full-dates",
    "rtnLongModifDatesOpt": "modified-dates", "cleanDescOpt": "descriptors",
    "cleanStructContOpt": "structured-content", "cleanGraphOpt": "graphics",
}
STRICTNESS = {"1": 0, "1C": 1, "2": 2, "2C": 3}


def main():
    ps3 = Path(sys.argv[1])
    out = Path(__file__).parent / "src/main/resources/org/medsendx/deidentification/rules"
    table = json.loads((ps3 / "deidentification_2025b.json").read_text(encoding="utf-8"))
    write_table(table, out / "table-e1-1.tsv")
    dictionary = json.loads((ps3 / "attributes.json").read_text(encoding="utf-8"))
    rows = dictionary["rows"] if isinstance(dictionary, dict) else dictionary
    tag_of = {row[1]: row[0].replace(",", "").strip("()").lower() for row in rows if row[1]}
    types = json.loads((ps3 / "attribute_types.json").read_text(encoding="utf-8"))
    write_types(types, tag_of, out / "attribute-types.tsv")


def write_table(table, path):
    lines = ["# %s: tag, keyword, VR, Basic Profile, options (K keep, C clean); written by "
             "deidentification-table.py" % table["edition"]]
    for row in sorted(table["rows"], key=lambda one: one["tag"]):
        options = ",".join("%s=%s" % (name, row[column].strip("*"))
                           for column, name in OPTIONS.items() if row[column])
        cells = [row["tag"], row["keyword"] or "-", row["vr"] or "-", row["basicProfile"].strip("*"), options or "-"]
        lines.append("\t".join(cells))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_types(types, tag_of, path):
    """One line a module: what it says of attributes, by (sequence that holds them, attribute)."""
    def expand(entries, parent, open_macros):
        for entry in entries:
            if entry[0].startswith("@"):
                name = entry[0][1:]
                if name not in open_macros:
                    yield from expand(types["macros"][name], parent, open_macros | {name})
                continue
            tag = tag_of.get(entry[0])
            if tag is None:
                continue
            yield parent, tag, entry[1]
            if len(entry) > 3:
                yield from expand(entry[3], tag, open_macros)

    modules = {}
    for name, entries in types["modules"].items():
        strictest = {}
        for parent, tag, kind in expand(entries, "", frozenset()):
            if "x" not in tag and kind in STRICTNESS:
                key = parent, tag
                if key not in strictest or STRICTNESS[kind] < STRICTNESS[strictest[key]]:
                    strictest[key] = kind
        if strictest:
            modules[name] = strictest
    lines = ["# Attribute Types (1, 1C, 2, 2C) of PS3.3, after the templates of "
             "dicom3tools 2024-12-20; written by deidentification-table.py"]
    for name, strictest in sorted(modules.items()):
        cells = ["%s%s=%s" % (parent + "/" if parent else "", tag, kind)
                 for (parent, tag), kind in sorted(strictest.items())]
        lines.append("\t".join(["module", name] + cells))
    for name, entries in sorted(types["iods"].items()):
        lines.append("\t".join(["iod", name] + sorted({one[0] for one in entries if one[0] in modules})))
    for uid, name in sorted(types["sop_class_to_iod"].items()):
        lines.append("\t".join(["class", uid, name]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
