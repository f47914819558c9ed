"""Makes instances with pydicom and posts them by STOW-RS, all in one request.

usage: post.py URL length|chunked FOLDER COUNT

Prints the HTTP status and the document. The files stay in FOLDER.
"""

import json
import pathlib
import sys
import urllib.error
import urllib.request
import uuid

import pydicom.uid
from pydicom.dataset import FileDataset, FileMetaDataset

STUDY = "2.25.4711"
BOUNDARY = uuid.uuid4().hex


def instance(folder, number):
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
    meta.MediaStorageSOPInstanceUID = pydicom.uid.generate_uid()
    implicit = number % 2 == 1
    meta.TransferSyntaxUID = (
        pydicom.uid.ImplicitVRLittleEndian if implicit else pydicom.uid.ExplicitVRLittleEndian
    )
    path = folder / f"{number}-{'implicit' if implicit else 'explicit'}.dcm"
    scan = FileDataset(str(path), {}, file_meta=meta, preamble=b"\0" * 128)
    scan.is_little_endian = True
    scan.is_implicit_VR = implicit
    scan.SOPClassUID = meta.MediaStorageSOPClassUID
    scan.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    scan.StudyInstanceUID = STUDY
    scan.SeriesInstanceUID = STUDY + ".1"
    scan.Modality = "CT"
    scan.PatientName = "Doe^Jane"
    scan.PatientID = "4711"
    scan.Rows = scan.Columns = 64
    scan.SamplesPerPixel = 1
    scan.PhotometricInterpretation = "MONOCHROME2"
    scan.BitsAllocated = 16
    scan.BitsStored = 12
    scan.HighBit = 11
    scan.PixelRepresentation = 0
    scan.PixelData = bytes((number + i) % 256 if i % 2 == 0 else 0 for i in range(64 * 64 * 2))
    scan.save_as(path, write_like_original=False)
    return path


def message(paths):
    for path in paths:
        yield f"--{BOUNDARY}\r\nContent-Type: application/dicom\r\n\r\n".encode()
        yield path.read_bytes()
        yield b"\r\n"
    yield f"--{BOUNDARY}--\r\n".encode()


def main():
    url, how, folder, count = sys.argv[1:]
    folder = pathlib.Path(folder)
    folder.mkdir(exist_ok=True)
    paths = [instance(folder, number) for number in range(int(count))]
    body = message(paths) if how == "chunked" else b"".join(message(paths))
    request = urllib.request.Request(
        url,
        data=body,
        headers={
            "Content-Type": f'multipart/related; type="application/dicom"; boundary={BOUNDARY}',
            "Accept": "application/dicom+json",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=300) as response:
            print(response.status)
            print(json.dumps(json.load(response)))
    except urllib.error.HTTPError as error:
        print(error.code)
        print(error.read().decode())


main()
