package org.medsendx.benchmarks.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.Peer;
import org.medsendx.dicom.net.StorageScu;
import org.medsendx.dicom.net.Tls;

/** A storage node in a process of its own, and the folder it writes to. */
record Contender(String name, Process process, int port, Path folder, Optional<Tls> tls)
        implements AutoCloseable {

    /** How to speak TLS: the node's key and the caller's. */
    record Security(Keys node, Keys caller) {}

    static Contender ours(Path scratch, Optional<Security> security)
            throws IOException, InterruptedException {
        return ours("MedSendX", false, scratch, security);
    }

    /** One that forces every file to disk, and does nothing else with it. */
    static Contender forcing(Path scratch) throws IOException, InterruptedException {
        return ours("the port alone, each file forced", true, scratch, Optional.empty());
    }

    private static Contender ours(
            String name, boolean force, Path scratch, Optional<Security> security)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(scratch, "ours");
        int port = freePort();
        List<String> command =
                new ArrayList<>(
                        List.of(
                                System.getProperty("java.home") + "/bin/java",
                                "-Xmx256m",
                                "-D" + ReceivingNode.FORCE + "=" + force,
                                "-cp",
                                System.getProperty("java.class.path"),
                                ReceivingNode.class.getName(),
                                "" + port,
                                "" + folder));
        if (security.isPresent()) {
            command.add("" + security.get().node().certificate());
            command.add("" + security.get().node().key());
            command.add("" + security.get().caller().certificate());
        }
        return start(name, command, port, folder, security);
    }

    /** dcmtk's, with the settings that make it fast. */
    static Contender dcmtk(Path scratch, Optional<Security> security)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(scratch, "dcmtk");
        int port = freePort();
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "storescp",
                                "--fork",
                                "--bit-preserving",
                                "--unique-filenames",
                                "--max-pdu",
                                "" + StoreSuite.MAX_PDU,
                                "-aet",
                                StoreSuite.AE_TITLE,
                                "-od",
                                "" + folder));
        if (security.isPresent()) {
            command.add("+tls");
            command.add("" + security.get().node().key());
            command.add("" + security.get().node().certificate());
            command.add("+cf");
            command.add("" + security.get().caller().certificate());
        }
        command.add("" + port);
        return start("dcmtk storescp", command, port, folder, security);
    }

    private static Contender start(
            String name, List<String> command, int port, Path folder, Optional<Security> security)
            throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("TCP_NODELAY", "1");
        builder.environment().put("TCP_BUFFER_LENGTH", "262144");
        Optional<Tls> tls = Optional.empty();
        if (security.isPresent()) {
            tls = Optional.of(security.get().caller().trusting(security.get().node()));
        }
        var contender = new Contender(name, builder.start(), port, folder, tls);
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            try (var scu = contender.open(Uid.CTImageStorage)) {
                if (scu.accepts(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian)) {
                    return contender;
                }
            } catch (IOException e) {
                if (System.nanoTime() > deadline || !contender.process.isAlive()) {
                    contender.close();
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }

    /** An association for one class. */
    StorageScu open(String sopClass) throws IOException {
        return StorageScu.open(
                new Peer(
                        new InetSocketAddress("127.0.0.1", port),
                        StoreSuite.AE_TITLE,
                        "BENCH",
                        Duration.ofSeconds(30),
                        tls),
                List.of(new StorageScu.Proposal(sopClass, List.of(Uid.ExplicitVRLittleEndian))));
    }

    /** Removes what it has stored, and tells how many files that were. */
    int clear() throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        return files.size();
    }

    /**
     * CPU seconds that the node has used, with its ended children; in steps of 10 ms. Zero where
     * the system does not tell.
     */
    double cpuSeconds() throws IOException {
        Path stat = Path.of("/proc", "" + process.pid(), "stat");
        if (!Files.exists(stat)) {
            return 0;
        }
        String line = Files.readString(stat);
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        // utime, stime, cutime and cstime of proc(5), counted from the third field.
        for (int i = 11; i <= 14; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks / 100.0;
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
