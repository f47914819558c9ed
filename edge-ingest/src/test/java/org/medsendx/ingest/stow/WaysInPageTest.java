package org.medsendx.ingest.stow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of refusals in docs/ways-in.md is that of the code. */
class WaysInPageTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d{3}) \\| `([a-z-]+)` \\|");

    @Test
    void every_refusal_has_a_row_with_its_status_and_no_row_is_of_another() throws IOException {
        String page = Files.readString(Path.of("../docs/ways-in.md"));

        assertThat(ROW.matcher(page).results().map(row -> row.group(1) + " " + row.group(2)))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(StowRefusal.values())
                                .map(refusal -> refusal.status() + " " + refusal.code())
                                .toList());
    }
}
