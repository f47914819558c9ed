package org.medsendx.deidentification.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

    @TempDir Path folder;

    @Test
    void creates_a_random_key_that_only_its_owner_can_read() throws Exception {
        Path one = folder.resolve("keys/one");
        Path two = folder.resolve("keys/two");

        assertThat(KeyFile.create(one)).isTrue();
        assertThat(KeyFile.create(two)).isTrue();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                .isEqualTo("rw-------");
        assertThat(KeyFile.read(one).id()).isNotEqualTo(KeyFile.read(two).id());
    }

    @Test
    void never_replaces_a_key() throws Exception {
        Path file = folder.resolve("key");
        KeyFile.create(file);
        String id = KeyFile.read(file).id();

        assertThat(KeyFile.create(file)).isFalse();

        assertThat(KeyFile.read(file).id()).isEqualTo(id);
    }

    @Test
    void reads_the_same_key_from_bytes_and_from_hex() throws Exception {
        Path bytes = secret("bytes", new byte[32]);
        Path hex = secret("hex", ("00".repeat(32) + "\n").getBytes(StandardCharsets.US_ASCII));

        assertThat(KeyFile.read(bytes).id()).isEqualTo(KeyFile.read(hex).id());
    }

    @Test
    void says_what_to_do_when_there_is_no_key() {
        assertThatThrownBy(() -> KeyFile.read(folder.resolve("absent")))
                .isInstanceOf(KeyFile.UnusableKeyException.class)
                .hasMessageContaining("does not exist")
                .hasMessageContaining("create-key");
    }

    @Test
    void refuses_a_key_that_others_can_read() throws IOException {
        Path file = secret("open", new byte[32]);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> KeyFile.read(file)).hasMessageContaining("0600");
    }

    @Test
    void refuses_what_is_no_key_without_quoting_it() throws IOException {
        Path file =
                secret(
                        "password",
                        "correct horse battery staple".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> KeyFile.read(file))
                .hasMessageContaining("is not a key")
                .hasMessageNotContaining("horse");
    }

    @Test
    void half_of_a_key_in_hex_is_no_key_although_it_has_32_bytes() throws Exception {
        Path file = folder.resolve("cut");
        KeyFile.create(file);
        Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), 32));

        assertThatThrownBy(() -> KeyFile.read(file)).hasMessageContaining("half of one");
    }

    @Test
    void what_a_power_cut_left_of_a_new_key_is_no_key_and_in_nobodys_way() throws Exception {
        Path file = folder.resolve("key");
        Files.writeString(folder.resolve("key.tmp"), "0011");

        assertThat(KeyFile.create(file)).isTrue();

        assertThat(KeyFile.read(file).id()).isNotEmpty();
        assertThat(folder.toFile().list()).containsExactly("key");
    }

    private Path secret(String name, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve(name), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }
}
