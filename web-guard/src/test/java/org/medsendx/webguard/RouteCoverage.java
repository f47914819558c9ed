package org.medsendx.webguard;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether the table of routes and the resources of a service say the same. */
public final class RouteCoverage {

    private RouteCoverage() {}

    /**
     * Every method of a resource has a line in the table, and every line a method.
     *
     * @param packages where the resources of the service are
     */
    public static void isWhole(String service, String packages) {
        Set<String> written = new TreeSet<>();
        new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages(packages)
                        .stream()
                        .filter(found -> found.isAnnotatedWith(Path.class))
                        .forEach(found -> written.addAll(routes(found.reflect())));
        assertThat(written).as("routes of " + service).isNotEmpty();

        Set<String> known =
                Routes.of(service).all().stream()
                        .filter(route -> !ofTheHouse(route.path()))
                        .map(Route::shape)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(known)
                .as("each route of %s has a line in Routes, which says who may ask", service)
                .isEqualTo(written);
    }

    /** What no resource of the service answers. */
    private static boolean ofTheHouse(String path) {
        return path.startsWith("/q/")
                || path.endsWith(".css")
                || path.startsWith("/viewer/")
                || path.startsWith("/charts/")
                || path.startsWith("/crew/")
                || Set.of("/login", "/logout", "/accounts", "/signed-in").contains(path);
    }

    private static Set<String> routes(Class<?> resource) {
        Set<String> routes = new TreeSet<>();
        for (var method : resource.getDeclaredMethods()) {
            Path path = method.getAnnotation(Path.class);
            Arrays.stream(method.getAnnotations())
                    .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                    .filter(verb -> verb != null)
                    .forEach(verb ->
                            routes.add(
                                    new Route(
                                                    verb.value(),
                                                    joined(
                                                            resource.getAnnotation(Path.class),
                                                            path),
                                                    Need.ADMIN)
                                            .shape()));
        }
        return routes;
    }

    private static String joined(Path outer, @Nullable Path inner) {
        String path = "/" + outer.value() + "/" + (inner == null ? "" : inner.value());
        path = path.replaceAll("/+", "/");
        return path.length() > 1 && path.endsWith("/")
                ? path.substring(0, path.length() - 1)
                : path;
    }
}
