package org.medsendx.uplink;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds here beside the rules of every module, which end-to-end holds. */
class ArchitectureTest {

    private static final String ROOT = "org.medsendx.uplink";
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(ROOT);

    @Test
    void nothing_here_knows_of_the_identified_zone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.medsendx.contracts.identified..",
                        "org.medsendx.deidentification..",
                        "org.medsendx.anonymizer..",
                        "org.medsendx.ingest..")
                .check(CLASSES);
    }

    /** What is not on the class path cannot be reached by reflection either. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "org/medsendx/deidentification/pseudonym/KeyFile.class",
                "org/medsendx/deidentification/vault/VaultKey.class",
                "org/medsendx/anonymizer/ledger/Ledger.class"
            })
    void neither_engine_nor_border_is_on_the_class_path(String file) {
        var loader = getClass().getClassLoader();

        assertThat(loader.getResource("org/medsendx/contracts/Event.class")).isNotNull();
        assertThat(loader.getResource(file)).isNull();
    }
}
