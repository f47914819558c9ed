package org.medsendx.deidentification.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.medsendx.deidentification.pixels.PixelPlan;
import org.medsendx.deidentification.verify.Check;

/** The table of reasons in docs/operations.md has a line for every code of the program. */
class ReasonsTableTest {

    private static final Pattern CODE = Pattern.compile("`((?:PIXELS-)?[a-z]+(?:-[a-z]+)*)`");
    private static final Pattern WRITTEN =
            Pattern.compile("(?:withheld\\(|new Reason\\()\\s*\"([a-z-]+)\"");

    @Test
    void names_every_code_and_no_other() throws Exception {
        var codes = new TreeSet<>(Releaser.REASONS);
        codes.addAll(Check.codes());
        codes.addAll(PixelPlan.Cause.codes());

        assertThat(documented()).isEqualTo(codes);
    }

    @Test
    void knows_every_code_that_is_written_in_the_source() throws Exception {
        Set<String> known = documented();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
                var matcher = WRITTEN.matcher(Files.readString(file));
                while (matcher.find()) {
                    // A code that is put together begins so.
                    String code = matcher.group(1);
                    assertThat(known)
                            .as(file.toString())
                            .anyMatch(one ->
                                    one.equals(code) || code.endsWith("-") && one.startsWith(code));
                }
            }
        }
    }

    private static Set<String> documented() throws Exception {
        return Files.readAllLines(Path.of("../docs/operations.md")).stream()
                .filter(line -> line.startsWith("| withheld |"))
                .map(line -> line.split("\\|", -1)[2])
                .flatMap(cell -> CODE.matcher(cell).results())
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
