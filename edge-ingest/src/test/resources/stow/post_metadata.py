"""Posts files by STOW-RS twice, each time in a request of its own: as DICOM file, then as metadata with bulk data, both made by pydicom.

usage: post_metadata.py URL FILE...

Prints a line for each file: HTTP status of the two, failure reason of the second, transfer syntax. What pydicom cannot read or cannot say in
JSON is passed by.
"""

import json
import pathlib
import sys
import urllib.error
import urllib.request

import pydicom
import pydicom.encaps

BOUNDARY = "post-metadata-boundary"
NATIVE = ("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99")
FRAMES = {
    "1.2.840.10008.1.2.4.50": "image/jpeg",
    "1.2.840.10008.1.2.4.51": "image/jpeg",
    "1.2.840.10008.1.2.4.57": "image/jpeg",
    "1.2.840.10008.1.2.4.70": "image/jpeg",
    "1.2.840.10008.1.2.4.80": "image/jls",
    "1.2.840.10008.1.2.4.81": "image/jls",
    "1.2.840.10008.1.2.4.90": "image/jp2",
    "1.2.840.10008.1.2.4.91": "image/jp2",
    "1.2.840.10008.1.2.5": "image/dicom-rle",
}


def frames(scan, pixels):
    # An icon has one.
    count = int(scan.get("NumberOfFrames", None) or 1) if pixels == scan.get("PixelData") else 1
    if hasattr(pydicom.encaps, "generate_frames"):
        return list(pydicom.encaps.generate_frames(pixels, number_of_frames=count))
    return list(pydicom.encaps.generate_pixel_data_frame(pixels, count))


def metadata(path):
    """The parts of a request: type, location or None, content."""
    scan = pydicom.dcmread(path)
    syntax = str(scan.file_meta.TransferSyntaxUID)
    parts = []

    def bulk(element):
        location = f"https://example.org/bulk/{len(parts)}"
        if element.tag == 0x7FE00010 and syntax in FRAMES:
            kind = f"{FRAMES[syntax]}; transfer-syntax={syntax}"
            parts.extend((kind, location, frame) for frame in frames(scan, element.value))
        else:
            parts.append(("application/octet-stream", location, element.value))
        return location

    data = scan.to_json_dict(bulk_data_threshold=1024, bulk_data_element_handler=bulk)
    if syntax not in NATIVE and syntax not in FRAMES:
        raise ValueError("no media type")
    if syntax in FRAMES and not any(kind.startswith("image/") for kind, _, _ in parts):
        raise ValueError("pixels too small for a part of their own")
    return syntax, [("application/dicom+json", None, json.dumps([data]).encode()), *parts]


def post(url, root, parts):
    body = b""
    for kind, location, content in parts:
        body += f"--{BOUNDARY}\r\nContent-Type: {kind}\r\n".encode()
        if location:
            body += f"Content-Location: {location}\r\n".encode()
        body += b"\r\n" + content + b"\r\n"
    body += f"--{BOUNDARY}--\r\n".encode()
    request = urllib.request.Request(
        url,
        data=body,
        headers={
            "Content-Type": f'multipart/related; type="{root}"; boundary={BOUNDARY}',
            "Accept": "application/dicom+json",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=300) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def main():
    url, *files = sys.argv[1:]
    for name in files:
        path = pathlib.Path(name)
        try:
            syntax, parts = metadata(path)
        except Exception:
            continue
        first, _ = post(url, "application/dicom", [("application/dicom", None, path.read_bytes())])
        second, answer = post(url, "application/dicom+json", parts)
        failed = answer.get("00081198", {}).get("Value", [{}])[0].get("00081197", {}).get("Value", ["-"])[0]
        print(first, second, answer.get("refused", failed), syntax, path.name)


main()
