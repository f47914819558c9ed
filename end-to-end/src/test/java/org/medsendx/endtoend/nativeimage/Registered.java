package org.medsendx.endtoend.nativeimage;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;

/**
 * What a module tells a native executable: in its {@code reachability-metadata.json}, or in the
 * {@code @RegisterForReflection} of its {@code NativeReflection}.
 */
record Registered(Set<String> types, Set<String> resources) {

    static Registered of(String module, Path classes, Code code) {
        var types = new TreeSet<String>();
        var resources = new TreeSet<String>();
        Path file =
                classes.resolve("META-INF/native-image/org.medsendx")
                        .resolve(module)
                        .resolve("reachability-metadata.json");
        if (Files.exists(file)) {
            read(file, types, resources);
        }
        for (var node : code.classes()) {
            if (code.module(node.name).equals(module)) {
                annotations(node, node.visibleAnnotations, types);
                annotations(node, node.invisibleAnnotations, types);
            }
        }
        return new Registered(types, resources);
    }

    private static void read(Path file, Set<String> types, Set<String> resources) {
        JsonNode metadata;
        try {
            metadata = EventCodec.JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (var entry : metadata.path("reflection")) {
            // What Jackson makes needs all three.
            if (entry.path("allDeclaredConstructors").asBoolean()
                    && entry.path("allDeclaredMethods").asBoolean()
                    && entry.path("allDeclaredFields").asBoolean()) {
                types.add(entry.path("type").asText());
            }
        }
        metadata.path("resources").forEach(entry -> resources.add(entry.path("glob").asText()));
    }

    private static void annotations(
            ClassNode node, @Nullable List<AnnotationNode> annotations, Set<String> types) {
        if (annotations == null) {
            return;
        }
        for (var annotation : annotations) {
            if (!annotation.desc.equals("Lio/quarkus/runtime/annotations/RegisterForReflection;")) {
                continue;
            }
            if (annotation.values == null) {
                types.add(node.name.replace('/', '.')); // it stands on what it means
                continue;
            }
            for (int i = 0; i < annotation.values.size(); i += 2) {
                if (annotation.values.get(i).equals("targets")) {
                    for (var type : (List<?>) annotation.values.get(i + 1)) {
                        types.add(((Type) type).getClassName());
                    }
                }
            }
        }
    }

    /** Whether a resource, with slashes, is among them. */
    boolean covers(String resource) {
        return resources.stream().anyMatch(glob -> matches(glob, resource));
    }

    static boolean matches(String glob, String resource) {
        return FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(Path.of(resource));
    }
}
