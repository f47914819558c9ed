package org.medsendx.deidentification.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.deidentification.Instances;
import org.medsendx.deidentification.release.Release;
import org.medsendx.deidentification.release.Releaser;
import org.medsendx.deidentification.rules.Profile;
import org.medsendx.deidentification.vault.VaultKey;
import org.medsendx.dicom.io.ReadLimits;

class RandomTableTest {

    private static final VaultKey VAULT = VaultKey.of(new byte[32]);

    @TempDir Path folder;

    @Test
    void draws_once_and_remembers_across_restarts() throws IOException {
        byte[] first;
        String id;
        try (var table = open()) {
            long begun = table.begin();
            first = table.code(Purpose.UID, "1.2.3");
            table.settle(begun);
            id = table.id();
            assertThat(table.code(Purpose.UID, "1.2.3")).isEqualTo(first);
        }
        try (var table = open()) {
            assertThat(table.code(Purpose.UID, "1.2.3")).isEqualTo(first);
            assertThat(table.id()).isEqualTo(id).matches("random-[0-9a-f]{16}");
        }
    }

    @Test
    void gives_different_codes_to_different_purposes_and_parts_and_tables() throws IOException {
        try (var table = open();
                var other = RandomTable.open(folder.resolve("other"), VAULT)) {
            Set<List<Byte>> codes = new HashSet<>();
            codes.add(list(table.code(Purpose.UID, "ab", "c")));
            codes.add(list(table.code(Purpose.UID, "a", "bc")));
            codes.add(list(table.code(Purpose.PATIENT, "ab", "c")));
            codes.add(list(table.code(Purpose.UID)));
            // Drawn, not computed: the same key and the same parts tell nothing.
            codes.add(list(other.code(Purpose.UID, "ab", "c")));

            assertThat(codes).hasSize(5);
        }
    }

    @Test
    void gives_one_code_to_all_who_ask_at_once() throws Exception {
        try (var table = open();
                var pool = Executors.newFixedThreadPool(8)) {
            Callable<List<String>> asks =
                    () -> {
                        var codes = new ArrayList<String>();
                        long begun = table.begin();
                        for (int i = 0; i < 50; i++) {
                            codes.add(table.hex(Purpose.UID, 64, "1.2." + i));
                        }
                        table.settle(begun);
                        return codes;
                    };
            var answers = new HashSet<List<String>>();
            for (var future : pool.invokeAll(java.util.Collections.nCopies(8, asks))) {
                answers.add(future.get());
            }

            assertThat(answers).hasSize(1);
            try (var again =
                    RandomTable.open(
                            Files.copy(folder.resolve("random"), folder.resolve("copy")), VAULT)) {
                assertThat(again.hex(Purpose.UID, 64, "1.2.7"))
                        .isEqualTo(answers.iterator().next().get(7));
            }
        }
    }

    @Test
    void makes_released_copies_that_are_the_same_after_a_restart() throws IOException {
        Path original = Instances.write(Instances.ct(), folder.resolve("in.dcm"));
        byte[] first = released(original);

        byte[] second = released(original);

        assertThat(second).isEqualTo(first);
        String keyed = new UidMapper(Instances.key()).map(Instances.INSTANCE);
        assertThat(new String(first, StandardCharsets.ISO_8859_1)).doesNotContain(keyed);
        assertThat(
                        new String(
                                Files.readAllBytes(folder.resolve("random")),
                                StandardCharsets.ISO_8859_1))
                .doesNotContain(Instances.INSTANCE, "4711");
    }

    private byte[] released(Path original) throws IOException {
        Path copy = folder.resolve("out.dcm");
        try (var table = open()) {
            var releaser = new Releaser(Profile.truck(), table, "", ReadLimits.DEFAULT);
            Release release = releaser.release(original, Instances.TRUCK, copy);
            assertThat(release).isInstanceOf(Release.Released.class);
        }
        return Files.readAllBytes(copy);
    }

    private static List<Byte> list(byte[] bytes) {
        var list = new ArrayList<Byte>();
        for (byte b : bytes) {
            list.add(b);
        }
        return list;
    }

    private RandomTable open() throws IOException {
        return RandomTable.open(folder.resolve("random"), VAULT);
    }
}
