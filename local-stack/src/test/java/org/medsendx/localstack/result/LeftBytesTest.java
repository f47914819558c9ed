package org.medsendx.localstack.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftBytesTest {

    @TempDir private Path folder = Path.of("");

    private Path file(Path file, int bytes) throws IOException {
        return Files.write(file, new byte[bytes]);
    }

    @Test
    void counts_what_left_by_kind_and_all_of_it_over_all_that_was_sent() throws IOException {
        var out = OutFolder.prepare(folder.resolve("out"));
        file(out.deidentified().resolve("a.dcm"), 300);
        file(out.deidentified().resolve("b.dcm"), 400);
        file(out.highlights().resolve("a.png"), 60);
        file(out.derived().resolve("a.seg.dcm"), 11);
        file(out.derived().resolve("a.sr.dcm"), 4);
        file(out.derived().resolve("a.thumbnail.png"), 7);
        file(out.reports().resolve("a.report.json"), 8);
        file(out.reports().resolve("report-signing.pub.pem"), 5000);
        var inputs =
                List.of(file(folder.resolve("1"), 1000), file(folder.resolve("withheld"), 1000));

        var left = LeftBytes.of(inputs, out, 10, 0);

        assertThat(left.sent()).isEqualTo(2000);
        assertThat(left.left())
                .containsEntry("instances", 700L)
                .containsEntry("highlight", 60L)
                .containsEntry("segmentation", 11L)
                .containsEntry("measurements", 4L)
                .containsEntry("thumbnail", 7L)
                .containsEntry("report", 8L)
                .containsEntry("events", 10L);
        assertThat(left.share()).isCloseTo(0.4, within(1e-9));
        assertThat(left.text()).contains("sent by scanners", "0.400 of what was sent");
    }
}
