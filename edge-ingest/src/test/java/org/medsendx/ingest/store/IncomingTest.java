package org.medsendx.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigestSpi;
import java.security.Provider;
import java.security.Security;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Sha256;

class IncomingTest {

    private static final AtomicLong HASHED = new AtomicLong();
    private static final byte[] SENT = "what was sent".repeat(500).getBytes(StandardCharsets.UTF_8);
    private static final byte[] HEAD = "our head".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;
    private final Provider provider = new Counting();

    @BeforeEach
    void count() {
        Security.insertProviderAt(provider, 1);
        HASHED.set(0);
    }

    @AfterEach
    void leave() {
        Security.removeProvider(provider.getName());
    }

    @Test
    void a_whole_file_is_hashed_once() throws IOException {
        Incoming.Sealed sealed = seal(new byte[0]);

        assertThat(HASHED).hasValue(SENT.length);
        leave();
        assertThat(sealed.sha256()).isEqualTo(Sha256.of(SENT)).isEqualTo(Sha256.of(sealed.file()));
        assertThat(sealed.sentSha256()).isEqualTo(sealed.sha256());
    }

    @Test
    void behind_our_head_what_was_sent_has_a_digest_of_its_own() throws IOException {
        Incoming.Sealed sealed = seal(HEAD);

        assertThat(HASHED).hasValue(2L * SENT.length + HEAD.length);
        leave();
        assertThat(sealed.sha256()).isEqualTo(Sha256.of(sealed.file()));
        assertThat(sealed.sentSha256()).isEqualTo(Sha256.of(SENT));
    }

    private Incoming.Sealed seal(byte[] head) throws IOException {
        try (var incoming =
                Incoming.create(
                        UUID.randomUUID(),
                        folder.resolve("one.part"),
                        () -> {},
                        Runnable::run,
                        head)) {
            incoming.write(SENT);
            return incoming.seal();
        }
    }

    private static final class Counting extends Provider {
        private static final long serialVersionUID = 1L;

        Counting() {
            super("Counting", "1", "counts bytes");
            put("MessageDigest.SHA-256", CountingSha256.class.getName());
        }
    }

    /** SHA-256 of the platform. */
    public static final class CountingSha256 extends MessageDigestSpi {

        private final java.security.MessageDigest digest;

        /** Called by the platform. */
        public CountingSha256() throws java.security.GeneralSecurityException {
            digest = java.security.MessageDigest.getInstance("SHA-256", "SUN");
        }

        @Override
        protected void engineUpdate(byte input) {
            HASHED.incrementAndGet();
            digest.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            HASHED.addAndGet(length);
            digest.update(input, offset, length);
        }

        @Override
        protected byte[] engineDigest() {
            return digest.digest();
        }

        @Override
        protected void engineReset() {
            digest.reset();
        }
    }
}
