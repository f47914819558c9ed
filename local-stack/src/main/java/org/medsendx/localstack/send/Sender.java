package org.medsendx.localstack.send;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Sha256;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.net.StorageScu;
import org.medsendx.dicom.net.StoreStatus;

/**
 * Delivers inputs to edge-ingest. A file that names its SOP class, instance and transfer syntax
 * goes by C-STORE, its data set's bytes unchanged; what C-STORE cannot carry, and what the node
 * does not accept by C-STORE, goes through the hot folder. Either way edge-ingest decides.
 */
public final class Sender {

    private static final int CONTEXTS_PER_ASSOCIATION = 120;
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
            for (var chunk : chunks(group.getValue())) {
                store(group.getKey(), chunk, delivered);
            }
        }
    }

    private record Context(String sopClass, String transferSyntax) {}

    private record Storable(
            InputFile input, long dataSetPosition, Context context, String sopInstanceUid) {}

    private static @Nullable Storable storable(InputFile input) throws IOException {
        try {
            var found = DicomReader.readMeta(input.file());
            var named = named(input.file(), found.meta());
            String syntax = found.meta().transferSyntaxUid();
            String sopClass = named.sopClassUid();
            String instance = named.sopInstanceUid();
            if (sopClass == null
                    || instance == null
                    || !isUid(sopClass)
                    || !isUid(instance)
                    || !isUid(syntax)) {
                return null;
            }
            return new Storable(
                    input, found.dataSetPosition(), new Context(sopClass, syntax), instance);
        } catch (DicomFormatException e) {
            return null;
        }
    }

    // The command names what the data set names; files whose meta group says otherwise are common.
    // What cannot be
    // read is sent as its meta group names it, so that edge-ingest says what is wrong with it.
    private static FileMeta named(Path file, FileMeta meta) throws IOException {
        try {
            var data = DicomReader.read(file, ReadLimits.DEFAULT).dataSet();
            var sopClass = data.string(Tag.SOPClassUID);
            var instance = data.string(Tag.SOPInstanceUID);
            return sopClass == null || instance == null
                    ? meta
                    : new FileMeta(sopClass, instance, meta.transferSyntaxUid());
        } catch (DicomFormatException e) {
            return meta;
        }
    }

    private static boolean isUid(String text) {
        return text.matches("[0-9]+(\\.[0-9]+)*") && text.length() <= 64;
    }

    // An association has at most 128 presentation contexts (PS3.8, 9.3.2.2: odd ids up to 255).
    private static List<List<Storable>> chunks(List<Storable> files) {
        var chunks = new ArrayList<List<Storable>>();
        var contexts = new LinkedHashSet<Context>();
        var chunk = new ArrayList<Storable>();
        for (var file : files) {
            if (!contexts.contains(file.context()) && contexts.size() == CONTEXTS_PER_ASSOCIATION) {
                chunks.add(chunk);
                chunk = new ArrayList<>();
                contexts.clear();
            }
            contexts.add(file.context());
            chunk.add(file);
        }
        chunks.add(chunk);
        return chunks;
    }

    private void store(String callingAe, List<Storable> files, Consumer<Delivery> delivered)
            throws IOException {
        var proposals =
                files.stream()
                        .map(Storable::context)
                        .distinct()
                        .map(c ->
                                new StorageScu.Proposal(c.sopClass(), List.of(c.transferSyntax())))
                        .toList();
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
            Optional<StoreStatus> status =
                    scu.store(
                            file.input().file(),
                            file.dataSetPosition(),
                            file.context().sopClass(),
                            file.sopInstanceUid(),
                            file.context().transferSyntax());
            if (status.isEmpty()) {
                return byHotFolder(file.input());
            }
            double millis = (System.nanoTime() - start) / 1e6;
            if (status.get().code() != OUT_OF_RESOURCES) {
                return new Delivery(
                        file.input(),
                        Sha256.of(file.input().file(), file.dataSetPosition()),
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
