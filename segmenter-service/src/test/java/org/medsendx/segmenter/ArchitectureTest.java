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

    private static final String[] EDGES = {
        "..messaging..", "..storage..", "..web..", "..config..", "..service..", "..telemetry.."
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
