package org.medsendx.segmenter.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/features.md and the catalogue of measures name the same, in the same order and units. */
class FeaturesPageTest {

    private static final Path PAGE = Path.of("..", "docs", "features.md");

    @Test
    void every_measure_is_defined_once_with_its_unit() throws IOException {
        var row = Pattern.compile("(?m)^\\| `([a-z][A-Za-z]+)` \\| ([^|]+) \\| [^|]{10,} \\|$");

        assertThat(
                        row.matcher(Files.readString(PAGE).split("\n## ")[0])
                                .results()
                                .map(found -> found.group(1) + " in " + found.group(2).strip())
                                .toList())
                .isEqualTo(
                        Arrays.stream(Measure.values())
                                .map(measure -> measure.label() + " in " + measure.unit().label())
                                .toList());
    }

    @Test
    void the_page_says_which_version_it_defines() throws IOException {
        assertThat(Files.readString(PAGE)).contains("version " + Measure.VERSION + " ");
    }
}
