package org.medsendx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of tried reports names every test of one, and no test that is not there. */
class TriedReportsTest {

    private static final Pattern NAMED = Pattern.compile("`(Reported\\w+Test)\\.(\\w+)`");
    private static final Pattern TEST = Pattern.compile("@Test\\s+void (\\w+)\\(");

    @Test
    void the_page_and_the_tests_agree() throws IOException {
        var named = new TreeSet<String>();
        var page = NAMED.matcher(Files.readString(Tree.home().resolve("docs/tried-reports.md")));
        while (page.find()) {
            named.add(page.group(1) + "." + page.group(2));
        }

        assertThat(named).hasSizeGreaterThan(40).isEqualTo(tests());
    }

    private static TreeSet<String> tests() throws IOException {
        var tests = new TreeSet<String>();
        for (String module :
                new String[] {"dicom", "deidentification", "edge-ingest", "anonymizer-service"}) {
            try (Stream<Path> sources =
                    Files.walk(Tree.home().resolve(module).resolve("src/test"))) {
                for (Path source : sources.filter(TriedReportsTest::isOfReports).toList()) {
                    String name = source.getFileName().toString().replace(".java", "");
                    var test = TEST.matcher(Files.readString(source));
                    while (test.find()) {
                        tests.add(name + "." + test.group(1));
                    }
                }
            }
        }
        return tests;
    }

    private static boolean isOfReports(Path path) {
        return path.getFileName().toString().matches("Reported\\w+Test\\.java");
    }
}
