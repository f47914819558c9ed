package org.medsendx.localstack.stack;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.localstack.process.ChildProcess;
import org.medsendx.outbox.Backoff;

/** With processes that really run and are really killed. */
class SupervisorTest {

    private static final Supervisor.Patience QUICK =
            new Supervisor.Patience(
                    Duration.ofMillis(20),
                    Duration.ofMillis(30),
                    3,
                    Duration.ofSeconds(20),
                    Duration.ofMinutes(1));

    @TempDir private Path folder = Path.of("");
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final Machine machine = new Machine();

    @AfterEach
    void end() {
        machine.processes.values().forEach(ChildProcess::close);
    }

    @Test
    void a_part_that_was_killed_is_named_with_its_end_and_started_again() throws Exception {
        machine.begin("sleeper", "exec sleep 1000");
        var first = machine.process("sleeper").pid();
        try (var supervisor = supervise()) {
            machine.process("sleeper").kill();

            assertThat(next()).startsWith("sleeper ended at ").contains("exit status 137 (killed)");
            assertThat(next()).startsWith("sleeper is up again, ");
            assertThat(machine.process("sleeper").alive()).isTrue();
            assertThat(machine.process("sleeper").pid()).isNotEqualTo(first);
        }
    }

    @Test
    void a_part_that_ends_again_and_again_is_started_again_and_again() throws Exception {
        machine.begin("stumbler", "exit 7");
        try (var supervisor = supervise()) {
            for (int i = 0; i < 3; i++) {
                assertThat(next()).contains("stumbler ended at ").contains("exit status 7");
                assertThat(next()).startsWith("stumbler is up again, ");
            }
        }
    }

    @Test
    void a_part_that_runs_and_is_not_alive_is_ended_and_started_again() throws Exception {
        machine.begin("stuck", "exec sleep 1000");
        machine.live.set(true);
        var first = machine.process("stuck").pid();
        try (var supervisor = supervise()) {
            awaitAsked();
            machine.live.set(false);

            assertThat(next())
                    .isEqualTo("stuck has not been alive for 3 checks in a row: it is ended");
            machine.live.set(true);
            assertThat(next()).contains("stuck ended at ").contains("137");
            assertThat(next()).startsWith("stuck is up again, ");
            assertThat(machine.process("stuck").pid()).isNotEqualTo(first);
        }
    }

    @Test
    void a_part_that_is_down_on_purpose_stays_down() throws Exception {
        machine.begin("sleeper", "exec sleep 1000");
        machine.begin("other", "exec sleep 1000");
        try (var supervisor = supervise()) {
            machine.held.add("sleeper");
            machine.process("sleeper").kill();
            machine.process("other").kill();

            assertThat(next()).startsWith("other ended at ");
            assertThat(next()).startsWith("other is up again, ");
            assertThat(machine.process("sleeper").alive()).isFalse();
        }
    }

    @Test
    void nothing_is_started_once_it_was_closed() throws Exception {
        machine.begin("sleeper", "exec sleep 1000");
        var supervisor = supervise();
        supervisor.close();
        machine.process("sleeper").kill();

        assertThat(said).isEmpty();
        assertThat(machine.process("sleeper").alive()).isFalse();
    }

    private Supervisor supervise() {
        return Supervisor.start(
                machine,
                QUICK,
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(50), new Random(1)),
                said::add);
    }

    private void awaitAsked() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> {
                    while (!machine.asked.get()) {
                        Thread.onSpinWait();
                    }
                });
    }

    private String next() throws InterruptedException {
        return requireNonNull(said.poll(20, TimeUnit.SECONDS), "nothing was said");
    }

    /** A few shells. */
    private final class Machine implements Supervisor.Parts {
        final Map<String, ChildProcess> processes = new ConcurrentHashMap<>();
        final Map<String, String> scripts = new ConcurrentHashMap<>();
        final Set<String> held = ConcurrentHashMap.newKeySet();
        final AtomicBoolean live = new AtomicBoolean(true);
        final AtomicBoolean asked = new AtomicBoolean();

        void begin(String name, String script) throws IOException {
            scripts.put(name, script);
            restart(name);
        }

        @Override
        public List<String> names() {
            return List.copyOf(processes.keySet());
        }

        @Override
        public ChildProcess process(String name) {
            return requireNonNull(processes.get(name));
        }

        @Override
        public boolean held(String name) {
            return held.contains(name);
        }

        @Override
        public boolean live(String name) {
            boolean now = live.get();
            asked.set(true);
            return now;
        }

        @Override
        public void restart(String name) throws IOException {
            processes.put(
                    name,
                    ChildProcess.start(
                            name,
                            List.of("/bin/sh", "-c", requireNonNull(scripts.get(name))),
                            Map.of(),
                            folder.resolve(name + ".log")));
        }

        @Override
        public void awaitReady(String name) {}
    }
}
