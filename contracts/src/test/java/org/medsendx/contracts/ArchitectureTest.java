package org.medsendx.contracts;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("org.medsendx.contracts");

    @Test
    void contracts_need_no_framework() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideOutsideOfPackages(
                                "org.medsendx.contracts..",
                                "java..",
                                "com.fasterxml.jackson..",
                                "org.jspecify.."))
                .check(CLASSES);
    }

    @Test
    void the_clean_zone_does_not_know_the_identified_one() {
        noClasses()
                .that()
                .resideInAPackage("..deidentified..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..identified..")
                .check(CLASSES);
    }

    @Test
    void the_root_knows_no_zone_and_no_catalogue() {
        noClasses()
                .that()
                .resideInAPackage("org.medsendx.contracts")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.medsendx.contracts.*..")
                .check(CLASSES);
    }

    @Test
    void packages_are_free_of_cycles() {
        slices().matching("org.medsendx.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void payloads_are_records() {
        classes()
                .that()
                .implement(Payload.class)
                .and()
                .areNotInterfaces()
                .should()
                .beRecords()
                .check(CLASSES);
    }
}
