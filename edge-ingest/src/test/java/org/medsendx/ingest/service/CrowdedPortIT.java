package org.medsendx.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.ingest.Intakes;

/**
 * The packaged service as it is configured by default, with more silent and dripping associations
 * than it has places, from other addresses and from the scanner's own, and dcmtk that has an image.
 */
class CrowdedPortIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int CROWD = 32;

    @TempDir Path folder;

    private final List<Socket> crowd = new ArrayList<>();
    private volatile boolean over;

    @AfterEach
    void leave() throws IOException {
        over = true;
        for (Socket socket : crowd) {
            socket.close();
        }
    }

    @Test
    void a_known_scanner_gets_through_at_once() throws Exception {
        ServiceProcess.assumeDcmtk();
        try (var service =
                ServiceProcess.start(
                        folder,
                        Map.of(
                                "kafka.bootstrap.servers", "127.0.0.1:1",
                                "medsendx.ingest.sources.\"CT_1\".scanner", "ct-1"))) {
            gather(service.dicom().getPort());
            long before = service.residentBytes();

            for (int i = 0; i < 3; i++) {
                assertThat(storescu(service, "CT_1")).isLessThan(SOON);
                gather(service.dicom().getPort());
            }

            assertThat(service.json("/instances")).hasSize(3);
            assertThat(service.residentBytes() - before).isLessThan(64 << 20);
        }
    }

    @Test
    void a_stranger_gets_through_within_seconds() throws Exception {
        ServiceProcess.assumeDcmtk();
        try (var service =
                ServiceProcess.start(folder, Map.of("kafka.bootstrap.servers", "127.0.0.1:1"))) {
            gather(service.dicom().getPort());
            // A scanner tries again; as every one does when it is told "transient".
            long begun = System.nanoTime();
            long end = begun + SOON.toNanos();
            while (exit(service, "SCANNER") != 0) {
                assertThat(System.nanoTime()).isLessThan(end);
                LockSupport.parkNanos(500_000_000);
            }

            assertThat(service.json("/instances")).hasSize(1);
        }
    }

    @Test
    void thousands_of_connections_that_say_nothing_or_break_off_cost_no_memory() throws Exception {
        ServiceProcess.assumeDcmtk();
        try (var service =
                ServiceProcess.start(
                        folder,
                        Map.of(
                                "kafka.bootstrap.servers", "127.0.0.1:1",
                                "medsendx.ingest.sources.\"CT_1\".scanner", "ct-1"))) {
            int port = service.dicom().getPort();
            assertThat(storescu(service, "CT_1")).isLessThan(SOON);
            long before = service.residentBytes();

            for (int i = 0; i < 2000; i++) {
                connect(port, "127.0.0." + (1 + i % 200));
            }
            assertThat(storescu(service, "CT_1")).isLessThan(SOON);
            // Ended by a reset in each state that a caller can be left in.
            for (int i = 0; i < 200; i++) {
                reset(connect(port, "127.0.1.1"));
                var half = connect(port, "127.0.1.2");
                half.getOutputStream().write(new byte[] {1, 0, 0, 0, 1, 0, 0});
                reset(half);
                var associated = associate(connect(port, "127.0.1.3"));
                reset(associated);
                var within = associate(connect(port, "127.0.1.4"));
                within.getOutputStream().write(new byte[] {4, 0, 0, 0, 0, 7, 0, 0});
                reset(within);
                var releasing = associate(connect(port, "127.0.1.5"));
                releasing.getOutputStream().write(new byte[] {5, 0, 0, 0, 0, 4, 0, 0, 0, 0});
                reset(releasing);
                var aborting = associate(connect(port, "127.0.1.6"));
                aborting.getOutputStream().write(new byte[] {7, 0, 0, 0, 0, 4, 0, 0, 0, 0});
                reset(aborting);
            }

            assertThat(storescu(service, "CT_1")).isLessThan(SOON);
            assertThat(service.json("/instances")).hasSize(3);
            assertThat(Intakes.begun(service.volume)).isEmpty();
            assertThat(service.residentBytes() - before).isLessThan(96 << 20);
        }
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** 32 silent ones, 32 that drip, and 64 connections that never ask for an association. */
    private void gather(int port) throws IOException {
        for (int i = 0; i < CROWD; i++) {
            String from = i % 2 == 0 ? "127.0.0.1" : "127.0.0." + (2 + i % 8);
            associate(connect(port, from));
            drip(associate(connect(port, from)));
            connect(port, from);
            connect(port, from).getOutputStream().write(new byte[] {22, 3, 1});
        }
    }

    private Socket connect(int port, String from) throws IOException {
        var socket = new Socket("127.0.0.1", port, InetAddress.getByName(from), 0);
        socket.setSoTimeout(20_000);
        crowd.add(socket);
        return socket;
    }

    /** Asks for an association with Verification in context 1, whatever the answer is. */
    private static Socket associate(Socket socket) throws IOException {
        byte[] context =
                join(item(0x30, text("1.2.840.10008.1.1")), item(0x40, text("1.2.840.10008.1.2")));
        byte[] body =
                join(
                        new byte[] {0, 1, 0, 0},
                        text("MEDSENDX        "),
                        text("CROWD           "),
                        new byte[32],
                        item(0x10, text("1.2.840.10008.3.1.1.1")),
                        item(0x20, join(new byte[] {1, 0, 0, 0}, context)),
                        item(
                                0x50,
                                join(
                                        item(0x51, new byte[] {0, 0, 64, 0}),
                                        item(0x52, text("1.2.3")))));
        var pdu = ByteBuffer.allocate(6 + body.length).put((byte) 1).put((byte) 0);
        socket.getOutputStream().write(pdu.putInt(body.length).put(body).array());
        InputStream in = socket.getInputStream();
        assertThat(in.read()).isIn(2, 3);
        return socket;
    }

    /** A part of a command that never ends, one byte every 100 ms. */
    private void drip(Socket socket) {
        byte[] drop = {4, 0, 0, 0, 0, 7, 0, 0, 0, 3, 1, 1, 0};
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        while (!over) {
                            socket.getOutputStream().write(drop);
                            LockSupport.parkNanos(100_000_000);
                        }
                    } catch (IOException e) {
                        // Rejected, or cut off.
                    }
                });
    }

    private static byte[] item(int type, byte[] content) {
        return ByteBuffer.allocate(4 + content.length)
                .put((byte) type)
                .put((byte) 0)
                .putShort((short) content.length)
                .put(content)
                .array();
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        var all = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private Duration storescu(ServiceProcess service, String aeTitle) throws Exception {
        long begun = System.nanoTime();
        assertThat(exit(service, aeTitle)).isZero();
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private int exit(ServiceProcess service, String aeTitle) throws Exception {
        var process =
                new ProcessBuilder(
                                "storescu",
                                "-aec",
                                "MEDSENDX",
                                "-aet",
                                aeTitle,
                                "127.0.0.1",
                                "" + service.dicom().getPort(),
                                file(folder, ct(uid(), "Doe^Jane")).toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
