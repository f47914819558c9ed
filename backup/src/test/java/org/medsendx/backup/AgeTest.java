package org.medsendx.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of age, beside the program of that name where it is installed. */
class AgeTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int CHUNK = AgeChunks.BYTES;

    @TempDir Path folder;

    private static byte[] some(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] encrypt(byte[] plain, byte[]... recipients) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var age = new AgeOutput(out, List.of(recipients))) {
            age.write(plain);
        }
        return out.toByteArray();
    }

    private static byte[] decrypt(byte[] file, byte[] identity) throws IOException {
        try (var age = AgeInput.open(new ByteArrayInputStream(file), identity)) {
            return age.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK})
    void what_was_written_for_a_key_is_opened_with_it(int length) throws Exception {
        byte[] identity = AgeKey.newIdentity(RANDOM);
        byte[] another = AgeKey.newIdentity(RANDOM);
        byte[] plain = some(length);

        byte[] file = encrypt(plain, AgeKey.recipientOf(another), AgeKey.recipientOf(identity));

        assertThat(decrypt(file, identity)).isEqualTo(plain);
        assertThat(decrypt(file, another)).isEqualTo(plain);
        assertThatThrownBy(() -> decrypt(file, AgeKey.newIdentity(RANDOM)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not made for this key");
    }

    @Test
    void nothing_that_was_changed_or_cut_off_is_opened() throws Exception {
        byte[] identity = AgeKey.newIdentity(RANDOM);
        byte[] file = encrypt(some(2 * CHUNK + 10), AgeKey.recipientOf(identity));
        var random = new Random(7);
        for (int i = 0; i < 60; i++) {
            byte[] changed = file.clone();
            changed[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
            byte[] shorter = Arrays.copyOf(file, random.nextInt(file.length));

            assertThatThrownBy(() -> decrypt(changed, identity)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> decrypt(shorter, identity)).isInstanceOf(IOException.class);
        }
        // At the border of two pieces, where each piece is genuine.
        byte[] cut = Arrays.copyOf(file, file.length - 10 - AgeChunks.TAG);
        assertThatThrownBy(() -> decrypt(cut, identity)).hasMessageContaining("cut off");
    }

    @Test
    void a_key_with_a_wrong_letter_is_none() throws Exception {
        byte[] identity = AgeKey.newIdentity(RANDOM);
        String text = AgeKey.identityText(identity);
        String recipient = AgeKey.recipientText(AgeKey.recipientOf(identity));

        assertThat(AgeKey.identity(text)).isEqualTo(identity);
        assertThat(AgeKey.recipient(recipient)).isEqualTo(AgeKey.recipientOf(identity));
        String wrong =
                text.substring(0, 30) + (text.charAt(30) == 'Q' ? 'P' : 'Q') + text.substring(31);
        assertThatThrownBy(() -> AgeKey.identity(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain(text.substring(20, 30));
        assertThatThrownBy(() -> AgeKey.recipient(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void age_opens_our_files_and_we_open_those_of_age() throws Exception {
        boolean there = Files.isExecutable(Path.of("/usr/bin/age"));
        Assumptions.assumeTrue(
                there || "required".equals(System.getenv("MEDSENDX_PEERS")),
                "age is not installed");
        run("age-keygen", "-o", "key");
        Path key = folder.resolve("key");
        byte[] identity = KeyFiles.identity(key);
        String recipient = AgeKey.recipientText(AgeKey.recipientOf(identity));
        assertThat(Files.readString(key)).contains("# public key: " + recipient + "\n");
        for (int length : new int[] {0, 1, CHUNK, CHUNK + 1, 1_000_003}) {
            Files.write(folder.resolve("plain"), some(length));

            run("age", "-r", recipient, "-o", "theirs", "plain");
            Files.write(folder.resolve("ours"), encrypt(some(length), AgeKey.recipient(recipient)));
            run("age", "-d", "-i", "key", "-o", "opened", "ours");

            assertThat(decrypt(Files.readAllBytes(folder.resolve("theirs")), identity))
                    .isEqualTo(some(length));
            // It makes no file of nothing.
            if (length > 0) {
                assertThat(Files.readAllBytes(folder.resolve("opened"))).isEqualTo(some(length));
            }
        }
    }

    private void run(String... command) throws Exception {
        var process = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
