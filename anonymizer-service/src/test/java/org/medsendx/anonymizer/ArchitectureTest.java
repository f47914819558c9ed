package org.medsendx.anonymizer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {

    private static final String ROOT = "org.medsendx.anonymizer";
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(ROOT);

    @Test
    void only_edges_know_the_framework() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        ROOT + ".messaging..",
                        ROOT + ".storage..",
                        ROOT + ".web..",
                        ROOT + ".telemetry..",
                        ROOT + ".service..",
                        ROOT + ".config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "jakarta..",
                        "io.smallrye..",
                        "org.apache.kafka..",
                        "software.amazon..",
                        "io.micrometer..")
                .check(CLASSES);
    }

    @Test
    void packages_are_free_of_cycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /**
     * This process sees patients, so it has no way to the internet: not even the library for one.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "software/amazon/awssdk/services/s3/S3Client.class",
                "software/amazon/awssdk/core/SdkClient.class",
                "io/quarkiverse/amazon/s3/runtime/S3Config.class",
                "org/medsendx/uplink/upload/Uplink.class"
            })
    void no_client_of_the_cloud_is_on_the_class_path(String file) {
        var loader = getClass().getClassLoader();

        assertThat(loader.getResource("org/medsendx/contracts/Event.class")).isNotNull();
        assertThat(loader.getResource(file)).isNull();
    }

    @Test
    void nothing_here_depends_on_a_client_of_the_cloud() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("software.amazon..", "org.medsendx.uplink..")
                .check(CLASSES);
    }
}
