package org.medsendx.readinglist;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("org.medsendx.readinglist");

    @Test
    void never_sees_the_identified_zone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.medsendx.contracts.identified..")
                .check(CLASSES);
    }

    /** Who has a study and a real day has the shift. */
    @Test
    void knows_no_event_that_has_a_real_day() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "org\\.medsendx\\.contracts\\.deidentified\\."
                                + "(ScanFeatures|ScanMeasured|ScanOutcome|ScannerStatus|TruckStatus"
                                + "|Fleet\\w+|Baseline\\w+)(\\$.*)?")
                .check(CLASSES);
    }
}
