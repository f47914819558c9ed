package org.medsendx.endtoend.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrows point from a service down to a library, as the project files have them. */
class ModulesTest {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern MODULE = Pattern.compile("<module>([\\w/-]+)</module>");
    private static final Pattern DEPENDENCY =
            Pattern.compile("<dependency>.*?</dependency>", Pattern.DOTALL);
    private static final Pattern ARTIFACT =
            Pattern.compile("<groupId>([\\w.-]+)</groupId>\\s*<artifactId>([\\w.-]+)</artifactId>");

    private record Artifact(String group, String name) {
        boolean ours() {
            return group.equals("org.medsendx");
        }
    }

    private static final Map<String, List<Artifact>> NEEDS = needs();

    private static Map<String, List<Artifact>> needs() {
        try {
            var needs = new TreeMap<String, List<Artifact>>();
            var modules = MODULE.matcher(Files.readString(HOME.resolve("pom.xml")));
            while (modules.find()) {
                needs.put(modules.group(1), needs(HOME.resolve(modules.group(1))));
            }
            return needs;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    // What it needs to run; not what its tests need.
    private static List<Artifact> needs(Path module) throws IOException {
        var pom = Files.readString(module.resolve("pom.xml"));
        int build = pom.indexOf("<build>");
        var found = new ArrayList<Artifact>();
        var dependencies = DEPENDENCY.matcher(build < 0 ? pom : pom.substring(0, build));
        while (dependencies.find()) {
            var artifact = ARTIFACT.matcher(dependencies.group());
            if (!dependencies.group().contains("<scope>test</scope>") && artifact.find()) {
                found.add(new Artifact(artifact.group(1), artifact.group(2)));
            }
        }
        return found;
    }

    private static boolean service(String module) {
        return module.endsWith("-service") || module.equals("edge-ingest");
    }

    private static List<Artifact> of(String module) {
        return NEEDS.getOrDefault(module, List.of());
    }

    private static Set<String> ours(String module) {
        var names = new TreeSet<String>();
        of(module).stream().filter(Artifact::ours).map(Artifact::name).forEach(names::add);
        return names;
    }

    @Test
    void every_project_file_was_read() {
        assertThat(NEEDS).hasSizeGreaterThan(10).containsKeys("contracts", "edge-ingest", "dicom");
        assertThat(ours("edge-ingest")).contains("contracts", "dicom");
    }

    @Test
    void nothing_that_runs_needs_a_service() {
        assertThat(NEEDS.keySet())
                .allSatisfy(module -> assertThat(ours(module)).noneMatch(ModulesTest::service));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "contracts",
                "journal",
                "audit",
                "accounts",
                "backup",
                "picture",
                "strict-yaml",
                "dicom",
                "deidentification"
            })
    void a_plain_module_needs_no_framework_no_broker_and_no_cloud(String module) {
        assertThat(of(module)).isNotEmpty();
        assertThat(of(module).stream().map(Artifact::group))
                .noneMatch(group ->
                        group.startsWith("io.quarkus")
                                || group.startsWith("jakarta")
                                || group.startsWith("io.smallrye")
                                || group.equals("org.apache.kafka")
                                || group.startsWith("software.amazon"));
        assertThat(ours(module)).doesNotContain("outbox", "web-guard", "service-health");
    }

    @Test
    void the_launcher_looks_at_every_module_that_a_service_is_made_of() throws IOException {
        var libraries = new TreeSet<String>();
        NEEDS.keySet().stream().filter(ModulesTest::service).forEach(s -> add(s, libraries));

        var watched = Pattern.compile("find pom\\.xml \\.mvn ([a-z -]+) \"\\$@\"");
        var found = watched.matcher(Files.readString(HOME.resolve("medsendx")));

        assertThat(found.find()).isTrue();
        assertThat(Set.of(found.group(1).split(" "))).isEqualTo(libraries);
    }

    private static void add(String module, Set<String> libraries) {
        for (var needed : ours(module)) {
            if (libraries.add(needed)) {
                add(needed, libraries);
            }
        }
    }

    @Test
    void the_picture_of_the_architecture_shows_every_module() {
        var page = TreeFiles.read("docs/architecture.md");
        var picture = page.substring(page.indexOf("```"), page.lastIndexOf("```"));

        assertThat(NEEDS.keySet())
                .allSatisfy(module ->
                        assertThat(picture)
                                .containsPattern("(?m)(^| )" + module.split("/")[0] + "( |$)"));
    }

    @Test
    void the_map_of_the_readme_shows_every_module_and_no_other_folder() throws IOException {
        var readme = Files.readString(HOME.resolve("README.md"));
        var map = Pattern.compile("^([a-z-]+)/ {2,}\\S", Pattern.MULTILINE).matcher(readme);
        var shown = new TreeSet<String>();
        while (map.find()) {
            shown.add(map.group(1));
        }

        assertThat(shown).allMatch(folder -> Files.isDirectory(HOME.resolve(folder)));
        assertThat(shown)
                .containsAll(NEEDS.keySet().stream().map(m -> m.split("/")[0]).distinct().toList());
    }
}
