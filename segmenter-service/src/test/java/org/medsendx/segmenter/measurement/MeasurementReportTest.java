package org.medsendx.segmenter.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.segmenter.Images;
import org.medsendx.segmenter.Phantom;
import org.medsendx.segmenter.breast.BreastPhantom;
import org.medsendx.segmenter.instance.Code;
import org.medsendx.segmenter.instance.DerivedInstance.Form;
import org.medsendx.segmenter.instance.MakingDevice;
import org.medsendx.segmenter.instance.SourceInstance;
import org.medsendx.segmenter.measure.Measure;
import org.medsendx.segmenter.pipeline.AssessLimits;
import org.medsendx.segmenter.pipeline.Assessment.Segmented;
import org.medsendx.segmenter.pipeline.ScanAssessor;

class MeasurementReportTest {

    @TempDir private Path folder;

    @Test
    void every_feature_of_a_slice_is_a_measurement_in_hounsfield_units() throws IOException {
        var segmented = assess(Images.ctSlice(60, 50, 1));

        var lines = lines(report(segmented));

        var features = segmented.features();
        assertThat(lines)
                .contains(
                        "112031 DCM 373098007 = " + DecimalString.of(features.mean()) + " [hnsf'U]",
                        "112031 DCM 386136009 = "
                                + DecimalString.of(features.standardDeviation())
                                + " [hnsf'U]",
                        "112031 DCM 371888009 = "
                                + DecimalString.of(features.percentiles().p05())
                                + " [hnsf'U]",
                        "112031 DCM P99 = "
                                + DecimalString.of(features.percentiles().p99())
                                + " [hnsf'U]",
                        "MEASURED-PIXELS 99MEDSENDX = 3000 {pixels}",
                        "111050 DCM = GOOD 99MEDSENDX",
                        "WORK-LIST-PLACE 99MEDSENDX = 50 1",
                        "PLACE-INPUT 99MEDSENDX = ORDER-UNKNOWN 99MEDSENDX");
        for (var tissue : features.tissues()) {
            assertThat(lines)
                    .contains(
                            "CLASS-SHARE 99MEDSENDX = "
                                    + DecimalString.of(100 * tissue.fraction())
                                    + " %");
        }
    }

    @Test
    void every_measure_with_a_value_is_a_measurement_with_its_unit() throws IOException {
        var segmented = assess(Images.ctSlice(200, 200, 3));
        var lines = lines(report(segmented));
        var features = segmented.features();
        var measures = Objects.requireNonNull(features.measures());

        assertThat(lines).contains("111002 DCM = measures.version=" + measures.version());
        int n = 0;
        for (var measure : Measure.values()) {
            Code name = MeasureCodes.name(measure);
            Double value = measures.values().get(measure.label());
            if (name == null) {
                continue;
            }
            String begin = name.value() + " " + name.scheme() + " = ";
            if (value == null) {
                assertThat(lines).noneMatch(line -> line.startsWith(begin));
            } else {
                n++;
                String unit = MeasureCodes.unit(measure, true).value();
                assertThat(lines).contains(begin + DecimalString.of(value) + " " + unit);
            }
        }
        assertThat(n).isGreaterThan(8);
        assertThat(lines).anyMatch(line -> line.matches("NOISE 99MEDSENDX = [0-9.]+ \\[hnsf'U]"));
    }

    @Test
    void the_document_has_the_code_of_every_measure() throws IOException {
        var page = Files.readString(Path.of("..", "docs", "derived.md"));
        var names = new HashSet<String>();
        for (var measure : Measure.values()) {
            Code name = MeasureCodes.name(measure);
            if (name != null) {
                assertThat(names.add(name.value())).as(name.value()).isTrue();
                String own = measure.name().replace('_', '-');
                boolean ours = name.scheme().equals(Code.OWN_SCHEME);
                assertThat(name.value().equals(own)).isEqualTo(ours);
                String row =
                        "| `%s` | %s %s |".formatted(measure.label(), name.value(), name.meaning());
                assertThat(page.contains(row)).as(row).isEqualTo(!ours);
            }
        }
    }

    @Test
    void the_density_of_a_breast_is_a_group_with_its_site_and_uncertainty() throws IOException {
        var phantom = BreastPhantom.of(new BreastPhantom.Spec(51, false, true, 0.3, true));
        var set = phantom.dataSet();
        set.putString(Tag.StudyInstanceUID, VR.UI, "2.25.100");
        set.putString(Tag.SeriesInstanceUID, VR.UI, "2.25.101");
        var segmented = assess(set);
        var density = Objects.requireNonNull(segmented.segmentation().density());

        var lines = lines(report(segmented));

        assertThat(lines)
                .contains(
                        "112039 DCM = breast-density",
                        "121071 DCM = 129793001 SCT",
                        "363698007 SCT = 76752008 SCT",
                        "272741003 SCT = 24028007 SCT",
                        "111046 DCM = " + DecimalString.of(density.areaPercent()) + " %",
                        "AREA-UNCERTAINTY 99MEDSENDX = "
                                + DecimalString.of(density.areaUncertainty())
                                + " %",
                        "DENSITY-VOLUME 99MEDSENDX = "
                                + DecimalString.of(Objects.requireNonNull(density.volumePercent()))
                                + " %",
                        "DENSITY-GRADE 99MEDSENDX = GRADE-"
                                + density.grade().toUpperCase(Locale.ROOT)
                                + " 99MEDSENDX",
                        "NIPPLE-LINE 99MEDSENDX = "
                                + DecimalString.of(Objects.requireNonNull(density.nippleLineMm()))
                                + " mm");
    }

    @Test
    void says_that_it_diagnoses_nothing_and_that_nobody_verified_it() throws IOException {
        var report = report(assess(Images.mammogram(60, 50, 1)));

        assertThat(lines(report))
                .anyMatch(line -> line.startsWith("121106 DCM = Diagnoses nothing."));
        assertThat(report.string(Tag.VerificationFlag)).isEqualTo("UNVERIFIED");
    }

    @Test
    void names_the_software_the_source_and_the_evidence() throws IOException {
        var report = report(assess(Images.mammogram(60, 50, 1)));

        assertThat(lines(report))
                .contains(
                        "121005 DCM = 121007 DCM",
                        "121013 DCM = MedSendX Edge segmenter 4.5.6",
                        "111003 DCM = 4.5.6",
                        "112039 DCM = image",
                        "112039 DCM = fibroglandular",
                        "121139 DCM = MG DCM",
                        "111027 DCM = 7771000 SCT",
                        "260753009 SCT = 2.25.104");
        var evidence = report.items(Tag.CurrentRequestedProcedureEvidenceSequence).getFirst();
        assertThat(evidence.string(Tag.StudyInstanceUID)).isEqualTo("2.25.100");
        assertThat(report.string(Tag.PatientID)).isEqualTo("P-00017");
        assertThat(report.string(Tag.PatientName)).isEqualTo("Pseudonym 東京");
    }

    @Test
    void numbers_are_decimal_strings_of_at_most_sixteen_characters() {
        assertThat(DecimalString.of(0)).isEqualTo("0");
        assertThat(DecimalString.of(-0.0)).isEqualTo("0");
        assertThat(DecimalString.of(50)).isEqualTo("50");
        assertThat(DecimalString.of(1e6)).isEqualTo("1000000");
        assertThat(DecimalString.of(-355.20654296875)).isEqualTo("-355.20654296875");
        assertThat(DecimalString.of(-1.0 / 3)).isEqualTo("-0.3333333333333");
        assertThat(DecimalString.of(Double.MIN_VALUE)).isEqualTo("4.9E-324");
        assertThat(DecimalString.of(-Double.MAX_VALUE)).hasSizeLessThanOrEqualTo(16);
        assertThat(Double.parseDouble(DecimalString.of(-Double.MAX_VALUE)))
                .isCloseTo(-Double.MAX_VALUE, withinPercentage(1e-6));
    }

    private DataSet report(Segmented segmented) throws IOException {
        var writer = new MeasurementReport(new MakingDevice("4.5.6"));
        byte[] file =
                writer.write(
                        new SourceInstance(segmented.image().header()),
                        new MeasurementReport.Content(
                                segmented.features(),
                                segmented.quality(),
                                segmented.triage(),
                                segmented.segmentation().density()),
                        Form.PLAIN);
        var path = Files.write(folder.resolve(UUID.randomUUID() + ".dcm"), file);
        return DicomReader.read(path, ReadLimits.DEFAULT).dataSet();
    }

    /** The items that have values, one a line: name, what qualifies it, value. */
    private static List<String> lines(DataSet report) {
        var lines = new ArrayList<String>();
        gather(report, lines);
        return lines;
    }

    private static void gather(DataSet item, List<String> lines) {
        for (var inner : item.items(Tag.ContentSequence)) {
            String type = inner.string(Tag.ValueType);
            var names = inner.items(Tag.ConceptNameCodeSequence);
            if (type != null && !names.isEmpty() && !type.equals("CONTAINER")) {
                lines.add(code(names.getFirst()) + value(inner, type));
            }
            gather(inner, lines);
        }
    }

    private static String value(DataSet item, String type) {
        return switch (type) {
            case "NUM" -> {
                var value = item.items(Tag.MeasuredValueSequence).getFirst();
                var units = value.items(Tag.MeasurementUnitsCodeSequence).getFirst();
                var within = item.items(Tag.ContentSequence);
                yield (within.isEmpty()
                                ? ""
                                : " "
                                        + within.getFirst()
                                                .items(Tag.ConceptCodeSequence)
                                                .getFirst()
                                                .string(Tag.CodeValue))
                        + " = "
                        + value.string(Tag.NumericValue)
                        + " "
                        + units.string(Tag.CodeValue);
            }
            case "CODE" -> " = " + code(item.items(Tag.ConceptCodeSequence).getFirst());
            case "TEXT" -> " = " + item.string(Tag.TextValue);
            case "UIDREF" -> " = " + item.string(Tag.UID);
            case "IMAGE" ->
                    " = "
                            + item.items(Tag.ReferencedSOPSequence)
                                    .getFirst()
                                    .string(Tag.ReferencedSOPInstanceUID);
            default -> throw new AssertionError(type);
        };
    }

    private static String code(DataSet code) {
        return code.string(Tag.CodeValue) + " " + code.string(Tag.CodingSchemeDesignator);
    }

    private Segmented assess(DataSet set) throws IOException {
        var assessor = new ScanAssessor(new AssessLimits(1_000_000, 64, 400));
        return (Segmented) assessor.assess(Phantom.write(folder, set), UUID.randomUUID());
    }
}
