package org.medsendx.ingest;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.OrderPriority;

class ArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("org.medsendx.ingest");

    @Test
    void only_the_edges_know_a_framework() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "..ingest.messaging..",
                        "..ingest.web..",
                        "..ingest.config..",
                        "..ingest.service..",
                        "..ingest.telemetry..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "jakarta..",
                        "io.smallrye..",
                        "io.micrometer..",
                        "io.opentelemetry..",
                        "io.vertx..",
                        "org.apache.kafka..",
                        "org.eclipse.microprofile..")
                .check(CLASSES);
    }

    @Test
    void what_decides_knows_no_way_in() {
        noClasses()
                .that()
                .resideInAnyPackage("..ingest.intake..", "..ingest.store..", "..ingest.ledger..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..ingest.dicom..",
                        "..ingest.hotfolder..",
                        "..ingest.web..",
                        "..ingest.messaging..",
                        "..ingest.config..",
                        "..ingest.service..",
                        "..ingest.telemetry..",
                        "org.medsendx.dicom.net..")
                .check(CLASSES);
    }

    /**
     * What the clean zone says is heard in one room; features know it as milestones. An order's
     * priority goes the other way: it is what may pass the border of an order.
     */
    @Test
    void what_the_clean_zone_says_is_read_in_one_place() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..ingest.messaging..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("org.medsendx.contracts.deidentified..")
                                .and(not(type(OrderPriority.class))))
                .check(CLASSES);
    }
}
