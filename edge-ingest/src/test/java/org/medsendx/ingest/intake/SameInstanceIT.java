package org.medsendx.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.net.Dcmtk;
import org.medsendx.ingest.Instances;

/** What dcmtk makes of an instance when it writes it anew is the same instance. */
class SameInstanceIT {

    private static final List<List<String>> WAYS =
            List.of(
                    List.of("+te", "-e", "+g"),
                    List.of("+te", "+e", "-g", "+p", "512", "512"),
                    List.of("+ti", "-e"),
                    List.of("+tb", "+e"));

    @TempDir Path folder;

    @Test
    void however_dcmconv_writes_a_generated_instance_it_is_the_same() throws Exception {
        Dcmtk.assumePresent("dcmconv");
        Path file = Instances.file(folder, Instances.ct("2.25.5", "Doe^Jane"));
        for (var way : WAYS) {
            Path converted = convert(file, way);
            assertThat(converted).exists();
            assertThat(SameInstance.inBoth(file, converted, ReadLimits.DEFAULT))
                    .as("%s", way)
                    .isTrue();
        }
    }

    @Test
    void however_dcmconv_writes_a_file_of_other_projects_it_is_the_same() throws Exception {
        Dcmtk.assumePresent("dcmconv");
        Path samples = Path.of("../../shared/samples");
        assumeTrue(Files.isDirectory(samples), "no samples of other projects here: skipped");
        var readable = new ArrayList<Path>();
        try (var files = Files.walk(samples)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".dcm")).sorted().toList()) {
                if (Files.size(file) < 2 << 20 && readsAlone(file)) {
                    readable.add(file);
                }
            }
        }
        int compared = 0;
        var different = new ArrayList<String>();
        for (int i = 0; i < readable.size(); i += 3) {
            Path file = readable.get(i);
            for (var way : WAYS.subList(i % 2, i % 2 + 2)) {
                Path converted = convert(file, way);
                if (Files.exists(converted)) {
                    compared++;
                    if (!SameInstance.inBoth(file, converted, ReadLimits.DEFAULT)) {
                        different.add(file.getFileName() + " " + way);
                    }
                    Files.delete(converted);
                }
            }
        }
        System.out.printf("%d files written anew, taken for another: %s%n", compared, different);
        assertThat(compared).isGreaterThan(20);
        assertThat(different).isEmpty();
    }

    private static boolean readsAlone(Path file) {
        try {
            return SameInstance.inBoth(file, file, ReadLimits.DEFAULT);
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private Path convert(Path file, List<String> way) throws Exception {
        Path converted = folder.resolve(file.getFileName() + ".converted");
        var command = new ArrayList<>(List.of("dcmconv", "-q"));
        command.addAll(way);
        command.addAll(List.of(file.toString(), converted.toString()));
        int status =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("dcmconv.log").toFile())
                        .start()
                        .waitFor();
        if (status != 0) {
            Files.deleteIfExists(converted);
        }
        return converted;
    }
}
