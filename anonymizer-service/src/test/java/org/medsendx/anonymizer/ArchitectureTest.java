package org.medsendx.anonymizer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

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
    void the_uplink_knows_nothing_identified_but_the_ledger_of_releases() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".uplink..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.medsendx.contracts.identified..",
                        "org.medsendx.deidentification..",
                        ROOT + ".border..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }
}
