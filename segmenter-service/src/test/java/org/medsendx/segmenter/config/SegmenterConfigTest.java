package org.medsendx.segmenter.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.medsendx.segmenter.derived.DerivedChoice.SegmentationCoding;
import org.medsendx.segmenter.instance.DerivedInstance.Form;

class SegmenterConfigTest {

    @Test
    void has_these_defaults() {
        var config =
                config(
                        Map.of(
                                "medsendx.segmenter.deidentified-dir", "/a",
                                "medsendx.segmenter.derived-dir", "/b"));

        assertThat(config.maxPixels()).isEqualTo(100_000_000);
        assertThat(config.maxFrames()).isEqualTo(64);
        assertThat(config.maxMeasuredPixels()).isEqualTo(100_000_000);
        assertThat(config.scansAtOnce()).isEmpty();
        assertThat(config.tissueSchemes()).isEmpty();
        assertThat(config.maxHighlightSide()).isEqualTo(800);
        assertThat(config.maxHighlightBytes()).isEqualTo(60_000);
        assertThat(config.derived().highlight()).containsExactly("ALL");
        assertThat(config.derived().highlightUp()).containsExactly("ALL");
        assertThat(config.derived().highlightsPerSeries()).isEqualTo(20);
        assertThat(config.derived().segmentation()).containsExactlyInAnyOrder("CT", "MG");
        assertThat(config.derived().segmentationUp()).containsExactlyInAnyOrder("CT", "MG");
        assertThat(config.derived().measurements()).containsExactly("ALL");
        assertThat(config.derived().measurementsUp()).containsExactly("ALL");
        assertThat(config.derived().thumbnail()).containsExactly("ALL");
        assertThat(config.derived().thumbnailUp()).containsExactly("ALL");
        assertThat(config.derived().thumbnailSide()).isEqualTo(128);
        assertThat(config.derived().segmentationCoding()).isEqualTo(SegmentationCoding.BINARY);
        assertThat(config.derived().form()).isEqualTo(Form.DEFLATED);
        assertThat(config.objectWait()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.retryFirst()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.retryLongest()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.logCheckEvery()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.models()).isEmpty();
        assertThat(config.modelsDir()).isEmpty();
        assertThat(config.model().timeLimit()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.model().memory()).isEqualTo(384);
        assertThat(config.model().threads()).isEqualTo(1);
        assertThat(config.catchUp().grace()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.catchUp().every()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.keep().uploadedFiles()).isEqualTo(Duration.ofDays(14));
        assertThat(config.keep().outbox()).isEqualTo(Duration.ofDays(30));
        assertThat(config.keep().ledger()).isEqualTo(Duration.ofDays(60));
        assertThat(config.keep().every()).isEqualTo(Duration.ofHours(1));
        assertThat(config.quality().clippedLook()).isEqualTo(0.01);
        assertThat(config.quality().clippedRepeat()).isEqualTo(0.10);
        assertThat(config.quality().fewValues()).isEqualTo(8);
        assertThat(config.quality().lowContrast()).isEqualTo(8);
        assertThat(config.quality().leastValid()).isEqualTo(0.10);
        assertThat(config.quality().cutOff()).isEqualTo(0.5);
        assertThat(config.quality().defectLines()).isEqualTo(1);
        assertThat(config.quality().defectPixels()).isEqualTo(50);
        assertThat(config.quality().gridPeak()).isEqualTo(6);
        assertThat(config.quality().ringScore()).isEqualTo(8);
        assertThat(config.quality().deviation()).isEqualTo(3);
        assertThat(config.quality().motion()).isEqualTo(0.4);
        assertThat(config.triage().base()).isEqualTo(50);
        assertThat(config.triage().stat()).isEqualTo(40);
        assertThat(config.triage().high()).isEqualTo(20);
        assertThat(config.triage().low()).isEqualTo(-20);
        assertThat(config.triage().repeat()).isEqualTo(30);
        assertThat(config.triage().look()).isEqualTo(10);
        assertThat(config.triage().unusual()).isEqualTo(15);
        assertThat(config.triage().unusualFrom()).isEqualTo(4);
        assertThat(config.triage().unusualFull()).isEqualTo(8);
        assertThat(config.triage().fleetAge()).isEqualTo(Duration.ofDays(90));
        assertThat(config.triage().leastScans()).isEqualTo(30);
        assertThat(config.triage().keptScans()).isEqualTo(200);
        assertThat(config.triage().kinds()).isEqualTo(300);
        assertThat(config.triage().rules()).isEmpty();
    }

    @Test
    void maps_every_key() {
        var config =
                config(
                        Map.ofEntries(
                                Map.entry(
                                        "medsendx.segmenter.deidentified-dir", "/mnt/deidentified"),
                                Map.entry("medsendx.segmenter.derived-dir", "/mnt/derived"),
                                Map.entry("medsendx.segmenter.max-pixels", "5000"),
                                Map.entry("medsendx.segmenter.max-frames", "3"),
                                Map.entry("medsendx.segmenter.max-measured-pixels", "7000"),
                                Map.entry("medsendx.segmenter.scans-at-once", "5"),
                                Map.entry(
                                        "medsendx.segmenter.tissue-schemes",
                                        "/etc/medsendx/schemes.yaml"),
                                Map.entry("medsendx.segmenter.max-highlight-side", "900"),
                                Map.entry("medsendx.segmenter.max-highlight-bytes", "80000"),
                                Map.entry("medsendx.segmenter.derived.highlight", "MG"),
                                Map.entry("medsendx.segmenter.derived.highlight-up", "NONE"),
                                Map.entry("medsendx.segmenter.derived.highlights-per-series", "30"),
                                Map.entry("medsendx.segmenter.derived.segmentation", "MR"),
                                Map.entry("medsendx.segmenter.derived.segmentation-up", "XA"),
                                Map.entry("medsendx.segmenter.derived.measurements", "CT,MG"),
                                Map.entry("medsendx.segmenter.derived.measurements-up", "CT"),
                                Map.entry("medsendx.segmenter.derived.thumbnail", "DX"),
                                Map.entry("medsendx.segmenter.derived.thumbnail-up", "CR"),
                                Map.entry("medsendx.segmenter.derived.thumbnail-side", "64"),
                                Map.entry(
                                        "medsendx.segmenter.derived.segmentation-coding",
                                        "smaller"),
                                Map.entry("medsendx.segmenter.derived.form", "plain"),
                                Map.entry("medsendx.segmenter.object-wait", "1m"),
                                Map.entry("medsendx.segmenter.retry-first", "100ms"),
                                Map.entry("medsendx.segmenter.retry-longest", "2m"),
                                Map.entry("medsendx.segmenter.log-check-every", "1m"),
                                Map.entry("medsendx.segmenter.models.CT", "lungs"),
                                Map.entry("medsendx.segmenter.models-dir", "/mnt/models"),
                                Map.entry("medsendx.segmenter.model.time-limit", "5s"),
                                Map.entry("medsendx.segmenter.model.memory", "512"),
                                Map.entry("medsendx.segmenter.model.threads", "2"),
                                Map.entry("medsendx.segmenter.catch-up.grace", "3m"),
                                Map.entry("medsendx.segmenter.catch-up.every", "2s"),
                                Map.entry("medsendx.segmenter.keep.uploaded-files", "3d"),
                                Map.entry("medsendx.segmenter.keep.outbox", "8d"),
                                Map.entry("medsendx.segmenter.keep.ledger", "9d"),
                                Map.entry("medsendx.segmenter.keep.every", "5m"),
                                Map.entry("medsendx.segmenter.quality.clipped-look", "0.02"),
                                Map.entry("medsendx.segmenter.quality.clipped-repeat", "0.2"),
                                Map.entry("medsendx.segmenter.quality.few-values", "9"),
                                Map.entry("medsendx.segmenter.quality.low-contrast", "10"),
                                Map.entry("medsendx.segmenter.quality.least-valid", "0.3"),
                                Map.entry("medsendx.segmenter.quality.cut-off", "0.6"),
                                Map.entry("medsendx.segmenter.quality.defect-lines", "2"),
                                Map.entry("medsendx.segmenter.quality.defect-pixels", "60"),
                                Map.entry("medsendx.segmenter.quality.grid-peak", "7"),
                                Map.entry("medsendx.segmenter.quality.ring-score", "9"),
                                Map.entry("medsendx.segmenter.quality.deviation", "4"),
                                Map.entry("medsendx.segmenter.quality.motion", "0.7"),
                                Map.entry("medsendx.segmenter.triage.base", "40"),
                                Map.entry("medsendx.segmenter.triage.stat", "41"),
                                Map.entry("medsendx.segmenter.triage.high", "21"),
                                Map.entry("medsendx.segmenter.triage.low", "-10"),
                                Map.entry("medsendx.segmenter.triage.repeat", "31"),
                                Map.entry("medsendx.segmenter.triage.look", "11"),
                                Map.entry("medsendx.segmenter.triage.unusual", "16"),
                                Map.entry("medsendx.segmenter.triage.unusual-from", "5"),
                                Map.entry("medsendx.segmenter.triage.unusual-full", "9"),
                                Map.entry("medsendx.segmenter.triage.fleet-age", "30d"),
                                Map.entry("medsendx.segmenter.triage.least-scans", "31"),
                                Map.entry("medsendx.segmenter.triage.kept-scans", "201"),
                                Map.entry("medsendx.segmenter.triage.kinds", "301"),
                                Map.entry("medsendx.segmenter.triage.rules", "CT/HEAD=15,MG=5")));

        assertThat(config.deidentifiedDir()).isEqualTo(Path.of("/mnt/deidentified"));
        assertThat(config.derivedDir()).isEqualTo(Path.of("/mnt/derived"));
        assertThat(config.maxPixels()).isEqualTo(5000);
        assertThat(config.maxFrames()).isEqualTo(3);
        assertThat(config.maxMeasuredPixels()).isEqualTo(7000);
        assertThat(config.scansAtOnce()).hasValue(5);
        assertThat(config.tissueSchemes()).contains(Path.of("/etc/medsendx/schemes.yaml"));
        assertThat(config.maxHighlightSide()).isEqualTo(900);
        assertThat(config.maxHighlightBytes()).isEqualTo(80_000);
        assertThat(config.derived().highlight()).containsExactly("MG");
        assertThat(config.derived().highlightUp()).containsExactly("NONE");
        assertThat(config.derived().highlightsPerSeries()).isEqualTo(30);
        assertThat(config.derived().segmentation()).containsExactly("MR");
        assertThat(config.derived().segmentationUp()).containsExactly("XA");
        assertThat(config.derived().measurements()).containsExactlyInAnyOrder("CT", "MG");
        assertThat(config.derived().measurementsUp()).containsExactly("CT");
        assertThat(config.derived().thumbnail()).containsExactly("DX");
        assertThat(config.derived().thumbnailUp()).containsExactly("CR");
        assertThat(config.derived().thumbnailSide()).isEqualTo(64);
        assertThat(config.derived().segmentationCoding()).isEqualTo(SegmentationCoding.SMALLER);
        assertThat(config.derived().form()).isEqualTo(Form.PLAIN);
        assertThat(config.objectWait()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.retryFirst()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.retryLongest()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.logCheckEvery()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.models()).containsExactly(Map.entry("CT", "lungs"));
        assertThat(config.modelsDir()).contains(Path.of("/mnt/models"));
        assertThat(config.model().timeLimit()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.model().memory()).isEqualTo(512);
        assertThat(config.model().threads()).isEqualTo(2);
        assertThat(config.catchUp().grace()).isEqualTo(Duration.ofMinutes(3));
        assertThat(config.catchUp().every()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.keep().uploadedFiles()).isEqualTo(Duration.ofDays(3));
        assertThat(config.keep().outbox()).isEqualTo(Duration.ofDays(8));
        assertThat(config.keep().ledger()).isEqualTo(Duration.ofDays(9));
        assertThat(config.keep().every()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.quality().clippedLook()).isEqualTo(0.02);
        assertThat(config.quality().clippedRepeat()).isEqualTo(0.2);
        assertThat(config.quality().fewValues()).isEqualTo(9);
        assertThat(config.quality().lowContrast()).isEqualTo(10);
        assertThat(config.quality().leastValid()).isEqualTo(0.3);
        assertThat(config.quality().cutOff()).isEqualTo(0.6);
        assertThat(config.quality().defectLines()).isEqualTo(2);
        assertThat(config.quality().defectPixels()).isEqualTo(60);
        assertThat(config.quality().gridPeak()).isEqualTo(7);
        assertThat(config.quality().ringScore()).isEqualTo(9);
        assertThat(config.quality().deviation()).isEqualTo(4);
        assertThat(config.quality().motion()).isEqualTo(0.7);
        assertThat(config.triage().base()).isEqualTo(40);
        assertThat(config.triage().stat()).isEqualTo(41);
        assertThat(config.triage().high()).isEqualTo(21);
        assertThat(config.triage().low()).isEqualTo(-10);
        assertThat(config.triage().repeat()).isEqualTo(31);
        assertThat(config.triage().look()).isEqualTo(11);
        assertThat(config.triage().unusual()).isEqualTo(16);
        assertThat(config.triage().unusualFrom()).isEqualTo(5);
        assertThat(config.triage().unusualFull()).isEqualTo(9);
        assertThat(config.triage().fleetAge()).isEqualTo(Duration.ofDays(30));
        assertThat(config.triage().leastScans()).isEqualTo(31);
        assertThat(config.triage().keptScans()).isEqualTo(201);
        assertThat(config.triage().kinds()).isEqualTo(301);
        assertThat(config.triage().rules()).hasValue(List.of("CT/HEAD=15", "MG=5"));
    }

    private static SegmenterConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .withMapping(SegmenterConfig.class)
                .build()
                .getConfigMapping(SegmenterConfig.class);
    }
}
