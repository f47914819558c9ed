package org.medsendx.miner;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("org.medsendx.miner");

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
                .resideInAnyPackage(
                        "..statistics..",
                        "..reviews..",
                        "..cluster..",
                        "..report..",
                        "..sequence..",
                        "..board..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "io.smallrye..",
                        "io.micrometer..",
                        "jakarta..",
                        "org.apache.kafka..",
                        "org.eclipse.microprofile..",
                        "org.medsendx.miner.messaging..",
                        "org.medsendx.miner.service..",
                        "org.medsendx.miner.telemetry..",
                        "org.medsendx.miner.web..",
                        "org.medsendx.miner.config..")
                .check(CLASSES);
    }
}
