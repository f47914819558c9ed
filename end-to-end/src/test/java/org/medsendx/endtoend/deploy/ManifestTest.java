package org.medsendx.endtoend.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.medsendx.endtoend.deploy.Manifests.DEPLOY;
import static org.medsendx.endtoend.deploy.Manifests.objects;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.contracts.catalogue.Rights;
import org.medsendx.endtoend.deploy.Manifests.Document;

/** The manifests are what Kubernetes understands, and they show the zones. */
class ManifestTest {

    private static final List<String> SERVICES =
            List.of(
                    "edge-ingest",
                    "anonymizer-service",
                    "uplink-service",
                    "segmenter-service",
                    "fleet-miner-service",
                    "reading-list-service");

    // The keys of these objects are names that the author chooses.
    private static final Set<String> FREE =
            Set.of("labels", "matchLabels", "annotations", "data", "requests", "limits");

    @Test
    void every_document_is_one_that_kubernetes_knows_field_by_field() throws IOException {
        assertThat(resources())
                .isNotEmpty()
                .allSatisfy(document ->
                        assertThatCode(() -> Manifests.validate(document.json()))
                                .as("%s", document)
                                .doesNotThrowAnyException());
    }

    @Test
    void a_misspelt_field_anywhere_fails() throws IOException {
        for (var document : resources()) {
            for (var path : paths(document.json())) {
                var misspelt = document.json().deepCopy();
                rename(misspelt, path);

                assertThatThrownBy(() -> Manifests.validate(misspelt))
                        .as("%s with %s misspelt", document, String.join(".", path))
                        .isInstanceOf(RuntimeException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"truck", "cloud", "reading-list"})
    void an_overlay_renders_to_documents_that_kubernetes_knows(String overlay) throws Exception {
        var rendered = Manifests.rendered(overlay);
        assumeTrue(rendered.isPresent(), "no kubectl 1.27 or newer: overlays are not rendered");

        assertThat(rendered.get())
                .isNotEmpty()
                .allSatisfy(document ->
                        assertThatCode(() -> Manifests.validate(document.json()))
                                .as("%s", document)
                                .doesNotThrowAnyException());
    }

    @Test
    void each_service_mounts_the_volumes_of_its_zone_and_no_other() throws Exception {
        var mounts = new TreeMap<String, Map<String, String>>();
        for (var service : SERVICES) {
            mounts.put(service, volumes(workload(service)));
        }

        assertThat(mounts)
                .isEqualTo(
                        Map.of(
                                "edge-ingest",
                                Map.of("identified", "rw"),
                                "anonymizer-service",
                                Map.of(
                                        "identified", "rw",
                                        "deidentified", "rw",
                                        "derived", "ro",
                                        "features", "rw",
                                        "uplink", "ro"),
                                "uplink-service",
                                Map.of(
                                        "deidentified", "ro",
                                        "derived", "ro",
                                        "features", "ro",
                                        "uplink", "rw"),
                                "segmenter-service",
                                Map.of("deidentified", "ro", "derived", "rw"),
                                "fleet-miner-service",
                                Map.of(),
                                "reading-list-service",
                                Map.of()));
    }

    @Test
    void only_the_border_has_the_keys_and_it_starts_with_no_others() throws Exception {
        for (var service : SERVICES) {
            var secrets =
                    objects(workload(service).pod().getAsJsonArray("volumes"))
                            .filter(volume -> volume.has("secret"))
                            .map(volume -> volume.getAsJsonObject("secret"))
                            .toList();
            // Without accounts nobody is let in, and scans are taken all the same.
            assertThat(secrets)
                    .allSatisfy(s ->
                            assertThat(s.get("optional").getAsBoolean())
                                    .isEqualTo(
                                            s.get("secretName").getAsString().equals("accounts")));
            assertThat(secrets.stream().map(s -> s.get("secretName").getAsString()))
                    .as("secrets of %s", service)
                    .containsExactlyInAnyOrderElementsOf(
                            switch (service) {
                                case "anonymizer-service" ->
                                        List.of(
                                                "pseudonym-key",
                                                "truck-keys",
                                                "accounts",
                                                "anonymizer-service-kafka");
                                case "uplink-service" ->
                                        List.of(
                                                "uplink-credentials",
                                                "accounts",
                                                "uplink-service-kafka");
                                case "fleet-miner-service" -> List.of("fleet-miner-credentials");
                                case "reading-list-service" -> List.of("reading-list-credentials");
                                default -> List.of("accounts", service + "-kafka");
                            });
        }
        assertThat(environment(workload("anonymizer-service")))
                .containsEntry("MEDSENDX_ANONYMIZER_CREATE_KEY", "false")
                .containsEntry("MEDSENDX_ANONYMIZER_KEY_FILE", "/secrets/pseudonym/key")
                .containsEntry("MEDSENDX_ANONYMIZER_KEYS_DIR", "/secrets/pseudonym")
                .containsEntry("MEDSENDX_ANONYMIZER_VAULT_KEY_FILE", "/secrets/truck/vault.key")
                .containsEntry(
                        "MEDSENDX_ANONYMIZER_REPORT_KEY_FILE", "/secrets/truck/report-signing.pem");
    }

    @Test
    void pods_run_with_the_least_rights_and_say_what_they_need() throws Exception {
        var names = new ArrayList<>(SERVICES);
        names.add("kafka");
        for (var name : names) {
            var pod = workload(name).pod();
            var container = workload(name).container();
            var security = container.getAsJsonObject("securityContext");

            assertThat(pod.getAsJsonArray("containers")).hasSize(1);
            assertThat(pod.getAsJsonObject("securityContext").get("runAsNonRoot").getAsBoolean())
                    .isTrue();
            assertThat(pod.get("automountServiceAccountToken").getAsBoolean()).isFalse();
            assertThat(security.get("readOnlyRootFilesystem").getAsBoolean()).isTrue();
            assertThat(security.get("allowPrivilegeEscalation").getAsBoolean()).isFalse();
            assertThat(security.getAsJsonObject("capabilities").toString())
                    .isEqualTo("{\"drop\":[\"ALL\"]}");
            assertThat(container.getAsJsonObject("resources").keySet())
                    .contains("requests", "limits");
            assertThat(container.keySet())
                    .contains("startupProbe", "livenessProbe", "readinessProbe");
            assertThat(mountPaths(container)).contains("/tmp");
        }
        for (var name : SERVICES) {
            var container = workload(name).container();
            assertThat(probePath(container, "livenessProbe")).isEqualTo("/q/health/live");
            assertThat(probePath(container, "readinessProbe")).isEqualTo("/q/health/ready");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"anonymizer-service", "segmenter-service"})
    void the_border_and_the_clean_zone_have_no_way_out_but_the_kafka_of_the_truck(String service)
            throws Exception {
        var policy =
                truck().stream()
                        .filter(d -> d.kind().equals("NetworkPolicy"))
                        .filter(d -> d.name().equals(service))
                        .findFirst()
                        .orElseThrow();
        var spec = policy.json().getAsJsonObject("spec");

        assertThat(spec.get("policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
        assertThat(spec.has("ingress")).isFalse();
        assertThat(spec.get("egress"))
                .isEqualTo(
                        JsonParser.parseString(
                                """
                                [{"to": [{"podSelector": {"matchLabels":
                                            {"app.kubernetes.io/name": "kafka"}}}],
                                  "ports": [{"port": 9092, "protocol": "TCP"}]}]\
                                """));
    }

    @Test
    void only_the_uplink_may_speak_to_the_outside() throws Exception {
        var outside =
                truck().stream()
                        .filter(d -> d.kind().equals("NetworkPolicy"))
                        .filter(d -> d.json().toString().contains("ipBlock"))
                        .map(Document::name)
                        .distinct()
                        .toList();

        assertThat(outside).containsExactly("uplink-service");
    }

    /** A site that wants it asks for it; what it then opens is one machine each. */
    @ParameterizedTest
    @ValueSource(strings = {"archive", "query"})
    void a_way_out_for_originals_is_opened_by_a_component_for_one_address_and_one_port(
            String component) throws Exception {
        assertThat(truck())
                .filteredOn(d -> d.kind().equals("NetworkPolicy"))
                .extracting(Document::name)
                .doesNotContain("edge-ingest-" + component);
        var folder = DEPLOY.resolve("components").resolve(component);
        assertThat(Files.readString(folder.resolve("kustomization.yaml")))
                .contains("kind: Component", "- network.yaml");
        var policies =
                Manifests.files(folder).stream()
                        .filter(d -> d.kind().equals("NetworkPolicy"))
                        .toList();
        assertThat(policies).extracting(Document::name).containsExactly("edge-ingest-" + component);
        var spec = policies.getFirst().json().getAsJsonObject("spec");

        assertThat(spec.get("podSelector").toString())
                .isEqualTo("{\"matchLabels\":{\"app.kubernetes.io/name\":\"edge-ingest\"}}");
        assertThat(spec.get("policyTypes").toString()).isEqualTo("[\"Egress\"]");
        assertThat(spec.getAsJsonArray("egress")).isNotEmpty();
        for (var one : spec.getAsJsonArray("egress")) {
            var way = one.getAsJsonObject();
            assertThat(way.getAsJsonArray("ports")).hasSize(1);
            // Of nobody (RFC 5737) until a site puts its own there.
            assertThat(way.getAsJsonArray("to").toString())
                    .matches("\\[\\{\"ipBlock\":\\{\"cidr\":\"192\\.0\\.2\\.[0-9]+/32\"}}]");
        }
    }

    /** Who asks, asks on the port that scanners send to; the base lets them in there. */
    @Test
    void the_port_on_which_a_truck_is_asked_for_originals_is_open_to_devices() throws Exception {
        assertThat(truck())
                .filteredOn(d -> d.kind().equals("NetworkPolicy"))
                .filteredOn(d -> d.name().equals("edge-ingest"))
                .extracting(d -> d.json().getAsJsonObject("spec").get("ingress").toString())
                .singleElement()
                .asString()
                .contains("\"port\":\"dicom\"");
    }

    @Test
    void nothing_of_the_cloud_is_set_for_the_border() throws Exception {
        var border = workload("anonymizer-service").json().toString();
        var site = Files.readString(DEPLOY.resolve("overlays/truck/anonymizer-service.properties"));

        assertThat(border + site)
                .doesNotContainIgnoringCase("s3")
                .doesNotContainIgnoringCase("credentials")
                .doesNotContainIgnoringCase("cloud")
                .doesNotContainIgnoringCase("bucket");
    }

    @Test
    void whoever_no_policy_names_may_speak_to_nobody() throws Exception {
        var spec =
                truck().stream()
                        .filter(d -> d.kind().equals("NetworkPolicy"))
                        .filter(d -> d.name().equals("nobody-to-nobody"))
                        .findFirst()
                        .orElseThrow()
                        .json()
                        .getAsJsonObject("spec");

        assertThat(spec.getAsJsonObject("podSelector").isEmpty()).isTrue();
        assertThat(spec.keySet()).containsExactlyInAnyOrder("podSelector", "policyTypes");
        assertThat(spec.get("policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
    }

    @Test
    void the_broker_of_the_truck_forces_every_record_and_its_settings_exist() throws IOException {
        var settings = new Properties();
        try (var in = Files.newInputStream(DEPLOY.resolve("base/kafka/server.properties"))) {
            settings.load(in);
        }

        assertThat(settings).containsEntry("log.flush.interval.messages", "1");
        assertThat(settings.stringPropertyNames())
                .allSatisfy(name ->
                        assertThat(
                                        kafka.server.KafkaConfig.configNames().contains(name)
                                                || name.equals("controller.quorum.voters")
                                                || name.startsWith("listener.name.")
                                                // The authorizer's own.
                                                || Set.of(
                                                                "super.users",
                                                                "allow.everyone.if.no.acl.found")
                                                        .contains(name))
                                .as(name)
                                .isTrue());
    }

    @Test
    void the_brokers_get_the_topics_and_rights_of_the_table_and_no_others() throws IOException {
        assertThat(lines("base/kafka/rights")).isEqualTo(Rights.lines(Broker.TRUCK));
        assertThat(lines("overlays/cloud/kafka-rights")).isEqualTo(Rights.lines(Broker.CLOUD));
    }

    private static List<String> lines(String file) throws IOException {
        return Files.readAllLines(DEPLOY.resolve(file)).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    @Test
    void the_broker_of_the_truck_refuses_what_no_rule_allows_and_alone_has_all_passwords()
            throws Exception {
        var settings = new Properties();
        try (var in = Files.newInputStream(DEPLOY.resolve("base/kafka/server.properties"))) {
            settings.load(in);
        }

        assertThat(settings)
                .containsEntry("allow.everyone.if.no.acl.found", "false")
                .containsEntry("auto.create.topics.enable", "false")
                .containsEntry("super.users", "User:broker;User:operator")
                .containsEntry(
                        "authorizer.class.name",
                        "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        assertThat(settings.getProperty("listener.security.protocol.map"))
                .isEqualTo("TRUCK:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT");
        assertThat(settings.getProperty("listeners")).contains("CONTROLLER://127.0.0.1:");
        assertThat(secrets(workload("kafka"))).containsExactly("kafka-users");
        assertThat(mountPaths(workload("kafka").container())).contains("/secrets/users");
    }

    @Test
    void each_service_reads_its_own_login_from_its_own_secret() throws Exception {
        for (var service : List.of("edge-ingest", "anonymizer-service", "segmenter-service")) {
            assertThat(mountPaths(workload(service).container())).contains("/secrets/kafka");
            assertThat(environment(workload(service)).get("QUARKUS_CONFIG_LOCATIONS").split(","))
                    .contains("/secrets/kafka/kafka.properties");
        }
    }

    @Test
    void what_leaves_the_truck_for_the_clouds_broker_goes_by_tls_and_with_a_login()
            throws IOException {
        assertThat(lines("overlays/truck/uplink-service.properties"))
                .contains(
                        "medsendx.uplink.cloud-kafka.\"security.protocol\"=SASL_SSL",
                        "medsendx.uplink.cloud-kafka.\"sasl.mechanism\"=SCRAM-SHA-512");
        for (var site :
                List.of(
                        "overlays/cloud/fleet-miner-service.properties",
                        "overlays/reading-list/reading-list-service.properties")) {
            assertThat(lines(site))
                    .contains(
                            "kafka.security.protocol=SASL_SSL",
                            "kafka.sasl.mechanism=SCRAM-SHA-512");
        }
    }

    /** Who looks after one has no way to what the other one knows. */
    @Test
    void the_fleet_and_the_reading_list_share_no_namespace_and_no_secret() throws IOException {
        var namespaces = new ArrayList<String>();
        for (var overlay : List.of("cloud", "reading-list")) {
            var folder = DEPLOY.resolve("overlays").resolve(overlay);
            var rendered = Files.readString(folder.resolve("kustomization.yaml"));
            namespaces.add(rendered.replaceAll("(?s).*\nnamespace: (\\S+).*", "$1"));
            assertThat(Manifests.files(folder))
                    .filteredOn(d -> d.kind().equals("Namespace"))
                    .extracting(Document::name)
                    .containsExactly(namespaces.getLast());
        }

        assertThat(namespaces).doesNotHaveDuplicates();
    }

    private static List<String> secrets(Document workload) {
        return objects(workload.pod().getAsJsonArray("volumes"))
                .filter(volume -> volume.has("secret"))
                .map(volume -> volume.getAsJsonObject("secret").get("secretName").getAsString())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jvm", "native-micro", "kafka"})
    void images_run_as_the_user_of_the_pods_and_nothing_is_run_to_build_them(String kind)
            throws Exception {
        var dockerfile = Files.readString(DEPLOY.resolve("images/Dockerfile." + kind));

        assertThat(dockerfile).contains("USER 10001:10001").contains("ENTRYPOINT [");
        assertThat(dockerfile.lines()).noneMatch(line -> line.startsWith("RUN "));
        assertThat(
                        workload("kafka")
                                .pod()
                                .getAsJsonObject("securityContext")
                                .get("runAsUser")
                                .getAsString())
                .isEqualTo("10001");
    }

    /**
     * What is applied: rendered when that can be done, else the files it would be rendered from.
     */
    private static List<Document> truck() throws IOException, InterruptedException {
        var rendered = Manifests.rendered("truck");
        return rendered.isPresent() ? rendered.get() : resources();
    }

    private static Document workload(String name) throws IOException, InterruptedException {
        var documents = new ArrayList<>(truck());
        documents.addAll(Manifests.files(DEPLOY.resolve("base")));
        return documents.stream()
                .filter(d -> Set.of("Deployment", "StatefulSet").contains(d.kind()))
                .filter(d -> d.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    // Kustomizations and patches are no resources of their own, and components are for who asks.
    private static List<Document> resources() throws IOException {
        return Manifests.files(DEPLOY).stream()
                .filter(d -> !d.kind().equals("Kustomization"))
                .filter(d -> !d.where().startsWith("components/"))
                .filter(d -> !Path.of(d.where()).getFileName().toString().endsWith("-address.yaml"))
                .toList();
    }

    private static Map<String, String> volumes(Document workload) {
        var claims = new TreeMap<String, JsonObject>();
        objects(workload.pod().getAsJsonArray("volumes"))
                .filter(v -> v.has("persistentVolumeClaim"))
                .forEach(v ->
                        claims.put(
                                v.get("name").getAsString(),
                                v.getAsJsonObject("persistentVolumeClaim")));
        var mounted = new TreeMap<String, String>();
        objects(workload.container().getAsJsonArray("volumeMounts"))
                .forEach(mount -> {
                    var claim = claims.get(mount.get("name").getAsString());
                    if (claim != null) {
                        boolean readOnly = isTrue(mount, "readOnly");
                        assertThat(isTrue(claim, "readOnly")).isEqualTo(readOnly);
                        mounted.put(claim.get("claimName").getAsString(), readOnly ? "ro" : "rw");
                    }
                });
        assertThat(mounted).hasSameSizeAs(claims);
        return mounted;
    }

    private static boolean isTrue(JsonObject object, String field) {
        return object.has(field) && object.get(field).getAsBoolean();
    }

    private static List<String> mountPaths(JsonObject container) {
        return objects(container.getAsJsonArray("volumeMounts"))
                .map(m -> m.get("mountPath").getAsString())
                .toList();
    }

    private static String probePath(JsonObject container, String probe) {
        return container
                .getAsJsonObject(probe)
                .getAsJsonObject("httpGet")
                .get("path")
                .getAsString();
    }

    private static Map<String, String> environment(Document workload) {
        var environment = new TreeMap<String, String>();
        objects(workload.container().getAsJsonArray("env"))
                .forEach(e ->
                        environment.put(e.get("name").getAsString(), e.get("value").getAsString()));
        return environment;
    }

    /** The paths of all fields that Kubernetes gives a meaning; array elements by their number. */
    private static List<List<String>> paths(JsonObject document) {
        var paths = new ArrayList<List<String>>();
        collect(document, List.of(), paths);
        return paths;
    }

    private static void collect(JsonObject object, List<String> path, List<List<String>> paths) {
        for (var field : object.entrySet()) {
            var here = append(path, field.getKey());
            if (!field.getKey().equals("kind")) {
                paths.add(here);
            }
            if (field.getValue().isJsonObject()) {
                if (!isFree(field.getKey(), field.getValue().getAsJsonObject())) {
                    collect(field.getValue().getAsJsonObject(), here, paths);
                }
            } else if (field.getValue().isJsonArray()) {
                var array = field.getValue().getAsJsonArray();
                for (int i = 0; i < array.size(); i++) {
                    if (array.get(i).isJsonObject()) {
                        collect(
                                array.get(i).getAsJsonObject(),
                                append(here, Integer.toString(i)),
                                paths);
                    }
                }
            }
        }
    }

    private static boolean isFree(String field, JsonObject value) {
        // The selector of a Service is labels; the one of a Deployment has them one level below.
        return FREE.contains(field) || (field.equals("selector") && !value.has("matchLabels"));
    }

    private static List<String> append(List<String> path, String step) {
        var longer = new ArrayList<>(path);
        longer.add(step);
        return List.copyOf(longer);
    }

    private static void rename(JsonObject document, List<String> path) {
        JsonElement parent = document;
        for (String step : path.subList(0, path.size() - 1)) {
            parent =
                    parent.isJsonArray()
                            ? parent.getAsJsonArray().get(Integer.parseInt(step))
                            : parent.getAsJsonObject().get(step);
        }
        var object = parent.getAsJsonObject();
        object.add(path.getLast() + "Misspelt", object.remove(path.getLast()));
    }
}
