package org.medsendx.endtoend.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The built-in settings of the services as the configuration reads them. A key with dots becomes a
 * quoted part of the property name: right for the category of a log, which is a name with dots, and
 * unread by anybody else.
 */
class ApplicationYamlTest {

    private static final Pattern LOG_CATEGORY =
            Pattern.compile("(%[\\w-]+\\.)?quarkus\\.log\\.category\\.\"[\\w.]+\"\\.\\w+");

    @Test
    void no_key_is_quoted_but_the_categories_of_logs() throws IOException {
        var files = files();
        assertThat(files).hasSizeGreaterThanOrEqualTo(4);
        for (var file : files) {
            assertThat(quoted(new YamlConfigSource(file.toUri().toURL())))
                    .as(file.toString())
                    .isEmpty();
        }
    }

    @Test
    void would_find_a_key_with_dots() {
        var source = new YamlConfigSource("x", "mp:\n  in:\n    auto.offset.reset: earliest\n", 1);

        assertThat(quoted(source)).containsExactly("mp.in.\"auto.offset.reset\"");
    }

    private static List<String> quoted(YamlConfigSource source) {
        Set<String> names = source.getPropertyNames();
        return names.stream()
                .filter(name -> name.contains("\"") && !LOG_CATEGORY.matcher(name).matches())
                .toList();
    }

    private static List<Path> files() throws IOException {
        var found = new ArrayList<Path>();
        try (var modules = Files.newDirectoryStream(Path.of(".."))) {
            for (var module : modules) {
                for (var resources : List.of("src/main/resources", "src/test/resources")) {
                    var folder = module.resolve(resources);
                    if (Files.isDirectory(folder)) {
                        try (var files =
                                Files.newDirectoryStream(folder, "application*.{yaml,yml}")) {
                            files.forEach(found::add);
                        }
                    }
                }
            }
        }
        return found;
    }
}
