package org.medsendx.segmenter.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.deidentified.DerivedKind;

class DerivedFilesTest {

    private static final UUID OBJECT = UUID.fromString("0a1b2c3d-0000-4000-8000-000000000000");

    @TempDir private Path volume;

    @Test
    void writes_a_picture_where_the_uplink_looks_for_it() throws IOException {
        var path = new DerivedFiles(volume).write(OBJECT, DerivedKind.HIGHLIGHT, new byte[] {1, 2});

        assertThat(path).isEqualTo("0a/0a1b2c3d-0000-4000-8000-000000000000/highlighted_scan.png");
        assertThat(volume.resolve(path)).hasBinaryContent(new byte[] {1, 2});
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(volume.resolve(path))))
                .isEqualTo("rw-r-----");
    }

    @Test
    void replaces_a_picture_and_the_rest_of_a_crash() throws IOException {
        var files = new DerivedFiles(volume);
        var path = files.write(OBJECT, DerivedKind.HIGHLIGHT, new byte[] {1});
        Files.write(volume.resolve(path + ".tmp"), new byte[] {9, 9, 9});

        files.write(OBJECT, DerivedKind.HIGHLIGHT, new byte[] {2});

        assertThat(volume.resolve(path)).hasBinaryContent(new byte[] {2});
        try (var left = Files.list(volume.resolve(path).getParent())) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void writes_all_of_an_object_and_leaves_nothing_else() throws IOException {
        var files = new DerivedFiles(volume);
        Files.createDirectories(volume.resolve("0a"));
        files.write(OBJECT, DerivedKind.THUMBNAIL, new byte[] {7});

        files.writeAll(
                OBJECT,
                Map.of(
                        DerivedKind.THUMBNAIL, new byte[] {1},
                        DerivedKind.SEGMENTATION, new byte[] {2}));

        var folder = volume.resolve("0a").resolve(OBJECT.toString());
        assertThat(folder.resolve("thumbnail.png")).hasBinaryContent(new byte[] {1});
        assertThat(folder.resolve("segmentation.dcm")).hasBinaryContent(new byte[] {2});
        try (var left = Files.list(folder)) {
            assertThat(left).hasSize(2);
        }
    }

    @Test
    void a_line_of_a_version_that_made_no_more_than_a_picture_is_still_read() throws IOException {
        var assessed = getClass().getResourceAsStream("/samples/scans.assessed.v1/ct.json");
        String line =
                """
                {"objectId":"%s","inputSha256":"%s","inputFile":"objects/a.dcm","assessed":%s,
                 "highlight":"0a/a/highlighted_scan.png"}
                """
                        .formatted(
                                OBJECT,
                                "ab".repeat(32),
                                new String(assessed.readAllBytes(), StandardCharsets.UTF_8));

        var record = EventCodec.JSON.readValue(line, ScanRecord.class);

        assertThat(record.derived()).isEmpty();
        assertThat(record.inSeries()).isNull();
        assertThat(record.highlight()).isEqualTo("0a/a/highlighted_scan.png");
        new DerivedFiles(volume).deleteKept(record);
    }
}
