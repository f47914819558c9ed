package org.medsendx.segmenter.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of findings: code, page and document say the same. */
class FindingTextTest {

    private static final Path PAGE = Path.of("..", "docs", "quality.md");

    @Test
    void the_document_has_the_same_table() throws IOException {
        var rows = new ArrayList<FindingText>();
        var row = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| ([^|]+) \\| ([^|]+) \\|$");
        var matcher = row.matcher(Files.readString(PAGE));
        while (matcher.find()) {
            rows.add(
                    new FindingText(
                            matcher.group(1), matcher.group(2).strip(), matcher.group(3).strip()));
        }

        assertThat(rows).isEqualTo(FindingText.table());
    }

    @Test
    void every_finding_of_the_judge_of_positioning_and_of_markers_has_a_text() throws IOException {
        var main = Path.of("src/main/java/org/medsendx/segmenter");
        var source =
                Files.readString(main.resolve("assess/QualityJudge.java"))
                        + Files.readString(main.resolve("breast/BreastReader.java"))
                        + Files.readString(main.resolve("breast/BreastSide.java"));
        var codes = new TreeSet<String>();
        var added = Pattern.compile("findings\\.add\\(([^;]+)\\);|List\\.of\\(\"([a-z-]+)\"\\)");
        added.matcher(source)
                .results()
                .forEach(found ->
                        Pattern.compile("\"([a-z-]+)\"")
                                .matcher(found.group())
                                .results()
                                .forEach(code -> codes.add(code.group(1))));
        Pattern.compile("\"(marker-[a-z-]+)\"")
                .matcher(Files.readString(main.resolve("pipeline/SideMarkers.java")))
                .results()
                .forEach(code -> codes.add(code.group(1)));

        assertThat(codes)
                .hasSizeGreaterThan(12)
                .isEqualTo(
                        new TreeSet<>(
                                FindingText.table().stream().map(FindingText::code).toList()));
    }

    @Test
    void speaks_in_sentences() {
        assertThat(FindingText.table())
                .allSatisfy(text -> {
                    assertThat(text.says()).matches("[A-Z][^`|]*\\.");
                    assertThat(text.todo()).matches("[A-Z][^`|]*\\.");
                });
        assertThat(FindingText.of("of-a-later-version").says()).isEqualTo("of-a-later-version");
    }
}
