package org.medsendx.deidentification;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "org.medsendx.deidentification";
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(ROOT);

    @Test
    void the_engine_knows_no_framework_no_broker_no_cloud_and_no_service() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "jakarta..",
                        "io.smallrye..",
                        "org.eclipse.microprofile..",
                        "org.apache.kafka..",
                        "software.amazon..",
                        "io.micrometer..",
                        "org.medsendx.outbox..",
                        "org.medsendx.anonymizer..",
                        "org.medsendx.ingest..")
                .check(CLASSES);
    }

    @Test
    void rules_know_neither_gate_nor_release() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".rules..", ROOT + ".pseudonym..", ROOT + ".patient..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".verify..", ROOT + ".release..")
                .check(CLASSES);
    }

    @Test
    void packages_depend_on_each_other_in_one_direction_only() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
