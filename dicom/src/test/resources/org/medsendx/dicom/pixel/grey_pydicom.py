"""Grey values of the first frames by pydicom: grey_pydicom.py LIST OUT

LIST names a file a line. OUT gets big-endian doubles for each: how many pixels (-1 when pydicom has
no answer), every which pixel, whether there is a VOI transformation, the values after the modality
transformation and, when there is one, after the VOI transformation as levels from 0 to 1; then how
many overlay pixels group 6000 has set (-1 for none).
"""
import struct
import sys
import warnings

import numpy
import pydicom
from pydicom.pixel_data_handlers import numpy_handler, rle_handler
from pydicom.pixel_data_handlers.util import apply_modality_lut, apply_voi, apply_windowing

# Its own decoders only: with Pillow beside it, single bits in JPEG 2000 become 0 and 128.
pydicom.config.pixel_data_handlers = [numpy_handler, rle_handler]

GROUPS = (
    ("PixelValueTransformationSequence", ("RescaleSlope", "RescaleIntercept")),
    ("FrameVOILUTSequence", ("WindowCenter", "WindowWidth", "VOILUTFunction")),
)


def flatten(data):
    """Puts the first frame's functional groups where pydicom looks for them."""
    holders = []
    for name in ("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence"):
        holders += list(data.get(name, []))[:1]
    for holder in holders:
        for name, keywords in GROUPS:
            for item in holder.get(name, [])[:1]:
                for keyword in keywords:
                    if keyword in item:
                        setattr(data, keyword, item[keyword].value)


def levels(values, data):
    if data.get("WindowWidth") is not None and data.get("WindowCenter") is not None:
        low, high = apply_windowing(numpy.array([-1e9, 1e9]), data)
        return (apply_windowing(values.astype("float64"), data) - low) / (high - low)
    if data.get("VOILUTSequence"):
        bits = data.VOILUTSequence[0].LUTDescriptor[2]
        return apply_voi(values, data) / (2.0**bits - 1)
    return None


def overlay(data):
    if (0x6000, 0x3000) not in data:
        return -1
    return int(data.overlay_array(0x6000).sum())


def answer(path):
    data = pydicom.dcmread(path, force=True)
    pixels = data.pixel_array
    if int(data.get("NumberOfFrames") or 1) > 1:
        pixels = pixels[0]
    flatten(data)
    modality = apply_modality_lut(pixels, data).flatten()
    voi = levels(modality, data)
    step = max(1, modality.size // 2000)
    parts = [numpy.array([modality.size, step, 0 if voi is None else 1]), modality[::step]]
    if voi is not None:
        parts.append(voi[::step])
    parts.append(numpy.array([overlay(data)]))
    return b"".join(part.astype(">f8").tobytes() for part in parts)


warnings.filterwarnings("ignore")
with open(sys.argv[1], encoding="utf-8") as names, open(sys.argv[2], "wb") as out:
    for name in names.read().splitlines():
        try:
            out.write(answer(name))
        except Exception:
            out.write(struct.pack(">d", -1))
