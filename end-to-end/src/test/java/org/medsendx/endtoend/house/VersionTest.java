package org.medsendx.endtoend.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** There is one version, the one of the project file; RELEASING.md says how it is changed. */
class VersionTest {

    private static final Pattern OWN =
            Pattern.compile("<artifactId>medsendx-edge</artifactId>\\s*<version>([^<]+)</version>");

    private static final String VERSION = version("pom.xml");
    private static final String RELEASED = VERSION.replace("-SNAPSHOT", "");

    private static String version(String project) {
        var found = OWN.matcher(TreeFiles.read(project));
        assertThat(found.find()).as(project).isTrue();
        return found.group(1);
    }

    private static List<String> groups(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(m -> m.group(1)).toList();
    }

    @Test
    void every_module_has_it() {
        var projects = TreeFiles.files(file -> file.endsWith("/pom.xml"));
        assertThat(projects)
                .hasSizeGreaterThan(10)
                .allSatisfy(project ->
                        assertThat(version(TreeFiles.name(project)))
                                .as(TreeFiles.name(project))
                                .isEqualTo(VERSION));
    }

    @Test
    void images_and_documents_have_it_without_the_mark_of_what_is_not_released() {
        for (var overlay :
                TreeFiles.files(file -> file.matches("deploy/.*/kustomization\\.yaml"))) {
            assertThat(groups("newTag: (\\S+)", TreeFiles.read(overlay)))
                    .as(TreeFiles.name(overlay))
                    .allMatch(RELEASED::equals);
        }
        assertThat(
                        groups(
                                "MedSendX Edge ([0-9]\\S*)\\.",
                                TreeFiles.read("docs/dicom-conformance.md")))
                .containsExactly(RELEASED);
    }
}
