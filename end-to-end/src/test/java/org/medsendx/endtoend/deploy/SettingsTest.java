package org.medsendx.endtoend.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.endtoend.deploy.Manifests.DEPLOY;
import static org.medsendx.endtoend.deploy.Manifests.objects;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A setting of the manifests that no service reads would be ignored, or stop the service at start.
 */
class SettingsTest {

    private static final Pattern PREFIX =
            Pattern.compile("@ConfigMapping\\(prefix = \"(medsendx[a-z.-]+)\"");
    private static final Pattern METHOD = Pattern.compile("^ +[A-Z]?[\\w<>, .]+ (\\w+)\\(\\);");

    @Test
    void every_setting_in_a_file_of_a_site_is_one_that_a_service_reads() throws IOException {
        var known = known();
        try (var files = Files.walk(DEPLOY.resolve("overlays"))) {
            for (var file : files.filter(f -> f.toString().endsWith(".properties")).toList()) {
                var settings = new Properties();
                try (var in = Files.newInputStream(file)) {
                    settings.load(in);
                }
                assertThat(settings.stringPropertyNames())
                        .filteredOn(name -> name.startsWith("medsendx."))
                        .allSatisfy(name -> assertThat(known).contains(firstThreeParts(name)));
            }
        }
    }

    @Test
    void every_setting_in_the_environment_of_a_service_is_one_that_it_reads() throws IOException {
        var known = new TreeSet<String>();
        known().forEach(key -> known.add(key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT)));

        var names = new TreeSet<String>();
        Manifests.files(DEPLOY.resolve("base")).stream()
                .filter(d -> d.kind().equals("Deployment"))
                .flatMap(d -> objects(d.container().getAsJsonArray("env")))
                .map(e -> e.get("name").getAsString())
                .filter(name -> name.startsWith("MEDSENDX_"))
                .forEach(names::add);

        assertThat(names).isNotEmpty().isSubsetOf(known);
    }

    // Such as medsendx.ingest.sources of medsendx.ingest.sources."AE".truck.
    private static String firstThreeParts(String name) {
        return String.join(".", Stream.of(name.split("\\.")).limit(3).toList());
    }

    /** The keys of all configuration interfaces, from their sources: services are no libraries. */
    private static Set<String> known() throws IOException {
        var keys = new TreeSet<String>();
        try (var modules = Files.newDirectoryStream(Path.of(".."))) {
            for (var module : modules) {
                var sources = module.resolve("src/main/java");
                if (Files.isDirectory(sources)) {
                    try (var files = Files.walk(sources)) {
                        for (var file :
                                files.filter(f -> f.toString().endsWith("Config.java")).toList()) {
                            addKeys(Files.readString(file), keys);
                        }
                    }
                }
            }
        }
        return keys;
    }

    private static void addKeys(String source, Set<String> keys) {
        var prefix = PREFIX.matcher(source);
        if (prefix.find()) {
            source.lines()
                    .map(METHOD::matcher)
                    .filter(m -> m.find())
                    .forEach(m -> keys.add(prefix.group(1) + "." + kebab(m.group(1))));
        }
    }

    private static String kebab(String method) {
        return method.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
