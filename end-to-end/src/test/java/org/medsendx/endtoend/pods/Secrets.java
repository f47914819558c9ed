package org.medsendx.endtoend.pods;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The secrets of one truck and of the miner, made as deploy/README.md says. */
final class Secrets {

    private static final List<String> SERVICES =
            List.of("edge-ingest", "anonymizer-service", "uplink-service", "segmenter-service");

    private final TreeMap<String, Map<String, byte[]>> all = new TreeMap<>();
    private final TreeMap<String, byte[]> needles = new TreeMap<>();
    private final Path users;

    private Secrets(Path users) {
        this.users = users;
    }

    static String word() {
        return HexFormat.of().formatHex(bytes(24));
    }

    private static byte[] bytes(int count) {
        var bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    static String scram(String user, String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                .formatted(user, password);
    }

    static Secrets make(Podman podman, Path deploy, CloudSide cloud) throws IOException {
        var folder = podman.folder().resolve("kafka-users");
        Podman.exec(
                Map.of(),
                List.of("sh", deploy.resolve("base/kafka/users.sh").toString(), folder.toString()));
        var secrets = new Secrets(folder);
        var users = new TreeMap<String, byte[]>();
        try (var files = Files.newDirectoryStream(folder.resolve("users"))) {
            for (var file : files) {
                var password = Files.readAllBytes(file);
                users.put(file.getFileName().toString(), password);
                secrets.needles.put("password of " + file.getFileName(), password);
            }
        }
        secrets.add("kafka-users", users);
        for (var service : SERVICES) {
            secrets.add(
                    service + "-kafka",
                    Map.of(
                            "kafka.properties",
                            Files.readAllBytes(
                                    folder.resolve(service).resolve("kafka.properties"))));
        }
        secrets.keys();
        cloud.passwords()
                .forEach((user, password) ->
                        secrets.needles.put(
                                "cloud password of " + user,
                                password.getBytes(StandardCharsets.UTF_8)));
        secrets.cloud(cloud);
        return secrets;
    }

    private void keys() {
        byte[] pseudonym = bytes(32);
        byte[] vault = bytes(32);
        add("pseudonym-key", Map.of("key", pseudonym));
        try {
            var key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
            var encoded =
                    Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
            var pem = "-----BEGIN PRIVATE KEY-----\n" + encoded + "\n-----END PRIVATE KEY-----\n";
            add(
                    "truck-keys",
                    Map.of(
                            "vault.key",
                            vault,
                            "report-signing.pem",
                            pem.getBytes(StandardCharsets.US_ASCII)));
            needles.put("report key", encoded.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        for (var key : Map.of("pseudonym key", pseudonym, "vault key", vault).entrySet()) {
            needles.put(key.getKey(), key.getValue());
            needles.put(
                    key.getKey() + " in hex",
                    HexFormat.of().formatHex(key.getValue()).getBytes(StandardCharsets.US_ASCII));
            needles.put(
                    key.getKey() + " in base64",
                    Base64.getEncoder().withoutPadding().encode(key.getValue()));
        }
    }

    // Of an authority that no browser knows, so its certificate goes with the secret.
    private void cloud(CloudSide cloud) throws IOException {
        var passwords = cloud.passwords();
        add(
                "uplink-credentials",
                Map.of(
                        "credentials.properties",
                        """
                        quarkus.s3.aws.credentials.type=static
                        quarkus.s3.aws.credentials.static-provider.access-key-id=truck-1
                        quarkus.s3.aws.credentials.static-provider.secret-access-key=%s
                        medsendx.uplink.cloud-kafka."sasl.jaas.config"=%s
                        medsendx.uplink.cloud-kafka."ssl.truststore.type"=PEM
                        medsendx.uplink.cloud-kafka."ssl.truststore.location"=/secrets/uplink/ca.pem
                        """
                                .formatted(
                                        passwords.get("s3"),
                                        scram(
                                                "uplink-service",
                                                passwords.getOrDefault("uplink-service", "")))
                                .getBytes(StandardCharsets.UTF_8),
                        "ca.pem",
                        cloud.authority()));
        add(
                "fleet-miner-credentials",
                Map.of(
                        "credentials.properties",
                        """
                        kafka.sasl.jaas.config=%s
                        kafka.ssl.truststore.type=PEM
                        kafka.ssl.truststore.location=/secrets/kafka/ca.pem
                        """
                                .formatted(
                                        scram(
                                                "fleet-miner-service",
                                                passwords.getOrDefault("fleet-miner-service", "")))
                                .getBytes(StandardCharsets.UTF_8),
                        "ca.pem",
                        cloud.authority()));
    }

    private void add(String name, Map<String, byte[]> files) {
        all.put(name, Map.copyOf(files));
    }

    /** The files of each secret. */
    Map<String, Map<String, byte[]>> all() {
        return Map.copyOf(all);
    }

    /** What must be nowhere but in mounted files, by what it is. */
    Map<String, byte[]> needles() {
        return Map.copyOf(needles);
    }

    /** The client of a user of the truck's broker. */
    String truckClient(String user) throws IOException {
        return """
        bootstrap.servers=kafka:9092
        security.protocol=SASL_PLAINTEXT
        sasl.mechanism=SCRAM-SHA-512
        sasl.jaas.config=%s
        """
                .formatted(scram(user, Files.readString(users.resolve("users").resolve(user))));
    }
}
