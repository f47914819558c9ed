"""Reads DICOM segmentations as libraries for segmentations read them, and compares them with what is expected.

Each line of the standard input has, separated by tabs: the source image, the segmentation, the expected classes (a byte
a pixel, frames one after the other, 255 where a pixel is masked), the names of the classes and the numbers of the frames
from 0, each separated by commas. The first complaint ends the program with status 1.
"""

import sys

import numpy as np
import pydicom

BINARY = "1.2.840.10008.5.1.4.1.1.66.4"
LABEL_MAP = "1.2.840.10008.5.1.4.1.1.66.7"


def expect(condition, what):
    if not condition:
        raise AssertionError(what)


def group(dataset, frame, name):
    """A functional group of a frame: its own, else the one for all."""
    own = getattr(dataset.PerFrameFunctionalGroupsSequence[frame], name, None)
    if own is None:
        own = getattr(dataset.SharedFunctionalGroupsSequence[0], name, None)
    return own[0] if own else None


def check_dimensions(seg):
    """Every index has a value in every frame, and no two frames have the same values."""
    pointers = [int(item.DimensionIndexPointer) for item in seg.DimensionIndexSequence]
    organization = seg.DimensionOrganizationSequence[0].DimensionOrganizationUID
    expect(all(i.DimensionOrganizationUID == organization for i in seg.DimensionIndexSequence), "dimension organization")
    seen = set()
    for frame in range(int(seg.NumberOfFrames)):
        values = group(seg, frame, "FrameContentSequence").DimensionIndexValues
        values = tuple(values) if isinstance(values, (list, pydicom.multival.MultiValue)) else (values,)
        expect(len(values) == len(pointers), "a value for each dimension")
        expect(values not in seen, "frames that differ in their dimensions")
        seen.add(values)
        for item, pointer in zip(seg.DimensionIndexSequence, pointers):
            holder = group(seg, frame, pydicom.datadict.keyword_for_tag(item.FunctionalGroupPointer))
            expect(holder is not None and pointer in holder, "the attribute that a dimension points to")


def check_planes(source, seg, frame, source_frame):
    if "FrameOfReferenceUID" not in seg:
        expect(group(seg, frame, "PlanePositionSequence") is None, "no positions without a frame of reference")
        return
    expect(seg.FrameOfReferenceUID == source.FrameOfReferenceUID, "the frame of reference of the source")
    for name, keyword in (
        ("PlanePositionSequence", "ImagePositionPatient"),
        ("PlaneOrientationSequence", "ImageOrientationPatient"),
        ("PixelMeasuresSequence", "PixelSpacing"),
    ):
        here = getattr(group(seg, frame, name), keyword)
        if "SharedFunctionalGroupsSequence" in source:
            there = getattr(group(source, source_frame, name), keyword)
        else:
            there = getattr(source, keyword)
        expect([float(v) for v in here] == [float(v) for v in there], keyword)


def check(source_file, seg_file, classes_file, labels, frames):
    source = pydicom.dcmread(source_file, stop_before_pixels=True, force=True)
    seg = pydicom.dcmread(seg_file)
    labels = labels.split(",")
    frames = [int(frame) for frame in frames.split(",")]
    expect(seg.StudyInstanceUID == source.StudyInstanceUID, "the study of the source")
    expect(seg.SeriesInstanceUID != source.SeriesInstanceUID, "a series of its own")
    expect(str(seg.get("PatientID", "")) == str(source.get("PatientID", "")), "the patient of the source")
    expect(str(seg.get("PatientName", "")) == str(source.get("PatientName", "")), "the name in the source")
    expect((seg.Rows, seg.Columns) == (source.Rows, source.Columns), "the size of the source")
    expect(seg.Modality == "SEG" and seg.SegmentsOverlap == "NO", "a segmentation without overlaps")
    expect(seg.file_meta.MediaStorageSOPInstanceUID == seg.SOPInstanceUID, "one SOP Instance UID")
    numbers = [int(segment.SegmentNumber) for segment in seg.SegmentSequence]
    expect(numbers == list(range(1, len(numbers) + 1)), "segments numbered from 1")
    names = [segment.TrackingID for segment in seg.SegmentSequence]
    expect(names == [label for label in labels if label != "background"], "a segment for each class of the patient")
    for segment in seg.SegmentSequence:
        expect(segment.SegmentAlgorithmType == "AUTOMATIC" and segment.SegmentAlgorithmName, "an algorithm with a name")
        for codes in (segment.SegmentedPropertyCategoryCodeSequence, segment.SegmentedPropertyTypeCodeSequence):
            expect(len(codes) == 1 and codes[0].CodeValue and codes[0].CodeMeaning, "a code")
    references = [i.ReferencedSOPInstanceUID for s in seg.ReferencedSeriesSequence for i in s.ReferencedInstanceSequence]
    expect(references == [source.SOPInstanceUID], "the source among the references")
    check_dimensions(seg)

    expected = np.fromfile(classes_file, dtype=np.uint8).reshape(len(frames), seg.Rows, seg.Columns)
    count = int(seg.NumberOfFrames)
    expect(len(seg.PerFrameFunctionalGroupsSequence) == count, "functional groups for each frame")
    pixels = seg.pixel_array.reshape(count, seg.Rows, seg.Columns)
    looked = set()
    for frame in range(count):
        derivation = group(seg, frame, "DerivationImageSequence")
        images = derivation.SourceImageSequence
        expect(len(images) == 1 and images[0].ReferencedSOPInstanceUID == source.SOPInstanceUID, "one source image")
        expect(images[0].ReferencedSOPClassUID == source.SOPClassUID, "the class of the source image")
        multi = int(source.get("NumberOfFrames") or 1) > 1
        expect(("ReferencedFrameNumber" in images[0]) == multi, "a frame number for a source that has frames")
        source_frame = int(images[0].ReferencedFrameNumber) - 1 if multi else 0
        at = frames.index(source_frame)
        check_planes(source, seg, frame, source_frame)
        if seg.SOPClassUID == BINARY:
            number = int(group(seg, frame, "SegmentIdentificationSequence").ReferencedSegmentNumber)
            wanted = expected[at] == labels.index(names[number - 1])
            expect(np.array_equal(pixels[frame] != 0, wanted), "segment %d of frame %d" % (number, source_frame))
            looked.add((number, at))
        else:
            expect(seg.SOPClassUID == LABEL_MAP and seg.SegmentationType == "LABELMAP", "a label map")
            wanted = np.zeros_like(expected[at])
            for number, name in enumerate(names, 1):
                wanted[expected[at] == labels.index(name)] = number
            expect(np.array_equal(pixels[frame], wanted), "labels of frame %d" % source_frame)
            looked.add(at)
    each = len(frames) * (len(numbers) if seg.SOPClassUID == BINARY else 1)
    expect(len(looked) == each == count, "a frame for all that there is")


read = 0
for line in sys.stdin:
    fields = line.rstrip("\n").split("\t")
    try:
        check(*fields)
    except Exception as complaint:
        print("%s: %s: %s" % (fields[1], type(complaint).__name__, complaint))
        sys.exit(1)
    read += 1
print("read %d" % read)
