package org.medsendx.localstack.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.contracts.catalogue.Principal;
import org.medsendx.localstack.process.Ahead;
import org.medsendx.localstack.process.ChildProcess;
import org.medsendx.localstack.process.Ports;
import org.medsendx.outbox.Backoff;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The whole suite on one machine: two Kafka brokers (truck and cloud), an S3 server and the five
 * services, each a process of its own. Closing it ends them all.
 */
public final class LocalStack implements AutoCloseable {

    /** How late the miner may say numbers: on one machine nobody pays for the topic. */
    public static final Duration MINER_SAYS_EVERY = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Addresses addresses;
    private final StackFolders folders;
    private final ServiceProcesses commands;
    private final KafkaLogins logins;
    private final ObjectStoreClient objects;
    private final Map<String, ChildProcess> processes =
            Collections.synchronizedMap(new LinkedHashMap<>());
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private @Nullable Supervisor supervisor;
    private boolean closing;
    private final Probes probes = new Probes();
    private final Consumer<ChildProcess> started;

    private LocalStack(
            Addresses addresses,
            StackFolders folders,
            ServiceProcesses commands,
            S3Account account,
            KafkaLogins logins,
            Consumer<ChildProcess> started) {
        this.started = started;
        this.addresses = addresses;
        this.folders = folders;
        this.commands = commands;
        this.logins = logins;
        this.objects = new ObjectStoreClient(addresses.s3Endpoint(), account);
    }

    /** Starts everything, faster where earlier runs noted how. */
    public static LocalStack start(
            Path home,
            StackFolders folders,
            List<Source> sources,
            Consumer<ChildProcess> started,
            Consumer<String> say)
            throws IOException, InterruptedException {
        return start(home, Ahead.of(home), folders, sources, started, say);
    }

    /**
     * Starts everything and waits until each part answers.
     *
     * @param home the checked-out tree with the built services
     * @param ahead what their JVMs noted, or note
     * @param sources the senders that edge-ingest shall know
     * @param started is told of each process at once, so that it can be ended whatever happens next
     * @param say takes a line about each step
     * @throws IOException when a part does not come up; the message has the end of its log
     */
    public static LocalStack start(
            Path home,
            Ahead ahead,
            StackFolders folders,
            List<Source> sources,
            Consumer<ChildProcess> started,
            Consumer<String> say)
            throws IOException, InterruptedException {
        folders.create();
        var ports = new Ports();
        var addresses =
                new Addresses(
                        "MEDSENDX",
                        ports.usual(11112),
                        ports.usual(8081),
                        ports.usual(8082),
                        ports.usual(8083),
                        ports.usual(8084),
                        ports.usual(8085),
                        ports.usual(9092),
                        ports.usual(9093),
                        ports.usual(9000));
        var account = S3Account.random();
        var logins = new KafkaLogins(folders.work());
        for (var broker : Broker.values()) {
            logins.write(
                    folders.operator(broker),
                    addresses.bootstrap(broker),
                    broker,
                    Principal.OPERATOR);
        }
        logins.write(
                folders.cloudReader(),
                addresses.cloudBootstrap(),
                Broker.CLOUD,
                Principal.CLOUD_READER);
        var commands =
                new ServiceProcesses(home, ahead, folders, addresses, account, logins, sources);
        commands.findPrograms();
        commands.controllerPort("truck", ports.any());
        commands.controllerPort("cloud", ports.any());
        var stack = new LocalStack(addresses, folders, commands, account, logins, started);
        try {
            stack.startAll(say);
            return stack;
        } catch (IOException | InterruptedException | RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    private void startAll(Consumer<String> say) throws IOException, InterruptedException {
        say.accept("starting two Kafka brokers (truck, cloud), an S3 server and five services ...");
        add(commands.truckBroker());
        add(commands.cloudBroker());
        add(commands.s3());
        add(commands.edgeIngest());
        add(commands.anonymizer());
        add(commands.uplink());
        add(commands.segmenter());
        add(commands.miner());
        StartUp.await(
                processes().stream().map(ChildProcess::name).toList(),
                this::awaitReady,
                say,
                System::nanoTime);
    }

    /**
     * From now on, what ends by itself is started again, and so is what is not alive any more.
     *
     * @param say takes a line about each end and each start
     */
    public synchronized void supervise(Consumer<String> say) {
        if (supervisor == null) {
            supervisor =
                    Supervisor.start(
                            new Parts(),
                            Supervisor.Patience.USUAL,
                            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), new Random()),
                            say);
        }
    }

    /** What ends stays down from now on. */
    public void leaveAlone() {
        Supervisor ended;
        synchronized (this) {
            ended = supervisor;
            supervisor = null;
        }
        if (ended != null) {
            ended.close();
        }
    }

    /** What the supervisor sees and does. */
    private final class Parts implements Supervisor.Parts {

        @Override
        public List<String> names() {
            return processes().stream().map(ChildProcess::name).toList();
        }

        @Override
        public ChildProcess process(String name) {
            return LocalStack.this.process(name);
        }

        @Override
        public boolean held(String name) {
            return held.contains(name);
        }

        @Override
        public boolean live(String name) throws InterruptedException {
            return switch (name) {
                case "kafka-truck" -> probes.listens(addresses.truckKafka());
                case "kafka-cloud" -> probes.listens(addresses.cloudKafka());
                case "s3" -> probes.listens(addresses.s3());
                default -> probes.answers(service(name) + "/q/health/live");
            };
        }

        @Override
        public void restart(String name) throws IOException {
            LocalStack.this.restart(name);
        }

        @Override
        public void awaitReady(String name) throws IOException, InterruptedException {
            LocalStack.this.awaitReady(name);
        }
    }

    private void add(ChildProcess process) {
        processes.put(process.name(), process);
        started.accept(process);
    }

    /** With what a client of one of the brokers is made: where it is, and the login of a user. */
    public Map<String, Object> kafka(Broker broker, Principal principal) {
        var settings = new HashMap<String, Object>(logins.of(broker, principal));
        settings.put("bootstrap.servers", addresses.bootstrap(broker));
        return settings;
    }

    private void awaitTopics(String name, Broker broker, int port)
            throws IOException, InterruptedException {
        // A client that nobody answers costs more than the look.
        await(
                name,
                () ->
                        probes.listens(port)
                                && probes.hasTopics(broker, kafka(broker, Principal.OPERATOR)));
    }

    private boolean bucketReady() {
        try {
            objects.createBucket();
            return true;
        } catch (SdkException e) {
            return false;
        }
    }

    private interface Condition {
        boolean met() throws IOException, InterruptedException;
    }

    private void await(String name, Condition condition) throws IOException, InterruptedException {
        var process = process(name);
        var deadline = Instant.now().plus(PATIENCE);
        while (!condition.met()) {
            if (!process.alive() || Instant.now().isAfter(deadline)) {
                throw new IOException(
                        name
                                + (process.alive()
                                        ? " is not ready after " + PATIENCE.toSeconds() + " s"
                                        : " ended")
                                + "; the end of its log ("
                                + process.log()
                                + "):\n"
                                + process.lastLines(20));
            }
            Thread.sleep(100);
        }
    }

    public Addresses addresses() {
        return addresses;
    }

    public StackFolders folders() {
        return folders;
    }

    public ObjectStoreClient objects() {
        return objects;
    }

    /** The processes by name, as started. */
    public List<ChildProcess> processes() {
        synchronized (processes) {
            return List.copyOf(processes.values());
        }
    }

    /** One of {@code kafka-truck}, {@code kafka-cloud}, {@code s3} and the services' names. */
    public ChildProcess process(String name) {
        var process = processes.get(name);
        if (process == null) {
            throw new IllegalArgumentException("no such process: " + name);
        }
        return process;
    }

    /** Waits until a part that was started again answers. */
    public void awaitReady(String name) throws IOException, InterruptedException {
        switch (name) {
            case "kafka-truck" -> awaitTopics(name, Broker.TRUCK, addresses.truckKafka());
            case "kafka-cloud" -> awaitTopics(name, Broker.CLOUD, addresses.cloudKafka());
            case "s3" -> await(name, this::bucketReady);
            default -> {
                var address = service(name);
                await(name, () -> probes.answers(address + "/q/health/ready"));
            }
        }
    }

    private String service(String name) {
        return switch (name) {
            case "edge-ingest" -> addresses.ingest();
            case "anonymizer-service" -> addresses.anonymizer();
            case "uplink-service" -> addresses.uplink();
            case "segmenter-service" -> addresses.segmenter();
            case "fleet-miner-service" -> addresses.miner();
            default -> throw new IllegalArgumentException("no such process: " + name);
        };
    }

    /** Kills a part, as a power cut would; it stays down until {@link #restart}. */
    public void takeDown(String name) throws InterruptedException {
        held.add(name);
        process(name).kill();
    }

    /** Ends a part in good order; it stays down until {@link #restart}. */
    public void stop(String name) {
        held.add(name);
        process(name).close();
    }

    /** Starts a part again that has ended or was killed, with the same ports and folders. */
    public synchronized void restart(String name) throws IOException {
        if (closing) {
            throw new IOException("the stack is being ended");
        }
        process(name).close();
        add(
                switch (name) {
                    case "kafka-truck" -> commands.truckBroker();
                    case "kafka-cloud" -> commands.cloudBroker();
                    case "s3" -> commands.s3();
                    case "edge-ingest" -> commands.edgeIngest();
                    case "anonymizer-service" -> commands.anonymizer();
                    case "uplink-service" -> commands.uplink();
                    case "segmenter-service" -> commands.segmenter();
                    case "fleet-miner-service" -> commands.miner();
                    default -> throw new IllegalArgumentException("no such process: " + name);
                });
        held.remove(name);
    }

    /**
     * Ends the services, while what they use is there to be told; nothing is started again. A miner
     * whose broker has gone waits for it until it is killed.
     */
    public void endServices() {
        leaveAlone();
        synchronized (this) {
            closing = true;
        }
        end(process -> ServiceProcesses.SERVICES.contains(process.name()));
    }

    private void end(Predicate<ChildProcess> which) {
        var some = processes().stream().filter(which).toList().reversed();
        some.forEach(ChildProcess::askToEnd);
        some.forEach(ChildProcess::close);
    }

    /** Ends all processes, services before what they use. */
    @Override
    public void close() {
        endServices();
        end(process -> true);
        objects.close();
    }
}
