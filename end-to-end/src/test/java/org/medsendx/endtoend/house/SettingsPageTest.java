package org.medsendx.endtoend.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * docs/settings.md is written from the configuration interfaces: run this test with {@code
 * -Dsettings.write=true} after a change. Other documents name settings that exist, with the
 * defaults that they have.
 */
class SettingsPageTest {

    private static final String PAGE = "docs/settings.md";

    private static final Pattern NAMED =
            Pattern.compile("(?<![\\w./-])medsendx(\\.([a-z][a-z0-9-]*|\"[^\"]+\"))+");
    private static final Pattern WITH_DEFAULT =
            Pattern.compile("`([a-z][a-z0-9.-]+)`, (`?)([0-9][\\w.%]*)\\2\\)");

    @Test
    void the_page_has_every_setting_with_its_default() throws IOException {
        var page = TreeFiles.HOME.resolve(PAGE);
        var text = TreeFiles.read(page);
        int end = text.indexOf("\n## `");
        var written = text.substring(0, end) + tables();
        if (Boolean.getBoolean("settings.write")) {
            Files.writeString(page, written);
        }
        assertThat(TreeFiles.read(page)).isEqualTo(written);
    }

    private static String tables() {
        var text = new StringBuilder();
        SettingKeys.byPrefix()
                .forEach((prefix, settings) -> {
                    text.append("\n## `").append(prefix).append("`\n\n");
                    text.append("| key | default | |\n|---|---|---|\n");
                    for (var setting : settings) {
                        text.append("| `")
                                .append(setting.key().substring(prefix.length() + 1))
                                .append("` | ")
                                .append(
                                        setting.byDefault() != null
                                                ? "`" + setting.byDefault() + "`"
                                                : setting.required() ? "**none**" : "-")
                                .append(" | ")
                                .append(setting.meaning())
                                .append(" |\n");
                    }
                });
        return text.toString();
    }

    @Test
    void every_setting_was_found() {
        var keys = SettingKeys.all().stream().map(SettingKeys.Setting::key).toList();
        assertThat(keys)
                .contains(
                        "medsendx.ingest.sources.\"NAME\".commitment-address",
                        "medsendx.anonymizer.catch-up.grace",
                        "medsendx.web.hosts");
        assertThat(SettingKeys.byPrefix()).hasSizeGreaterThan(5);
    }

    @Test
    void every_setting_that_a_document_names_exists() {
        var keys =
                SettingKeys.all().stream()
                        .map(SettingKeys.Setting::key)
                        .collect(Collectors.toCollection(TreeSet::new));
        for (var document : TreeFiles.documentsOfToday()) {
            var named = NAMED.matcher(TreeFiles.read(document));
            while (named.find()) {
                var key = SettingKeys.generic(named.group());
                assertThat(keys)
                        .as(TreeFiles.name(document) + ": " + named.group())
                        .anyMatch(one -> one.equals(key) || one.startsWith(key + "."));
            }
        }
    }

    /** Written as {@code (`key`, value)}, the key as long as it has to be. */
    @Test
    void every_default_that_a_document_names_is_the_one_of_the_code() {
        var settings = SettingKeys.all();
        int checked = 0;
        for (var document : TreeFiles.documentsOfToday()) {
            var named = WITH_DEFAULT.matcher(TreeFiles.read(document));
            while (named.find()) {
                var key = "." + named.group(1);
                var defaults =
                        settings.stream()
                                .filter(one -> ("." + one.key()).endsWith(key))
                                .map(SettingKeys.Setting::byDefault)
                                .toList();
                assertThat(defaults)
                        .as(TreeFiles.name(document) + ": " + named.group())
                        .isNotEmpty()
                        .containsOnly(named.group(3));
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(5);
    }

    /** The keys of the table, which are below {@code medsendx.ingest}. */
    @Test
    void every_key_in_the_table_of_tls_and_commitment_exists() {
        var keys =
                SettingKeys.all().stream()
                        .map(SettingKeys.Setting::key)
                        .filter(key -> key.startsWith("medsendx.ingest."))
                        .toList();
        var table =
                TreeFiles.section("docs/operations.md", "## DICOM over TLS, and storage commitment")
                        .lines()
                        .filter(line -> line.startsWith("| ") && !line.startsWith("| to "))
                        .map(line -> line.split("\\|", -1)[2])
                        .toList();
        assertThat(table).hasSizeGreaterThan(4);

        var named = Pattern.compile("`([a-z\"A-Z.-]+)(?:=[^`]*)?`");
        for (var cell : table) {
            assertThat(named.matcher(cell).results().map(key -> key.group(1)))
                    .as(cell)
                    .isNotEmpty()
                    .allSatisfy(key ->
                            assertThat(keys)
                                    .anyMatch(one -> one.endsWith("." + SettingKeys.generic(key))));
        }
    }
}
