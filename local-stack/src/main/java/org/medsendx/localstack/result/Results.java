package org.medsendx.localstack.result;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.contracts.catalogue.Principal;
import org.medsendx.contracts.catalogue.Rights;
import org.medsendx.contracts.catalogue.Topics;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.contracts.summary.RunSummary;
import org.medsendx.contracts.summary.RunSummary.FileResult;
import org.medsendx.contracts.summary.RunSummary.Outcome;
import org.medsendx.contracts.summary.RunSummary.ScannerResult;
import org.medsendx.contracts.summary.RunSummary.StageResult;
import org.medsendx.localstack.follow.Tracker;
import org.medsendx.localstack.follow.Tracker.End;
import org.medsendx.localstack.send.InputFile;
import org.medsendx.localstack.stack.LocalStack;

/**
 * Collects the results of a run: objects from S3, the report from the miner, and the summary of
 * every input.
 */
public final class Results {

    private static final String NOTICE =
            "IDENTIFIED DATA: this file names inputs beside their pseudonyms. Keep it on this machine, mode 0600.";

    private final LocalStack stack;
    private final OutFolder out;
    private final HttpClient http = HttpClient.newHttpClient();

    public Results(LocalStack stack, OutFolder out) {
        this.stack = stack;
        this.out = out;
    }

    /**
     * Fetches what was released from S3, as a consumer in the cloud would, and writes the
     * summaries.
     *
     * @param wallMs from the first file sent to the last one accounted for
     */
    public RunSummary collect(List<InputFile> inputs, Tracker tracker, long wallMs)
            throws IOException, InterruptedException {
        var files = new ArrayList<FileResult>();
        for (var input : inputs) {
            files.add(fileResult(input, tracker.end(input)));
        }
        var stages = stages(tracker);
        var mined = requireNonNull(stages.get(Tracker.Stage.mined.name()), "mined");
        var scanners = scannersOf(mined.count());
        fetch(stack.addresses().miner() + "/report.png", out.miningReport());
        fetch(
                stack.addresses().anonymizer() + "/report-key",
                out.reports().resolve("report-signing.pub.pem"));
        var summary =
                new RunSummary(NOTICE, files, scanners, stages, wallMs, stack.addresses().pages());
        out.writeIdentified(
                "summary.json",
                EventCodec.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(summary)
                        + "\n");
        out.writeIdentified("summary.txt", SummaryText.of(summary, stack.processes()));
        return summary;
    }

    /** What left in this run; after {@link #collect}. */
    public LeftBytes left(List<InputFile> inputs) throws IOException, InterruptedException {
        return LeftBytes.of(
                inputs.stream().map(InputFile::file).toList(), out, events(), failures());
    }

    /** The logs of the topics that the uplink writes, as the cloud's broker keeps them. */
    private long events() throws IOException, InterruptedException {
        try (var admin = Admin.create(stack.kafka(Broker.CLOUD, Principal.OPERATOR))) {
            var broker = admin.describeCluster().nodes().get().iterator().next().id();
            long bytes = 0;
            var logs = admin.describeLogDirs(List.of(broker)).allDescriptions().get().get(broker);
            for (var folder : requireNonNull(logs, "logs of the broker").values()) {
                for (var replica : folder.replicaInfos().entrySet()) {
                    if (fromTruck(replica.getKey().topic())) {
                        bytes += replica.getValue().size();
                    }
                }
            }
            return bytes;
        } catch (ExecutionException e) {
            throw new IOException("the cloud's broker does not say how long its logs are", e);
        }
    }

    private static boolean fromTruck(String name) {
        return Topics.all().stream()
                .filter(topic -> topic.topicName().equals(name) && Broker.CLOUD.has(topic))
                .anyMatch(topic -> Rights.mayWrite(Broker.CLOUD, Principal.UPLINK, topic));
    }

    private long failures() throws IOException, InterruptedException {
        var page =
                http.send(
                        get(stack.addresses().uplink() + "/q/metrics"),
                        HttpResponse.BodyHandlers.ofString());
        return page.body()
                .lines()
                .filter(line -> line.startsWith("medsendx_uplink_objects_total{"))
                .filter(line -> line.contains("outcome=\"failed\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private FileResult fileResult(InputFile input, End end) {
        return switch (end) {
            case End.Unknown() ->
                    new FileResult(input.name(), null, "not-accounted-for", null, null, null);
            case End.NotReceived(var outcome, var reason) ->
                    new FileResult(
                            input.name(), Outcome.valueOf(outcome), reason, null, null, null);
            case End.Withheld(var reasons) ->
                    new FileResult(
                            input.name(),
                            Outcome.withheld,
                            String.join(" ", reasons.stream().distinct().toList()),
                            null,
                            null,
                            null);
            case End.Released(var objectId, var key, var derived) -> {
                var clean = out.deidentified().resolve(objectId + ".dcm");
                stack.objects().fetch(key.instance(), clean);
                stack.objects()
                        .fetch(
                                key.derived(DerivedKind.REPORT),
                                out.reports().resolve(objectId + DerivedKind.REPORT.suffix()));
                String picture = null;
                for (var kind : derived) {
                    boolean highlight = kind == DerivedKind.HIGHLIGHT;
                    var file =
                            highlight
                                    ? out.highlights().resolve(objectId + ".png")
                                    : out.derived().resolve(objectId + kind.suffix());
                    stack.objects().fetch(key.derived(kind), file);
                    if (highlight) {
                        picture = out.root().relativize(file).toString();
                    }
                }
                yield new FileResult(
                        input.name(),
                        Outcome.released,
                        null,
                        out.root().relativize(clean).toString(),
                        key.instance(),
                        picture);
            }
        };
    }

    private void fetch(String address, Path file) throws IOException, InterruptedException {
        var response = http.send(get(address), HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException(address + " answered " + response.statusCode());
        }
        Files.write(file, response.body());
    }

    /** The scanners once their numbers cover what was mined, or when they have had the time to. */
    private List<ScannerResult> scannersOf(long mined) throws IOException, InterruptedException {
        long late = System.nanoTime() + 3 * LocalStack.MINER_SAYS_EVERY.toNanos();
        while (true) {
            var scanners = scanners();
            if (scanners.stream().mapToLong(ScannerResult::scans).sum() >= mined
                    || System.nanoTime() - late > 0) {
                return scanners;
            }
            Thread.sleep(100);
        }
    }

    private List<ScannerResult> scanners() throws IOException, InterruptedException {
        var response =
                http.send(
                        get(stack.addresses().miner() + "/scanners"),
                        HttpResponse.BodyHandlers.ofByteArray());
        return EventCodec.JSON.readValue(
                response.body(), new TypeReference<List<ScannerResult>>() {});
    }

    private static HttpRequest get(String address) {
        return HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(60)).build();
    }

    private Map<String, StageResult> stages(Tracker tracker)
            throws IOException, InterruptedException {
        var stages = new LinkedHashMap<String, StageResult>();
        for (var stage : Tracker.Stage.values()) {
            if (stage != Tracker.Stage.mined) {
                var millis = tracker.stageMillis(stage);
                long count =
                        tracker.progress().getOrDefault(stage, new Tracker.Progress(0, 0)).done();
                stages.put(
                        stage.name(),
                        new StageResult(count, percentile(millis, 0.50), percentile(millis, 0.99)));
            }
        }
        var mined =
                http.send(
                        get(stack.addresses().miner() + "/stage"),
                        HttpResponse.BodyHandlers.ofByteArray());
        stages.put(
                Tracker.Stage.mined.name(),
                EventCodec.JSON.readValue(mined.body(), StageResult.class));
        return stages;
    }

    /** Nearest-rank percentile; 0 without values. */
    static double percentile(List<Double> values, double p) {
        if (values.isEmpty()) {
            return 0;
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        double value =
                sorted[Math.clamp((int) Math.ceil(p * sorted.length) - 1, 0, sorted.length - 1)];
        return Math.round(value * 10) / 10.0;
    }
}
