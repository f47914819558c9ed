package org.medsendx.segmenter.model.training;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes ONNX models (onnx.proto, IR version 8, operator set 13) in the wire format of protocol
 * buffers: field numbers are those of that file.
 */
public final class OnnxFile {

    /** An element of float. */
    public static final int FLOAT = 1;

    /** An element of 64-bit integer. */
    public static final int INT64 = 7;

    /** An element of truth value. */
    public static final int BOOL = 9;

    private final List<byte[]> nodes = new ArrayList<>();
    private final List<byte[]> initializers = new ArrayList<>();
    private final List<byte[]> inputs = new ArrayList<>();
    private final List<byte[]> outputs = new ArrayList<>();

    /** A node without attributes. */
    public OnnxFile node(String operator, List<String> in, List<String> out) {
        return node(operator, in, out, attributes -> {});
    }

    /** A node of the graph. */
    public OnnxFile node(
            String operator, List<String> in, List<String> out, Consumer<Attributes> attributes) {
        var node = new Message();
        in.forEach(name -> node.text(1, name));
        out.forEach(name -> node.text(2, name));
        node.text(3, out.getFirst()).text(4, operator);
        var all = new Attributes();
        attributes.accept(all);
        all.written.forEach(attribute -> node.bytes(5, attribute));
        nodes.add(node.done());
        return this;
    }

    /** A constant of floats. */
    public OnnxFile floats(String name, float[] values, long... dims) {
        var raw = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return constant(name, FLOAT, raw.array(), dims);
    }

    /** A constant of 64-bit integers. */
    public OnnxFile longs(String name, long[] values, long... dims) {
        var raw = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return constant(name, INT64, raw.array(), dims);
    }

    /** A constant of one truth value. */
    public OnnxFile truth(String name, boolean value) {
        return constant(name, BOOL, new byte[] {(byte) (value ? 1 : 0)});
    }

    private OnnxFile constant(String name, int type, byte[] raw, long... dims) {
        var tensor = new Message();
        for (long dim : dims) {
            tensor.number(1, dim);
        }
        initializers.add(tensor.number(2, type).text(8, name).bytes(9, raw).done());
        return this;
    }

    /** An input; a side below 0 may be of any size. */
    public OnnxFile input(String name, int type, long... dims) {
        inputs.add(value(name, type, dims));
        return this;
    }

    /** An output; a side below 0 may be of any size. */
    public OnnxFile output(String name, int type, long... dims) {
        outputs.add(value(name, type, dims));
        return this;
    }

    private static byte[] value(String name, int type, long... dims) {
        var shape = new Message();
        for (int i = 0; i < dims.length; i++) {
            var dim = new Message();
            if (dims[i] < 0) {
                dim.text(2, "side" + i);
            } else {
                dim.number(1, dims[i]);
            }
            shape.bytes(1, dim.done());
        }
        var tensor = new Message().number(1, type).bytes(2, shape.done());
        return new Message()
                .text(1, name)
                .bytes(2, new Message().bytes(1, tensor.done()).done())
                .done();
    }

    private byte[] graph(String name) {
        var graph = new Message();
        nodes.forEach(node -> graph.bytes(1, node));
        graph.text(2, name);
        initializers.forEach(tensor -> graph.bytes(5, tensor));
        inputs.forEach(value -> graph.bytes(11, value));
        outputs.forEach(value -> graph.bytes(12, value));
        return graph.done();
    }

    /** The file, for operator set 13. */
    public byte[] bytes(String name) {
        return bytes(name, 13);
    }

    /** The file. */
    public byte[] bytes(String name, long operatorSet) {
        return new Message()
                .number(1, 8)
                .text(2, "medsendx")
                .bytes(7, graph(name))
                .bytes(8, new Message().text(1, "").number(2, operatorSet).done())
                .done();
    }

    /** Attributes of a node (AttributeProto). */
    public static final class Attributes {

        private final List<byte[]> written = new ArrayList<>();

        /** A list of integers. */
        public Attributes longs(String name, long... values) {
            var attribute = new Message().text(1, name).number(20, 7);
            for (long value : values) {
                attribute.number(8, value);
            }
            written.add(attribute.done());
            return this;
        }

        /** An integer. */
        public Attributes number(String name, long value) {
            written.add(new Message().text(1, name).number(3, value).number(20, 2).done());
            return this;
        }

        /** A graph, such as the body of a loop. */
        public Attributes graph(String name, OnnxFile body) {
            written.add(
                    new Message().text(1, name).number(20, 5).bytes(6, body.graph(name)).done());
            return this;
        }
    }

    /** A message of protocol buffers. */
    private static final class Message {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message bytes(int field, byte[] value) {
            varint((long) field << 3 | 2);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        byte[] done() {
            return out.toByteArray();
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
