package org.medsendx.strictyaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlFileTest {

    @TempDir Path folder;

    @Test
    void maps_lists_and_plain_values_are_read() throws Exception {
        var yaml = new YamlFile("a.yaml");
        var root = yaml.read("name: x\nlist: [1, 2.5, true, text]\nmap: {inner: y}\n");

        assertThat(yaml.map(root))
                .isEqualTo(
                        Map.of(
                                "name",
                                "x",
                                "list",
                                List.of(1, 2.5, true, "text"),
                                "map",
                                Map.of("inner", "y")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: 1;a: 2          | a.yaml line 2: a: is there twice",
                "a: &x 1            | a.yaml line 1: anchors",
                "a: !!java.net.URL x | a.yaml line 1: no YAML: Global tag",
                "- 1                | a.yaml line 1: a map of keys",
                "a: 1;b: [          | a.yaml line 3: no YAML"
            })
    void what_is_no_such_file_is_told_with_its_line(String text, String problem) {
        assertThatThrownBy(
                        () -> new YamlFile("a.yaml").read(text.strip().replace(';', '\n') + '\n'))
                .isInstanceOf(YamlFileException.class)
                .hasMessageStartingWith(problem);
    }

    @Test
    void keys_that_nobody_reads_are_refused() throws Exception {
        var root = new YamlFile("a.yaml").read("name: x\nnmae: y\n");

        assertThatThrownBy(() -> root.only(Set.of("name")))
                .hasMessage("a.yaml line 2: nmae: unknown key; known are name");
    }

    @Test
    void a_file_that_is_not_there_or_no_text_is_told() throws Exception {
        var file = folder.resolve("a.yaml");
        assertThatThrownBy(() -> YamlFile.text(file)).hasMessageContaining("does not exist");
        Files.write(file, "a: \u00e4".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> YamlFile.text(file)).hasMessageContaining("is not UTF-8");
    }
}
