package org.medsendx.localstack.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.contracts.catalogue.Principal;
import org.medsendx.journal.AtomicFile;
import org.medsendx.localstack.process.Ahead;
import org.medsendx.localstack.process.ChildProcess;
import org.medsendx.localstack.process.OwnJars;
import org.medsendx.localstack.process.ServiceProgram;

/**
 * The command line and configuration of each process; heaps add up to less than 2 GB for the five
 * services.
 */
final class ServiceProcesses {

    /** Here a look costs nothing, and nobody likes to wait for one. */
    private static final String LOG_CHECK = "5s";

    static final List<String> SERVICES =
            List.of(
                    "edge-ingest",
                    "anonymizer-service",
                    "uplink-service",
                    "segmenter-service",
                    "fleet-miner-service");

    private static final List<String> JVM_OPTIONS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-Djava.awt.headless=true",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");

    // As the truck's broker: they never run long enough here for another compiler to pay.
    private static final List<String> BROKER_OPTIONS =
            Stream.concat(Stream.of("-XX:TieredStopAtLevel=1"), JVM_OPTIONS.stream()).toList();

    private final Path home;
    private final Ahead ahead;
    private final StackFolders folders;
    private final Addresses addresses;
    private final S3Account account;
    private final KafkaLogins logins;
    private final List<Source> sources;

    ServiceProcesses(
            Path home,
            Ahead ahead,
            StackFolders folders,
            Addresses addresses,
            S3Account account,
            KafkaLogins logins,
            List<Source> sources) {
        this.home = home;
        this.ahead = ahead;
        this.folders = folders;
        this.addresses = addresses;
        this.account = account;
        this.logins = logins;
        this.sources = List.copyOf(sources);
    }

    ChildProcess truckBroker() throws IOException {
        logins.keep(Broker.TRUCK);
        return broker("truck", addresses.truckKafka(), "flush");
    }

    ChildProcess cloudBroker() throws IOException {
        logins.keep(Broker.CLOUD);
        return broker("cloud", addresses.cloudKafka(), "lazy");
    }

    private final Map<String, Integer> controllerPorts = new LinkedHashMap<>();

    void controllerPort(String broker, int port) {
        controllerPorts.put(broker, port);
    }

    private int controllerPort(String broker) {
        Integer port = controllerPorts.get(broker);
        if (port == null) {
            throw new IllegalStateException("no controller port for " + broker);
        }
        return port;
    }

    private ChildProcess broker(String side, int port, String flush) throws IOException {
        String name = "kafka-" + side;
        var command = java(name, "256m");
        command.add("org.medsendx.localstack.broker.KafkaBroker");
        command.addAll(
                List.of(
                        folders.work().resolve(name).toString(),
                        Integer.toString(port),
                        Integer.toString(controllerPort(side)),
                        flush,
                        side));
        return start(name, command, Map.of());
    }

    ChildProcess s3() throws IOException {
        var settings = folders.work().resolve("s3proxy.properties");
        Files.writeString(
                settings,
                String.join(
                        "\n",
                        "s3proxy.authorization=aws-v2-or-v4",
                        "s3proxy.endpoint=" + addresses.s3Endpoint(),
                        "s3proxy.identity=" + account.accessKeyId(),
                        "s3proxy.credential=" + account.secretAccessKey(),
                        "jclouds.provider=filesystem-nio2",
                        "jclouds.filesystem.basedir=" + folders.s3(),
                        ""));
        var command = java("s3", "192m");
        command.addAll(List.of("org.gaul.s3proxy.Main", "--properties", settings.toString()));
        return start("s3", command, Map.of());
    }

    ChildProcess edgeIngest() throws IOException {
        var settings = new LinkedHashMap<String, String>();
        settings.put("quarkus.http.port", Integer.toString(addresses.ingestHttp()));
        settings.putAll(truckKafka(Principal.EDGE_INGEST));
        settings.put("medsendx.ingest.identified-dir", folders.identified().toString());
        settings.put("medsendx.ingest.ae-title", addresses.aeTitle());
        settings.put("medsendx.ingest.dicom-port", Integer.toString(addresses.dicomPort()));
        settings.put("medsendx.ingest.hot-folder", folders.hotFolder().toString());
        settings.put("medsendx.ingest.truck", "LOCAL");
        settings.put("medsendx.ingest.log-check-every", LOG_CHECK);
        for (var source : sources) {
            var prefix = "medsendx.ingest.sources.\"" + source.aeTitle() + "\".";
            settings.put(prefix + "truck", source.truck());
            settings.put(prefix + "scanner", source.scanner());
        }
        return service("edge-ingest", "192m", settings);
    }

    ChildProcess anonymizer() throws IOException {
        var settings = new LinkedHashMap<String, String>();
        settings.put("quarkus.http.port", Integer.toString(addresses.anonymizerHttp()));
        settings.putAll(truckKafka(Principal.ANONYMIZER));
        settings.put("medsendx.anonymizer.identified-dir", folders.identified().toString());
        settings.put("medsendx.anonymizer.deidentified-dir", folders.deidentified().toString());
        settings.put("medsendx.anonymizer.derived-dir", folders.derived().toString());
        settings.put("medsendx.anonymizer.features-dir", folders.features().toString());
        settings.put("medsendx.anonymizer.uplink-dir", folders.uplink().toString());
        settings.put("medsendx.anonymizer.key-file", folders.keyFile().toString());
        settings.put("medsendx.anonymizer.create-key", "true");
        settings.put("medsendx.anonymizer.log-check-every", LOG_CHECK);
        // Somebody looks on: what a broker lost is found within seconds.
        settings.put("medsendx.anonymizer.catch-up.grace", "15s");
        settings.put("medsendx.anonymizer.catch-up.every", "2s");
        return service("anonymizer-service", "448m", settings);
    }

    ChildProcess uplink() throws IOException {
        var settings = new LinkedHashMap<String, String>();
        settings.put("quarkus.http.port", Integer.toString(addresses.uplinkHttp()));
        settings.putAll(truckKafka(Principal.UPLINK));
        settings.put("medsendx.uplink.uplink-dir", folders.uplink().toString());
        settings.put("medsendx.uplink.deidentified-dir", folders.deidentified().toString());
        settings.put("medsendx.uplink.derived-dir", folders.derived().toString());
        settings.put("medsendx.uplink.features-dir", folders.features().toString());
        settings.put("medsendx.uplink.log-check-every", LOG_CHECK);
        settings.put("medsendx.uplink.truck-log-check-every", LOG_CHECK);
        settings.put("medsendx.uplink.catch-up.grace", "15s");
        settings.put("medsendx.uplink.catch-up.every", "2s");
        settings.put("medsendx.uplink.cloud-bootstrap-servers", addresses.cloudBootstrap());
        logins.of(Broker.CLOUD, Principal.UPLINK)
                .forEach((key, value) ->
                        settings.put("medsendx.uplink.cloud-kafka.\"" + key + "\"", value));
        settings.put("medsendx.uplink.bucket", S3Account.BUCKET);
        settings.put("quarkus.s3.endpoint-override", addresses.s3Endpoint());
        settings.put("quarkus.s3.aws.region", "us-east-1");
        settings.put("quarkus.s3.aws.credentials.type", "static");
        settings.put(
                "quarkus.s3.aws.credentials.static-provider.access-key-id", account.accessKeyId());
        settings.put(
                "quarkus.s3.aws.credentials.static-provider.secret-access-key",
                account.secretAccessKey());
        settings.put("quarkus.s3.path-style-access", "true");
        return service("uplink-service", "192m", settings);
    }

    ChildProcess segmenter() throws IOException {
        var settings = new LinkedHashMap<String, String>();
        settings.put("quarkus.http.port", Integer.toString(addresses.segmenterHttp()));
        settings.putAll(truckKafka(Principal.SEGMENTER));
        settings.put("medsendx.segmenter.deidentified-dir", folders.deidentified().toString());
        settings.put("medsendx.segmenter.derived-dir", folders.derived().toString());
        settings.put("medsendx.segmenter.log-check-every", LOG_CHECK);
        settings.put("medsendx.segmenter.catch-up.grace", "15s");
        settings.put("medsendx.segmenter.catch-up.every", "2s");
        return service("segmenter-service", "576m", settings);
    }

    ChildProcess miner() throws IOException {
        var settings = new LinkedHashMap<String, String>();
        settings.put("quarkus.http.port", Integer.toString(addresses.minerHttp()));
        settings.put("kafka.bootstrap.servers", addresses.cloudBootstrap());
        logins.of(Broker.CLOUD, Principal.MINER)
                .forEach((key, value) -> settings.put("kafka." + key, value));
        settings.put("quarkus.oidc.tenant-enabled", "false");
        settings.put("medsendx.miner.say-every", LocalStack.MINER_SAYS_EVERY.toString());
        settings.put("kafka-streams.state.dir", folders.work().resolve("miner").toString());
        return service("fleet-miner-service", "384m", settings);
    }

    private Map<String, String> truckKafka(Principal principal) {
        var settings = new LinkedHashMap<String, String>();
        settings.put("kafka.bootstrap.servers", addresses.truckBootstrap());
        logins.of(Broker.TRUCK, principal)
                .forEach((key, value) -> settings.put("kafka." + key, value));
        return settings;
    }

    // Settings travel in a file and not on the command line, where every user of the machine could
    // read them.
    private ChildProcess service(String name, String heap, Map<String, String> settings)
            throws IOException {
        var file = folders.work().resolve(name + ".properties");
        settings.put("medsendx.traces.file", folders.traces().resolve(name + ".jsonl").toString());
        var lines = new ArrayList<String>();
        // A machine of one's own: whoever is on it sees the pages, and nobody else can.
        lines.add("medsendx.web.access=loopback");
        settings.forEach((key, value) -> lines.add(escape(key) + "=" + escape(value)));
        AtomicFile.write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        return start(
                name,
                program(name)
                        .command(
                                heap,
                                Map.of("quarkus.config.locations", file.toString()),
                                JVM_OPTIONS),
                Map.of());
    }

    /**
     * Asks for each service's program, so that one that is missing is heard of before any starts.
     */
    void findPrograms() throws IOException {
        for (var name : SERVICES) {
            program(name);
        }
    }

    private ServiceProgram program(String name) throws IOException {
        return ServiceProgram.of(home, name, ahead);
    }

    // A property file's own escapes; keys hold quotes around AE titles and may hold spaces.
    private static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace(" ", "\\ ")
                .replace(":", "\\:")
                .replace("=", "\\=");
    }

    private ChildProcess start(String name, List<String> command, Map<String, String> environment)
            throws IOException {
        var all = new LinkedHashMap<>(environment);
        // As in the images: glibc keeps memory for each of up to eight threads a core.
        all.put("MALLOC_ARENA_MAX", "2");
        return ChildProcess.start(name, command, all, folders.logs().resolve(name + ".log"));
    }

    // A cache needs a class path of jars; not every run of this has one of itself.
    private List<String> java(String name, String heap) throws IOException {
        var command = new ArrayList<String>();
        command.add(ServiceProgram.java());
        command.add("-Xmx" + heap);
        command.addAll(BROKER_OPTIONS);
        var jars = OwnJars.of(home);
        var classPath = List.of("-cp", OwnJars.classPath(jars));
        command.addAll(ahead.options(name, BROKER_OPTIONS, classPath, jars));
        command.addAll(classPath);
        return command;
    }
}
