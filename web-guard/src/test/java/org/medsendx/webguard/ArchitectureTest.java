package org.medsendx.webguard;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void what_decides_knows_no_framework() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Config")
                .and()
                .doNotHaveSimpleName("GuardFilter")
                .and()
                .doNotHaveSimpleName("ProvidedRoles")
                .and()
                .doNotHaveSimpleName("ClientCertificates")
                .and()
                .doNotHaveSimpleName("SignInRoutes")
                .and()
                .doNotHaveSimpleName("People")
                .and()
                .doNotHaveSimpleName("IdentifiedAccess")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io..", "jakarta..", "org.medsendx.contracts..")
                .check(
                        new ClassFileImporter()
                                .withImportOption(new ImportOption.DoNotIncludeTests())
                                .importPackages("org.medsendx.webguard"));
    }
}
