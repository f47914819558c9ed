package org.medsendx.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeded mutations of whole conversations. */
class FuzzTest {

    private static final int CODEC_ROUNDS = 20_000;
    private static final int SERVICE_ROUNDS = 300;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void codecs_answer_any_bytes_with_a_value_or_their_own_exception(long seed) {
        var random = new Random(seed);
        List<byte[]> originals = new ArrayList<>();
        PduCodecTest.pdus().forEach(pdu -> originals.add(PduEncoder.encode(pdu)));
        for (int i = 0; i < CODEC_ROUNDS; i++) {
            byte[] original = originals.get(random.nextInt(originals.size()));
            byte[] mutated = mutate(original, random, 6);
            ByteBuffer body = ByteBuffer.wrap(mutated, 6, mutated.length - 6).slice();
            try {
                PduDecoder.decode(1 + random.nextInt(7), body);
            } catch (PduException e) {
                assertThat(e).hasMessageNotContaining("NODE");
            }
            try {
                CommandSet.decode(ByteBuffer.wrap(mutate(Raw.store(1).encode(), random, 0)));
            } catch (PduException e) {
                assertThat(e.reason()).isEqualTo(PduException.Reason.NOT_SPECIFIED);
            }
        }
    }

    @Test
    void service_survives_mutated_conversations_and_goes_on() throws IOException {
        try (var node =
                new Node(o -> o.withTimeouts(Duration.ofMillis(200), Duration.ofMillis(200)))) {
            var random = new Random(4);
            byte[] conversation = conversation();
            for (int i = 0; i < SERVICE_ROUNDS; i++) {
                try (var raw = new Raw(node)) {
                    raw.socket.setSoTimeout(10_000);
                    raw.send(mutate(conversation, random, 0));
                    raw.socket.shutdownOutput();
                    // Whatever the answers are, the connection comes to an end.
                    byte[] sink = new byte[4096];
                    while (raw.socket.getInputStream().read(sink) >= 0) {}
                } catch (SocketTimeoutException e) {
                    throw new AssertionError("round " + i + " hangs", e);
                } catch (IOException e) {
                    // A reset is an end as well.
                }
            }
            try (var scu = node.call()) {
                assertThat(scu.echo().success()).isTrue();
            }
        }
    }

    private static byte[] conversation() {
        var out = new ByteArrayOutputStream();
        out.writeBytes(PduEncoder.encode(Raw.request("NODE", 4096)));
        out.writeBytes(
                PduEncoder.encode(
                        Raw.command(
                                1,
                                CommandSet.of(Dimse.C_ECHO_RQ).putUnsigned(Dimse.MESSAGE_ID, 1))));
        out.writeBytes(PduEncoder.encode(Raw.command(3, Raw.store(2))));
        out.writeBytes(PduEncoder.encode(Raw.value(3, false, false, new byte[200])));
        out.writeBytes(PduEncoder.encode(Raw.value(3, false, true, new byte[100])));
        out.writeBytes(PduEncoder.encode(new Pdu.ReleaseRq()));
        return out.toByteArray();
    }

    private static byte[] mutate(byte[] original, Random random, int from) {
        byte[] bytes = original.clone();
        if (bytes.length == from) {
            return bytes;
        }
        for (int n = random.nextInt(4); n >= 0; n--) {
            int at = from + random.nextInt(bytes.length - from);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0);
                case 3 -> {
                    byte[] noise = new byte[Math.min(8, bytes.length - at)];
                    random.nextBytes(noise);
                    System.arraycopy(noise, 0, bytes, at, noise.length);
                }
                case 4 -> {
                    // Cuts a piece out, so that everything after it is out of step.
                    int length = Math.min(1 + random.nextInt(16), bytes.length - at);
                    byte[] shorter = new byte[bytes.length - length];
                    System.arraycopy(bytes, 0, shorter, 0, at);
                    System.arraycopy(bytes, at + length, shorter, at, shorter.length - at);
                    if (shorter.length > from) {
                        bytes = shorter;
                    }
                }
                default -> {
                    int length = Math.min(1 + random.nextInt(64), bytes.length - at);
                    byte[] longer = new byte[bytes.length + length];
                    System.arraycopy(bytes, 0, longer, 0, at + length);
                    System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
                    bytes = longer;
                }
            }
        }
        return bytes;
    }
}
