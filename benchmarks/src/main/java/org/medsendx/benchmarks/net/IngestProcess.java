package org.medsendx.benchmarks.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.StorageScu;

/** edge-ingest as the process it is, without a broker: what it has to say waits in its outbox. */
final class IngestProcess implements AutoCloseable {

    private final Process process;
    private final int port;

    private IngestProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it and returns when it takes associations. */
    static IngestProcess start(Path scratch, Path jar) throws IOException, InterruptedException {
        int port = Contender.freePort();
        var process =
                new ProcessBuilder(
                                System.getProperty("java.home") + "/bin/java",
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-Dquarkus.http.port=0",
                                "-Dmedsendx.web.access=loopback",
                                "-Dkafka.bootstrap.servers=127.0.0.1:1",
                                "-Dmedsendx.ingest.dicom-port=" + port,
                                "-Dmedsendx.ingest.identified-dir="
                                        + Files.createTempDirectory(scratch, "identified"),
                                "-Dmedsendx.ingest.min-free-space=100M",
                                "-jar",
                                jar.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(scratch.resolve("edge-ingest.log").toFile())
                        .start();
        var ours = new IngestProcess(process, port);
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (true) {
            try (var scu = ours.open(Uid.CTImageStorage)) {
                if (scu.accepts(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian)) {
                    return ours;
                }
            } catch (IOException e) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    ours.close();
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    StorageScu open(String sopClass) throws IOException {
        return StorageScu.open(
                new InetSocketAddress("127.0.0.1", port),
                "MEDSENDX",
                "BENCH",
                List.of(new StorageScu.Proposal(sopClass, List.of(Uid.ExplicitVRLittleEndian))),
                Duration.ofSeconds(60));
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
