package org.medsendx.endtoend.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.endtoend.house.TreeFiles.HOME;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.contracts.Topic;
import org.medsendx.contracts.catalogue.Topics;

/** What the documents point at is there. */
class DocumentsTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)]*))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.*)$");
    private static final Pattern METRIC = Pattern.compile("\\bmedsendx_[a-z_]+[a-z]");
    private static final Pattern COMMAND = Pattern.compile("\\./medsendx ([a-z-]+)");
    private static final Pattern METER = Pattern.compile("\"(medsendx\\.[a-z.]+[a-z])\"");
    private static final Pattern SUFFIX =
            Pattern.compile("_(total|seconds(_(count|sum|max|bucket))?)$");
    private static final Pattern TOPIC = Pattern.compile("\\b[a-z]+\\.[a-z-]+\\.v[0-9]+\\b");
    private static final Pattern PATH =
            Pattern.compile("(?<=[`(\\s])[\\w.*$-]+(?:/[\\w.*$<>-]+)+/?");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))(?:\\.(\\w+))?`");
    private static final Pattern RUN_TEST = Pattern.compile("-D(?:it\\.)?test='?([\\w*]+)");
    private static final Pattern PACKAGE =
            Pattern.compile(
                    "\\borg\\.medsendx((?:\\.[a-z0-9]+)+)(?:\\.([A-Z]\\w*))?(?!\\w|\\.[a-z])");
    private static final Pattern CLASS =
            Pattern.compile("`([A-Z][a-z]\\w*)(?:\\.([A-Z]\\w*))?(?:\\.([a-z]\\w*))?(?:\\(\\))?`");
    private static final Pattern REQUEST = Pattern.compile("`(GET|POST) (/[^`\\s]*)`");
    private static final String ROUTES =
            "web-guard/src/main/java/org/medsendx/webguard/Routes.java";

    private static final Pattern ROUTE = Pattern.compile("new Route\\(\"(\\w+)\", \"([^\"]+)\"");

    /** Reserved for a later issue; docs/events.md says that nothing writes it. */
    private static final Set<String> RESERVED = Set.of("scans.reviewed.v1");

    static List<Path> documents() {
        return TreeFiles.documents();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_link_leads_to_a_file_of_this_tree_or_to_the_web(Path document) {
        var links = LINK.matcher(TreeFiles.read(document));
        var broken = new ArrayList<String>();
        while (links.find()) {
            var target = links.group(1);
            if (target.contains("://") || target.startsWith("mailto:")) {
                continue;
            }
            Path file = target.isEmpty() ? document : document.resolveSibling(target).normalize();
            var anchor = links.group(2);
            if (!file.startsWith(HOME)
                    || !Files.exists(file)
                    || anchor != null && !anchors(file).contains(anchor)) {
                broken.add(links.group());
            }
        }
        assertThat(broken).as(TreeFiles.name(document)).isEmpty();
    }

    private static Set<String> anchors(Path document) {
        return HEADING.matcher(TreeFiles.read(document))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
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

    @ParameterizedTest
    @MethodSource("documents")
    void every_command_of_the_launcher_that_a_document_names_exists(Path document) {
        var launcher = TreeFiles.read("medsendx");
        assertThat(groups(COMMAND, TreeFiles.read(document)))
                .allSatisfy(command ->
                        assertThat(launcher)
                                .as(command)
                                .containsPattern(
                                        "(?m)^ +([a-z-]+ \\| )*" + command + "( \\| [a-z-]+)*\\)"));
    }

    @Test
    void every_metric_that_a_document_an_alert_or_a_dashboard_names_is_one_of_ours() {
        var meters = new TreeSet<String>();
        for (var source : TreeFiles.mainSources()) {
            groups(METER, TreeFiles.read(source))
                    .forEach(name -> meters.add(name.replace('.', '_')));
        }
        assertThat(meters).contains("medsendx_scans_waiting", "medsendx_work_well");

        var told = new ArrayList<>(TreeFiles.documentsOfToday());
        told.addAll(TreeFiles.files(file -> file.matches("deploy/.*\\.(yml|json)")));
        for (var document : told) {
            var names = METRIC.matcher(TreeFiles.read(document));
            while (names.find()) {
                assertThat(meters)
                        .as(TreeFiles.name(document) + ": " + names.group())
                        .containsAnyOf(
                                names.group(), SUFFIX.matcher(names.group()).replaceFirst(""));
            }
        }
    }

    @Test
    void metric_names_follow_one_scheme() {
        for (var source : TreeFiles.mainSources()) {
            assertThat(TreeFiles.read(source))
                    .as(TreeFiles.name(source))
                    .doesNotContainPattern("\"medsendx_[a-z_]+\"");
        }
    }

    @Test
    void every_topic_that_a_document_names_is_in_the_contracts() {
        var topics = Topics.all().stream().map(Topic::topicName).collect(Collectors.toSet());
        topics.addAll(RESERVED);
        for (var document : TreeFiles.documents()) {
            assertThat(topics)
                    .as(TreeFiles.name(document))
                    .containsAll(
                            TOPIC.matcher(TreeFiles.read(document))
                                    .results()
                                    .map(MatchResult::group)
                                    .toList());
        }
    }

    @Test
    void the_catalogue_says_of_each_topic_how_far_it_goes_and_whether_it_is_compacted() {
        var cloud = TreeFiles.section("docs/events.md", "### In the cloud");
        var truck = TreeFiles.section("docs/events.md", "### On the truck only");
        for (var topic : Topics.all()) {
            boolean stays = topic.reach() == Topic.Reach.TRUCK;
            assertThat((stays ? truck : cloud).lines())
                    .filteredOn(line -> line.startsWith("| [" + topic.topicName() + "]"))
                    .as(topic.topicName())
                    .singleElement()
                    .satisfies(row ->
                            assertThat(row.endsWith("; compacted |")).isEqualTo(topic.compacted()));
        }
    }

    /** Words with slashes whose first part is a folder of the tree, {@code *} for any name. */
    @ParameterizedTest
    @MethodSource("documents")
    void every_path_into_the_tree_that_a_document_names_exists(Path document) {
        var broken = new ArrayList<String>();
        for (var match : PATH.matcher(TreeFiles.read(document)).results().toList()) {
            var path = match.group().replaceFirst("[/.]+$", "");
            var first = path.substring(0, Math.max(0, path.indexOf('/')));
            if (first.isEmpty()
                    || !Files.isDirectory(HOME.resolve(first))
                    || first.startsWith(".")
                    || path.matches("(.*/)?(out|target)(/.*)?")) {
                continue;
            }
            var glob = path.replaceAll("<[^>]*>|\\$[a-z]+", "*");
            if (TreeFiles.files(file -> matches(glob, file)).isEmpty()) {
                broken.add(match.group());
            }
        }
        assertThat(broken).as(TreeFiles.name(document)).isEmpty();
    }

    // A folder is there when a file is in it.
    private static boolean matches(String glob, String file) {
        var system = FileSystems.getDefault();
        return system.getPathMatcher("glob:" + glob).matches(Path.of(file))
                || system.getPathMatcher("glob:" + glob + "/**").matches(Path.of(file));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_test_that_a_document_names_exists(Path document) {
        for (var named : TEST.matcher(TreeFiles.read(document)).results().toList()) {
            var files = TreeFiles.files(file -> file.endsWith("/" + named.group(1) + ".java"));
            assertThat(files).as(named.group()).isNotEmpty();
            if (named.group(2) != null) {
                assertThat(TreeFiles.read(files.getFirst()))
                        .contains("void " + named.group(2) + "(");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_test_that_a_document_says_how_to_run_exists(Path document) {
        for (var named : groups(RUN_TEST, TreeFiles.read(document))) {
            if (!named.equals("None")) {
                assertThat(TreeFiles.files(file -> matches("**/" + named + ".java", file)))
                        .as(named)
                        .isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_package_that_a_document_names_exists(Path document) {
        for (var named : PACKAGE.matcher(TreeFiles.read(document)).results().toList()) {
            if (TOPIC.matcher(named.group()).find()) {
                continue; // The type of an event.
            }
            var folder = "/org/medsendx" + named.group(1).replace('.', '/') + "/";
            var type = named.group(2);
            assertThat(
                            TreeFiles.files(file ->
                                    type == null
                                            ? file.contains("/java" + folder)
                                            : file.endsWith("/java" + folder + type + ".java")))
                    .as(named.group())
                    .isNotEmpty();
        }
    }

    /** Documents about the code: whatever looks like a class there is one. */
    @ParameterizedTest
    @ValueSource(strings = {"docs/architecture.md", "CONTRIBUTING.md"})
    void every_class_that_a_document_about_the_code_names_exists(String document) {
        var named = CLASS.matcher(TreeFiles.read(document)).results().toList();
        assertThat(named).isNotEmpty();
        for (var name : named) {
            var files =
                    TreeFiles.files(file ->
                            file.endsWith("/" + name.group(1) + ".java") && file.contains("/src/"));
            assertThat(files).as(name.group()).isNotEmpty();
            var sources = files.stream().map(TreeFiles::read).collect(Collectors.joining());
            if (name.group(2) != null) {
                assertThat(sources)
                        .as(name.group())
                        .containsPattern("(class|interface|record|enum) " + name.group(2) + "\\b");
            }
            if (name.group(3) != null) {
                assertThat(sources).as(name.group()).contains(" " + name.group(3) + "(");
            }
        }
    }

    @Test
    void every_page_that_a_document_names_is_answered_by_a_service() {
        var routes = new TreeSet<String>();
        // The one table, which tests of the services compare with what they answer.
        for (var route : ROUTE.matcher(TreeFiles.read(ROUTES)).results().toList()) {
            routes.add(route.group(1) + " " + route(route.group(2)));
        }
        assertThat(routes)
                .contains("GET /status", "POST /reidentify", "GET /instances/*/masks.png");

        int checked = 0;
        for (var document : TreeFiles.documentsOfToday()) {
            for (var request : REQUEST.matcher(TreeFiles.read(document)).results().toList()) {
                assertThat(routes)
                        .as(TreeFiles.name(document))
                        .contains(request.group(1) + " " + route(request.group(2)));
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(10);
    }

    private static String route(String path) {
        var plain = path.replaceAll("\\{[^}]*}|…", "*").replaceAll("/+", "/");
        return plain.length() > 1 ? plain.replaceFirst("/$", "") : plain;
    }

    /** The sentence may tell of ports; they are those that the local stack takes first. */
    @Test
    void the_ports_of_the_readme_are_those_of_the_local_stack() {
        var stack =
                TreeFiles.read(
                        "local-stack/src/main/java/org/medsendx/localstack/stack/LocalStack.java");
        var usual = groups(Pattern.compile("usual\\((\\d+)\\)"), stack);
        var named =
                groups(Pattern.compile("127\\.0\\.0\\.1[: ](\\d+)"), TreeFiles.read("README.md"));

        assertThat(named).isNotEmpty().isSubsetOf(usual);
    }

    private static List<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }
}
