package org.medsendx.segmenter;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("org.medsendx.segmenter");

    // Of this service: libraries may have packages of these names.
    private static final String[] EDGES = {
        "org.medsendx.segmenter.messaging..",
        "org.medsendx.segmenter.storage..",
        "org.medsendx.segmenter.web..",
        "org.medsendx.segmenter.config..",
        "org.medsendx.segmenter.service..",
        "org.medsendx.segmenter.telemetry.."
    };

    @Test
    void never_sees_the_identified_zone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.medsendx.contracts.identified..")
                .check(CLASSES);
    }

    @Test
    void keeps_frameworks_at_the_edges() {
        noClasses()
                .that()
                .resideOutsideOfPackages(EDGES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "io.smallrye..",
                        "io.micrometer..",
                        "jakarta..",
                        "org.apache.kafka..",
                        "org.eclipse.microprofile..")
                .check(CLASSES);
    }

    @Test
    void keeps_features_free_of_edges() {
        noClasses()
                .that()
                .resideOutsideOfPackages(EDGES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(EDGES)
                .check(CLASSES);
    }
}
