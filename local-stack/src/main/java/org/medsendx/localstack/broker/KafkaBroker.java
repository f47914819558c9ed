package org.medsendx.localstack.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * Runs one Kafka broker that is its own controller (KRaft), on loopback. A folder that was
 * formatted before is reused, so a broker that was killed comes back with its records.
 */
public final class KafkaBroker {

    private KafkaBroker() {}

    /**
     * Arguments: folder, broker port, controller port, {@code flush} (each message is forced to
     * disk) or {@code lazy}.
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 4) {
            throw new IllegalArgumentException("expected FOLDER PORT CONTROLLER_PORT flush|lazy");
        }
        var folder = Path.of(args[0]);
        var settings = folder.resolve("server.properties");
        Files.createDirectories(folder);
        try (var out = Files.newBufferedWriter(settings)) {
            properties(
                            folder,
                            Integer.parseInt(args[1]),
                            Integer.parseInt(args[2]),
                            "flush".equals(args[3]))
                    .store(out, "written by local-stack");
        }
        format(folder, settings);
        Kafka.main(new String[] {settings.toString()});
    }

    private static Properties properties(Path folder, int port, int controllerPort, boolean flush) {
        var p = new Properties();
        p.setProperty("process.roles", "broker,controller");
        p.setProperty("node.id", "1");
        p.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        p.setProperty(
                "listeners",
                "BROKER://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        p.setProperty("advertised.listeners", "BROKER://127.0.0.1:" + port);
        p.setProperty("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.setProperty("inter.broker.listener.name", "BROKER");
        p.setProperty("controller.listener.names", "CONTROLLER");
        p.setProperty("log.dirs", folder.resolve("data").toString());
        p.setProperty("auto.create.topics.enable", "false");
        p.setProperty("offsets.topic.replication.factor", "1");
        p.setProperty("offsets.topic.num.partitions", "1");
        p.setProperty("transaction.state.log.replication.factor", "1");
        p.setProperty("transaction.state.log.min.isr", "1");
        p.setProperty("transaction.state.log.num.partitions", "1");
        p.setProperty("group.initial.rebalance.delay.ms", "0");
        p.setProperty("num.network.threads", "2");
        p.setProperty("num.io.threads", "2");
        p.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        // As deploy/base/kafka has it: a disk that is bounded.
        p.setProperty("log.retention.hours", "720");
        p.setProperty("log.retention.bytes", Integer.toString(1 << 30));
        p.setProperty("log.segment.bytes", Integer.toString(64 << 20));
        if (flush) {
            p.setProperty("log.flush.interval.messages", "1");
        }
        return p;
    }

    private static void format(Path folder, Path settings) throws IOException {
        if (Files.exists(folder.resolve("data").resolve("meta.properties"))) {
            return;
        }
        var quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var id = Uuid.randomUuid().toString();
        int status =
                StorageTool.execute(
                        new String[] {"format", "-t", id, "-c", settings.toString()}, quiet);
        if (status != 0) {
            throw new IOException("could not format the broker's folder, status " + status);
        }
    }
}
