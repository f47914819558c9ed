package org.medsendx.segmenter.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.deidentified.Segmentation.Method;
import org.medsendx.contracts.deidentified.Segmentation.Method.Kind;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.segmenter.Phantom;
import org.medsendx.segmenter.assess.ScanJudge;
import org.medsendx.segmenter.feature.Field;
import org.medsendx.segmenter.feature.Padding;
import org.medsendx.segmenter.feature.ValueScale;
import org.medsendx.segmenter.pipeline.AssessLimits;
import org.medsendx.segmenter.pipeline.Assessment.Segmented;
import org.medsendx.segmenter.pipeline.ScanAssessor;
import org.medsendx.segmenter.tissue.TissueSchemes;

/** Models in the place of k-means, and what happens where they fail. */
class ModelsTest {

    private static final UUID OBJECT = UUID.fromString("0a1b2c3d-0000-4000-8000-000000000000");
    private static final AssessLimits LIMITS = new AssessLimits(1 << 24, 64, 400);

    @TempDir private Path folder;

    private Models models(String name, Duration limit) {
        return new Models(
                new Models.Settings(Map.of("ct", name), folder, limit, TestModels.MEMORY, 1));
    }

    private Models models(String name) {
        return models(name, Duration.ofSeconds(60));
    }

    private Segmented assess(Models models, DataSet set) throws IOException {
        var file = Phantom.write(folder, set);
        return (Segmented)
                new ScanAssessor(LIMITS, TissueSchemes.shipped(), ScanJudge.standard(), models)
                        .assess(file, OBJECT);
    }

    private static Method method(Segmented segmented) {
        return Objects.requireNonNull(segmented.segmentation().method());
    }

    private @Nullable String fallback(String name) throws IOException {
        try (var models = models(name)) {
            return method(assess(models, Phantom.ct(64, 64, 1).dataSet())).fallback();
        }
    }

    @Test
    void a_model_that_is_set_makes_the_classes() throws IOException {
        var phantom = Phantom.discs("CT", 100, 140, 4, new int[] {24, 1064, 1824}, 120);
        try (var models = models("phantom-ct")) {
            var segmented = assess(models, phantom.dataSet());

            assertThat(method(segmented).kind()).isEqualTo(Kind.MODEL);
            assertThat(Objects.requireNonNull(method(segmented).model()).name())
                    .isEqualTo("phantom-ct");
            assertThat(segmented.features().tissues())
                    .extracting("label")
                    .containsExactly("air", "soft-tissue", "bone");
            assertThat(segmented.features().tissues().stream().mapToDouble(t -> t.fraction()).sum())
                    .isBetween(0.999999, 1.000001);
            assertThat(models.mapped()).isEqualTo(1);
            assertThat(segmented.tissues().model())
                    .startsWith("phantom-ct 1 ")
                    .hasSizeLessThanOrEqualTo(64);

            var again = assess(models, phantom.dataSet());
            assertThat(again.features()).isEqualTo(segmented.features());
        }
    }

    @Test
    void scans_without_a_model_are_clustered_as_ever_and_say_nothing_of_models()
            throws IOException {
        try (var models = models("phantom-ct")) {
            var segmented = assess(models, Phantom.mammogram(64, 64, 1).dataSet());

            assertThat(segmented.segmentation().method()).isNull();
            assertThat(models.running()).isNull();
        }
    }

    @Test
    void what_is_wrong_with_a_package_is_told_and_k_means_stands_in() throws IOException {
        var network = CraftedNetworks.convolution();
        TestModels.write(folder, "digest", network, Map.of("sha256", "0".repeat(64)));
        TestModels.write(folder, "no-line", network, Map.of("licence", ""));
        TestModels.write(folder, "other-name", network, Map.of("name", "somebody"));
        TestModels.write(folder, "for-mg", network, Map.of("for", "{modality: MG}"));
        TestModels.write(
                folder, "for-a-view", network, Map.of("for", "{modality: CT, views: [X]}"));
        TestModels.write(folder, "foreign", CraftedNetworks.threeLabels(), Map.of());
        Files.delete(TestModels.write(folder, "gone", network, Map.of()).resolve("model.onnx"));
        TestModels.write(
                folder,
                "wants-spacing",
                network,
                Map.of(
                        "input",
                        "{values: HU, spacing: [1, 1], normalisation: {kind: none}, patch: [8, 8],"
                                + " overlap: 0}"));
        TestModels.write(
                folder,
                "wants-a-volume",
                network,
                Map.of(
                        "input",
                        "{values: HU, normalisation: {kind: none}, patch: [4, 8, 8], overlap: 0}"));

        assertThat(fallback("nothing")).isEqualTo("model-missing");
        assertThat(fallback("../phantom-ct")).isEqualTo("model-missing");
        assertThat(fallback("gone")).isEqualTo("model-missing");
        assertThat(fallback("digest")).isEqualTo("model-digest");
        assertThat(fallback("no-line")).isEqualTo("model-manifest");
        assertThat(fallback("other-name")).isEqualTo("model-manifest");
        assertThat(fallback("for-mg")).isEqualTo("model-for-another-scan");
        assertThat(fallback("for-a-view")).isEqualTo("model-for-another-scan");
        assertThat(fallback("foreign")).isEqualTo("model-foreign");
        assertThat(fallback("wants-spacing")).isEqualTo("model-lacks-geometry");
        assertThat(fallback("wants-a-volume")).isEqualTo("model-size");
    }

    @Test
    void k_means_in_the_place_of_a_model_is_the_same_as_without_one() throws IOException {
        var set = Phantom.ct(64, 64, 1).dataSet();
        var plain = assess(Models.none(), set);
        try (var models = models("nothing")) {
            var instead = assess(models, set);

            assertThat(instead.features()).isEqualTo(plain.features());
            assertThat(Arrays.equals(instead.highlight(), plain.highlight())).isTrue();
            assertThat(method(instead)).isEqualTo(new Method(Kind.K_MEANS, null, "model-missing"));
            assertThat(models.refused()).isEqualTo(1);
        }
    }

    @Test
    void a_model_that_hangs_is_ended_in_its_time_and_rests() throws IOException {
        TestModels.write(folder, "loops", CraftedNetworks.loop(), Map.of());
        try (var models = models("loops", Duration.ofSeconds(3))) {
            var set = Phantom.ct(64, 64, 1).dataSet();
            long began = System.nanoTime();
            var first = method(assess(models, set));
            var waited = Duration.ofNanos(System.nanoTime() - began);
            assertThat(models.running()).isNull();
            var second = method(assess(models, set));

            assertThat(first.fallback()).isEqualTo("model-slow");
            assertThat(Objects.requireNonNull(first.model()).sha256())
                    .isEqualTo(TestModels.digest(CraftedNetworks.loop()));
            assertThat(waited).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(20));
            assertThat(second.fallback()).isEqualTo("model-resting");
        }
    }

    @Test
    void a_model_whose_process_is_lost_rests_too_and_nothing_stays() throws IOException {
        TestModels.write(folder, "hungry", CraftedNetworks.hungry(), Map.of());
        try (var models = models("hungry")) {
            assertThat(method(assess(models, Phantom.ct(64, 64, 1).dataSet())).fallback())
                    .isEqualTo("model-memory");
            assertThat(models.running()).isNull();
        }
    }

    @Test
    void the_process_goes_when_the_service_stops() throws IOException {
        var models = models("phantom-ct");
        assess(models, Phantom.ct(64, 64, 1).dataSet());
        long pid = Objects.requireNonNull(models.running()).pid();
        assertThat(ProcessHandle.of(pid)).isPresent();

        models.close();

        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(method(assess(models, Phantom.ct(64, 64, 1).dataSet())).fallback())
                .isEqualTo("model-crashed");
    }

    @Test
    void a_package_may_be_a_zip() throws IOException {
        var network = CraftedNetworks.convolution();
        try (var zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("packed.zip")))) {
            zip.putNextEntry(new ZipEntry("manifest.yaml"));
            zip.write(
                    TestModels.manifest("packed", network, Map.of())
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("model.onnx"));
            zip.write(network);
        }

        assertThat(fallback("packed")).isNull();
    }

    @Test
    void a_volume_is_seen_across_its_slices() throws Exception {
        TestModels.write(
                folder,
                "slices",
                CraftedNetworks.acrossSlices(4, 8),
                Map.of(
                        "input",
                        "{values: rescaled, normalisation: {kind: none}, patch: [4, 8, 8],"
                                + " overlap: 0.5}"));
        int slices = 7;
        var random = new Random(2);
        var stored = new int[slices][11 * 9];
        for (var slice : stored) {
            for (int i = 0; i < slice.length; i++) {
                slice[i] = random.nextInt(200) - 100;
            }
        }
        int[] all = {0, 1, 2, 3, 4, 5, 6};
        Learned learned;
        try (var models = models("slices")) {
            learned =
                    models.ask(
                            new ScanPixels(
                                    new DataSet(),
                                    "CT",
                                    slices,
                                    all,
                                    all,
                                    ValueScale.of(1, 0, false),
                                    Field.whole(11, 9),
                                    Padding.NONE,
                                    frame -> stored[frame]));
        }

        assertThat(learned).isInstanceOf(Learned.Mapped.class);
        var mapped = (Learned.Mapped) learned;
        assertThat(mapped.found())
                .extracting(f -> f.tissue().label())
                .containsExactly("low", "high");
        // Where a patch ends its network sees zeros beyond, which blending outweighs; in the middle
        // of the volume and far from a seam the sum of three slices decides.
        int agreeing = 0;
        int inner = 0;
        for (int slice = 1; slice < slices - 1; slice++) {
            for (int i = 0; i < 99; i++) {
                int sum = stored[slice - 1][i] + stored[slice][i] + stored[slice + 1][i];
                inner++;
                agreeing += mapped.map(slice).at(i / 9, i % 9) == (sum > 0 ? 1 : 0) ? 1 : 0;
            }
        }
        assertThat((double) agreeing / inner).isGreaterThan(0.85);
        for (int i = 0; i < 99; i++) {
            assertThat(mapped.map(0).at(i / 9, i % 9))
                    .isEqualTo(stored[0][i] + stored[1][i] > 0 ? 1 : 0);
        }
    }

    @Test
    void spacing_and_orientation_of_the_model_change_nothing_about_whose_pixels_are_counted()
            throws IOException {
        TestModels.write(
                folder,
                "turned",
                CraftedNetworks.convolution(),
                Map.of(
                        "input",
                        "{values: HU, spacing: [2, 2], orientation: [P, L], normalisation: {kind:"
                                + " window, low: -1000, high: 1000}, patch: [8, 8], overlap: 0.5}"));
        var set = Phantom.ct(60, 90, 3).dataSet();
        set.putString(Tag.PixelSpacing, VR.DS, "1", "1");
        set.putString(Tag.ImageOrientationPatient, VR.DS, "1", "0", "0", "0", "1", "0");
        set.put(
                new Element.Value(
                        Tag.PixelData, VR.OW, Phantom.pixels(Phantom.ct(60, 90, 3).stored())));
        try (var models = models("turned")) {
            var segmented = assess(models, set);

            assertThat(method(segmented).kind()).isEqualTo(Kind.MODEL);
            // Its kernel sums 16 to a window of 0 to 1, less 3: soft tissue and bone are high.
            assertThat(segmented.features().tissues().get(0).centre()).isLessThan(-900);
            assertThat(segmented.features().tissues().get(1).centre()).isGreaterThan(0);
        }
    }
}
