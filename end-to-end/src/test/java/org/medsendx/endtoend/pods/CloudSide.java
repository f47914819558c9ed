package org.medsendx.endtoend.pods;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.medsendx.localstack.process.ChildProcess;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * What the operator has in the cloud, on a network that stands for the internet: a broker with TLS
 * and SCRAM under the name that the overlays have, and the S3 server of the local stack.
 */
final class CloudSide implements AutoCloseable {

    static final String BROKER_NAME = "kafka.example.org";
    static final int BROKER_PORT = 9093;
    static final String BUCKET = "medsendx-scans";

    /** Passwords that the tests look for where they must not be. */
    private final Map<String, String> passwords = new TreeMap<>();

    private final Podman podman;
    private final Path folder;
    private final String brokerAddress;
    private final String s3Address;
    private final List<ChildProcess> children = new ArrayList<>();

    CloudSide(Podman podman, String brokerAddress, String s3Address) throws IOException {
        this.podman = podman;
        this.folder = Files.createDirectories(podman.folder().resolve("cloud"));
        this.brokerAddress = brokerAddress;
        this.s3Address = s3Address;
        for (var user :
                List.of("broker", "operator", "uplink-service", "fleet-miner-service", "s3")) {
            passwords.put(user, Secrets.word());
        }
    }

    Map<String, String> passwords() {
        return Map.copyOf(passwords);
    }

    Path folder() {
        return folder;
    }

    private String password(String user) {
        var password = passwords.get(user);
        if (password == null) {
            throw new IllegalArgumentException(user);
        }
        return password;
    }

    byte[] authority() throws IOException {
        return Files.readAllBytes(folder.resolve("ca.pem"));
    }

    /** Starts the broker, makes its topics and rights, and starts S3. */
    void start(String image, String network) throws IOException {
        certificate();
        Files.writeString(folder.resolve("server.properties"), server());
        format();
        Podman.exec(Map.of(), List.of("chown", "-R", "10001:10001", folder.toString()));
        podman.run(
                "run",
                "--detach",
                "--name",
                "cloud-kafka",
                "--network",
                network + ":ip=" + brokerAddress + ",alias=" + BROKER_NAME,
                "--read-only",
                "--tmpfs",
                "/tmp",
                "--volume",
                folder + ":/cloud",
                "--env",
                "KAFKA_HEAP_OPTS=-Xmx192m",
                "--env",
                "LOG_DIR=/tmp",
                "--entrypoint",
                "/opt/kafka/bin/kafka-server-start.sh",
                image,
                "/cloud/server.properties");
        await("the cloud's broker listens")
                .atMost(Duration.ofSeconds(60))
                .until(() -> listens(brokerAddress, BROKER_PORT));
        startS3();
    }

    static boolean listens(String host, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String server() {
        return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:19093
        controller.listener.names=CONTROLLER
        listeners=CLOUD://0.0.0.0:%3$d,CONTROLLER://127.0.0.1:19093
        advertised.listeners=CLOUD://%2$s:%3$d
        listener.security.protocol.map=CLOUD:SASL_SSL,CONTROLLER:PLAINTEXT
        inter.broker.listener.name=CLOUD
        sasl.mechanism.inter.broker.protocol=SCRAM-SHA-512
        listener.name.cloud.sasl.enabled.mechanisms=SCRAM-SHA-512
        listener.name.cloud.scram-sha-512.sasl.jaas.config=%4$s
        ssl.keystore.type=PKCS12
        ssl.keystore.location=/cloud/broker.p12
        ssl.keystore.password=%1$s
        ssl.key.password=%1$s
        ssl.truststore.type=PEM
        ssl.truststore.location=/cloud/ca.pem
        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
        allow.everyone.if.no.acl.found=false
        super.users=User:broker;User:operator;User:ANONYMOUS
        auto.create.topics.enable=false
        offsets.topic.num.partitions=1
        offsets.topic.replication.factor=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=1
        group.initial.rebalance.delay.ms=0
        log.cleaner.dedupe.buffer.size=4194304
        log.dirs=/cloud/data
        """
                .formatted(
                        password("broker"),
                        BROKER_NAME,
                        BROKER_PORT,
                        Secrets.scram("broker", password("broker")));
    }

    private void certificate() throws IOException {
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var store =
                List.of(
                        "-keystore",
                        folder.resolve("broker.p12").toString(),
                        "-storepass",
                        password("broker"),
                        "-alias",
                        "broker");
        var make =
                new ArrayList<>(List.of(keytool, "-genkeypair", "-keyalg", "EC", "-validity", "2"));
        make.addAll(List.of("-dname", "CN=" + BROKER_NAME, "-ext", "SAN=dns:" + BROKER_NAME));
        make.addAll(store);
        Podman.exec(Map.of(), make);
        var export = new ArrayList<>(List.of(keytool, "-exportcert", "-rfc"));
        export.addAll(store);
        Files.writeString(folder.resolve("ca.pem"), Podman.exec(Map.of(), export));
    }

    private void format() throws IOException {
        var here = folder.resolve("format.properties");
        Files.writeString(here, server().replace("/cloud/", folder + "/"));
        var arguments =
                new ArrayList<>(
                        List.of(
                                "format",
                                "-t",
                                Uuid.randomUuid().toString(),
                                "-c",
                                here.toString()));
        for (var user : List.of("broker", "operator", "uplink-service", "fleet-miner-service")) {
            arguments.add("--add-scram");
            arguments.add("SCRAM-SHA-512=[name=%s,password=%s]".formatted(user, password(user)));
        }
        var quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        int status = StorageTool.execute(arguments.toArray(String[]::new), quiet);
        Files.delete(here);
        if (status != 0) {
            throw new IOException("the storage tool ended with " + status);
        }
    }

    private void startS3() throws IOException {
        var objects = Files.createDirectories(podman.folder().resolve("s3"));
        var settings = podman.folder().resolve("s3.properties");
        Files.writeString(
                settings,
                """
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.endpoint=%s
                s3proxy.identity=truck-1
                s3proxy.credential=%s
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                """
                        .formatted(endpoint(), password("s3"), objects));
        var command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        settings.toString());
        children.add(
                ChildProcess.start("s3", command, Map.of(), podman.folder().resolve("s3.log")));
        await("S3 listens").atMost(Duration.ofSeconds(60)).until(() -> listens(s3Address, 443));
        try (var s3 = s3()) {
            s3.createBucket(request -> request.bucket(BUCKET));
        }
    }

    String endpoint() {
        return "http://" + s3Address + ":443";
    }

    S3Client s3() {
        return S3Client.builder()
                .endpointOverride(URI.create(endpoint()))
                .region(Region.EU_CENTRAL_1)
                .forcePathStyle(true)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("truck-1", password("s3"))))
                .build();
    }

    /** The keys of all objects in the bucket. */
    List<String> keys() {
        try (var s3 = s3()) {
            return s3.listObjectsV2Paginator(request -> request.bucket(BUCKET)).contents().stream()
                    .map(S3Object::key)
                    .toList();
        }
    }

    /** The properties of a client of the broker in this machine's files. */
    String client(String user) {
        return """
        bootstrap.servers=%s:%d
        security.protocol=SASL_SSL
        sasl.mechanism=SCRAM-SHA-512
        sasl.jaas.config=%s
        ssl.truststore.type=PEM
        ssl.truststore.location=%s
        """
                .formatted(
                        BROKER_NAME,
                        BROKER_PORT,
                        Secrets.scram(user, password(user)),
                        folder.resolve("ca.pem"));
    }

    @Override
    public void close() {
        children.forEach(ChildProcess::close);
    }
}
