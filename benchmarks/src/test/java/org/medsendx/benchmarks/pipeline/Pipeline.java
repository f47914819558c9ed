package org.medsendx.benchmarks.pipeline;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.contracts.catalogue.Principal;
import org.medsendx.dicom.net.StorableFile;
import org.medsendx.dicom.net.StorageScu;
import org.medsendx.localstack.follow.IntakeRecord;
import org.medsendx.localstack.phantom.DemoFleet;
import org.medsendx.localstack.process.ChildProcess;
import org.medsendx.localstack.send.InputFile;
import org.medsendx.localstack.stack.LocalStack;
import org.medsendx.localstack.stack.StackFolders;

/** A running suite that loads are sent through. */
final class Pipeline implements AutoCloseable {

    private static final Duration QUIET = Duration.ofMinutes(3);
    private static final int PAGE = 500;

    private final LocalStack stack;
    private final Arrivals arrivals;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, UUID> objects = new HashMap<>();
    private long nextIntake;

    private Pipeline(LocalStack stack) {
        this.stack = stack;
        this.arrivals = new Arrivals(stack.kafka(Broker.CLOUD, Principal.OPERATOR));
    }

    /** Starts everything; whatever ends this process ends them too. */
    static Pipeline start(Path home, Path work) throws IOException, InterruptedException {
        var started = new ArrayList<ChildProcess>();
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    synchronized (started) {
                                        started.reversed().forEach(ChildProcess::askToEnd);
                                        started.reversed().forEach(ChildProcess::close);
                                    }
                                },
                                "end-of-processes"));
        var folders =
                new StackFolders(work.resolve("work"), work.resolve("logs"), work.resolve("key"));
        return new Pipeline(
                LocalStack.start(
                        home,
                        folders,
                        new DemoFleet(1, 5).sources(),
                        process -> {
                            synchronized (started) {
                                started.add(process);
                            }
                        },
                        line -> System.out.println(line + " ...")));
    }

    LocalStack stack() {
        return stack;
    }

    private record Prepared(InputFile input, StorableFile file, String digest) {}

    /**
     * Sends files, an association for each calling AE title, and waits until all are through.
     *
     * @param rate scans a second, or 0 for as fast as they are taken
     */
    Passage pass(String what, List<InputFile> inputs, double rate)
            throws IOException, InterruptedException {
        var byScanner = new LinkedHashMap<String, List<Integer>>();
        var prepared = new ArrayList<Prepared>();
        for (var input : inputs) {
            byScanner
                    .computeIfAbsent(input.callingAeTitle(), _ -> new ArrayList<>())
                    .add(prepared.size());
            var file =
                    StorableFile.read(input.file())
                            .orElseThrow(() -> new IOException("a generated file is no instance"));
            prepared.add(
                    new Prepared(input, file, Sha256.of(input.file(), file.dataSetPosition())));
        }
        int before = arrivals.through();
        var pids = pids();
        var begun = new long[prepared.size()];
        var from = Instant.now();
        var spent = Spent.of(pids);
        long start = System.nanoTime();
        send(prepared, byScanner, rate, start, begun);
        arrivals.await(before + prepared.size(), QUIET);
        var spentNow = Spent.of(pids).since(spent);
        var to = Instant.now();
        readIntake();
        var begins = new ArrayList<Double>();
        var verified = new ArrayList<Double>();
        var through = new ArrayList<Double>();
        for (int i = 0; i < begun.length; i++) {
            var object = objects.get(prepared.get(i).digest());
            var times = object == null ? null : arrivals.times(object);
            if (times == null) {
                throw new IOException("a scan was sent and is not known");
            }
            begins.add((begun[i] - start) / 1e9);
            verified.add((times.verified() - start) / 1e9);
            through.add((times.through() - start) / 1e9);
        }
        return new Passage(what, begins, verified, through, spentNow, from, to);
    }

    private Map<String, Long> pids() {
        var pids = new LinkedHashMap<String, Long>();
        stack.processes().forEach(process -> pids.put(process.name(), process.pid()));
        pids.put("sender and reader", ProcessHandle.current().pid());
        return pids;
    }

    private void send(
            List<Prepared> all,
            Map<String, List<Integer>> byScanner,
            double rate,
            long start,
            long[] begun)
            throws IOException, InterruptedException {
        var senders = new ArrayList<Callable<Void>>();
        byScanner.forEach((ae, indexes) ->
                senders.add(() -> {
                    send(ae, indexes, all, rate, start, begun);
                    return null;
                }));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var sent : threads.invokeAll(senders)) {
                sent.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("sending failed", e.getCause());
        }
    }

    private void send(
            String ae,
            List<Integer> indexes,
            List<Prepared> all,
            double rate,
            long start,
            long[] begun)
            throws IOException {
        var files = indexes.stream().map(i -> all.get(i).file()).toList();
        try (var scu =
                StorageScu.open(
                        new InetSocketAddress("127.0.0.1", stack.addresses().dicomPort()),
                        stack.addresses().aeTitle(),
                        ae,
                        StorableFile.proposals(files),
                        Duration.ofSeconds(60))) {
            for (int i : indexes) {
                if (rate > 0) {
                    long at = start + (long) (i * 1e9 / rate);
                    while (System.nanoTime() < at) {
                        LockSupport.parkNanos(at - System.nanoTime());
                    }
                }
                begun[i] = System.nanoTime();
                var status = all.get(i).file().store(scu);
                if (status.isEmpty() || !status.get().success()) {
                    throw new IOException("an object was not taken");
                }
            }
        }
    }

    /** Learns which object id each digest became. */
    private void readIntake() throws IOException, InterruptedException {
        while (true) {
            var address =
                    "%s/instances?after=%d&limit=%d"
                            .formatted(stack.addresses().ingest(), nextIntake - 1, PAGE);
            var response =
                    http.send(
                            HttpRequest.newBuilder(URI.create(address))
                                    .header("Accept", "application/json")
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IOException("the list of the intake: " + response.statusCode());
            }
            var page =
                    EventCodec.JSON.readValue(
                            response.body(), new TypeReference<List<IntakeRecord>>() {});
            for (var record : page) {
                nextIntake = Math.max(nextIntake, record.index() + 1);
                if (record.outcome().equals("received")) {
                    objects.put(record.digest(), record.objectId());
                }
            }
            if (page.size() < PAGE) {
                return;
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        arrivals.close();
        stack.close();
        http.close();
    }
}
