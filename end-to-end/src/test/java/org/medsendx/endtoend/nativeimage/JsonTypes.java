package org.medsendx.endtoend.nativeimage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.signature.SignatureReader;
import org.objectweb.asm.signature.SignatureVisitor;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * The types that Jackson makes and reads by reflection: what is given to it, found by following
 * values back through methods and their callers, and whatever these consist of. Where a value
 * cannot be followed, that is said, so that nothing is missed in silence.
 */
final class JsonTypes {

    private static final String MAPPERS =
            "com/fasterxml/jackson/databind/(ObjectMapper|json/JsonMapper|ObjectReader|ObjectWriter)";

    private static final Set<String> READING =
            Set.of("readValue", "treeToValue", "convertValue", "readerFor", "writerFor", "forType");

    private static final Set<String> WRITING =
            Set.of("writeValue", "writeValueAsBytes", "writeValueAsString", "valueToTree");

    /** What Jackson needs no reflection for, besides what java.lang and java.time have. */
    private static final String PLAIN =
            "\\[.*|java/lang/(String|Boolean|Integer|Long|Double|Number)|java/time/.*|java/util/UUID"
                    + "|java/io/(File|InputStream)|com/fasterxml/jackson/databind/.*";

    private final Code code;
    private final Map<String, Frame<Origins.From>[]> frames = new TreeMap<>();
    private final Set<String> roots = new TreeSet<>();
    private final Set<String> unclear = new TreeSet<>();
    private final ArrayDeque<Sink> waiting = new ArrayDeque<>();
    private final Set<Sink> seen = new HashSet<>();

    /** A parameter that ends in Jackson: of a method of ours. */
    private record Sink(String owner, String name, String descriptor, int argument) {}

    private JsonTypes(Code code) {
        this.code = code;
    }

    /**
     * What was found.
     *
     * @param types binary names of our types that need reflection
     * @param unclear where a value goes to Jackson whose type cannot be told
     */
    record Found(Set<String> types, Set<String> unclear) {}

    static Found in(Code code) {
        var search = new JsonTypes(code);
        search.everyCall(search::jackson);
        while (!search.waiting.isEmpty()) {
            search.callers(search.waiting.pop());
        }
        var types = new TreeSet<String>();
        search.roots.forEach(root -> walk(code, root, types));
        return new Found(names(types), search.unclear);
    }

    /** What the pages of a service take and give: of Quarkus's own care in the service itself. */
    static Set<String> ofPages(Code code) {
        var types = new TreeSet<String>();
        for (var node : code.classes()) {
            if (!annotated(node.visibleAnnotations, "Ljakarta/ws/rs/Path;")) {
                continue;
            }
            for (var method : node.methods) {
                boolean page =
                        method.visibleAnnotations != null
                                && method.visibleAnnotations.stream()
                                        .anyMatch(a ->
                                                a.desc.matches(
                                                        "Ljakarta/ws/rs/(GET|POST|PUT|DELETE);"));
                if (page) {
                    walk(code, method.signature == null ? method.desc : method.signature, types);
                }
            }
        }
        return names(types);
    }

    private static Set<String> names(Set<String> internal) {
        var names = new TreeSet<String>();
        internal.forEach(name -> names.add(name.replace('/', '.')));
        return names;
    }

    private static boolean annotated(@Nullable List<AnnotationNode> annotations, String type) {
        return annotations != null && annotations.stream().anyMatch(a -> a.desc.equals(type));
    }

    private interface Look {
        void at(Code.Method where, MethodInsnNode call, List<Origins.From> arguments);
    }

    private void everyCall(Look look) {
        for (var node : code.classes()) {
            for (var method : node.methods) {
                Frame<Origins.From>[] all = frames(node, method);
                for (int i = 0; i < method.instructions.size(); i++) {
                    if (method.instructions.get(i) instanceof MethodInsnNode call
                            && all[i] != null) {
                        int count = Type.getArgumentCount(call.desc);
                        var arguments = new ArrayList<Origins.From>();
                        for (int a = 0; a < count; a++) {
                            arguments.add(all[i].getStack(all[i].getStackSize() - count + a));
                        }
                        look.at(new Code.Method(node, method), call, arguments);
                    }
                }
            }
        }
    }

    private Frame<Origins.From>[] frames(ClassNode node, MethodNode method) {
        return frames.computeIfAbsent(
                node.name + "." + method.name + method.desc,
                key -> {
                    try {
                        return new Analyzer<>(new Origins(code)).analyze(node.name, method);
                    } catch (AnalyzerException e) {
                        throw new IllegalStateException(key, e);
                    }
                });
    }

    private void jackson(Code.Method where, MethodInsnNode call, List<Origins.From> arguments) {
        boolean mapper = call.owner.matches(MAPPERS);
        boolean answer = call.owner.matches("jakarta/ws/rs/core/Response(\\$ResponseBuilder)?");
        Type[] types = Type.getArgumentTypes(call.desc);
        for (int i = 0; i < types.length; i++) {
            boolean type = types[i].getDescriptor().matches(".*/(Class|TypeReference|JavaType);");
            boolean object = types[i].getDescriptor().equals("Ljava/lang/Object;");
            boolean read = mapper && READING.contains(call.name) && (type || object);
            boolean write = mapper && WRITING.contains(call.name) && object;
            boolean entity =
                    answer
                            && object
                            && i == 0
                            && (call.name.equals("ok") || call.name.equals("entity"));
            if (read || write || entity) {
                take(where, arguments.get(i));
            }
        }
    }

    private void take(Code.Method where, Origins.From value) {
        if (value.origins().isEmpty()) {
            return; // a text, a number or null
        }
        for (var origin : value.origins()) {
            switch (origin) {
                case Origins.Origin.ClassConstant constant -> root(where, constant.type(), null);
                case Origins.Origin.Of of -> root(where, of.type(), of.signature());
                case Origins.Origin.Parameter parameter -> parameter(where, parameter);
            }
        }
    }

    private void parameter(Code.Method where, Origins.Origin.Parameter parameter) {
        if (parameter.type().getSort() == Type.OBJECT
                && code.find(parameter.type().getInternalName()) != null) {
            root(where, parameter.type(), null);
            return;
        }
        int local = (where.node().access & Opcodes.ACC_STATIC) == 0 ? 1 : 0;
        Type[] types = Type.getArgumentTypes(where.node().desc);
        for (int i = 0; i < types.length; i++) {
            if (local == parameter.local()) {
                if (parameter.type().getInternalName().matches(PLAIN)) {
                    return;
                }
                var sink = new Sink(where.owner().name, where.node().name, where.node().desc, i);
                if (seen.add(sink)) {
                    waiting.push(sink);
                }
            }
            local += types[i].getSize();
        }
    }

    private void root(Code.Method where, Type type, @Nullable String signature) {
        String name = type.getInternalName();
        var node = type.getSort() == Type.OBJECT ? code.find(name) : null;
        if (node != null) {
            // An anonymous TypeReference<T> has T in its own signature.
            boolean reference =
                    "com/fasterxml/jackson/core/type/TypeReference".equals(node.superName);
            roots.add(reference && node.signature != null ? node.signature : type.getDescriptor());
        } else if (signature != null) {
            roots.add(signature);
        } else if (!name.matches(PLAIN)) {
            unclear.add(where + ": " + type.getClassName());
        }
    }

    private void callers(Sink sink) {
        var owners = code.supertypes(sink.owner);
        var count = new int[1];
        everyCall((where, call, arguments) -> {
            if (call.name.equals(sink.name)
                    && call.desc.equals(sink.descriptor)
                    && (owners.contains(call.owner)
                            || code.supertypes(call.owner).contains(sink.owner))) {
                count[0]++;
                take(where, arguments.get(sink.argument));
            }
        });
        String method = sink.owner.replace('/', '.') + "." + sink.name;
        if (count[0] == 0) {
            unclear.add(method + ": nobody calls it by name");
        }
        for (var node : code.classes()) {
            for (var caller : node.methods) {
                for (var instruction : caller.instructions) {
                    if (instruction instanceof InvokeDynamicInsnNode made
                            && java.util.Arrays.stream(made.bsmArgs)
                                    .anyMatch(argument ->
                                            argument instanceof org.objectweb.asm.Handle handle
                                                    && handle.getOwner().equals(sink.owner)
                                                    && handle.getName().equals(sink.name)
                                                    && handle.getDesc().equals(sink.descriptor))) {
                        unclear.add(new Code.Method(node, caller) + ": passes " + method + " on");
                    }
                }
            }
        }
    }

    /** Adds the types of ours that a descriptor or signature names, and what they consist of. */
    private static void walk(Code code, String signature, Set<String> types) {
        new SignatureReader(signature)
                .accept(
                        new SignatureVisitor(Opcodes.ASM9) {
                            private String name = "";

                            @Override
                            public void visitClassType(String type) {
                                name = type;
                                add(code, type, types);
                            }

                            @Override
                            public void visitInnerClassType(String inner) {
                                name = name + "$" + inner;
                                add(code, name, types);
                            }
                        });
    }

    private static void add(Code code, String name, Set<String> types) {
        var node = code.find(name);
        if (node == null || types.contains(name)) {
            return;
        }
        if (!Code.concrete(node) && (node.access & Opcodes.ACC_ENUM) == 0) {
            // JsonTypeInfo stands on the type itself, so that it is read too.
            if (annotated(
                    node.visibleAnnotations, "Lcom/fasterxml/jackson/annotation/JsonTypeInfo;")) {
                types.add(name);
            }
            code.thatAre(name).stream()
                    .filter(Code::concrete)
                    .forEach(kind -> add(code, kind.name, types));
            return;
        }
        types.add(name);
        if ((node.access & Opcodes.ACC_ENUM) != 0) {
            return;
        }
        if (node.recordComponents != null) {
            node.recordComponents.forEach(component ->
                    walk(
                            code,
                            component.signature == null
                                    ? component.descriptor
                                    : component.signature,
                            types));
        } else {
            node.fields.stream()
                    .filter(field -> (field.access & Opcodes.ACC_STATIC) == 0)
                    .forEach(field ->
                            walk(
                                    code,
                                    field.signature == null ? field.desc : field.signature,
                                    types));
        }
    }
}
