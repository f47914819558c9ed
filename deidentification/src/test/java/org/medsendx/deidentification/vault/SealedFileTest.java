package org.medsendx.deidentification.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedFileTest {

    private static final VaultKey KEY = VaultKey.of(new byte[32]);
    private static final String SECRET = "Brandtmueller^Elodie";

    @TempDir Path folder;

    @Test
    void gives_back_what_was_written_and_shows_nothing_of_it_on_disk() throws IOException {
        write(3);

        assertThat(contents(KEY)).containsExactly(SECRET + 0, SECRET + 1, SECRET + 2);
        assertThat(new String(Files.readAllBytes(file()), StandardCharsets.ISO_8859_1))
                .doesNotContain("Brandt", "Elodie");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void says_that_a_key_is_the_wrong_one() throws IOException {
        write(1);
        var secret = new byte[32];
        secret[0] = 1;

        assertThatThrownBy(() -> contents(VaultKey.of(secret)))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("not written with this key");
        assertThatThrownBy(() -> SealedFile.readOnly(file(), KEY, "another", (id, at) -> {}))
                .isInstanceOf(VaultException.class);
    }

    @Test
    void says_that_a_record_was_changed_whichever_byte_of_it() throws IOException {
        List<Long> positions = write(2);
        byte[] good = Files.readAllBytes(file());
        int begin = (int) (positions.getLast() + 4);

        for (int at = begin; at < good.length; at += 7) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            Files.write(file(), bad);

            assertThatThrownBy(() -> contents(KEY))
                    .as("byte %d", at)
                    .isInstanceOf(VaultException.class)
                    .hasMessageContaining("was changed")
                    .hasMessageNotContaining("Brandt");
        }
    }

    @Test
    void says_that_a_record_was_moved() throws IOException {
        List<Long> positions = write(2);
        byte[] bytes = Files.readAllBytes(file());
        int first = (int) (long) positions.get(0);
        int second = (int) (long) positions.get(1);
        byte[] swapped = bytes.clone();
        System.arraycopy(bytes, second, swapped, first, second - first);
        System.arraycopy(bytes, first, swapped, second, second - first);
        Files.write(file(), swapped);

        assertThatThrownBy(() -> contents(KEY)).hasMessageContaining("was changed");
    }

    @Test
    void puts_aside_what_a_power_cut_tore_and_goes_on() throws IOException {
        List<Long> positions = write(2);
        byte[] bytes = Files.readAllBytes(file());
        for (int length = (int) (positions.get(1) + 1); length < bytes.length; length += 11) {
            Files.write(file(), Arrays.copyOf(bytes, length));

            assertThat(contents(KEY)).containsExactly(SECRET + 0);
            try (var sealed = SealedFile.open(file(), KEY, "test", (id, at) -> {})) {
                sealed.write(new byte[32], "next".getBytes(StandardCharsets.US_ASCII));
                sealed.force(0);
            }

            assertThat(contents(KEY)).containsExactly(SECRET + 0, "next");
            assertThat(folder.resolve("table.torn-" + positions.get(1))).exists();
        }
    }

    @Test
    void belongs_to_one_writer_and_can_be_read_meanwhile() throws IOException {
        write(1);
        try (var writer = SealedFile.open(file(), KEY, "test", (id, at) -> {})) {
            assertThatThrownBy(() -> SealedFile.open(file(), KEY, "test", (id, at) -> {}))
                    .hasMessageContaining("in use");
            writer.write(new byte[32], "more".getBytes(StandardCharsets.US_ASCII));

            assertThat(contents(KEY)).containsExactly(SECRET + 0, "more");
        }
    }

    private List<Long> write(int records) throws IOException {
        var positions = new ArrayList<Long>();
        try (var sealed = SealedFile.open(file(), KEY, "test", (id, at) -> {})) {
            for (int i = 0; i < records; i++) {
                positions.add(
                        sealed.write(
                                new byte[32], (SECRET + i).getBytes(StandardCharsets.US_ASCII)));
            }
            sealed.force(0);
        }
        return positions;
    }

    private List<String> contents(VaultKey key) throws IOException {
        var positions = new ArrayList<Long>();
        var contents = new ArrayList<String>();
        try (var sealed = SealedFile.readOnly(file(), key, "test", (id, at) -> positions.add(at))) {
            for (long position : positions) {
                contents.add(new String(sealed.read(position), StandardCharsets.US_ASCII));
            }
        }
        return contents;
    }

    private Path file() {
        return folder.resolve("table");
    }
}
