package org.medsendx.endtoend;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;

/**
 * Each process of the border started with exactly the mounts and the settings of its Deployment, on
 * the volumes of a truck that has worked: the one that talks to the internet finds no patient and
 * no key anywhere it can reach, and the one that sees patients has nothing to talk with.
 */
@ExtendWith(RunningStack.class)
class PodZonesIT {

    private static final List<Integer> IDENTIFYING =
            List.of(
                    Tag.PatientName,
                    Tag.PatientID,
                    Tag.AccessionNumber,
                    Tag.StudyInstanceUID,
                    Tag.SeriesInstanceUID,
                    Tag.SOPInstanceUID);

    /** What a shorter one says may stand anywhere. */
    private static final int SHORTEST = 6;

    private static final String CLOUD = "cloud-secret-0f4a";

    private static final TreeSet<String> SECRETS = new TreeSet<>();

    @TempDir Path folder;

    @BeforeAll
    static void work() throws Exception {
        var scans = RunningStack.scans(5);
        for (var scan : scans) {
            var data = DicomReader.read(scan.file(), ReadLimits.DEFAULT).dataSet();
            for (int tag : IDENTIFYING) {
                String value = data.string(tag);
                if (value != null && value.length() >= SHORTEST) {
                    SECRETS.add(value);
                }
            }
        }
        RunningStack.sendAndFollow(scans);
        assertThat(SECRETS).hasSizeGreaterThan(15);
    }

    @Test
    void the_uplink_finds_nothing_identified_and_no_key_anywhere_it_can_reach() throws Exception {
        var pod =
                Pod.of(
                        "uplink-service",
                        folder,
                        volumes(),
                        Map.of(
                                "uplink-credentials",
                                credentials(),
                                "uplink-service-kafka",
                                login("uplink-service")));
        var before = pod.readOnly();
        assertThat(before).hasSizeGreaterThan(20);

        try (var service = start("uplink-service", pod)) {
            service.awaitStatus("/q/health/ready", 200);
            assertThat(service.get("/q/metrics").body()).contains("medsendx_uplink_");
            // As it is deployed, before somebody made an account.
            assertThat(service.get("/uplink").body()).contains("no-accounts");
            assertThat(openFiles(service)).noneMatch(file -> file.contains("/identified/"));
        }

        assertThat(pod.readOnly()).isEqualTo(before);
        assertNothingIdentified(pod.root());
        assertThat(libraries("uplink-service"))
                // It reads headers of released instances for PACSs (decision 38), and no more.
                .noneMatch(name -> name.contains("deidentification"))
                .noneMatch(name -> name.contains("anonymizer"))
                .noneMatch(name -> name.contains("edge-ingest"));
    }

    private void assertNothingIdentified(Path root) throws IOException {
        var needles = new TreeMap<String, byte[]>();
        SECRETS.forEach(value -> needles.put(value, value.getBytes(StandardCharsets.UTF_8)));
        keys().forEach((name, key) -> {
            needles.put(name, key);
            needles.put(
                    name + " in hex",
                    HexFormat.of().formatHex(key).getBytes(StandardCharsets.UTF_8));
        });
        // The search finds them where they are.
        assertThat(found(RunningStack.get().folders().work().resolve("identified"), needles))
                .contains(SECRETS.first(), SECRETS.last(), "vault.key", "report-signing.pem");

        assertThat(found(root, needles)).isEmpty();
        assertThat(files(root))
                .map(file -> root.relativize(file).toString())
                // Who accepted or rejected which de-identified image: accounts, and nobody's
                // patient.
                .filteredOn(name -> !name.startsWith("volumes/derived/segmenter/audit."))
                .noneMatch(name ->
                        name.contains("audit")
                                || name.contains("tables")
                                || name.contains("patients")
                                || name.contains("vault")
                                || name.endsWith(".key"));
    }

    @Test
    void the_border_has_nothing_to_talk_to_the_internet_with() throws Exception {
        var pod =
                Pod.of(
                        "anonymizer-service",
                        folder,
                        empty(),
                        Map.of(
                                "pseudonym-key",
                                Map.of("key", random(1)),
                                "truck-keys",
                                Map.of("vault.key", random(2), "report-signing.pem", signing()),
                                "anonymizer-service-kafka",
                                login("anonymizer-service")));

        try (var service = start("anonymizer-service", pod)) {
            service.awaitStatus("/q/health/ready", 200);
            assertThat(service.status("/uplink")).isEqualTo(404);
        }

        for (Path file : files(pod.root())) {
            assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .as(file.toString())
                    .doesNotContain(CLOUD, "quarkus.s3", "medsendx.uplink");
        }
        assertThat(pod.environment().keySet())
                .noneMatch(name -> name.contains("S3") || name.contains("AWS"))
                .noneMatch(name -> name.startsWith("MEDSENDX_UPLINK"));
        assertThat(libraries("anonymizer-service"))
                .isNotEmpty()
                .noneMatch(name -> name.contains("awssdk") || name.contains("amazon"));
        assertThat(libraries("uplink-service")).anyMatch(name -> name.contains("awssdk"));
    }

    private LoneService start(String service, Pod pod) throws IOException {
        return LoneService.start(
                service,
                Files.createDirectories(folder.resolve("tmp")),
                pod.environment(),
                Map.of());
    }

    /** The volumes of the stack by their claims, each with the name it has on a truck. */
    private static Map<String, Path> volumes() {
        Path work = RunningStack.get().folders().work();
        var volumes = new TreeMap<String, Path>();
        for (var name : List.of("identified", "deidentified", "derived", "features", "uplink")) {
            volumes.put(name, work.resolve(name));
        }
        return volumes;
    }

    private Map<String, Path> empty() throws IOException {
        var volumes = new TreeMap<String, Path>();
        for (var name : volumes().keySet()) {
            volumes.put(name, Files.createDirectories(folder.resolve("empty").resolve(name)));
        }
        return volumes;
    }

    private static Map<String, byte[]> credentials() {
        String text =
                String.join(
                        "\n",
                        "quarkus.s3.aws.credentials.type=static",
                        "quarkus.s3.aws.credentials.static-provider.access-key-id=" + CLOUD,
                        "quarkus.s3.aws.credentials.static-provider.secret-access-key=" + CLOUD,
                        "medsendx.uplink.cloud-kafka.\"sasl.jaas.config\"="
                                + "org.apache.kafka.common.security.scram.ScramLoginModule required"
                                + " username=\\\"truck\\\" password=\\\""
                                + CLOUD
                                + "\\\";",
                        "");
        return Map.of("credentials.properties", text.getBytes(StandardCharsets.UTF_8));
    }

    /** To the truck's broker, which is not there. */
    private static Map<String, byte[]> login(String user) {
        String text =
                String.join(
                        "\n",
                        "kafka.security.protocol=SASL_PLAINTEXT",
                        "kafka.sasl.mechanism=SCRAM-SHA-512",
                        "kafka.sasl.jaas.config="
                                + "org.apache.kafka.common.security.scram.ScramLoginModule required"
                                + " username=\""
                                + user
                                + "\" password=\"of-the-truck\";",
                        "");
        return Map.of("kafka.properties", text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] random(long seed) {
        byte[] key = new byte[32];
        new Random(seed).nextBytes(key);
        return key;
    }

    private static byte[] signing() throws Exception {
        byte[] key =
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
        String text =
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getEncoder().encodeToString(key)
                        + "\n-----END PRIVATE KEY-----\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The keys of the truck, as their files have them. */
    private static Map<String, byte[]> keys() {
        try {
            var keys = new TreeMap<String, byte[]>();
            var stack = RunningStack.get().folders();
            keys.put("pseudonym.key", Files.readAllBytes(stack.keyFile()));
            Path own = stack.work().resolve("identified/anonymizer/keys");
            for (var name : List.of("vault.key", "report-signing.pem")) {
                keys.put(name, Files.readAllBytes(own.resolve(name)));
            }
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Which of these stand in a file below a folder, or in the name of one. */
    private static TreeSet<String> found(Path folder, Map<String, byte[]> needles)
            throws IOException {
        var found = new TreeSet<String>();
        for (Path file : files(folder)) {
            String text;
            try {
                text =
                        folder.relativize(file)
                                + "\n"
                                + new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            } catch (NoSuchFileException e) {
                continue; // of a running service, gone since it was listed
            }
            needles.forEach((name, needle) -> {
                if (text.contains(new String(needle, StandardCharsets.ISO_8859_1).strip())) {
                    found.add(name);
                }
            });
        }
        return found;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static List<String> libraries(String service) throws IOException {
        Path app = Tree.home().resolve(service).resolve("target/quarkus-app");
        return files(app).stream()
                .map(file -> requireNonNull(file.getFileName()).toString())
                .filter(name -> name.endsWith(".jar"))
                .toList();
    }

    /** What the process has open, as the kernel says. */
    private static List<String> openFiles(LoneService service) throws IOException {
        var open = new ArrayList<String>();
        try (var files = Files.list(Path.of("/proc", Long.toString(service.pid()), "fd"))) {
            for (Path file : files.toList()) {
                try {
                    open.add(Files.readSymbolicLink(file).toString());
                } catch (IOException e) {
                    // Closed meanwhile.
                }
            }
        }
        assertThat(open).anyMatch(file -> file.contains("volumes/uplink"));
        return open;
    }
}
