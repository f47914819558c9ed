"""Files a second of pydicom: arguments are a file with paths, one a line, and a folder to write into."""

import os
import sys
import time
import warnings

import pydicom

warnings.simplefilter("ignore")
pydicom.config.settings.reading_validation_mode = pydicom.config.IGNORE
paths = open(sys.argv[1]).read().splitlines()
out = sys.argv[2]


def parse(path, number):
    return pydicom.dcmread(path, force=True)


def values(path, number):
    for element in parse(path, number).iterall():
        element.value


def edit(path, number):
    ds = parse(path, number)
    ds.PatientName = "Nobody^Known"
    ds.PatientID = "0"
    ds.StudyDescription = "edited"
    ds.save_as(os.path.join(out, "%d.dcm" % number))


def rate(work):
    done = 0
    begin = time.perf_counter()
    for number, path in enumerate(paths):
        try:
            work(path, number)
            done += 1
        except Exception:
            pass  # a file that pydicom cannot do does not count
    seconds = time.perf_counter() - begin
    for name in os.listdir(out):
        os.remove(os.path.join(out, name))
    return done / seconds


for name, work in (("parse", parse), ("values", values), ("edit", edit)):
    print("pydicom %s=%f" % (name, rate(work)))
