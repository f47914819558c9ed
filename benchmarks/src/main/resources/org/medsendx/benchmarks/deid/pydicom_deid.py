# Usage: pydicom_deid.py LIST OUT. Reads each file, maps its UIDs, empties or removes a short list of attributes and private
# tags, writes it, and prints the rate. Much less than PS3.15 asks for.
import hashlib
import sys
import time

import pydicom

REMOVE = ["AccessionNumber", "InstitutionName", "StudyDescription", "SeriesDescription", "RequestAttributesSequence"]
EMPTY = ["PatientName", "PatientID", "PatientBirthDate", "StudyDate", "SeriesDate", "ContentDate", "StudyTime", "ContentTime"]


def clean(dataset, element):
    if element.VR == "UI" and element.value and not str(element.value).startswith("1.2.840.10008."):
        digest = hashlib.sha256(str(element.value).encode()).digest()[:16]
        element.value = "2.25." + str(int.from_bytes(digest, "big"))


files = [line.strip() for line in open(sys.argv[1], encoding="utf-8")]
start = time.perf_counter()
for number, name in enumerate(files):
    dataset = pydicom.dcmread(name)
    dataset.remove_private_tags()
    for keyword in REMOVE:
        if keyword in dataset:
            del dataset[keyword]
    for keyword in EMPTY:
        if keyword in dataset:
            dataset[keyword].value = ""
    dataset.walk(clean)
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    dataset.save_as(f"{sys.argv[2]}/{number}.dcm")
print(len(files) / (time.perf_counter() - start))
