package org.medsendx.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShelfUseTest {

    @TempDir Path folder;

    private final List<IdentifiedStore> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(IdentifiedStore::close);
    }

    private IdentifiedStore open() throws IOException {
        return open(Budgets.NONE);
    }

    private IdentifiedStore open(Budgets budgets) throws IOException {
        var store = IdentifiedStore.open(folder, Room.Marks.at(0), budgets);
        opened.add(store);
        return store;
    }

    private static UUID put(IdentifiedStore store, Shelf shelf, int bytes) throws IOException {
        UUID id;
        try (var incoming = store.create(new byte[0])) {
            incoming.write(new byte[bytes]);
            id = incoming.seal().objectId();
        }
        store.place(id, shelf);
        return id;
    }

    @Test
    void is_not_known_before_all_was_counted_and_follows_what_comes_and_goes_afterwards()
            throws Exception {
        var before = open();
        put(before, Shelf.OBJECTS, 100);
        UUID garbage = put(before, Shelf.QUARANTINE, 7);

        var store = open();
        assertThat(store.used(Shelf.OBJECTS)).isEmpty();
        store.count();
        UUID id = put(store, Shelf.OBJECTS, 50);
        store.place(id, Shelf.OBJECTS);
        store.discard(garbage);
        store.discard(garbage);

        assertThat(store.used(Shelf.OBJECTS)).isEqualTo(OptionalLong.of(150));
        assertThat(store.used(Shelf.QUARANTINE)).isEqualTo(OptionalLong.of(0));
        store.clear(List.of(id));
        assertThat(store.used(Shelf.OBJECTS)).isEqualTo(OptionalLong.of(100));
    }

    @Test
    void is_exact_while_others_come_and_go_during_the_count() throws Exception {
        var before = open();
        var old = new ArrayList<UUID>();
        for (int i = 0; i < 300; i++) {
            old.add(put(before, Shelf.OBJECTS, 10));
        }
        var store = open();
        var work = new ArrayList<Callable<Void>>();
        for (int thread = 0; thread < 3; thread++) {
            var random = new Random(thread);
            var mine = old.subList(thread * 100, thread * 100 + 60);
            work.add(() -> {
                for (UUID id : mine) {
                    put(store, Shelf.OBJECTS, random.nextInt(1, 50));
                    store.clear(List.of(id));
                }
                return null;
            });
        }
        work.add(() -> {
            store.count();
            return null;
        });
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var done : threads.invokeAll(work)) {
                done.get();
            }
        }

        var again = open();
        again.count();
        assertThat(store.used(Shelf.OBJECTS)).isEqualTo(again.used(Shelf.OBJECTS)).isPresent();
    }

    @Test
    void a_file_that_comes_the_moment_its_folder_is_there_is_counted() throws Exception {
        var use = new ShelfUse(folder);
        use.count();
        Path made = folder.resolve("ab");
        var other =
                new Thread(() -> {
                    try {
                        use.change(
                                made,
                                () -> Files.size(Files.write(made.resolve("file"), new byte[10])));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });

        use.make(
                made,
                () -> {
                    Files.createDirectory(made);
                    other.start();
                    await().until(() ->
                            other.getState() == Thread.State.BLOCKED || !other.isAlive());
                });
        other.join();

        assertThat(use.bytes()).isEqualTo(OptionalLong.of(10));
    }

    @Test
    void a_budget_warns_refuses_and_takes_again_when_a_twentieth_is_free() throws Exception {
        var store = open(new Budgets(OptionalLong.of(1000), OptionalLong.of(100)));
        put(store, Shelf.OBJECTS, 2000);
        assertThat(store.room(Shelf.OBJECTS)).isEqualTo(Room.State.AMPLE);
        var first = store.objects().getFirst();
        store.clear(List.of(first));
        store.count();

        put(store, Shelf.OBJECTS, 880);
        assertThat(store.room()).isEqualTo(Room.State.AMPLE);
        put(store, Shelf.OBJECTS, 30);
        assertThat(store.room()).isEqualTo(Room.State.LOW);
        assertThat(store.hasRoom()).isTrue();
        UUID last = put(store, Shelf.OBJECTS, 45);
        UUID over = put(store, Shelf.OBJECTS, 45);
        assertThat(store.room()).isEqualTo(Room.State.FULL);
        assertThat(store.hasRoom()).isFalse();
        store.clear(List.of(over));
        assertThat(store.hasRoom()).as("45 of 1000 are free").isFalse();
        store.clear(List.of(last));
        assertThat(store.room()).isEqualTo(Room.State.LOW);
        // Of what waits in quarantine nothing of that is said.
        assertThat(store.takesIntoQuarantine()).isTrue();
    }
}
