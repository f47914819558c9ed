package org.medsendx.segmenter.model;

import ai.onnxruntime.OrtEnvironment;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.medsendx.contracts.Sha256;
import org.medsendx.segmenter.model.ModelFailure.Reason;

/**
 * A network in a process of its own. Native code cannot be interrupted, grows as it likes and takes
 * its process along when it fails; a process can be ended, bounded and lost.
 *
 * <p>Every call has to be done by the deadline that was set last; after that the process is ended.
 */
final class NetworkProcess implements Network, AutoCloseable {

    /** Heap of the process beside that for a patch and its answer. */
    private static final long HEAP = 48L << 20;

    /** What else it has outside of the heap, beside the network's file and patches. */
    private static final long DIRECT = 16L << 20;

    private static final int MOST_DIMENSIONS = 8;

    /** An array of the other process has it. */
    private static final long LARGEST = Integer.MAX_VALUE - 16L;

    private final ModelPackage model;
    private final ScheduledExecutorService watch;
    private final Path folder;
    private final Process process;
    private final DataInputStream in;
    private final DataOutputStream out;
    private volatile boolean late;
    private long deadline;

    private NetworkProcess(
            ModelPackage model,
            ScheduledExecutorService watch,
            Path folder,
            Process process,
            long deadline) {
        this.model = model;
        this.watch = watch;
        this.folder = folder;
        this.process = process;
        this.deadline = deadline;
        this.in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
        this.out =
                new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
    }

    /**
     * Starts the process and loads the network, whose digest is compared first.
     *
     * @param memory bytes that the network may take
     * @param deadline of {@link System#nanoTime()}
     */
    static NetworkProcess start(
            ModelPackage model,
            long memory,
            int threads,
            ScheduledExecutorService watch,
            long deadline)
            throws ModelFailure {
        int length = verified(model, memory);
        var command = command(model.manifest(), memory, threads, length);
        NetworkProcess started;
        try {
            var folder = WorkFolder.create();
            try {
                // Natives are unpacked there, and it goes with the process.
                command.add(1, "-Djava.io.tmpdir=" + folder);
                var builder =
                        new ProcessBuilder(command)
                                .directory(folder.toFile())
                                .redirectError(ProcessBuilder.Redirect.DISCARD);
                builder.environment().clear();
                builder.environment().put("MALLOC_ARENA_MAX", "2");
                started = new NetworkProcess(model, watch, folder, builder.start(), deadline);
            } catch (IOException e) {
                WorkFolder.delete(folder);
                throw e;
            }
        } catch (IOException e) {
            throw new ModelFailure(Reason.NO_RUNTIME, "no process could be started");
        }
        try {
            started.load(length);
        } catch (ModelFailure e) {
            started.close();
            throw e;
        }
        return started;
    }

    /**
     * Reads the network once through: it may be larger than this process's heap. @return how many
     * bytes it has
     */
    private static int verified(ModelPackage model, long memory) throws ModelFailure {
        var name = model.manifest().name();
        long most = Math.min(memory, LARGEST);
        long length = 0;
        var digest = Sha256.digest();
        try (var stream = model.network()) {
            var chunk = new byte[1 << 16];
            for (int count; length <= most && (count = stream.read(chunk)) >= 0; length += count) {
                digest.update(chunk, 0, count);
            }
        } catch (IOException e) {
            throw new ModelFailure(Reason.MISSING, name + " cannot be read");
        }
        if (length > most) {
            throw new ModelFailure(Reason.MEMORY, name + " is larger than its memory");
        }
        if (!Sha256.hex(digest).equals(model.manifest().sha256())) {
            throw new ModelFailure(Reason.DIGEST, name + " is not the network of its manifest");
        }
        return (int) length;
    }

    private static List<String> command(Manifest manifest, long memory, int threads, int length)
            throws ModelFailure {
        long patch = Float.BYTES;
        for (int side : manifest.sides()) {
            patch *= side;
        }
        long answer = patch * manifest.labels().size();
        if (patch + answer > memory) {
            throw new ModelFailure(
                    Reason.MEMORY, "a patch and its answer alone are larger than its memory");
        }
        var home = System.getProperty("java.home");
        var java = home == null ? null : Path.of(home, "bin", "java");
        if (java == null || !Files.isExecutable(java)) {
            throw new ModelFailure(Reason.NO_RUNTIME, "no Java to run a model with");
        }
        // Twice: two thirds of a heap are the generation that holds what is large.
        long heap = (HEAP + 2 * (patch + answer) >> 20) + 1;
        long direct = (DIRECT + length + 2 * patch >> 20) + 1;
        return new ArrayList<>(
                List.of(
                        java.toString(),
                        "-Xmx" + heap + "m",
                        "-XX:MaxDirectMemorySize=" + direct + "m",
                        "-Xss512k",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:ReservedCodeCacheSize=16m",
                        "-XX:MaxMetaspaceSize=48m",
                        "-XX:-UsePerfData",
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath(),
                        ModelProcess.class.getName(),
                        Integer.toString(threads),
                        Long.toString(memory + (heap + direct << 20))));
    }

    private static String classPath() throws ModelFailure {
        return String.join(
                System.getProperty("path.separator"),
                place(ModelProcess.class),
                place(OrtEnvironment.class));
    }

    private static String place(Class<?> type) throws ModelFailure {
        var domain = type.getProtectionDomain();
        CodeSource source = domain == null ? null : domain.getCodeSource();
        if (source == null || source.getLocation() == null) {
            throw new ModelFailure(Reason.NO_RUNTIME, "this program has no classes to start from");
        }
        try {
            return Path.of(source.getLocation().toURI()).toString();
        } catch (Exception e) {
            throw new ModelFailure(Reason.NO_RUNTIME, "this program has no classes to start from");
        }
    }

    /** When the calls that follow must be done, of {@link System#nanoTime()}. */
    void deadline(long nanos) {
        deadline = nanos;
    }

    /** What the process holds of the machine's memory is bounded; this is its id, for tests. */
    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    private void load(int length) throws ModelFailure {
        within(() -> {
            out.writeInt(length);
            send(length);
            out.flush();
            heed();
            agree("input", Wire.readLongs(in, MOST_DIMENSIONS), 1);
            agree("output", Wire.readLongs(in, MOST_DIMENSIONS), model.manifest().labels().size());
            return true;
        });
    }

    // What was read before may have been replaced since.
    private void send(int length) throws IOException, ModelFailure {
        var digest = Sha256.digest();
        try (var stream = model.network()) {
            var chunk = new byte[1 << 16];
            int left = length;
            for (int count; left > 0; left -= count) {
                count = stream.read(chunk, 0, Math.min(chunk.length, left));
                if (count < 0) {
                    throw changed();
                }
                digest.update(chunk, 0, count);
                out.write(chunk, 0, count);
            }
        }
        if (!Sha256.hex(digest).equals(model.manifest().sha256())) {
            throw changed();
        }
    }

    private ModelFailure changed() {
        return new ModelFailure(
                Reason.DIGEST, model.manifest().name() + " was replaced while it was read");
    }

    // One image, so many channels, a patch; a side may be left open.
    private void agree(String what, long[] shape, int channels) throws ModelFailure {
        long[] wanted = wanted(channels);
        boolean agrees = shape.length == wanted.length;
        for (int i = 0; agrees && i < shape.length; i++) {
            agrees = shape[i] < 0 || shape[i] == wanted[i];
        }
        if (!agrees) {
            throw new ModelFailure(Reason.FOREIGN, "the " + what + " has another shape");
        }
    }

    private long[] wanted(int channels) {
        return LongStream.concat(
                        LongStream.of(1, channels),
                        model.manifest().patch().stream().mapToLong(Integer::longValue))
                .toArray();
    }

    @Override
    public float[] run(float[] patch, int[] shape) throws ModelFailure {
        int labels = model.manifest().labels().size();
        return within(() -> {
            out.writeByte(shape.length + 2);
            out.writeInt(1);
            out.writeInt(1);
            for (int side : shape) {
                out.writeInt(side);
            }
            Wire.writeFloats(out, patch);
            out.flush();
            heed();
            var answered = Wire.readLongs(in, MOST_DIMENSIONS);
            if (!java.util.Arrays.equals(answered, wanted(labels))) {
                throw new ModelFailure(Reason.FOREIGN, "an answer has another shape");
            }
            var logits = Wire.readFloats(in, patch.length * labels);
            for (float logit : logits) {
                if (!Float.isFinite(logit)) {
                    throw new ModelFailure(Reason.FOREIGN, "an answer is no number");
                }
            }
            return logits;
        });
    }

    private void heed() throws IOException, ModelFailure {
        if (in.readInt() != Wire.ANSWER) {
            throw new ModelFailure(Reason.FOREIGN, "an answer is none");
        }
        int kind = in.readUnsignedByte();
        var kinds = Wire.Kind.values();
        switch (kind < kinds.length ? kinds[kind] : Wire.Kind.REFUSED) {
            case GOOD -> {}
            case NO_RUNTIME ->
                    throw new ModelFailure(Reason.NO_RUNTIME, "no ONNX Runtime for this machine");
            case REFUSED -> throw new ModelFailure(Reason.FOREIGN, "ONNX Runtime refused it");
            case MEMORY -> throw new ModelFailure(Reason.MEMORY, "it wanted more than it may have");
        }
    }

    private interface Call<T> {
        T run() throws IOException, ModelFailure;
    }

    private <T> T within(Call<T> call) throws ModelFailure {
        long left = Math.max(0, deadline - System.nanoTime());
        var end = watch.schedule(this::end, left, TimeUnit.NANOSECONDS);
        try {
            return Objects.requireNonNull(call.run());
        } catch (IOException e) {
            throw lost();
        } finally {
            end.cancel(false);
        }
    }

    /** Ends it in the middle of what it does. */
    void end() {
        late = true;
        process.destroyForcibly();
    }

    private ModelFailure lost() {
        // It said nothing more, so it ended or is about to; what does neither is ended.
        var last = watch.schedule(process::destroyForcibly, 2, TimeUnit.SECONDS);
        int exit = exit();
        last.cancel(false);
        if (late) {
            return new ModelFailure(Reason.SLOW, "it was ended");
        }
        return exit == Wire.EXIT_HEAP
                ? new ModelFailure(Reason.MEMORY, "it wanted more than it may have")
                : new ModelFailure(Reason.CRASHED, "its process ended with " + exit);
    }

    private int exit() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends the process and removes what it left. */
    @Override
    public void close() {
        process.destroyForcibly();
        exit();
        WorkFolder.delete(folder);
    }
}
