package org.medsendx.ingest.crew;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.medsendx.ingest.tasks.Acts;
import org.medsendx.ingest.tasks.Item;
import org.medsendx.ingest.tracking.Stage;
import org.medsendx.ingest.tracking.Verdict;

class TextsTest {

    // Tests run in the folder of their module.
    private static final Path DOCS = Path.of("..", "docs");
    private static final Path TEMPLATES = Path.of("src", "main", "resources", "templates");
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)[,}]");
    private static final Pattern CODE = Pattern.compile("`([A-Za-z-]+[0-9]*\\*?)`");

    @ParameterizedTest
    @EnumSource(Language.class)
    void every_language_has_every_text_with_the_same_places(Language language) {
        var english = Texts.in(Language.EN);
        var texts = Texts.in(language);

        assertThat(texts.keys()).isEqualTo(english.keys());
        assertThat(texts.keys())
                .allSatisfy(key -> {
                    assertThat(texts.text(key)).as(key).isNotBlank();
                    assertThat(places(texts.text(key)))
                            .as(key)
                            .isEqualTo(places(english.text(key)));
                });
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text)
                .results()
                .map(place -> place.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A single quote would swallow what stands behind it, and a double one be shown as it is. */
    @ParameterizedTest
    @EnumSource(Language.class)
    void quotes_are_doubled_where_something_is_put_in_and_nowhere_else(Language language) {
        var texts = Texts.in(language);
        for (String key : texts.keys()) {
            String text = texts.text(key);
            if (places(text).isEmpty()) {
                assertThat(text).as(key).doesNotContain("''", "{");
            } else if (!key.startsWith("live.")) {
                assertThat(text.replace("''", "")).as(key).doesNotContain("'");
                Object[] values = {2, 3, "x", "y"};
                assertThat(texts.text(key, values)).as(key).doesNotContain("{", "}", "choice");
            }
        }
    }

    @Test
    void one_and_many_are_told_apart() {
        assertThat(Texts.in(Language.EN).text("repeat.images", 1)).isEqualTo("one image");
        assertThat(Texts.in(Language.DE).text("repeat.images", 2)).isEqualTo("2 Bilder");
        assertThat(Texts.in(Language.DE).text("exams.underway", 1)).startsWith("Ein Bild wird");
        assertThat(Texts.in(Language.FR).text("person.repeat", 12))
                .isEqualTo("12 examens à refaire");
    }

    @Test
    void pages_have_no_text_but_of_the_catalogue_and_name_no_text_that_is_not_there()
            throws IOException {
        var keys = Texts.in(Language.EN).keys();
        List<Path> templates;
        try (Stream<Path> all = Files.walk(TEMPLATES)) {
            templates = all.filter(file -> file.toString().endsWith(".html")).toList();
        }
        assertThat(templates).hasSizeGreaterThan(3);
        for (var template : templates) {
            String page = Files.readString(template);
            assertThat(groups("t\\.say\\('([^']+)'\\)", page))
                    .as(template.toString())
                    .isSubsetOf(keys);
            String words =
                    page.replaceAll("<!DOCTYPE[^>]*>|\\{[^}]*}", "")
                            .replaceAll("<[^>]*>", "")
                            .replace("MedSendX Edge", "");
            assertThat(words).as(template.toString()).doesNotContainPattern("\\p{L}");
            // What is read out or shown of an attribute is a text as well.
            for (String shown : groups("(?:aria-label|title|placeholder|alt)=\"([^\"]*)\"", page)) {
                assertThat(shown).startsWith("{");
            }
        }
    }

    @Test
    void texts_that_code_asks_for_are_there() throws IOException {
        var keys = Texts.in(Language.EN).keys();
        try (Stream<Path> all = Files.walk(SOURCES.resolve("org/medsendx/ingest"))) {
            for (var source : all.filter(file -> file.toString().endsWith(".java")).toList()) {
                String code = Files.readString(source);
                assertThat(
                                groups(
                                        "(?:texts(?:\\(\\))?\\.|\\bt\\.)text\\(\\s*\"([a-z.]+[a-z])\"[,)]",
                                        code))
                        .as(source.toString())
                        .isSubsetOf(keys);
                assertThat(groups("\\b(?:fact|queue)\\(\\s*\"([a-z.]+)\"", code)).isSubsetOf(keys);
                assertThat(groups("\"(person\\.[a-z]+)\"", code)).isSubsetOf(keys);
            }
        }
        for (var stage : Stage.values()) {
            assertThat(keys).contains("stage." + stage);
        }
        for (var verdict : Verdict.values()) {
            assertThat(keys).contains("verdict." + verdict);
        }
        for (var act : Item.Act.values()) {
            assertThat(keys).contains("work." + act, "did." + act);
        }
        for (var ended : Acts.Ended.values()) {
            assertThat(keys).contains("work.ended." + ended);
        }
        for (var closed : List.of("data-plan-used-up", "hour-closed")) {
            assertThat(keys).contains("link.closed." + closed);
        }
    }

    @Test
    void every_finding_of_the_quality_page_has_its_words() throws IOException {
        var keys = Texts.in(Language.EN).keys();
        var findings =
                groups("(?m)^\\| `([a-z-]+)` \\|", Files.readString(DOCS.resolve("quality.md")));

        assertThat(findings).contains("clipped", "skin-fold");
        assertThat(findings)
                .allSatisfy(code -> assertThat(keys).contains("finding." + code, "do." + code));
    }

    @Test
    void every_reason_of_the_operations_page_has_its_words() throws IOException {
        var keys = Texts.in(Language.EN).keys();
        var rows = Files.readString(DOCS.resolve("operations.md")).lines().toList();
        var withheld = codes(rows, "| withheld |");
        var quarantined = codes(rows, "| quarantined |");

        assertThat(withheld).contains("PIXELS-noise", "key-gone");
        assertThat(withheld)
                .allSatisfy(
                        code -> assertThat(Reasons.withheld(code)).as(code).isNotEqualTo("other"));
        assertThat(quarantined).contains("uid-conflict", "truncated");
        for (var code : withheld) {
            assertThat(keys)
                    .contains("reason." + Reasons.withheld(code), "todo." + Reasons.withheld(code));
        }
        for (var code : quarantined) {
            assertThat(keys)
                    .contains(
                            "reason." + Reasons.quarantined(code),
                            "todo." + Reasons.quarantined(code));
        }
        assertThat(keys).contains("reason.other", "todo.other");
    }

    /** The rows of the page of the archive that say what waits for a person. */
    @Test
    void every_reason_of_the_archive_page_has_its_words() throws IOException {
        var keys = Texts.in(Language.EN).keys();
        var rows = Files.readString(DOCS.resolve("archive.md")).lines().toList();
        var lasting = codes(rows, "| put aside |");

        assertThat(lasting).contains("not-accepted", "no-file");
        for (var code : lasting) {
            assertThat(Reasons.archive(code)).as(code).isNotEqualTo("other");
        }
        for (var key : List.of("kind", "refused", "conflict", "transaction", "disk", "other")) {
            assertThat(keys).contains("reason.archive." + key, "todo.archive." + key);
        }
    }

    private static Set<String> codes(List<String> rows, String beginning) {
        return rows.stream()
                .filter(row -> row.startsWith(beginning))
                .flatMap(row -> CODE.matcher(row.split("\\|", -1)[2]).results())
                .map(code -> code.group(1).replace("*", "x"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> groups(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void a_browser_gets_the_language_it_likes_best_of_those_there_are() {
        assertThat(Language.accepted("fr-CH, fr;q=0.9, en;q=0.8", Language.EN))
                .isEqualTo(Language.FR);
        assertThat(Language.accepted("tr, de-AT;q=0.5", Language.EN)).isEqualTo(Language.DE);
        assertThat(Language.accepted("tr", Language.DE)).isEqualTo(Language.DE);
        assertThat(Language.accepted("\u0000;;q=x", Language.FR)).isEqualTo(Language.FR);
        assertThat(Language.accepted(null, Language.EN)).isEqualTo(Language.EN);
        assertThat(Language.of("xx")).isEmpty();
    }
}
