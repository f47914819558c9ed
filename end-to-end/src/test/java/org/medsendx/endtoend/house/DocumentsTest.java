package org.medsendx.endtoend.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents point at is there. */
class DocumentsTest {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
    private static final Pattern METRIC = Pattern.compile("\\bmedsendx_[a-z_]+[a-z]");
    private static final Pattern COMMAND = Pattern.compile("\\./medsendx ([a-z-]+)");
    private static final Pattern METER = Pattern.compile("\"(medsendx\\.[a-z.]+[a-z])\"");
    private static final Pattern SUFFIX =
            Pattern.compile("_(total|seconds(_(count|sum|max|bucket))?)$");

    static List<Path> documents() throws IOException {
        var found = new ArrayList<Path>();
        try (var all = Files.walk(HOME)) {
            all.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !HOME.relativize(file).toString().contains("target/"))
                    .filter(file -> !HOME.relativize(file).toString().contains("node_modules"))
                    .filter(file -> !HOME.relativize(file).toString().startsWith("out/"))
                    .forEach(found::add);
        }
        return found;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_link_leads_to_a_file_of_this_tree_or_to_the_web(Path document) throws IOException {
        var links = LINK.matcher(Files.readString(document));
        var broken = new ArrayList<String>();
        while (links.find()) {
            var target = links.group(1);
            if (target.contains("://") || target.startsWith("mailto:")) {
                continue;
            }
            Path file = document.resolveSibling(target).normalize();
            if (!file.startsWith(HOME) || !Files.exists(file)) {
                broken.add(target);
            }
        }
        assertThat(broken).as(HOME.relativize(document).toString()).isEmpty();
    }

    @Test
    void every_decision_is_in_the_index_under_a_number_of_its_own() throws IOException {
        Path folder = HOME.resolve("docs/decisions");
        var index = Files.readString(folder.resolve("README.md"));
        try (Stream<Path> files = Files.list(folder)) {
            var names =
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.equals("README.md"))
                            .toList();
            assertThat(names).allSatisfy(name -> assertThat(index).contains("(" + name + ")"));
            assertThat(names.stream().map(name -> name.substring(0, 4))).doesNotHaveDuplicates();
        }
    }

    @Test
    void every_command_of_the_launcher_that_a_document_names_exists() throws IOException {
        var launcher = Files.readString(HOME.resolve("medsendx"));
        for (var document : documents()) {
            var commands = COMMAND.matcher(Files.readString(document));
            while (commands.find()) {
                assertThat(launcher)
                        .as(HOME.relativize(document).toString())
                        .containsPattern(
                                "(?m)^ +([a-z-]+ \\| )*"
                                        + commands.group(1)
                                        + "( \\| [a-z-]+)*\\)");
            }
        }
    }

    @Test
    void every_metric_that_a_document_an_alert_or_a_dashboard_names_is_one_of_ours()
            throws IOException {
        var meters = new TreeSet<String>();
        for (var source : files("java", "/src/main/")) {
            var names = METER.matcher(Files.readString(source));
            while (names.find()) {
                meters.add(names.group(1).replace('.', '_'));
            }
        }
        assertThat(meters).contains("medsendx_scans_waiting", "medsendx_work_well");

        var told = new ArrayList<>(documents());
        told.addAll(files("yml", "/deploy/"));
        told.addAll(files("json", "/deploy/"));
        for (var document : told) {
            var names = METRIC.matcher(Files.readString(document));
            while (names.find()) {
                assertThat(meters)
                        .as(HOME.relativize(document) + ": " + names.group())
                        .containsAnyOf(
                                names.group(), SUFFIX.matcher(names.group()).replaceFirst(""));
            }
        }
    }

    @Test
    void metric_names_follow_one_scheme() throws IOException {
        for (var source : files("java", "/src/main/")) {
            assertThat(Files.readString(source))
                    .as(HOME.relativize(source).toString())
                    .doesNotContainPattern("\"medsendx_[a-z_]+\"");
        }
    }

    private static List<Path> files(String extension, String within) throws IOException {
        try (var all = Files.walk(HOME)) {
            return all.filter(file -> file.toString().endsWith("." + extension))
                    .filter(file -> file.toString().contains(within))
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
        }
    }
}
