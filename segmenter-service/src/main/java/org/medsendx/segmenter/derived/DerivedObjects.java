package org.medsendx.segmenter.derived;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.contracts.deidentified.Quality;
import org.medsendx.contracts.deidentified.Triage;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.segmenter.instance.MakingDevice;
import org.medsendx.segmenter.instance.SourceInstance;
import org.medsendx.segmenter.measurement.MeasurementReport;
import org.medsendx.segmenter.pipeline.Assessment;
import org.medsendx.segmenter.pipeline.Assessment.Measured;
import org.medsendx.segmenter.pipeline.Assessment.NotMeasured;
import org.medsendx.segmenter.pipeline.Assessment.Segmented;
import org.medsendx.segmenter.pipeline.ScanImage;
import org.medsendx.segmenter.segmentation.SegmentProperty;
import org.medsendx.segmenter.segmentation.SegmentationWriter;
import org.medsendx.segmenter.segmentation.SegmentationWriter.Coding;
import org.medsendx.segmenter.tissue.TissueMaps;

/**
 * Makes the objects that are derived from an assessed scan; the same ones every time. Of these the
 * report alone, and whether there is a picture, hang on the judgement; no pixel of any does. An
 * object that cannot be made is left out with a reason: the scan, and what else is made of it, go
 * their way.
 */
public final class DerivedObjects {

    private static final String PNG = "image/png";
    private static final String DICOM = "application/dicom";

    private final DerivedChoice choice;
    private final SegmentationWriter segmentations;
    private final MeasurementReport reports;
    private final Thumbnail thumbnail;

    public DerivedObjects(DerivedChoice choice, MakingDevice device) {
        this.choice = choice;
        this.segmentations = new SegmentationWriter(device);
        this.reports = new MeasurementReport(device);
        this.thumbnail = new Thumbnail(choice.thumbnailSide());
    }

    /**
     * What was made of a scan.
     *
     * @param objects in the order they are written
     * @param missing what was asked for and could not be made, with a code that says why: {@code
     *     no-reference} when the header lacks UIDs to refer to, {@code no-segments}, {@code
     *     not-made}
     * @param pictureLeftOut whether it has no picture because others of its series have
     */
    public record Made(
            List<DerivedObject> objects, Map<DerivedKind, String> missing, boolean pictureLeftOut) {

        public Made {
            objects = List.copyOf(objects);
            missing = Map.copyOf(missing);
        }
    }

    /**
     * The objects of one scan.
     *
     * @param modality Modality (0008,0060), which decides what is made
     * @param number the how-manieth of its series it is, from 1
     */
    public Made of(String modality, Assessment assessment, int number) {
        var making = new Making(modality);
        switch (assessment) {
            case Segmented segmented -> {
                if (picks(number, segmented.quality(), segmented.triage())) {
                    making.make(DerivedKind.HIGHLIGHT, PNG, segmented::highlight);
                } else {
                    making.pictureLeftOut = choice.makes(DerivedKind.HIGHLIGHT, modality);
                }
                making.make(
                        DerivedKind.SEGMENTATION,
                        DICOM,
                        () -> segmentation(segmented.image(), segmented.tissues()));
                making.make(
                        DerivedKind.MEASUREMENTS,
                        DICOM,
                        () ->
                                report(
                                        segmented.image().header(),
                                        new MeasurementReport.Content(
                                                segmented.features(),
                                                segmented.quality(),
                                                segmented.triage(),
                                                segmented.segmentation().density())));
                making.make(
                        DerivedKind.THUMBNAIL, PNG, () -> thumbnail.png(segmented.image().grey()));
            }
            case Measured measured -> {
                making.make(
                        DerivedKind.MEASUREMENTS,
                        DICOM,
                        () ->
                                report(
                                        measured.image().header(),
                                        new MeasurementReport.Content(
                                                measured.features(),
                                                measured.quality(),
                                                measured.triage(),
                                                measured.segmentation().density())));
                making.make(
                        DerivedKind.THUMBNAIL, PNG, () -> thumbnail.png(measured.image().grey()));
            }
            case NotMeasured _ -> {}
        }
        return new Made(making.objects, making.missing, making.pictureLeftOut);
    }

    /** Whether an image with a tissue map gets a picture, where its modality has some. */
    public boolean picks(int number, Quality quality, Triage triage) {
        return choice.pictures().picks(number, quality, triage);
    }

    /** The report alone, for another judgement of a scan. */
    public Made report(String modality, DataSet header, MeasurementReport.Content content) {
        var making = new Making(modality);
        making.make(DerivedKind.MEASUREMENTS, DICOM, () -> report(header, content));
        return new Made(making.objects, making.missing, false);
    }

    private byte[] segmentation(ScanImage image, TissueMaps tissues) {
        var source = referable(image.header());
        if (tissues.classes().stream().noneMatch(SegmentProperty::isSegment)) {
            throw new NotMade("no-segments");
        }
        return switch (choice.segmentation()) {
            case BINARY -> segmentations.write(source, tissues, Coding.BINARY, choice.form());
            case LABELMAP -> segmentations.write(source, tissues, Coding.LABELMAP, choice.form());
            case SMALLER -> {
                byte[] binary = segmentations.write(source, tissues, Coding.BINARY, choice.form());
                byte[] labels =
                        segmentations.write(source, tissues, Coding.LABELMAP, choice.form());
                yield labels.length < binary.length ? labels : binary;
            }
        };
    }

    private byte[] report(DataSet header, MeasurementReport.Content content) {
        return reports.write(referable(header), content, choice.form());
    }

    private static SourceInstance referable(DataSet header) {
        var source = new SourceInstance(header);
        if (!source.isReferable()) {
            throw new NotMade("no-reference");
        }
        return source;
    }

    private final class Making {

        private final String modality;
        private final List<DerivedObject> objects = new ArrayList<>();
        private final Map<DerivedKind, String> missing = new EnumMap<>(DerivedKind.class);
        private boolean pictureLeftOut;

        Making(String modality) {
            this.modality = modality;
        }

        void make(DerivedKind kind, String contentType, Supplier<byte[]> content) {
            if (!choice.makes(kind, modality)) {
                return;
            }
            try {
                objects.add(
                        new DerivedObject(
                                kind, content.get(), contentType, choice.sends(kind, modality)));
            } catch (NotMade e) {
                missing.put(kind, e.reason);
            } catch (RuntimeException e) {
                // A header that no test thought of: the scan is worth more than what is made of it.
                missing.put(kind, "not-made");
            }
        }
    }

    /** An object that cannot be made, and why. */
    private static final class NotMade extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String reason;

        NotMade(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }
}
