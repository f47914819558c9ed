package org.medsendx.segmenter.segmentation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.segmenter.instance.Code;
import org.medsendx.segmenter.instance.DerivedInstance;
import org.medsendx.segmenter.instance.DerivedInstance.Form;
import org.medsendx.segmenter.instance.DerivedUid;
import org.medsendx.segmenter.instance.MakingDevice;
import org.medsendx.segmenter.instance.SourceInstance;
import org.medsendx.segmenter.tissue.TissueClass;
import org.medsendx.segmenter.tissue.TissueMaps;

/**
 * Writes the tissue maps of an image as a DICOM Segmentation (PS3.3, A.51), a segment for each
 * class but the background. Every frame refers to the frame of the image that it was made of. Where
 * the image lies in a frame of reference its planes are copied; a projection has none, and then the
 * derivation alone says what belongs to what (A.51.3 and A.51.5).
 */
public final class SegmentationWriter {

    /** Label Map Segmentation Storage (PS3.4, B.5). */
    public static final String LABEL_MAP_STORAGE = "1.2.840.10008.5.1.4.1.1.66.7";

    private static final String ALGORITHM = "MedSendX exact 1-D k-means";
    private static final String DESCRIPTION = "Tissue classes by pixel value";
    private static final Code SEGMENTATION = Code.dcm("113076", "Segmentation");
    private static final Code SOURCE_IMAGE =
            Code.dcm("121322", "Source image for image processing operation");

    private final MakingDevice device;

    /** How segments are coded. */
    public enum Coding {
        /** A bit for each pixel of each segment: what every reader of segmentations knows. */
        BINARY,
        /** The number of the segment in each pixel; a SOP class of its own since 2024. */
        LABELMAP
    }

    public SegmentationWriter(MakingDevice device) {
        this.device = device;
    }

    /**
     * The Part 10 file.
     *
     * @throws IllegalArgumentException when no class is a segment
     */
    public byte[] write(SourceInstance source, TissueMaps maps, Coding coding, Form form) {
        var classes =
                IntStream.range(0, maps.classes().size())
                        .filter(i -> SegmentProperty.isSegment(maps.classes().get(i)))
                        .boxed()
                        .toList();
        if (classes.isEmpty()) {
            throw new IllegalArgumentException("no class is a segment");
        }
        var made =
                DerivedInstance.begin(
                        source,
                        device,
                        "segmentation",
                        new DerivedInstance.Series(
                                coding == Coding.BINARY
                                        ? Uid.SegmentationStorage
                                        : LABEL_MAP_STORAGE,
                                "SEG",
                                DESCRIPTION,
                                61));
        var frames = maps.frames().stream().map(TissueMaps.Frame::index).toList();
        var planes = SourcePlanes.of(source, frames);
        var dataSet = made.dataSet();
        putImage(dataSet, source, planes != null, maps.model() != null);
        putPixels(dataSet, maps, classes, coding);
        putSegments(dataSet, source, maps, classes);
        var groups =
                new FrameGroups(
                        source, frames, planes, coding == Coding.BINARY ? classes.size() : 0);
        groups.putInto(dataSet, made.uid("dimensions", source.sopInstanceUid()));
        dataSet.putSequence(
                Tag.ReferencedSeriesSequence,
                DerivedInstance.referencedSeries(source, Tag.ReferencedInstanceSequence));
        return made.file(form);
    }

    private static void putImage(
            DataSet dataSet, SourceInstance source, boolean inPlanes, boolean learned) {
        dataSet.putString(Tag.ImageType, VR.CS, "DERIVED", "PRIMARY");
        dataSet.putString(Tag.ContentLabel, VR.CS, "TISSUE_CLASSES");
        dataSet.putString(
                Tag.ContentDescription,
                VR.LO,
                (learned ? "Classes by a learned model" : "Ranges of pixel values")
                        + "; diagnoses nothing");
        dataSet.put(new Element.Value(Tag.ContentCreatorName, VR.PN, new byte[0]));
        var header = source.header();
        if (!inPlanes) {
            var orientation = header.strings(Tag.PatientOrientation);
            dataSet.putString(Tag.PatientOrientation, VR.CS, orientation.toArray(String[]::new));
        }
        boolean lossy = "01".equals(header.string(Tag.LossyImageCompression));
        dataSet.putString(Tag.LossyImageCompression, VR.CS, lossy ? "01" : "00");
        if (lossy) {
            SourceInstance.copy(
                    header,
                    dataSet,
                    Tag.LossyImageCompressionRatio,
                    Tag.LossyImageCompressionMethod);
        }
    }

    private static void putPixels(
            DataSet dataSet, TissueMaps maps, List<Integer> classes, Coding coding) {
        boolean binary = coding == Coding.BINARY;
        int bits = binary ? 1 : 8;
        int frames = maps.frames().size() * (binary ? classes.size() : 1);
        dataSet.putInt(Tag.SamplesPerPixel, VR.US, 1);
        dataSet.putString(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME2");
        dataSet.putInt(Tag.NumberOfFrames, VR.IS, frames);
        dataSet.putInt(Tag.Rows, VR.US, maps.rows());
        dataSet.putInt(Tag.Columns, VR.US, maps.columns());
        dataSet.putInt(Tag.BitsAllocated, VR.US, bits);
        dataSet.putInt(Tag.BitsStored, VR.US, bits);
        dataSet.putInt(Tag.HighBit, VR.US, bits - 1);
        dataSet.putInt(Tag.PixelRepresentation, VR.US, 0);
        dataSet.putString(Tag.SegmentationType, VR.CS, coding.name());
        dataSet.putString(Tag.SegmentsOverlap, VR.CS, "NO");
        if (!binary) {
            // 0 is what is in no segment.
            dataSet.putInt(Tag.PixelPaddingValue, VR.US, 0);
        }
        var pixels = new SegmentFrames(maps, classes);
        dataSet.put(
                new Element.Value(Tag.PixelData, VR.OB, binary ? pixels.bits() : pixels.labels()));
    }

    private void putSegments(
            DataSet dataSet, SourceInstance source, TissueMaps maps, List<Integer> classes) {
        var items = new ArrayList<DataSet>();
        boolean own = false;
        for (int tissue : classes) {
            var one = maps.classes().get(tissue);
            items.add(segment(one, items.size() + 1, source, maps.model()));
            own |= SegmentProperty.of(one).type().scheme().equals(Code.OWN_SCHEME);
        }
        dataSet.putSequence(Tag.SegmentSequence, items.toArray(DataSet[]::new));
        if (own) {
            dataSet.putSequence(
                    Tag.CodingSchemeIdentificationSequence, Code.ownSchemeIdentification());
        }
    }

    private DataSet segment(
            TissueClass tissue, int number, SourceInstance source, @Nullable String model) {
        var property = SegmentProperty.of(tissue);
        var item = new DataSet();
        item.putSequence(Tag.SegmentedPropertyCategoryCodeSequence, property.category().item());
        item.putInt(Tag.SegmentNumber, VR.US, number);
        item.putString(Tag.SegmentLabel, VR.LO, tissue.title());
        item.putString(
                Tag.SegmentDescription,
                VR.ST,
                "The name stands for "
                        + (model == null
                                ? "a range of pixel values"
                                : "what a model was trained to tell apart")
                        + ", not for a finding.");
        item.putString(Tag.SegmentAlgorithmType, VR.CS, "AUTOMATIC");
        item.putString(
                Tag.SegmentAlgorithmName,
                VR.LO,
                model == null ? ALGORITHM + " " + device.version() : model);
        item.putSequence(Tag.SegmentedPropertyTypeCodeSequence, property.type().item());
        item.putInt(Tag.RecommendedDisplayCIELabValue, VR.US, CieLab.of(tissue.rgb()));
        AnatomicRegion.putInto(item, source.header());
        item.putString(Tag.TrackingID, VR.UT, tissue.label());
        item.putString(
                Tag.TrackingUID,
                VR.UI,
                DerivedUid.of("segment", source.sopInstanceUid(), tissue.label()));
        return item;
    }

    static DataSet derivation(SourceInstance source, int frame) {
        var image = DerivedInstance.reference(source);
        if (source.isMultiFrame()) {
            image.putInt(Tag.ReferencedFrameNumber, VR.IS, frame + 1);
        }
        image.putString(Tag.SpatialLocationsPreserved, VR.CS, "YES");
        image.putSequence(Tag.PurposeOfReferenceCodeSequence, SOURCE_IMAGE.item());
        return new DataSet()
                .putSequence(Tag.SourceImageSequence, image)
                .putSequence(Tag.DerivationCodeSequence, SEGMENTATION.item());
    }
}
