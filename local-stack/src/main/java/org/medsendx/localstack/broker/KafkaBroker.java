package org.medsendx.localstack.broker;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import kafka.Kafka;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.contracts.catalogue.Principal;
import org.medsendx.journal.AtomicFile;

/**
 * Runs one Kafka broker that is its own controller (KRaft), on loopback. Who does not log in is not
 * served, and who logs in may do what {@link org.medsendx.contracts.catalogue.Rights} says. A
 * folder that was formatted before is reused, so a broker that was killed comes back with its
 * records; see {@link BrokerFolder}.
 *
 * <p>Where the folder has a file {@value #LISTENER} (PEM: private key, certificate and those that
 * signed it), clients are served over TLS only, as a broker that is not on the same box.
 */
public final class KafkaBroker {

    static final String LISTENER = "listener.pem";

    private KafkaBroker() {}

    /**
     * Arguments: folder, broker port, controller port, {@code flush} (each message is forced to
     * disk) or {@code lazy}, {@code truck} or {@code cloud} (whose users and rights).
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 5) {
            throw new IllegalArgumentException(
                    "expected FOLDER PORT CONTROLLER_PORT flush|lazy truck|cloud");
        }
        var folder = Path.of(args[0]);
        var broker = Broker.valueOf(args[4].toUpperCase(Locale.ROOT));
        Files.createDirectories(folder);
        var users = BrokerUsers.in(folder, broker);
        var properties =
                properties(
                        folder,
                        Integer.parseInt(args[1]),
                        Integer.parseInt(args[2]),
                        "flush".equals(args[3]));
        secure(properties, users);
        overTls(properties, folder.resolve(LISTENER));
        var text = new StringWriter();
        properties.store(text, "written by local-stack; holds passwords");
        var settings = folder.resolve("server.properties");
        AtomicFile.write(settings, text.toString().getBytes(StandardCharsets.UTF_8));
        new BrokerFolder(folder, settings, broker, users).prepare();
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
        p.setProperty("inter.broker.listener.name", "BROKER");
        p.setProperty("controller.listener.names", "CONTROLLER");
        p.setProperty("log.dirs", BrokerFolder.data(folder).toString());
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

    private static void overTls(Properties p, Path keys) {
        if (!Files.exists(keys)) {
            return;
        }
        p.setProperty(
                "listener.security.protocol.map", "BROKER:SASL_SSL,CONTROLLER:SASL_PLAINTEXT");
        p.setProperty("listener.name.broker.ssl.keystore.type", "PEM");
        p.setProperty("listener.name.broker.ssl.keystore.location", keys.toString());
        // The broker as a client of itself knows its own certificate.
        p.setProperty("listener.name.broker.ssl.truststore.type", "PEM");
        p.setProperty("listener.name.broker.ssl.truststore.location", keys.toString());
    }

    private static void secure(Properties p, BrokerUsers users) {
        p.setProperty(
                "listener.security.protocol.map",
                "BROKER:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT");
        p.setProperty("sasl.mechanism.inter.broker.protocol", "SCRAM-SHA-512");
        p.setProperty("listener.name.broker.sasl.enabled.mechanisms", "SCRAM-SHA-512");
        p.setProperty(
                "listener.name.broker.scram-sha-512.sasl.jaas.config",
                users.scram(BrokerUsers.SELF));
        p.setProperty("sasl.mechanism.controller.protocol", "PLAIN");
        p.setProperty("listener.name.controller.sasl.enabled.mechanisms", "PLAIN");
        p.setProperty("listener.name.controller.plain.sasl.jaas.config", users.plain());
        p.setProperty(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        p.setProperty("allow.everyone.if.no.acl.found", "false");
        p.setProperty(
                "super.users",
                "User:" + BrokerUsers.SELF + ";User:" + Principal.OPERATOR.userName());
    }
}
