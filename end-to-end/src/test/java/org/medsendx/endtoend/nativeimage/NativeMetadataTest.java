package org.medsendx.endtoend.nativeimage;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.tree.MethodInsnNode;
import org.yaml.snakeyaml.Yaml;

/**
 * What a native executable must be told is told, and its image holds nothing that belongs to the
 * machine that builds it. This needs no GraalVM, so that a build for one fails here first.
 */
class NativeMetadataTest {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    private static final List<String> LIBRARIES =
            List.of(
                    "contracts",
                    "journal",
                    "audit",
                    "accounts",
                    "backup",
                    "outbox",
                    "picture",
                    "dicom",
                    "web-guard",
                    "service-health",
                    "strict-yaml",
                    "deidentification");

    private static final List<String> SERVICES =
            List.of(
                    "edge-ingest",
                    "anonymizer-service",
                    "uplink-service",
                    "segmenter-service",
                    "fleet-miner-service",
                    "reading-list-service");

    /**
     * Maps whose values are texts, numbers and more such maps, as their methods show; and what
     * writes an answer itself, of which Jackson sees nothing.
     */
    private static final Set<String> OF_TEXTS_AND_NUMBERS =
            Set.of(
                    "org.medsendx.segmenter.web.DicomWebResource.answer:"
                            + " jakarta.ws.rs.core.StreamingOutput",
                    "org.medsendx.readinglist.web.ObjectResource.answer:"
                            + " jakarta.ws.rs.core.StreamingOutput",
                    "org.medsendx.ingest.web.WherePage.where: io.quarkus.qute.TemplateInstance",
                    "org.medsendx.deidentification.report.SignedReport.of: java.util.TreeMap",
                    "org.medsendx.journal.ForgottenIds.with: java.util.TreeMap",
                    "org.medsendx.uplink.bandwidth.SentDays.write: java.util.TreeMap");

    private static final Map<String, Path> FOLDERS = folders();
    private static final Code CODE = Code.of(FOLDERS);
    private static final JsonTypes.Found JSON = JsonTypes.in(CODE);
    private static final Set<String> PAGES = JsonTypes.ofPages(CODE);

    private static Map<String, Path> folders() {
        var folders = new LinkedHashMap<String, Path>();
        Stream.concat(LIBRARIES.stream(), SERVICES.stream())
                .forEach(module ->
                        folders.put(module, HOME.resolve(module).resolve("target/classes")));
        return folders;
    }

    static Stream<String> modules() {
        return FOLDERS.keySet().stream();
    }

    private static Path folder(String module) {
        return HOME.resolve(module).resolve("target/classes");
    }

    private static Registered registered(String module) {
        return Registered.of(module, folder(module), CODE);
    }

    private static Set<String> of(String module, Set<String> types) {
        var own = new TreeSet<String>();
        types.stream()
                .filter(type -> CODE.module(type.replace('.', '/')).equals(module))
                .forEach(own::add);
        return own;
    }

    @Test
    void the_modules_of_the_services_are_all_looked_at() throws IOException {
        var missing = new TreeSet<String>();
        for (String module : FOLDERS.keySet()) {
            var needs =
                    Pattern.compile("<groupId>org\\.medsendx</groupId><artifactId>([\\w-]+)<")
                            .matcher(Files.readString(HOME.resolve(module).resolve("pom.xml")));
            while (needs.find()) {
                missing.add(needs.group(1));
            }
        }

        assertThat(FOLDERS.keySet()).containsAll(missing);
    }

    @Test
    void every_value_that_goes_to_jackson_can_be_followed() {
        assertThat(JSON.unclear()).containsExactlyInAnyOrderElementsOf(OF_TEXTS_AND_NUMBERS);
        assertThat(JSON.types())
                .contains(
                        "org.medsendx.outbox.EventLine",
                        "org.medsendx.contracts.deidentified.Features$Percentiles",
                        "org.medsendx.uplink.upload.JobRecord$Parked");
    }

    /** One list for each module: what Jackson makes or reads of its types, no more and no less. */
    @ParameterizedTest
    @MethodSource("modules")
    void a_module_registers_its_own_types_that_go_through_jackson(String module) {
        var needed = of(module, JSON.types());
        var pages = of(module, PAGES);
        if (LIBRARIES.contains(module)) {
            // Quarkus registers what pages give and take, but of classes that it has indexed only.
            needed.addAll(pages);
        }
        var types = registered(module).types();

        assertThat(types).as("of %s", module).containsAll(needed);
        types.removeAll(needed);
        assertThat(types).as("needed by nobody").isSubsetOf(pages);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void a_module_registers_the_files_that_it_reads(String module) throws IOException {
        var registered = registered(module);
        var read = new TreeSet<String>();
        Path resources = HOME.resolve(module).resolve("src/main/resources");
        if (!Files.exists(resources)) {
            return;
        }
        try (Stream<Path> files = Files.walk(resources)) {
            files.filter(Files::isRegularFile)
                    .map(file -> resources.relativize(file).toString())
                    // Quarkus's own: settings, templates, pages; and examples for people.
                    .filter(file ->
                            !file.matches(
                                    "(META-INF|templates|samples)/.*|application\\.yaml"
                                            + "|.*\\.properties"))
                    .forEach(read::add);
        }

        assertThat(read).allMatch(registered::covers);
        assertThat(registered.resources())
                .allSatisfy(
                        glob -> assertThat(read).anyMatch(file -> Registered.matches(glob, file)));
    }

    @Test
    void no_static_field_reaches_chance_a_thread_the_machine_or_smile() {
        assertThat(BuildTimeStatics.in(CODE)).isEmpty();
    }

    /** What a native executable has to be told of besides, each where it is dealt with. */
    @Test
    void nothing_else_is_looked_up_by_name() {
        var byName =
                Pattern.compile(
                        "java/lang/Class\\.(forName|get(Declared)?(Method|Field|Constructor)s?"
                                + "|newInstance)|java/lang/reflect/Proxy\\..*"
                                + "|java/util/(ServiceLoader|ResourceBundle)\\..*"
                                + "|java/io/Object(In|Out)putStream\\..*"
                                + "|java/lang/invoke/MethodHandles\\$Lookup\\.find.*"
                                + "|java/lang/foreign/Linker\\.(downcallHandle|upcallStub)"
                                + "|java/lang/System\\.load(Library)?");
        var found = new TreeSet<String>();
        for (var node : CODE.classes()) {
            for (var method : node.methods) {
                for (var instruction : method.instructions) {
                    if (instruction instanceof MethodInsnNode call
                            && byName.matcher(call.owner + "." + call.name).matches()) {
                        found.add(node.name.replace('/', '.') + ": " + call.name);
                    }
                }
            }
        }

        // Shapes and methods are compared with dicom's metadata by OpenJpegTest. ModelProcess runs
        // in a
        // JVM of its own, never in an executable.
        assertThat(found)
                .containsExactlyInAnyOrder(
                        "org.medsendx.segmenter.model.ModelProcess: downcallHandle",
                        "org.medsendx.dicom.pixel.OpenJpeg$Downcall: downcallHandle",
                        "org.medsendx.dicom.pixel.OpenJpeg$Upcall: upcallStub",
                        "org.medsendx.dicom.pixel.OpenJpeg$Upcall: findVirtual");
    }

    static Stream<String> services() {
        return SERVICES.stream();
    }

    @ParameterizedTest
    @MethodSource("services")
    void a_service_says_how_its_executable_is_built(String service) throws IOException {
        var settings = nativeSettings(service);

        assertThat(settings).containsEntry("march", "compatibility");
        assertThat(String.valueOf(settings.get("additional-build-args")).split(","))
                .contains(
                        "--gc=serial",
                        "-R:MaximumHeapSizePercent=60",
                        "-R:+ExitOnOutOfMemoryError");
        boolean readsDicom =
                Files.readString(HOME.resolve(service).resolve("pom.xml"))
                        .contains("<artifactId>dicom</artifactId>");
        assertThat(settings.get("add-all-charsets")).isEqualTo(readsDicom ? true : null);
        // Files stand in the metadata of the module that reads them.
        assertThat(settings).doesNotContainKey("resources");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> nativeSettings(String service) throws IOException {
        try (var file =
                Files.newInputStream(
                        HOME.resolve(service).resolve("src/main/resources/application.yaml"))) {
            var all = (Map<String, Object>) new Yaml().load(file);
            var quarkus = (Map<String, Object>) requireNonNull(all.get("quarkus"));
            return (Map<String, Object>) quarkus.getOrDefault("native", Map.of());
        }
    }
}
