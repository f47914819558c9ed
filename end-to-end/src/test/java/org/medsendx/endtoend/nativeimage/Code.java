package org.medsendx.endtoend.nativeimage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Compiled classes of some modules, by internal name. */
final class Code {

    private final Map<String, ClassNode> classes = new TreeMap<>();
    private final Map<String, String> modules = new TreeMap<>();

    private Code() {}

    /** The classes below folders, which are the modules by name. */
    static Code of(Map<String, Path> folders) {
        var code = new Code();
        folders.forEach((module, folder) -> {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                    var node = new ClassNode();
                    new ClassReader(Files.readAllBytes(file)).accept(node, 0);
                    code.classes.put(node.name, node);
                    code.modules.put(node.name, module);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        if (code.classes.isEmpty()) {
            throw new IllegalStateException("no classes in " + folders);
        }
        return code;
    }

    Iterable<ClassNode> classes() {
        return classes.values();
    }

    @Nullable ClassNode find(String name) {
        return classes.get(name);
    }

    /** The module of one of the classes. */
    String module(String name) {
        var module = modules.get(name);
        if (module == null) {
            throw new IllegalArgumentException(name);
        }
        return module;
    }

    /** Whether values of a type are of no other class. */
    static boolean concrete(ClassNode type) {
        return (type.access & (Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT)) == 0;
    }

    /** The classes that are a type, itself among them. */
    List<ClassNode> thatAre(String type) {
        var found = new ArrayList<ClassNode>();
        for (var node : classes.values()) {
            if (supertypes(node.name).contains(type)) {
                found.add(node);
            }
        }
        return found;
    }

    /** A class and what it extends and implements, as far as it is among these classes. */
    Set<String> supertypes(String name) {
        var all = new java.util.TreeSet<String>();
        collect(name, all);
        return all;
    }

    private void collect(@Nullable String name, Set<String> all) {
        if (name == null || !all.add(name)) {
            return;
        }
        var node = classes.get(name);
        if (node != null) {
            collect(node.superName, all);
            node.interfaces.forEach(i -> collect(i, all));
        }
    }

    /** A method as a class has it, by itself or from above. */
    @Nullable Method method(@Nullable String owner, String name, String descriptor) {
        for (String at = owner; at != null; ) {
            var node = classes.get(at);
            if (node == null) {
                return null;
            }
            for (var method : node.methods) {
                if (method.name.equals(name) && method.desc.equals(descriptor)) {
                    return new Method(node, method);
                }
            }
            at = node.superName;
        }
        return null;
    }

    /** A method and the class it stands in. */
    record Method(ClassNode owner, MethodNode node) {

        @Override
        public String toString() {
            return owner.name.replace('/', '.') + "." + node.name;
        }
    }
}
