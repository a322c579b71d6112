package com.leadrouter;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.annotation.Transactional;

/** Rules that the arrows between modules do not say. */
class ArchitectureTest {

    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("com.leadrouter");
    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .importPackages("com.leadrouter");

    private static final DescribedPredicate<JavaClass> DATABASE = resideInAnyPackage(
                    "java.sql..",
                    "javax.sql..",
                    "jakarta.persistence..",
                    "org.hibernate..",
                    "org.postgresql..",
                    "org.springframework.jdbc..",
                    "org.springframework.data..",
                    "org.springframework.transaction..")
            .as("the database");

    private static final DescribedPredicate<JavaClass> HTTP = resideInAnyPackage(
                    "java.net..",
                    "org.apache.hc..",
                    "org.springframework.http..",
                    "org.springframework.web..",
                    "jakarta.servlet..")
            .or(nameMatching("com\\.leadrouter\\.platform\\.(RemoteCall|Exchange|HttpSettings).*"))
            .as("HTTP");

    private static final String OWNERS_OF_TABLES =
            "KaptureCustomers|ToldCustomers|FormerCustomers|ErasedCustomers|CustomerSearch|KapturePulls";

    @Test
    void couriersNeverSeeTheDatabase() {
        noClasses()
                .that()
                .resideInAnyPackage("com.leadrouter.cap..", "com.leadrouter.kapture..")
                .and(DescribedPredicate.not(
                        nameMatching("com\\.leadrouter\\.kapture\\.(%s)(\\$.*)?".formatted(OWNERS_OF_TABLES))))
                .should()
                .dependOnClassesThat(DATABASE)
                .because(
                        "Kapture keeps its own customers and pulls, in these classes; nothing else of theirs is stored")
                .check(PRODUCTION);
    }

    @Test
    void deliveryNeverSeesHttp() {
        noClasses()
                .that()
                .resideInAPackage("com.leadrouter.delivery..")
                .should()
                .dependOnClassesThat(HTTP)
                .check(PRODUCTION);
    }

    @Test
    void whatACourierMayUseOfDeliveryIsNotItsTables() {
        classes()
                .that()
                .resideInAPackage("com.leadrouter.delivery..")
                .and()
                .haveNameMatching(".*(Ledger|Settlements|DestinationStates|Stored.*)")
                .should()
                .notBePublic()
                .check(PRODUCTION);
    }

    @Test
    void nothingIsInjectedIntoFields() {
        NO_CLASSES_SHOULD_USE_FIELD_INJECTION.check(PRODUCTION);
    }

    @Test
    void transactionsAreOpenedInCode() {
        noClasses().should().beAnnotatedWith(Transactional.class).check(PRODUCTION);
        noMethods().should().beAnnotatedWith(Transactional.class).check(PRODUCTION);
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Transactional.class)
                .check(PRODUCTION);
    }

    @Test
    void noTestSleeps() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .orShould()
                .callMethod(TimeUnit.class, "sleep", long.class)
                .check(TESTS);
    }
}
