package org.medsendx.segmenter.measurement;

import static org.medsendx.segmenter.measurement.ContentItem.Relationship.CONTAINS;
import static org.medsendx.segmenter.measurement.ContentItem.Relationship.HAS_ACQ_CONTEXT;
import static org.medsendx.segmenter.measurement.ContentItem.Relationship.HAS_CONCEPT_MOD;
import static org.medsendx.segmenter.measurement.ContentItem.Relationship.HAS_OBS_CONTEXT;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.BreastDensity;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.Features.Tissue;
import org.medsendx.contracts.deidentified.Quality;
import org.medsendx.contracts.deidentified.Triage;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.segmenter.instance.Code;
import org.medsendx.segmenter.instance.DerivedInstance;
import org.medsendx.segmenter.instance.DerivedInstance.Form;
import org.medsendx.segmenter.instance.DerivedUid;
import org.medsendx.segmenter.instance.MakingDevice;
import org.medsendx.segmenter.instance.SourceInstance;
import org.medsendx.segmenter.measure.Measure;
import org.medsendx.segmenter.segmentation.AnatomicRegion;
import org.medsendx.segmenter.segmentation.SegmentProperty;
import org.medsendx.segmenter.tissue.TissueScheme;

/**
 * Writes features, quality and the place in the work list as a Comprehensive SR (PS3.3, A.35.3) by
 * TID 1500 of PS3.16: an image library, a measurement group for the image, one for each class of
 * its tissue map and one for the density of a breast. It says in words that it diagnoses nothing,
 * and is not verified by anybody.
 */
public final class MeasurementReport {

    private static final String COMPREHENSIVE_SR = "1.2.840.10008.5.1.4.1.1.88.33";

    /** What every report says. */
    public static final String NO_DIAGNOSIS =
            "Diagnoses nothing. Made by software and checked by nobody. Names of tissues stand for"
                    + " ranges of pixel values, the place in the work list orders and does not"
                    + " judge.";

    private final MakingDevice device;

    public MeasurementReport(MakingDevice device) {
        this.device = device;
    }

    /**
     * What it says of one image.
     *
     * @param features what was measured
     * @param density of a breast, or null
     */
    public record Content(
            Features features, Quality quality, Triage triage, @Nullable BreastDensity density) {}

    /** The Part 10 file. */
    public byte[] write(SourceInstance source, Content content, Form form) {
        var made =
                DerivedInstance.begin(
                        source,
                        device,
                        "measurements",
                        new DerivedInstance.Series(
                                COMPREHENSIVE_SR, "SR", "Measurements by pixel value", 62));
        var dataSet = made.dataSet();
        dataSet.putSequence(Tag.ReferencedPerformedProcedureStepSequence);
        dataSet.putSequence(Tag.PerformedProcedureCodeSequence);
        dataSet.putString(Tag.CompletionFlag, VR.CS, "COMPLETE");
        dataSet.putString(Tag.VerificationFlag, VR.CS, "UNVERIFIED");
        dataSet.putSequence(
                Tag.CurrentRequestedProcedureEvidenceSequence,
                new DataSet()
                        .putString(Tag.StudyInstanceUID, VR.UI, source.studyInstanceUid())
                        .putSequence(
                                Tag.ReferencedSeriesSequence,
                                DerivedInstance.referencedSeries(
                                        source, Tag.ReferencedSOPSequence)));
        dataSet.putSequence(Tag.CodingSchemeIdentificationSequence, Code.ownSchemeIdentification());
        dataSet.putString(Tag.ValueType, VR.CS, "CONTAINER");
        dataSet.putSequence(Tag.ConceptNameCodeSequence, ReportCodes.REPORT.item());
        dataSet.putString(Tag.ContinuityOfContent, VR.CS, "SEPARATE");
        ContentItem.template(dataSet, "1500");
        dataSet.putSequence(Tag.ContentSequence, root(source, content).toArray(DataSet[]::new));
        return made.file(form);
    }

    private List<DataSet> root(SourceInstance source, Content content) {
        var items = new ArrayList<DataSet>();
        items.add(ContentItem.code(HAS_CONCEPT_MOD, ReportCodes.LANGUAGE, ReportCodes.ENGLISH));
        // TID 1002 and 1004: who measured.
        items.add(ContentItem.code(HAS_OBS_CONTEXT, ReportCodes.OBSERVER_TYPE, ReportCodes.DEVICE));
        items.add(ContentItem.uid(HAS_OBS_CONTEXT, ReportCodes.DEVICE_UID, device.uid()));
        items.add(
                ContentItem.text(
                        HAS_OBS_CONTEXT,
                        ReportCodes.DEVICE_NAME,
                        MakingDevice.MODEL + " " + device.version()));
        items.add(
                ContentItem.text(
                        HAS_OBS_CONTEXT,
                        ReportCodes.DEVICE_MANUFACTURER,
                        MakingDevice.MANUFACTURER));
        items.add(ContentItem.text(HAS_OBS_CONTEXT, ReportCodes.DEVICE_MODEL, MakingDevice.MODEL));
        items.add(
                ContentItem.code(
                        HAS_CONCEPT_MOD,
                        ReportCodes.PROCEDURE_REPORTED,
                        ReportCodes.IMAGING_PROCEDURE));
        items.add(ContentItem.container(CONTAINS, ReportCodes.IMAGE_LIBRARY, library(source)));
        var groups = new ArrayList<DataSet>();
        groups.add(image(source, content));
        content.features()
                .tissues()
                .forEach(tissue -> groups.add(tissue(source, content.features(), tissue)));
        var density = content.density();
        if (density != null) {
            groups.add(density(source, density));
        }
        items.add(
                ContentItem.container(
                        CONTAINS, ReportCodes.MEASUREMENTS, groups.toArray(DataSet[]::new)));
        return items;
    }

    /** TID 1600: the image that was measured. */
    private static DataSet library(SourceInstance source) {
        var header = source.header();
        var items = new ArrayList<DataSet>();
        String term = header.string(Tag.Modality);
        Code modality = term == null ? null : ReportCodes.modality(term);
        if (modality != null) {
            items.add(ContentItem.code(HAS_ACQ_CONTEXT, ReportCodes.MODALITY, modality));
        }
        Code region = AnatomicRegion.of(header);
        if (region != null) {
            items.add(ContentItem.code(HAS_ACQ_CONTEXT, ReportCodes.TARGET_REGION, region));
        }
        Code side = AnatomicRegion.side(header);
        if (side != null) {
            items.add(ContentItem.code(HAS_ACQ_CONTEXT, ReportCodes.IMAGE_LATERALITY, side));
        }
        items.add(
                ContentItem.number(
                        HAS_ACQ_CONTEXT,
                        ReportCodes.ROWS,
                        header.intValue(Tag.Rows, 0),
                        ReportCodes.PIXELS));
        items.add(
                ContentItem.number(
                        HAS_ACQ_CONTEXT,
                        ReportCodes.COLUMNS,
                        header.intValue(Tag.Columns, 0),
                        ReportCodes.PIXELS));
        items.add(ContentItem.image(CONTAINS, null, source));
        return ContentItem.container(
                CONTAINS, ReportCodes.IMAGE_LIBRARY_GROUP, items.toArray(DataSet[]::new));
    }

    /** TID 1501 for the whole image. */
    private DataSet image(SourceInstance source, Content content) {
        var features = content.features();
        var items = tracked(source, "image");
        var measures = features.measures();
        if (measures != null) {
            items.add(
                    ContentItem.text(
                            HAS_CONCEPT_MOD,
                            ReportCodes.ALGORITHM_PARAMETERS,
                            "measures.version=" + measures.version()));
        }
        var percentiles = features.percentiles();
        items.add(value(features, ReportCodes.MEAN, features.mean()));
        items.add(value(features, ReportCodes.DEVIATION, features.standardDeviation()));
        items.add(value(features, ReportCodes.MINIMUM, features.minimum()));
        items.add(value(features, ReportCodes.PERCENTILE_1, percentiles.p01()));
        items.add(value(features, ReportCodes.PERCENTILE_5, percentiles.p05()));
        items.add(value(features, ReportCodes.PERCENTILE_25, percentiles.p25()));
        items.add(value(features, ReportCodes.MEDIAN, percentiles.p50()));
        items.add(value(features, ReportCodes.PERCENTILE_75, percentiles.p75()));
        items.add(value(features, ReportCodes.PERCENTILE_95, percentiles.p95()));
        items.add(value(features, ReportCodes.PERCENTILE_99, percentiles.p99()));
        items.add(value(features, ReportCodes.MAXIMUM, features.maximum()));
        items.add(
                ContentItem.number(
                        CONTAINS,
                        ReportCodes.MEASURED_PIXELS,
                        features.pixels(),
                        ReportCodes.PIXELS));
        addMeasures(items, features);
        items.add(
                ContentItem.code(
                        CONTAINS, ReportCodes.QUALITY, verdict(content.quality().verdict())));
        for (String finding : content.quality().findings()) {
            items.add(ContentItem.code(CONTAINS, ReportCodes.QUALITY_FINDING, worded(finding)));
        }
        items.add(
                ContentItem.number(
                        CONTAINS,
                        ReportCodes.PRIORITY,
                        content.triage().priority(),
                        ReportCodes.NO_UNITS));
        for (String input : content.triage().inputs()) {
            items.add(ContentItem.code(CONTAINS, ReportCodes.PRIORITY_INPUT, worded(input)));
        }
        items.add(ContentItem.text(CONTAINS, ReportCodes.COMMENT, NO_DIAGNOSIS));
        return group(items);
    }

    /** The measures that have a value; why others have none is in the event alone. */
    private static void addMeasures(List<DataSet> items, Features features) {
        var measures = features.measures();
        if (measures == null) {
            return;
        }
        for (var measure : Measure.values()) {
            Double value = measures.values().get(measure.label());
            Code name = MeasureCodes.name(measure);
            if (value != null && name != null) {
                items.add(
                        ContentItem.number(
                                CONTAINS,
                                name,
                                value,
                                MeasureCodes.unit(measure, hounsfield(features))));
            }
        }
    }

    /** TID 1501 for the density of the breast. */
    private DataSet density(SourceInstance source, BreastDensity density) {
        var items = tracked(source, "breast-density");
        items.addAll(3, DensityGroup.finding(density));
        items.addAll(DensityGroup.measurements(density));
        return group(items);
    }

    /** TID 1501 for the pixels of one class. */
    private DataSet tissue(SourceInstance source, Features features, Tissue tissue) {
        var items = tracked(source, tissue.label());
        var type = SegmentProperty.of(TissueScheme.named(tissue.label())).type();
        items.add(3, ContentItem.code(CONTAINS, ReportCodes.FINDING, type));
        items.add(value(features, ReportCodes.MEAN, tissue.centre()));
        items.add(
                ContentItem.number(
                        CONTAINS,
                        ReportCodes.CLASS_SHARE,
                        100 * tissue.fraction(),
                        ReportCodes.PERCENT));
        return group(items);
    }

    private List<DataSet> tracked(SourceInstance source, String what) {
        var items = new ArrayList<DataSet>();
        items.add(ContentItem.text(HAS_OBS_CONTEXT, ReportCodes.TRACKING_IDENTIFIER, what));
        // The same as the segment's, which is the same thing in pixels.
        items.add(
                ContentItem.uid(
                        HAS_OBS_CONTEXT,
                        ReportCodes.TRACKING_UID,
                        DerivedUid.of("segment", source.sopInstanceUid(), what)));
        items.add(ContentItem.image(CONTAINS, ReportCodes.SOURCE, source));
        items.add(
                ContentItem.text(HAS_CONCEPT_MOD, ReportCodes.ALGORITHM_NAME, MakingDevice.MODEL));
        items.add(
                ContentItem.text(HAS_CONCEPT_MOD, ReportCodes.ALGORITHM_VERSION, device.version()));
        return items;
    }

    private static DataSet group(List<DataSet> items) {
        return ContentItem.template(
                ContentItem.container(CONTAINS, ReportCodes.GROUP, items.toArray(DataSet[]::new)),
                "1501");
    }

    private static DataSet value(Features features, Code derivation, double value) {
        boolean hounsfield = hounsfield(features);
        return ContentItem.number(
                CONTAINS,
                hounsfield ? ReportCodes.ATTENUATION : ReportCodes.PIXEL_VALUE,
                value,
                hounsfield ? ReportCodes.HOUNSFIELD : ReportCodes.NO_UNITS,
                ContentItem.code(HAS_CONCEPT_MOD, ReportCodes.DERIVATION, derivation));
    }

    private static boolean hounsfield(Features features) {
        return features.unit().equals("HU");
    }

    private static Code verdict(Quality.Verdict verdict) {
        return switch (verdict) {
            case GOOD -> Code.own("GOOD", "Nothing found technically");
            case LOOK -> Code.own("LOOK", "A person should look");
            case REPEAT -> Code.own("REPEAT", "Not usable as it is");
            case NOT_JUDGED -> Code.own("NOT-JUDGED", "Not judged");
        };
    }

    /** A code of an event, such as {@code few-values}, in words. */
    private static Code worded(String code) {
        return Code.own(
                code.toUpperCase(Locale.ROOT), code.toLowerCase(Locale.ROOT).replace('-', ' '));
    }
}
