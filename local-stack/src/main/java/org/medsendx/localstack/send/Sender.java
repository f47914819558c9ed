package org.medsendx.localstack.send;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Sha256;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.net.StorableFile;
import org.medsendx.dicom.net.StorageScu;
import org.medsendx.dicom.net.StoreStatus;

/**
 * Delivers inputs to edge-ingest. A file that names its SOP class, instance and transfer syntax
 * goes by C-STORE, its data set's bytes unchanged; what C-STORE cannot carry, and what the node
 * does not accept by C-STORE, goes through the hot folder. Either way edge-ingest decides.
 */
public final class Sender {

    private static final int ATTEMPTS = 5;
    private static final int OUT_OF_RESOURCES = 0xA700;

    private final InetSocketAddress node;
    private final String calledAeTitle;
    private final Path hotFolder;
    private final AtomicInteger hotNames = new AtomicInteger();

    public Sender(InetSocketAddress node, String calledAeTitle, Path hotFolder) {
        this.node = node;
        this.calledAeTitle = calledAeTitle;
        this.hotFolder = hotFolder;
    }

    /**
     * Delivers all inputs, in two associations at a time.
     *
     * @param delivered is told of each one; called from two threads
     * @throws IOException when the node cannot be reached or keeps refusing
     */
    public void send(List<InputFile> inputs, Consumer<Delivery> delivered)
            throws IOException, InterruptedException {
        var halves = List.of(new ArrayList<InputFile>(), new ArrayList<InputFile>());
        for (int i = 0; i < inputs.size(); i++) {
            halves.get(i % 2).add(inputs.get(i));
        }
        var failures = new ArrayList<IOException>();
        var threads = new ArrayList<Thread>();
        for (var half : halves) {
            threads.add(
                    Thread.ofVirtual()
                            .name("sender")
                            .start(() -> {
                                try {
                                    sendInOrder(half, delivered);
                                } catch (IOException e) {
                                    synchronized (failures) {
                                        failures.add(e);
                                    }
                                }
                            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    private void sendInOrder(List<InputFile> inputs, Consumer<Delivery> delivered)
            throws IOException {
        var byStore = new LinkedHashMap<String, List<Storable>>();
        for (var input : inputs) {
            var storable = storable(input);
            if (storable == null) {
                delivered.accept(byHotFolder(input));
            } else {
                byStore.computeIfAbsent(input.callingAeTitle(), ae -> new ArrayList<>())
                        .add(storable);
            }
        }
        for (var group : byStore.entrySet()) {
            for (var chunk : StorableFile.byAssociation(group.getValue(), Storable::file)) {
                store(group.getKey(), chunk, delivered);
            }
        }
    }

    private record Storable(InputFile input, StorableFile file) {}

    // What cannot be read is sent as its meta group names it, so that edge-ingest says what is
    // wrong with it.
    private static @Nullable Storable storable(InputFile input) throws IOException {
        try {
            return asSent(input.file()).map(file -> new Storable(input, file)).orElse(null);
        } catch (DicomFormatException e) {
            return null;
        }
    }

    private static Optional<StorableFile> asSent(Path file) throws IOException {
        try {
            var whole = StorableFile.read(file);
            return whole.isPresent() ? whole : StorableFile.byItsMeta(file);
        } catch (DicomFormatException e) {
            return StorableFile.byItsMeta(file);
        }
    }

    private void store(String callingAe, List<Storable> files, Consumer<Delivery> delivered)
            throws IOException {
        var proposals = StorableFile.proposals(files.stream().map(Storable::file).toList());
        int next = 0;
        int failures = 0;
        while (next < files.size()) {
            try (var scu =
                    StorageScu.open(
                            node, calledAeTitle, callingAe, proposals, Duration.ofSeconds(60))) {
                while (next < files.size()) {
                    delivered.accept(deliver(scu, files.get(next)));
                    next++;
                    failures = 0;
                }
            } catch (IOException e) {
                if (++failures == ATTEMPTS) {
                    throw new IOException(
                            "edge-ingest ended the association " + ATTEMPTS + " times", e);
                }
                pause(failures);
            }
        }
    }

    private Delivery deliver(StorageScu scu, Storable file) throws IOException {
        for (int attempt = 1; ; attempt++) {
            long start = System.nanoTime();
            Optional<StoreStatus> status = file.file().store(scu);
            if (status.isEmpty()) {
                return byHotFolder(file.input());
            }
            double millis = (System.nanoTime() - start) / 1e6;
            if (status.get().code() != OUT_OF_RESOURCES) {
                return new Delivery(
                        file.input(),
                        Sha256.of(file.input().file(), file.file().dataSetPosition()),
                        "",
                        millis);
            }
            if (attempt == ATTEMPTS) {
                throw new IOException(
                        "edge-ingest is out of resources (0xA700): is its disk full?");
            }
            pause(attempt);
        }
    }

    private Delivery byHotFolder(InputFile input) throws IOException {
        long start = System.nanoTime();
        var name = "input-%06d.dcm".formatted(hotNames.incrementAndGet());
        var part = hotFolder.resolveSibling(name + ".part");
        Files.copy(input.file(), part, StandardCopyOption.REPLACE_EXISTING);
        // Counted before edge-ingest can see it: the move makes it appear whole.
        var digest = Sha256.of(part, 0);
        Files.move(part, hotFolder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        return new Delivery(input, digest, name, (System.nanoTime() - start) / 1e6);
    }

    private static void pause(int attempt) throws IOException {
        try {
            Thread.sleep(Duration.ofMillis(200L << attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
