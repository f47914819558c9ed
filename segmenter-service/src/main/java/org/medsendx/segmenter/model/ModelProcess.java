package org.medsendx.segmenter.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The process that runs a network, and nothing else: it sees no file and no header, only numbers.
 * It may be ended at any moment, and ends by itself with the process that started it.
 *
 * <p>Arguments: how many threads, how many bytes of memory. Then over standard input the network,
 * and patches.
 */
final class ModelProcess {

    /** Linux and macOS; on another system memory is bounded by the heap alone. */
    private static final int RLIMIT_DATA = 2;

    private final DataInputStream in;
    private final DataOutputStream out;

    private ModelProcess(DataInputStream in, DataOutputStream out) {
        this.in = in;
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        var out =
                new DataOutputStream(
                        new BufferedOutputStream(
                                new FileOutputStream(FileDescriptor.out), 1 << 16));
        // Whatever else prints must not be taken for an answer.
        System.setOut(System.err);
        ProcessHandle.current()
                .parent()
                .ifPresent(parent -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
        goFirst();
        limitMemory(Long.parseLong(arguments[1]));
        var in =
                new DataInputStream(
                        new BufferedInputStream(new FileInputStream(FileDescriptor.in), 1 << 16));
        new ModelProcess(in, out).run(Integer.parseInt(arguments[0]));
    }

    private void run(int threads) throws IOException {
        var network = readNetwork(in.readInt());
        OrtEnvironment environment;
        try {
            environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        } catch (LinkageError | RuntimeException e) {
            answer(Wire.Kind.NO_RUNTIME);
            return;
        }
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setDeterministicCompute(true);
            // Memory goes back after each patch.
            options.setCPUArenaAllocator(false);
            options.setMemoryPatternOptimization(false);
            try (var session = environment.createSession(network, options)) {
                serve(environment, session);
            }
        } catch (OrtException e) {
            answer(outOfMemory(e) ? Wire.Kind.MEMORY : Wire.Kind.REFUSED);
        }
    }

    // Beside the heap, of which no generation would have room for a large one.
    private ByteBuffer readNetwork(int length) throws IOException {
        var network = ByteBuffer.allocateDirect(length);
        var chunk = new byte[1 << 16];
        while (network.hasRemaining()) {
            int count = Math.min(chunk.length, network.remaining());
            in.readFully(chunk, 0, count);
            network.put(chunk, 0, count);
        }
        return network.flip();
    }

    private void serve(OrtEnvironment environment, OrtSession session)
            throws OrtException, IOException {
        if (session.getNumInputs() != 1
                || session.getNumOutputs() != 1
                || !(session.getInputInfo().values().iterator().next().getInfo()
                        instanceof TensorInfo input)
                || !(session.getOutputInfo().values().iterator().next().getInfo()
                        instanceof TensorInfo output)
                || input.onnxType != TensorInfo.OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT
                || output.onnxType
                        != TensorInfo.OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT) {
            answer(Wire.Kind.REFUSED);
            return;
        }
        begin(Wire.Kind.GOOD);
        Wire.writeLongs(out, input.getShape());
        Wire.writeLongs(out, output.getShape());
        out.flush();
        var name = session.getInputNames().iterator().next();
        while (true) {
            int rank = in.read();
            if (rank < 0) {
                return;
            }
            var shape = new long[rank];
            long size = 1;
            for (int i = 0; i < rank; i++) {
                shape[i] = in.readInt();
                size *= shape[i];
            }
            var patch = Wire.readFloats(in, Math.toIntExact(size));
            try {
                serve(environment, session, name, patch, shape);
            } catch (OrtException e) {
                answer(outOfMemory(e) ? Wire.Kind.MEMORY : Wire.Kind.REFUSED);
            }
        }
    }

    private void serve(
            OrtEnvironment environment,
            OrtSession session,
            String name,
            float[] patch,
            long[] shape)
            throws OrtException, IOException {
        var buffer = ByteBuffer.allocateDirect(patch.length * 4).order(ByteOrder.nativeOrder());
        buffer.asFloatBuffer().put(patch);
        try (var tensor = OnnxTensor.createTensor(environment, buffer.asFloatBuffer(), shape);
                var result = session.run(Map.of(name, tensor))) {
            if (!(result.get(0) instanceof OnnxTensor logits)) {
                answer(Wire.Kind.REFUSED);
                return;
            }
            var floats = logits.getFloatBuffer();
            var values = new float[floats.remaining()];
            floats.get(values);
            begin(Wire.Kind.GOOD);
            Wire.writeLongs(out, logits.getInfo().getShape());
            Wire.writeFloats(out, values);
            out.flush();
        }
    }

    private static boolean outOfMemory(OrtException e) {
        var message = String.valueOf(e.getMessage());
        return message.contains("bad_alloc")
                || message.contains("allocate memory")
                || message.contains("allocation");
    }

    private void answer(Wire.Kind kind) throws IOException {
        begin(kind);
        out.flush();
    }

    private void begin(Wire.Kind kind) throws IOException {
        out.writeInt(Wire.ANSWER);
        out.writeByte(kind.ordinal());
    }

    /** When memory of the machine or container runs out, this process goes and no other. */
    private static void goFirst() {
        try {
            Files.writeString(Path.of("/proc/self/oom_score_adj"), "1000");
        } catch (IOException e) {
            // Another system.
        }
    }

    /** From here on so many bytes more can be had; what asks for more is refused (setrlimit). */
    private static void limitMemory(long more) {
        long now;
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            now =
                    lines.filter(line -> line.startsWith("VmData:"))
                                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                                    .findFirst()
                                    .orElseThrow()
                            * 1024;
        } catch (IOException e) {
            return;
        }
        var linker = Linker.nativeLinker();
        var function = linker.defaultLookup().find("setrlimit");
        if (function.isEmpty()) {
            return;
        }
        var set =
                linker.downcallHandle(
                        function.get(),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        try (var arena = Arena.ofConfined()) {
            var limits = arena.allocate(ValueLayout.JAVA_LONG, 2);
            limits.setAtIndex(ValueLayout.JAVA_LONG, 0, now + more);
            limits.setAtIndex(ValueLayout.JAVA_LONG, 1, now + more);
            int result = (int) set.invokeExact(RLIMIT_DATA, limits);
            if (result != 0) {
                throw new IllegalStateException("setrlimit");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
