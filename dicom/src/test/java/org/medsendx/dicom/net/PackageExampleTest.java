package org.medsendx.dicom.net;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomReader;

/** The example in package-info does what it says, and is the one that runs here. */
class PackageExampleTest {

    private static final String SOURCES = "src/%s/java/org/medsendx/dicom/net/%s.java";

    @TempDir Path folder;

    private Optional<StoreStatus> example(Path path, StoreHandler handler) throws IOException {
        // example
        var options =
                new StorageScp.Options(
                        new InetSocketAddress("127.0.0.1", 0), // a free port
                        "NODE",
                        Set.of(), // everybody may call
                        Uid.storageClasses(),
                        16, // associations at a time
                        128 << 10); // bytes in a PDU
        try (var scp = StorageScp.listen(options, handler)) {
            var peer = new InetSocketAddress("127.0.0.1", scp.port());
            var wish =
                    new StorageScu.Proposal(
                            Uid.CTImageStorage, List.of(Uid.ExplicitVRLittleEndian));
            try (var scu =
                    StorageScu.open(peer, "NODE", "ME", List.of(wish), Duration.ofSeconds(30))) {
                var file = DicomReader.readMeta(path);
                return scu.store(
                        path,
                        file.dataSetPosition(),
                        requireNonNull(file.meta().sopClassUid()),
                        requireNonNull(file.meta().sopInstanceUid()),
                        file.meta().transferSyntaxUid());
            }
        }
        // end
    }

    @Test
    void stores_a_file() throws Exception {
        var file = SampleFile.write(folder.resolve("ct.dcm"), 1, 16);
        try (var node = new Node()) {
            assertThat(example(file.path(), node)).contains(StoreStatus.SUCCESS);
            assertThat(node.stored.get(file.sopInstanceUid())).isEqualTo(file.dataSet());
        }
    }

    @Test
    void is_word_for_word_in_the_package_documentation() throws IOException {
        List<String> here =
                Files.readAllLines(Path.of(SOURCES.formatted("test", "PackageExampleTest")));
        List<String> run =
                here.subList(indexOf(here, "// example") + 1, indexOf(here, "// end")).stream()
                        .map(line -> line.substring(8))
                        .toList();
        List<String> there = Files.readAllLines(Path.of(SOURCES.formatted("main", "package-info")));
        List<String> shown =
                there
                        .subList(indexOf(there, "* {@snippet :") + 1, indexOf(there, "*/") - 1)
                        .stream()
                        .map(line -> line.substring(3))
                        .toList();

        assertThat(run).isEqualTo(shown);
    }

    private static int indexOf(List<String> lines, String line) {
        return lines.stream().map(String::strip).toList().indexOf(line);
    }
}
