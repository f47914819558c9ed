package org.medsendx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;

/** What the launcher keeps so that a command starts faster is used, and nothing depends on it. */
class AheadIT {

    private static final String REHEARSING = "rehearsing";

    @TempDir private Path folder = Path.of("");
    private Path tree = Path.of("");
    private Path file = Path.of("");

    /** A tree of its own, of links to what is built, whose target/ no other run looks at. */
    @BeforeEach
    void make() throws IOException {
        tree = Files.createDirectory(folder.resolve("tree"));
        Files.copy(Tree.home().resolve("medsendx"), tree.resolve("medsendx"));
        for (String module : List.of("edge-ingest", "deidentification")) {
            Files.createSymbolicLink(tree.resolve(module), Tree.home().resolve(module));
        }
        file = folder.resolve("report.dcm");
        var report =
                new DataSet()
                        .putString(Tag.SOPClassUID, VR.UI, "1.2.840.10008.5.1.4.1.1.88.11")
                        .putString(Tag.SOPInstanceUID, VR.UI, "2.25.1")
                        .putString(Tag.Modality, VR.CS, "SR");
        DicomWriter.write(
                file,
                new FileMeta(report.string(Tag.SOPClassUID), "2.25.1", Uid.ExplicitVRLittleEndian),
                report);
    }

    private record Run(int status, String out, String err) {}

    private Run inspect(String javaOptions, String ahead) throws Exception {
        Path out = folder.resolve("stdout");
        Path err = folder.resolve("stderr");
        var command =
                new ArrayList<>(
                        List.of(tree.resolve("medsendx").toString(), "inspect", file.toString()));
        var builder = new ProcessBuilder(command);
        builder.environment().put("MEDSENDX_BUILD", "skip");
        builder.environment().put("MEDSENDX_AHEAD", ahead);
        builder.environment().put("JDK_JAVA_OPTIONS", javaOptions);
        builder.redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.redirectInput(Path.of("/dev/null").toFile());
        var process = builder.start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Run(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    private Path cache() throws IOException {
        try (var files = Files.list(tree.resolve("target/ahead"))) {
            var caches = files.filter(path -> path.toString().endsWith(".aot")).toList();
            assertThat(caches).hasSize(1);
            return caches.getFirst();
        }
    }

    @Test
    void is_made_once_is_used_from_then_on_and_a_command_never_fails_for_it() throws Exception {
        var without = inspect("", "off");
        assertThat(without.status()).isZero();
        assertThat(without.out()).contains("(0008,0060)", "SR");
        assertThat(tree.resolve("target")).doesNotExist();

        var first = inspect("", "auto");
        assertThat(first.err()).contains(REHEARSING);
        assertThat(first.status()).isZero();
        assertThat(first.out()).isEqualTo(without.out());
        try (var files = Files.list(tree.resolve("target/ahead"))) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .satisfiesExactlyInAnyOrder(
                            name -> assertThat(name).endsWith(".aot"),
                            name -> assertThat(name).isEqualTo("edge-ingest.log"));
        }
        byte[] whole = Files.readAllBytes(cache());
        assertThat(whole).isNotEmpty();

        Path loaded = folder.resolve("loaded");
        var second = inspect("-Xlog:class+load:file=" + loaded, "auto");
        assertThat(second.out()).isEqualTo(without.out());
        assertThat(second.err()).doesNotContain(REHEARSING);
        assertThat(Files.readString(loaded))
                .containsPattern(
                        "org\\.medsendx\\.ingest\\.inspect\\.InspectCommand source: shared");

        // Cut off, damaged, of something else, empty: as if there were none, and not a word.
        byte[] damaged = whole.clone();
        Arrays.fill(damaged, 0, 4096, (byte) 7);
        for (byte[] bad :
                List.of(
                        Arrays.copyOf(whole, whole.length / 2),
                        damaged,
                        "of something else".getBytes(StandardCharsets.US_ASCII),
                        new byte[0])) {
            Files.write(cache(), bad);
            var run = inspect("", "auto");
            assertThat(run.status()).isZero();
            assertThat(run.out()).isEqualTo(without.out());
            assertThat(run.err().lines())
                    .noneMatch(line -> !line.startsWith("NOTE: Picked up JDK_JAVA_OPTIONS"));
        }
    }

    @Test
    void where_it_cannot_be_kept_a_command_works_all_the_same() throws Exception {
        Files.writeString(tree.resolve("target"), "no folder");

        var run = inspect("", "auto");

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("(0008,0060)");
    }
}
