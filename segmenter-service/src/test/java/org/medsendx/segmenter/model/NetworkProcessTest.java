package org.medsendx.segmenter.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.Sha256;
import org.medsendx.segmenter.model.ModelFailure.Reason;

/** ONNX Runtime in its process, with networks that are right, wrong and hostile. */
class NetworkProcessTest {

    private static final int[] SHAPE = {8, 8};
    private static final Duration LONG = Duration.ofSeconds(60);

    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    private List<Path> before = List.of();

    @BeforeEach
    void look() throws IOException {
        before = leftovers();
    }

    @AfterEach
    void nothing_is_left_behind() throws IOException {
        watch.shutdownNow();
        assertThat(leftovers()).isEqualTo(before);
    }

    private static List<Path> leftovers() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(f -> f.getFileName().toString().startsWith(WorkFolder.PREFIX))
                    .sorted()
                    .toList();
        }
    }

    private NetworkProcess start(byte[] network) throws ModelFailure {
        return NetworkProcess.start(
                TestModels.model(network, Map.of()),
                TestModels.MEMORY,
                1,
                watch,
                TestModels.in(LONG));
    }

    @Test
    void what_a_killed_program_left_goes_with_the_next() throws Exception {
        var temporary = Path.of(System.getProperty("java.io.tmpdir"));
        var gone = Files.createTempDirectory(temporary, WorkFolder.PREFIX + "999999999-1-");
        Files.writeString(gone.resolve("library.so"), "");
        var earlierLife =
                Files.createTempDirectory(
                        temporary, WorkFolder.PREFIX + ProcessHandle.current().pid() + "-1-");
        var ours = WorkFolder.create();

        var second = WorkFolder.create();

        assertThat(gone).doesNotExist();
        assertThat(earlierLife).doesNotExist();
        assertThat(ours).exists();
        WorkFolder.delete(ours);
        WorkFolder.delete(second);
    }

    private static float[] picture(long seed) {
        var random = new Random(seed);
        var values = new float[64];
        for (int i = 0; i < 64; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }

    @Test
    void says_what_a_convolution_worked_out_by_hand_says() throws ModelFailure {
        var spot = new float[64];
        spot[3 * 8 + 4] = 1;
        spot[0] = 10;
        float[] logits;
        try (var process = start(CraftedNetworks.convolution())) {
            logits = process.run(spot, SHAPE);
        }

        assertThat(logits).hasSize(128);
        assertThat(List.of(logits[0], logits[3 * 8 + 4])).containsOnly(0f);
        var second = 64;
        assertThat(logits[second + 3 * 8 + 4]).isEqualTo(4 - 3f);
        assertThat(logits[second + 2 * 8 + 4]).isEqualTo(2 - 3f);
        assertThat(logits[second + 2 * 8 + 3]).isEqualTo(1 - 3f);
        assertThat(logits[second + 0]).isEqualTo(40 - 3f);
        assertThat(logits[second + 9]).isEqualTo(10 - 3f);
        assertThat(logits[second + 63]).isEqualTo(-3f);
    }

    @Test
    void says_what_the_network_that_was_trained_here_says() throws Exception {
        try (var net = TestModels.shipped(32)) {
            var random = new Random(3);
            var values = new float[32 * 32];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextFloat() * 4 - 2;
            }
            var theirs = net.process().run(values, new int[] {32, 32});
            var ours = PlainForward.of("phantom-ct").run(values, new int[] {32, 32});

            assertThat(theirs).hasSameSizeAs(ours);
            for (int i = 0; i < ours.length; i++) {
                assertThat(theirs[i]).isCloseTo(ours[i], Offset.offset(1e-3f));
            }
            assertThat(net.process().run(values, new int[] {32, 32})).isEqualTo(theirs);
        }
    }

    @Test
    void ends_a_model_that_loops_for_ever() throws ModelFailure {
        try (var process = start(CraftedNetworks.loop())) {
            assertEnds(process, Reason.SLOW);
        }
    }

    @Test
    void ends_a_model_in_the_middle_of_one_long_step() throws ModelFailure {
        try (var process = start(CraftedNetworks.hugeConvolution())) {
            assertEnds(process, Reason.SLOW);
        }
    }

    private static void assertEnds(NetworkProcess process, Reason reason) {
        long began = System.nanoTime();
        process.deadline(TestModels.in(Duration.ofMillis(700)));
        var failure =
                catchThrowableOfType(ModelFailure.class, () -> process.run(picture(1), SHAPE));

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(process.alive()).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
        assertThat(ProcessHandle.of(process.pid()).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void refuses_a_model_more_memory_than_it_may_have_and_goes_on() throws ModelFailure {
        try (var process = start(CraftedNetworks.hungry())) {
            var failure =
                    catchThrowableOfType(ModelFailure.class, () -> process.run(picture(1), SHAPE));

            assertThat(failure.reason()).isEqualTo(Reason.MEMORY);
        }
    }

    @Test
    void says_that_a_process_was_lost() throws Exception {
        try (var process = start(CraftedNetworks.convolution())) {
            ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();

            var failure =
                    catchThrowableOfType(ModelFailure.class, () -> process.run(picture(1), SHAPE));

            assertThat(failure.reason()).isEqualTo(Reason.CRASHED);
        }
    }

    @Test
    void refuses_at_the_load_what_is_no_network_of_the_manifest() throws ModelFailure {
        var cut = CraftedNetworks.convolution();
        assertThat(reason(java.util.Arrays.copyOf(cut, cut.length - 20))).isEqualTo(Reason.FOREIGN);
        assertThat(reason("no network".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo(Reason.FOREIGN);
        assertThat(reason(CraftedNetworks.convolution(99))).isEqualTo(Reason.FOREIGN);
        assertThat(reason(CraftedNetworks.threeLabels())).isEqualTo(Reason.FOREIGN);
        assertThat(reason(CraftedNetworks.twoInputs())).isEqualTo(Reason.FOREIGN);
        assertThat(reason(CraftedNetworks.acrossSlices(8, 8))).isEqualTo(Reason.FOREIGN);
    }

    private Reason reason(byte[] network) {
        return catchThrowableOfType(ModelFailure.class, () -> start(network).close()).reason();
    }

    @Test
    void refuses_answers_of_another_shape() throws ModelFailure {
        try (var process = start(CraftedNetworks.asManyRowsAsTheFirstPixel())) {
            var whole = new float[64];
            whole[0] = 8;
            assertThat(process.run(whole, SHAPE)).hasSize(128);
            whole[0] = 4;
            assertThat(reason(process, whole)).isEqualTo(Reason.FOREIGN);
        }
    }

    @Test
    void refuses_answers_that_are_no_numbers() throws ModelFailure {
        try (var process = start(CraftedNetworks.notANumber())) {
            assertThat(reason(process, picture(1))).isEqualTo(Reason.FOREIGN);
        }
    }

    private static Reason reason(NetworkProcess process, float[] picture) {
        return catchThrowableOfType(ModelFailure.class, () -> process.run(picture, SHAPE)).reason();
    }

    @Test
    void a_network_that_is_larger_than_this_heap_is_never_held_in_it() throws Exception {
        int size = 64 << 20;
        var digest = Sha256.digest();
        digest.update(new byte[size]);
        var manifest =
                ManifestFile.read(
                        TestModels.manifest(
                                "large", new byte[0], Map.of("sha256", Sha256.hex(digest))));
        var model = new ModelPackage(manifest, _ -> new BoundedZeros(size));
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        var failure =
                catchThrowableOfType(
                        ModelFailure.class,
                        () ->
                                NetworkProcess.start(
                                        model, TestModels.MEMORY, 1, watch, TestModels.in(LONG)));

        assertThat(failure.reason()).isEqualTo(Reason.FOREIGN);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(size / 8);
    }

    /** So many zeros. */
    private static final class BoundedZeros extends InputStream {
        private int left;

        BoundedZeros(int left) {
            this.left = left;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int count = Math.min(length, left);
            left -= count;
            return count > 0 || length == 0 ? count : -1;
        }
    }

    @Test
    void loads_no_network_with_another_digest() {
        var failure =
                catchThrowableOfType(
                        ModelFailure.class,
                        () ->
                                NetworkProcess.start(
                                                TestModels.model(
                                                        CraftedNetworks.convolution(),
                                                        Map.of(
                                                                "sha256",
                                                                TestModels.digest(new byte[1]))),
                                                TestModels.MEMORY,
                                                1,
                                                watch,
                                                TestModels.in(LONG))
                                        .close());

        assertThat(failure.reason()).isEqualTo(Reason.DIGEST);
    }
}
