package org.medsendx.endtoend.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The searches find what is planted, and nothing else. */
class NativeImageSearchTest {

    private static final String HERE = "org.medsendx.endtoend.nativeimage.planted.";

    private static final Code PLANTED =
            Code.of(
                    Map.of(
                            "planted",
                            Path.of("target/test-classes").resolve(HERE.replace('.', '/')),
                            "outbox",
                            Path.of("../outbox/target/classes")));

    @Test
    void types_are_found_however_they_get_to_jackson() {
        var found = JsonTypes.in(PLANTED);

        assertThat(found.types())
                .filteredOn(type -> type.startsWith(HERE))
                .extracting(type -> type.substring((HERE + "Letters$").length()))
                .containsExactlyInAnyOrder(
                        "Own",
                        "Part",
                        "Kind",
                        "Read",
                        "Referenced",
                        "Handed",
                        "Asked",
                        "Dog",
                        "Tail");
    }

    @Test
    void a_value_that_cannot_be_followed_is_said() {
        assertThat(JsonTypes.in(PLANTED).unclear())
                .filteredOn(line -> line.startsWith(HERE))
                .containsExactly(HERE + "Letters.hidden: java.lang.Object");
    }

    @Test
    void statics_are_found_that_reach_chance_threads_the_machine_and_smile() {
        assertThat(BuildTimeStatics.in(PLANTED))
                .filteredOn(line -> line.startsWith(HERE))
                .extracting(line -> line.substring((HERE + "Statics$").length()))
                .containsExactlyInAnyOrder(
                        "Plain: java.util.Random.<init>",
                        "Within: java.util.Random.<init>",
                        "Behind: java.lang.Thread.ofPlatform",
                        "Constant: java.time.Instant.now",
                        "OfTheMachine: java.time.ZoneId.systemDefault",
                        "OfTheMachine: java.lang.System.getenv",
                        "OfSmile: smile.stat.distribution.GaussianDistribution.getInstance");
    }

    @Test
    void a_glob_covers_the_files_of_its_folder_alone() {
        assertThat(Registered.matches("org/medsendx/*.tsv", "org/medsendx/a.tsv")).isTrue();
        assertThat(Registered.matches("org/medsendx/*.tsv", "org/medsendx/b/a.tsv")).isFalse();
        assertThat(Registered.matches("org/medsendx/*.tsv", "org/medsendx/a.txt")).isFalse();
    }
}
