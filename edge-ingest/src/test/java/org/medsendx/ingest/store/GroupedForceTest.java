package org.medsendx.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupedForceTest {

    @TempDir Path folder;

    @Test
    void many_at_once_all_come_back() throws Exception {
        var names = new GroupedForce(folder);
        var callers = new ArrayList<Callable<Void>>();
        for (int i = 0; i < 200; i++) {
            callers.add(() -> {
                names.force();
                return null;
            });
        }
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var caller : pool.invokeAll(callers)) {
                assertThat(caller.get()).isNull();
            }
        }
    }

    @Test
    void a_failure_is_heard_and_the_next_call_tries_again() throws Exception {
        Path later = folder.resolve("later");
        var names = new GroupedForce(later);

        assertThatThrownBy(names::force).isInstanceOf(IOException.class);
        Files.createDirectory(later);
        names.force();
    }
}
