package org.medsendx.endtoend.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.medsendx.outbox.kafka.RecordTaker;

/** The rules of the house that hold in every module; what is special to one, its own test holds. */
class PackagesTest {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    private static final String[] ROOMS = {
        "..cli..",
        "..config..",
        "..service..",
        "..messaging..",
        "..storage..",
        "..web..",
        "..telemetry.."
    };

    private static final String[] FRAMEWORKS = {
        "io.quarkus..",
        "io.smallrye..",
        "io.micrometer..",
        "jakarta..",
        "org.eclipse.microprofile..",
        "software.amazon..",
        "org.apache.kafka.."
    };

    static List<Path> modules() throws IOException {
        try (Stream<Path> folders = Files.list(HOME)) {
            return folders.filter(folder -> Files.isDirectory(folder.resolve("target/classes")))
                    .filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .map(HOME::relativize)
                    .sorted()
                    .toList();
        }
    }

    static List<Path> services() throws IOException {
        return modules().stream()
                .filter(m -> m.toString().endsWith("-service") || m.endsWith("edge-ingest"))
                .toList();
    }

    private static final Map<Path, JavaClasses> READ = new ConcurrentHashMap<>();

    private static JavaClasses of(Path module) {
        var classes =
                READ.computeIfAbsent(
                        HOME.resolve(module).resolve("target/classes"),
                        new ClassFileImporter()::importPath);
        assertThat(classes).as(module.toString()).isNotEmpty();
        return classes;
    }

    /** Such as {@code org.medsendx.miner}: what all packages of a module begin with. */
    private static String root(JavaClasses classes) {
        var name = classes.iterator().next().getPackageName().split("\\.", -1);
        return String.join(".", name[0], name[1], name[2]);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void no_package_needs_another_that_needs_it(Path module) {
        var classes = of(module);
        slices().matching(root(classes) + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true) // a module of one package
                .check(classes);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void one_logger_is_used(Path module) {
        noClasses()
                .that()
                // It writes nothing: it takes out of the framework's line what may not be there.
                .doNotHaveFullyQualifiedName("org.medsendx.webguard.FailedRequests")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jboss.logging..", "java.util.logging..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.System$Logger")
                .check(of(module));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void nothing_is_drawn_with_awt(Path module) {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.awt..", "javax.imageio..")
                .check(of(module));
    }

    /** Thrown by itself it ends nothing: the process would wait for ever, without a word. */
    @ParameterizedTest
    @MethodSource("modules")
    void only_one_class_says_that_a_service_cannot_start(Path module) {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.medsendx.servicehealth.CannotStart")
                .should()
                .callConstructor(
                        "io.quarkus.runtime.PreventFurtherStepsException",
                        String.class.getName(),
                        int.class.getName())
                .check(of(module));
    }

    @ParameterizedTest
    @MethodSource("services")
    void who_takes_records_stops_before_what_the_work_needs_is_closed(Path service) {
        for (var consumer : of(service)) {
            if (consumer.getFields().stream()
                    .anyMatch(f -> f.getRawType().isEquivalentTo(RecordTaker.class))) {
                assertThat(consumer.getMethods())
                        .as(consumer.getName())
                        .anyMatch(PackagesTest::stopsTaking);
            }
        }
    }

    // Channels deliver until all observers of the end were called.
    private static boolean stopsTaking(JavaMethod method) {
        return method.getParameters().stream()
                .anyMatch(p ->
                        p.getRawType().isEquivalentTo(ShutdownEvent.class)
                                && p.isAnnotatedWith(Observes.class)
                                && p.isAnnotatedWith(Priority.class)
                                && p.getAnnotationOfType(Priority.class).value()
                                        == RecordTaker.STOPS);
    }

    @ParameterizedTest
    @MethodSource("services")
    void configuration_is_interfaces(Path service) {
        classes()
                .that()
                .resideInAPackage("..config..")
                .and(areNoPackages())
                .should()
                .beInterfaces()
                .orShould()
                .beEnums()
                .check(of(service));
    }

    private static DescribedPredicate<JavaClass> areNoPackages() {
        return DescribedPredicate.describe(
                "are no package-info", c -> !c.getSimpleName().equals("package-info"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void only_the_rooms_know_a_framework_and_no_feature_knows_a_room(Path service) {
        var classes = of(service);
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOMS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FRAMEWORKS)
                .check(classes);
        var rooms = Stream.of(ROOMS).map(room -> root(classes) + room.substring(1)).toList();
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOMS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(rooms.toArray(String[]::new))
                .check(classes);
    }
}
