package org.medsendx.endtoend.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Topic;
import org.medsendx.contracts.catalogue.Principal;
import org.medsendx.contracts.catalogue.Rights;
import org.medsendx.contracts.catalogue.TopicRights;

/**
 * What a broker allows is what the table says, pair by pair, and it refuses all else as a matter of
 * rights: a refusal for another reason would be a failure here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RightsOfUsers {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final byte[] VALUE = {1};

    Path folder;
    BrokerInTest broker;

    abstract BrokerInTest start(Path folder) throws Exception;

    @BeforeAll
    void startBroker(@TempDir Path empty) throws Exception {
        folder = empty;
        broker = start(empty);
    }

    @AfterAll
    void endBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    static String jaas(String user, String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required"
                + " username=\"%s\" password=\"%s\";".formatted(user, password);
    }

    private interface Attempt {
        void make() throws Exception;
    }

    /** Whether it was allowed; anything but success and a refusal of rights fails the test. */
    private static boolean allowed(Attempt attempt) throws Exception {
        try {
            attempt.make();
            return true;
        } catch (AuthorizationException e) {
            return false;
        } catch (ExecutionException | KafkaException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return false;
            }
            throw e;
        }
    }

    private List<Topic> topics() {
        return Rights.table(broker.broker()).stream().map(TopicRights::topic).toList();
    }

    private Set<Principal> users() {
        return Rights.users(broker.broker());
    }

    private Set<Principal> usersWithoutTheOperator() {
        var users = new TreeSet<>(users());
        users.remove(Principal.OPERATOR);
        return users;
    }

    @Test
    void every_user_writes_and_reads_what_the_table_says_and_nothing_else() throws Exception {
        var expected = new TreeMap<String, Boolean>();
        var seen = new TreeMap<String, Boolean>();
        var written = new HashMap<String, Long>();
        var before = ends();
        for (var user : users()) {
            try (var producer = producer(broker.client(user))) {
                for (var topic : topics()) {
                    var name = topic.topicName();
                    boolean may = Rights.mayWrite(broker.broker(), user, topic);
                    expected.put(user + " writes " + name, may);
                    boolean wrote =
                            // With a key: a compacted topic takes nothing without.
                            allowed(() ->
                                    producer.send(new ProducerRecord<>(name, VALUE, VALUE)).get());
                    seen.put(user + " writes " + name, wrote);
                    written.merge(name, may ? 1L : 0L, Long::sum);
                }
            }
        }
        for (var user : users()) {
            try (var consumer = consumer(broker.client(user))) {
                for (var topic : topics()) {
                    var name = topic.topicName();
                    expected.put(
                            user + " reads " + name, Rights.mayRead(broker.broker(), user, topic));
                    seen.put(user + " reads " + name, allowed(() -> readOne(consumer, name)));
                }
            }
        }

        assertThat(seen).isEqualTo(expected);
        assertThat(seen).hasSize(users().size() * topics().size() * 2).containsValues(true, false);
        assertThat(ends())
                .allSatisfy((name, end) ->
                        assertThat(end - before.getOrDefault(name, 0L))
                                .as(name)
                                .isEqualTo(written.get(name)));
    }

    private Map<String, Long> ends() throws Exception {
        try (var admin = Admin.create(broker.client(Principal.OPERATOR))) {
            var ends = new HashMap<String, Long>();
            for (var topic : topics()) {
                var partition = new TopicPartition(topic.topicName(), 0);
                ends.put(
                        topic.topicName(),
                        admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                                .partitionResult(partition)
                                .get()
                                .offset());
            }
            return ends;
        }
    }

    private static void readOne(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        var partition = new TopicPartition(topic, 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (consumer.poll(Duration.ofMillis(200)).isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("neither a record nor a refusal: " + topic);
            }
        }
    }

    @Test
    void every_user_keeps_its_place_in_its_own_groups_and_in_no_others() throws Exception {
        var expected = new TreeMap<String, Boolean>();
        var seen = new TreeMap<String, Boolean>();
        for (var user : users()) {
            var readable =
                    topics().stream()
                            .filter(topic -> Rights.mayRead(broker.broker(), user, topic))
                            .findFirst();
            var topic = readable.orElseGet(() -> topics().getFirst());
            for (var owner : Principal.values()) {
                var group = Rights.groupPrefix(owner) + "-test";
                boolean may =
                        user == Principal.OPERATOR
                                || (user == owner && Rights.keepsPlaces(broker.broker(), user));
                expected.put(user + " in " + group, may);
                seen.put(user + " in " + group, allowed(() -> commit(user, group, topic)));
            }
        }

        assertThat(seen).isEqualTo(expected);
    }

    private void commit(Principal user, String group, Topic topic) {
        var settings = broker.client(user);
        settings.put("group.id", group);
        try (var consumer = consumer(settings)) {
            var partition = new TopicPartition(topic.topicName(), 0);
            consumer.assign(List.of(partition));
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(0)));
        }
    }

    @Test
    void nobody_creates_alters_or_deletes_but_the_operator_and_the_miner_its_own()
            throws Exception {
        var internal = Rights.internalTopicPrefix() + "test-changelog";
        for (var user : usersWithoutTheOperator()) {
            try (var admin = Admin.create(broker.client(user))) {
                assertRefused(admin.createTopics(List.of(topic("made.v1"))).all());
                for (var topic : topics()) {
                    var name = topic.topicName();
                    var partition = new TopicPartition(name, 0);
                    assertRefused(admin.deleteTopics(List.of(name)).all());
                    assertRefused(
                            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1)))
                                    .all());
                    assertRefused(
                            admin.createPartitions(Map.of(name, NewPartitions.increaseTo(2)))
                                    .all());
                    assertRefused(admin.incrementalAlterConfigs(keepNothing(name)).all());
                }
                boolean miner = user == Principal.MINER;
                assertThat(allowed(() -> admin.createTopics(List.of(topic(internal))).all().get()))
                        .isEqualTo(miner);
                if (miner) {
                    admin.deleteTopics(List.of(internal)).all().get();
                }
            }
        }
        try (var admin = Admin.create(broker.client(Principal.OPERATOR))) {
            admin.createTopics(List.of(topic("made.v1"))).all().get();
            admin.deleteTopics(List.of("made.v1")).all().get();
            assertThat(admin.listTopics().names().get())
                    .containsAll(topics().stream().map(Topic::topicName).toList())
                    .doesNotContain("made.v1");
        }
    }

    @Test
    void nobody_but_the_operator_gives_itself_a_right_or_a_user_a_password() throws Exception {
        for (var user : usersWithoutTheOperator()) {
            var everything =
                    new AclBinding(
                            new ResourcePattern(ResourceType.TOPIC, "*", PatternType.LITERAL),
                            new AccessControlEntry(
                                    "User:" + user.userName(),
                                    "*",
                                    AclOperation.ALL,
                                    AclPermissionType.ALLOW));
            var password =
                    new UserScramCredentialUpsertion(
                            "operator",
                            new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096),
                            "mine");
            try (var admin = Admin.create(broker.client(user))) {
                assertRefused(admin.createAcls(List.of(everything)).all());
                assertRefused(admin.alterUserScramCredentials(List.of(password)).all());
            }
        }
    }

    @Test
    void nobody_writes_in_transactions_but_the_miner() throws Exception {
        for (var user : usersWithoutTheOperator()) {
            var settings = broker.client(user);
            settings.put("transactional.id", user.userName() + "-1");
            try (var producer = producer(settings)) {
                assertThat(allowed(producer::initTransactions))
                        .as("%s", user)
                        .isEqualTo(user == Principal.MINER);
            }
        }
    }

    @Test
    void who_does_not_log_in_as_a_user_of_this_broker_is_not_served() throws Exception {
        for (var user : Principal.values()) {
            assertNotLoggedIn(user.userName(), "0123456789abcdef0123456789abcdef0123456789abcdef");
        }
        assertNotLoggedIn("ANONYMOUS", "");
        assertNotLoggedIn("broker", "broker");
        try (var admin = Admin.create(soonTired(broker.client(Map.of())))) {
            assertThatThrownBy(() -> admin.listTopics().names().get())
                    .hasCauseInstanceOf(TimeoutException.class);
        }
    }

    // Who is hung up on would try until its time is over.
    private static Map<String, Object> soonTired(Map<String, Object> settings) {
        settings.put("request.timeout.ms", "1000");
        settings.put("default.api.timeout.ms", "1500");
        return settings;
    }

    private void assertNotLoggedIn(String user, String password) {
        var login =
                Map.of(
                        "security.protocol",
                        "SASL_PLAINTEXT",
                        "sasl.mechanism",
                        "SCRAM-SHA-512",
                        "sasl.jaas.config",
                        jaas(user, password));
        try (var admin = Admin.create(broker.client(login))) {
            assertThatThrownBy(() -> admin.listTopics().names().get())
                    .as(user)
                    .hasCauseInstanceOf(AuthenticationException.class);
        }
    }

    @Test
    void the_controller_serves_nobody_but_the_broker() {
        var plain =
                Map.of(
                        "security.protocol",
                        "SASL_PLAINTEXT",
                        "sasl.mechanism",
                        "PLAIN",
                        "sasl.jaas.config",
                        jaas("broker", "broker").replace("scram.Scram", "plain.Plain"));
        for (var login : List.of(Map.<String, String>of(), plain)) {
            var settings = soonTired(broker.client(login));
            settings.remove("bootstrap.servers");
            settings.put("bootstrap.controllers", broker.controller());
            try (var admin = Admin.create(settings)) {
                assertThatThrownBy(() -> admin.describeCluster().clusterId().get())
                        .cause()
                        .isInstanceOfAny(AuthenticationException.class, TimeoutException.class);
            }
        }
    }

    @Test
    void no_password_is_on_a_command_line_in_a_log_or_in_a_file_that_others_may_read()
            throws IOException {
        var passwords =
                users().stream()
                        .map(user -> String.valueOf(broker.client(user).get("sasl.jaas.config")))
                        .map(jaas -> jaas.replaceAll(".*password=\"([^\"]*)\".*", "$1"))
                        .toList();
        assertThat(passwords).allMatch(password -> password.length() >= 32).doesNotHaveDuplicates();

        assertThat(Files.readString(Path.of("/proc/" + broker.pid() + "/cmdline")))
                .contains("kafka")
                .satisfies(command -> assertThat(passwords).noneMatch(command::contains));
        assertThat(Files.readString(folder.resolve("log.txt")))
                .satisfies(log -> assertThat(passwords).noneMatch(log::contains));
        assertThat(holders(passwords))
                .isNotEmpty()
                .allSatisfy((file, permissions) ->
                        assertThat(permissions).as("%s", file).isEqualTo("rw-------"));
    }

    /**
     * The files with a password, each with its permissions; the broker may delete files meanwhile.
     */
    private Map<Path, String> holders(List<String> passwords) throws IOException {
        var holders = new HashMap<Path, String>();
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        try {
                            var text =
                                    new String(
                                            Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                            if (passwords.stream().anyMatch(text::contains)) {
                                holders.put(
                                        folder.relativize(file),
                                        PosixFilePermissions.toString(
                                                Files.getPosixFilePermissions(file)));
                            }
                        } catch (NoSuchFileException e) {
                            // Gone since it was listed.
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e)
                            throws IOException {
                        if (e instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw e;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e)
                            throws IOException {
                        if (e == null || e instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw e;
                    }
                });
        return holders;
    }

    private static void assertRefused(Future<?> attempt) throws Exception {
        assertThat(allowed(attempt::get)).isFalse();
    }

    private static NewTopic topic(String name) {
        return new NewTopic(name, 1, (short) 1);
    }

    private static Map<ConfigResource, Collection<AlterConfigOp>> keepNothing(String topic) {
        return Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(
                        new AlterConfigOp(
                                new ConfigEntry("retention.ms", "1"), AlterConfigOp.OpType.SET)));
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        var own = new HashMap<>(settings);
        own.put("max.block.ms", "10000");
        own.put("delivery.timeout.ms", "10000");
        return new KafkaProducer<>(own, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> settings) {
        var own = new HashMap<>(settings);
        own.put("auto.offset.reset", "earliest");
        own.put("enable.auto.commit", "false");
        return new KafkaConsumer<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
