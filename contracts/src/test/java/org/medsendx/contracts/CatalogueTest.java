package org.medsendx.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.catalogue.Topics;

/** {@code docs/events.md} is what a consumer starts from, so it must not fall behind. */
class CatalogueTest {

    // Tests run in the folder of their module.
    private static final Path CATALOGUE = Path.of("..", "docs", "events.md");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)\\)");

    @Test
    void the_catalogue_links_the_schema_and_a_sample_of_every_topic() throws IOException {
        String text = Files.readString(CATALOGUE);

        for (var topic : Topics.all()) {
            assertThat(text)
                    .contains("schemas/" + topic.topicName() + ".schema.json)")
                    .contains("samples/" + topic.topicName() + "/");
        }
    }

    @Test
    void the_links_of_the_catalogue_lead_somewhere() throws IOException {
        var links = LINK.matcher(Files.readString(CATALOGUE)).results().map(CatalogueTest::target);

        assertThat(links).isNotEmpty().allSatisfy(link -> assertThat(link).exists());
    }

    private static Path target(MatchResult link) {
        return CATALOGUE.resolveSibling(link.group(1));
    }
}
