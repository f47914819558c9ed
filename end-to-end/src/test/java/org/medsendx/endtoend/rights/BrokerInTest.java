package org.medsendx.endtoend.rights;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.contracts.catalogue.Principal;
import org.medsendx.contracts.catalogue.Rights;
import org.medsendx.contracts.catalogue.TopicRights;
import org.medsendx.localstack.broker.BrokerUsers;
import org.medsendx.localstack.broker.KafkaBroker;
import org.medsendx.localstack.process.ChildProcess;
import org.medsendx.localstack.process.Ports;

/** A broker as a process, and with what each user logs in. */
final class BrokerInTest implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(120);
    private static final Ports PORTS = new Ports();
    private static final Path DEPLOYED = Path.of("..", "deploy", "base", "kafka");

    private final Broker broker;
    private final Path folder;
    private final int port;
    private final int controllerPort;
    private final Logins logins;
    private ChildProcess process;

    private interface Logins {
        Map<String, String> of(Principal principal) throws IOException;
    }

    private BrokerInTest(
            Broker broker,
            Path folder,
            int port,
            int controllerPort,
            Logins logins,
            ChildProcess process) {
        this.broker = broker;
        this.folder = folder;
        this.port = port;
        this.controllerPort = controllerPort;
        this.logins = logins;
        this.process = process;
    }

    /** As the local stack starts it, in a folder that may have been used before. */
    static BrokerInTest local(Broker broker, Path folder) throws IOException {
        var users = BrokerUsers.in(folder, broker);
        int port = PORTS.any();
        int controllerPort = PORTS.any();
        var started =
                new BrokerInTest(
                        broker,
                        folder,
                        port,
                        controllerPort,
                        users::login,
                        startLocal(broker, folder, port, controllerPort));
        started.createTopics();
        return started;
    }

    private static ChildProcess startLocal(Broker broker, Path folder, int port, int controllerPort)
            throws IOException {
        var command = java();
        command.addAll(
                List.of(
                        KafkaBroker.class.getName(),
                        folder.toString(),
                        Integer.toString(port),
                        Integer.toString(controllerPort),
                        "lazy",
                        broker.name().toLowerCase(Locale.ROOT)));
        return ChildProcess.start("broker", command, Map.of(), folder.resolve("log.txt"));
    }

    /** Kills it, and starts it again in its folder. */
    void again() throws IOException, InterruptedException {
        process.kill();
        process = startLocal(broker, folder, port, controllerPort);
        createTopics();
    }

    // The local stack creates topics as the operator.
    private void createTopics() {
        var topics =
                Rights.table(broker).stream()
                        .map(TopicRights::topic)
                        .map(topic -> new NewTopic(topic.topicName(), 1, (short) 1))
                        .toList();
        await().atMost(START)
                .until(() -> {
                    if (!process.alive()) {
                        throw new IllegalStateException(process.lastLines(30));
                    }
                    try (var admin = Admin.create(client(Principal.OPERATOR))) {
                        var there = admin.listTopics().names().get();
                        admin.createTopics(
                                        topics.stream()
                                                .filter(topic -> !there.contains(topic.name()))
                                                .toList())
                                .all()
                                .get();
                        return true;
                    } catch (ExecutionException e) {
                        return false;
                    }
                });
    }

    /**
     * The truck's, as its pod starts it: users.sh, then start.sh with the files of deploy/, on
     * other ports and folders. Kafka's own start scripts are replaced by ones that start the same
     * classes.
     */
    static BrokerInTest deployed(Path folder) throws IOException, InterruptedException {
        int port = PORTS.any();
        int controllerPort = PORTS.any();
        var config = Files.createDirectories(folder.resolve("config"));
        for (var name : List.of("start.sh", "rights.sh", "rights")) {
            Files.copy(DEPLOYED.resolve(name), config.resolve(name));
        }
        Files.writeString(
                config.resolve("server.properties"),
                Files.readString(DEPLOYED.resolve("server.properties"))
                        .replace(":9092", ":" + port)
                        .replace(":9093", ":" + controllerPort)
                        .replace("//kafka:", "//127.0.0.1:")
                        .replace("/var/lib/kafka", folder.toString()));
        var bin = Files.createDirectories(folder.resolve("bin"));
        program(bin, "kafka-storage.sh", "kafka.tools.StorageTool");
        program(bin, "kafka-server-start.sh", "kafka.Kafka");
        program(bin, "kafka-topics.sh", "org.apache.kafka.tools.TopicCommand");
        program(bin, "kafka-acls.sh", "org.apache.kafka.tools.AclCommand");
        var made = folder.resolve("made");
        int status =
                new ProcessBuilder("sh", DEPLOYED.resolve("users.sh").toString(), made.toString())
                        .inheritIO()
                        .start()
                        .waitFor();
        if (status != 0) {
            throw new IOException("users.sh ended with " + status);
        }
        var environment =
                Map.of(
                        "KAFKA_BIN",
                        bin.toString(),
                        "USERS",
                        made.resolve("users").toString(),
                        "WORK",
                        Files.createDirectories(folder.resolve("tmp")).toString(),
                        "CLUSTER_ID",
                        "bWVkc2VuZHgtdHJ1Y2stMQ");
        var process =
                ChildProcess.start(
                        "broker",
                        List.of("sh", config.resolve("start.sh").toString()),
                        environment,
                        folder.resolve("log.txt"));
        var started =
                new BrokerInTest(
                        Broker.TRUCK,
                        folder,
                        port,
                        controllerPort,
                        principal -> login(made, principal),
                        process);
        started.awaitDeployed();
        return started;
    }

    // Its script says nothing when it is done but writes a mark, and starts the broker again.
    private void awaitDeployed() {
        await().atMost(START)
                .until(() -> {
                    if (!process.alive()) {
                        throw new IllegalStateException(process.lastLines(30));
                    }
                    return Files.exists(folder.resolve("formatted-with"));
                });
        await().atMost(START)
                .ignoreExceptions()
                .until(() -> {
                    try (var admin = Admin.create(client(Principal.OPERATOR))) {
                        return !admin.listTopics().names().get().isEmpty();
                    }
                });
    }

    // What the service is given, without the prefix; the operator's password is in no such file.
    private static Map<String, String> login(Path made, Principal principal) throws IOException {
        var settings = new HashMap<String, String>();
        var prefix = "kafka.";
        var file = made.resolve(principal.userName()).resolve("kafka.properties");
        if (principal == Principal.OPERATOR) {
            var password = Files.readString(made.resolve("users/operator"));
            return Map.of(
                    "security.protocol",
                    "SASL_PLAINTEXT",
                    "sasl.mechanism",
                    "SCRAM-SHA-512",
                    "sasl.jaas.config",
                    RightsOfUsers.jaas("operator", password));
        }
        var properties = new Properties();
        try (var in = Files.newInputStream(file)) {
            properties.load(in);
        }
        for (var name : properties.stringPropertyNames()) {
            if (name.startsWith(prefix)) {
                settings.put(name.substring(prefix.length()), properties.getProperty(name));
            }
        }
        return settings;
    }

    private static void program(Path bin, String name, String main) throws IOException {
        var command = java();
        command.add(main);
        var quoted = command.stream().map(word -> "'" + word + "'").toList();
        var file = bin.resolve(name);
        Files.writeString(file, "#!/bin/sh\nexec " + String.join(" ", quoted) + " \"$@\"\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("not executable: " + name);
        }
    }

    private static ArrayList<String> java() {
        return new ArrayList<>(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path")));
    }

    Broker broker() {
        return broker;
    }

    Path folder() {
        return folder;
    }

    String bootstrap() {
        return "127.0.0.1:" + port;
    }

    String controller() {
        return "127.0.0.1:" + controllerPort;
    }

    long pid() {
        return process.pid();
    }

    /** The settings of a client of a user; short times, since nothing here is far away. */
    Map<String, Object> client(Principal principal) {
        try {
            return client(logins.of(principal));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The settings of a client that logs in so, or not at all. */
    Map<String, Object> client(Map<String, String> login) {
        var settings = new HashMap<String, Object>(login);
        settings.put("bootstrap.servers", bootstrap());
        settings.put("request.timeout.ms", "3000");
        settings.put("default.api.timeout.ms", "4000");
        return settings;
    }

    @Override
    public void close() {
        process.close();
    }
}
