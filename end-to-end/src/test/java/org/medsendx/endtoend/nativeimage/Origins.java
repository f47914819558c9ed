package org.medsendx.endtoend.nativeimage;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.analysis.Interpreter;
import org.objectweb.asm.tree.analysis.Value;

/** Follows values through a method: where each comes from, as far as the method can tell. */
final class Origins extends Interpreter<Origins.From> {

    /** Where a value comes from. */
    sealed interface Origin {

        /** A parameter; {@code this} of an instance method is the local variable 0. */
        record Parameter(int local, Type type) implements Origin {}

        /** {@code Some.class}. */
        record ClassConstant(Type type) implements Origin {}

        /**
         * What a call, a field, a cast or a constructor gives.
         *
         * @param signature with type arguments, where the member that gives it has one
         */
        record Of(Type type, @Nullable String signature) implements Origin {}
    }

    /** The origins of a value; none where it is no object. */
    record From(int size, Set<Origin> origins) implements Value {

        static From nothing(int size) {
            return new From(size, Set.of());
        }

        @Override
        public int getSize() {
            return size;
        }
    }

    private final Code code;

    Origins(Code code) {
        super(Opcodes.ASM9);
        this.code = code;
    }

    private static From of(Origin origin, int size) {
        return new From(size, Set.of(origin));
    }

    private static @Nullable From typed(Type type, @Nullable String signature) {
        return switch (type.getSort()) {
            case Type.VOID -> null;
            case Type.OBJECT, Type.ARRAY -> of(new Origin.Of(type, signature), 1);
            default -> From.nothing(type.getSize());
        };
    }

    @Override
    public @Nullable From newValue(@Nullable Type type) {
        return type == null ? From.nothing(1) : typed(type, null);
    }

    @Override
    public From newParameterValue(boolean isInstanceMethod, int local, Type type) {
        boolean object = type.getSort() == Type.OBJECT || type.getSort() == Type.ARRAY;
        return object ? of(new Origin.Parameter(local, type), 1) : From.nothing(type.getSize());
    }

    @Override
    public @Nullable From newOperation(AbstractInsnNode instruction) {
        return switch (instruction) {
            case LdcInsnNode constant when constant.cst instanceof Type type ->
                    of(new Origin.ClassConstant(type), 1);
            case LdcInsnNode constant ->
                    From.nothing(
                            constant.cst instanceof Long || constant.cst instanceof Double ? 2 : 1);
            case TypeInsnNode made -> typed(Type.getObjectType(made.desc), null);
            case FieldInsnNode field -> field(field);
            default -> {
                int opcode = instruction.getOpcode();
                boolean wide =
                        opcode == Opcodes.LCONST_0
                                || opcode == Opcodes.LCONST_1
                                || opcode == Opcodes.DCONST_0
                                || opcode == Opcodes.DCONST_1;
                yield From.nothing(wide ? 2 : 1);
            }
        };
    }

    private @Nullable From field(FieldInsnNode field) {
        String signature = null;
        var owner = code.find(field.owner);
        if (owner != null) {
            for (var declared : owner.fields) {
                if (declared.name.equals(field.name)) {
                    signature = declared.signature;
                }
            }
        }
        return typed(Type.getType(field.desc), signature);
    }

    @Override
    public From copyOperation(AbstractInsnNode instruction, From value) {
        return value;
    }

    @Override
    public @Nullable From unaryOperation(AbstractInsnNode instruction, From value) {
        return switch (instruction.getOpcode()) {
            case Opcodes.CHECKCAST ->
                    typed(Type.getObjectType(((TypeInsnNode) instruction).desc), null);
            case Opcodes.GETFIELD -> field((FieldInsnNode) instruction);
            case Opcodes.I2L,
                    Opcodes.I2D,
                    Opcodes.F2L,
                    Opcodes.F2D,
                    Opcodes.D2L,
                    Opcodes.L2D,
                    Opcodes.LNEG,
                    Opcodes.DNEG ->
                    From.nothing(2);
            default -> From.nothing(1);
        };
    }

    @Override
    public From binaryOperation(AbstractInsnNode instruction, From first, From second) {
        return switch (instruction.getOpcode()) {
            case Opcodes.LALOAD,
                    Opcodes.DALOAD,
                    Opcodes.LADD,
                    Opcodes.DADD,
                    Opcodes.LSUB,
                    Opcodes.DSUB,
                    Opcodes.LMUL,
                    Opcodes.DMUL,
                    Opcodes.LDIV,
                    Opcodes.DDIV,
                    Opcodes.LREM,
                    Opcodes.DREM,
                    Opcodes.LSHL,
                    Opcodes.LSHR,
                    Opcodes.LUSHR,
                    Opcodes.LAND,
                    Opcodes.LOR,
                    Opcodes.LXOR ->
                    From.nothing(2);
            case Opcodes.AALOAD -> first;
            default -> From.nothing(1);
        };
    }

    @Override
    public From ternaryOperation(
            AbstractInsnNode instruction, From first, From second, From third) {
        return From.nothing(1);
    }

    @Override
    public @Nullable From naryOperation(AbstractInsnNode instruction, List<? extends From> values) {
        return switch (instruction) {
            case MethodInsnNode call -> {
                var method = code.method(call.owner, call.name, call.desc);
                String signature = method == null ? null : method.node().signature;
                yield typed(
                        Type.getReturnType(call.desc),
                        signature == null ? null : signature.substring(signature.indexOf(')') + 1));
            }
            case InvokeDynamicInsnNode made -> typed(Type.getReturnType(made.desc), null);
            default -> From.nothing(1);
        };
    }

    @Override
    public void returnOperation(AbstractInsnNode instruction, From value, From expected) {}

    @Override
    public From merge(From first, From second) {
        if (first.origins.containsAll(second.origins) && first.size == second.size) {
            return first;
        }
        var both = new LinkedHashSet<>(first.origins);
        both.addAll(second.origins);
        return new From(Math.min(first.size, second.size), Set.copyOf(both));
    }
}
