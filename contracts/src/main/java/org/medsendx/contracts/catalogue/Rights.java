package org.medsendx.contracts.catalogue;

import static org.medsendx.contracts.catalogue.Broker.CLOUD;
import static org.medsendx.contracts.catalogue.Broker.TRUCK;
import static org.medsendx.contracts.catalogue.Principal.ANONYMIZER;
import static org.medsendx.contracts.catalogue.Principal.CLOUD_READER;
import static org.medsendx.contracts.catalogue.Principal.EDGE_INGEST;
import static org.medsendx.contracts.catalogue.Principal.MINER;
import static org.medsendx.contracts.catalogue.Principal.OPERATOR;
import static org.medsendx.contracts.catalogue.Principal.READING_LIST;
import static org.medsendx.contracts.catalogue.Principal.SEGMENTER;
import static org.medsendx.contracts.catalogue.Principal.UPLINK;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.medsendx.contracts.Topic;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.identified.IdentifiedTopic;

/**
 * The one table of who may write and who may read which topic on which broker. Users and access
 * control lists of every broker are made from it, and what it does not say is refused.
 *
 * <p>No topic has two writers on the truck, and no writer there reads what it wrote. Nobody but the
 * operator creates or deletes a topic, except the miner its internal ones.
 */
public final class Rights {

    private static final Set<Principal> NOBODY = Set.of();

    private static final List<TopicRights> TABLE =
            List.of(
                    row(TRUCK, IdentifiedTopic.INSTANCES_RECEIVED, EDGE_INGEST, Set.of(ANONYMIZER)),
                    row(TRUCK, IdentifiedTopic.INSTANCES_QUARANTINED, EDGE_INGEST, NOBODY),
                    // The truck's page is with the intake: it says what became of what came in.
                    row(TRUCK, IdentifiedTopic.INSTANCES_WITHHELD, ANONYMIZER, Set.of(EDGE_INGEST)),
                    row(
                            TRUCK,
                            DeidentifiedTopic.INSTANCES_DEIDENTIFIED,
                            ANONYMIZER,
                            Set.of(EDGE_INGEST, SEGMENTER, UPLINK)),
                    row(TRUCK, DeidentifiedTopic.DERIVED_CREATED, SEGMENTER, Set.of(UPLINK)),
                    row(TRUCK, DeidentifiedTopic.SCANS_MEASURED, SEGMENTER, Set.of(ANONYMIZER)),
                    // The border hears from it which files the segmenter needs no more.
                    row(
                            TRUCK,
                            DeidentifiedTopic.SCANS_ASSESSED,
                            SEGMENTER,
                            Set.of(EDGE_INGEST, ANONYMIZER, UPLINK)),
                    // The border makes outcomes of it, which have real days and name no study.
                    row(
                            TRUCK,
                            DeidentifiedTopic.SCANS_REVIEWED,
                            SEGMENTER,
                            Set.of(EDGE_INGEST, ANONYMIZER, UPLINK)),
                    row(TRUCK, DeidentifiedTopic.SCANS_FEATURES, ANONYMIZER, Set.of(UPLINK)),
                    row(TRUCK, DeidentifiedTopic.SCANS_OUTCOMES, ANONYMIZER, Set.of(UPLINK)),
                    // Those who keep files on the truck hear from it what the cloud and PACSs have.
                    row(
                            TRUCK,
                            DeidentifiedTopic.INSTANCES_UPLOADED,
                            UPLINK,
                            Set.of(EDGE_INGEST, ANONYMIZER, SEGMENTER)),
                    row(
                            TRUCK,
                            DeidentifiedTopic.INSTANCES_DELIVERED,
                            UPLINK,
                            Set.of(EDGE_INGEST, ANONYMIZER, SEGMENTER)),
                    row(TRUCK, DeidentifiedTopic.BASELINES_RECEIVED, UPLINK, Set.of(SEGMENTER)),
                    // Of the cloud the reading list reads what names a study, and nothing else.
                    row(
                            CLOUD,
                            DeidentifiedTopic.SCANS_ASSESSED,
                            UPLINK,
                            Set.of(READING_LIST, CLOUD_READER)),
                    // Never the miner: it has the other axis of time, and this names the study.
                    row(
                            CLOUD,
                            DeidentifiedTopic.SCANS_REVIEWED,
                            UPLINK,
                            Set.of(READING_LIST, CLOUD_READER)),
                    // Never the readers of studies: it has the other axis of time.
                    row(CLOUD, DeidentifiedTopic.SCANS_FEATURES, UPLINK, Set.of(MINER)),
                    row(CLOUD, DeidentifiedTopic.SCANS_OUTCOMES, UPLINK, Set.of(MINER)),
                    row(
                            CLOUD,
                            DeidentifiedTopic.INSTANCES_UPLOADED,
                            UPLINK,
                            Set.of(READING_LIST, CLOUD_READER)),
                    row(CLOUD, DeidentifiedTopic.INSTANCES_DELIVERED, UPLINK, Set.of(CLOUD_READER)),
                    // The one topic of the cloud that trucks read: what is usual for a kind of
                    // scan.
                    row(
                            CLOUD,
                            DeidentifiedTopic.FLEET_BASELINES,
                            MINER,
                            Set.of(UPLINK, MINER, CLOUD_READER)),
                    row(
                            CLOUD,
                            DeidentifiedTopic.FLEET_SCANNER_STATUS,
                            MINER,
                            Set.of(MINER, CLOUD_READER)),
                    row(
                            CLOUD,
                            DeidentifiedTopic.FLEET_FINDINGS,
                            MINER,
                            Set.of(MINER, CLOUD_READER)),
                    row(
                            CLOUD,
                            DeidentifiedTopic.FLEET_TRUCK_STATUS,
                            MINER,
                            Set.of(MINER, CLOUD_READER)),
                    row(CLOUD, DeidentifiedTopic.FLEET_SUMMARY, MINER, Set.of(MINER, CLOUD_READER)),
                    // It names staff and has what they wrote.
                    row(CLOUD, DeidentifiedTopic.FLEET_ACTIONS, MINER, Set.of(MINER)));

    private Rights() {}

    private static TopicRights row(
            Broker broker, Topic topic, Principal writer, Set<Principal> readers) {
        return new TopicRights(broker, topic, Set.of(writer), readers);
    }

    /** The table, the truck's broker first, topics in the order of the data flow. */
    public static List<TopicRights> table() {
        return TABLE;
    }

    /** The rows of one broker. */
    public static List<TopicRights> table(Broker broker) {
        return TABLE.stream().filter(row -> row.broker() == broker).toList();
    }

    /** The users of a broker: all that have a right there, and the operator. */
    public static Set<Principal> users(Broker broker) {
        var users = EnumSet.of(OPERATOR);
        for (var row : table(broker)) {
            users.addAll(row.writers());
            users.addAll(row.readers());
        }
        return users;
    }

    /** Whether a user may write a topic. */
    public static boolean mayWrite(Broker broker, Principal principal, Topic topic) {
        return principal == OPERATOR || row(broker, topic).writers().contains(principal);
    }

    /** Whether a user may read a topic. */
    public static boolean mayRead(Broker broker, Principal principal, Topic topic) {
        return principal == OPERATOR || row(broker, topic).readers().contains(principal);
    }

    private static TopicRights row(Broker broker, Topic topic) {
        return table(broker).stream()
                .filter(row -> row.topic().equals(topic))
                .findFirst()
                .orElseThrow();
    }

    /**
     * How the names of a user's consumer groups begin. A place in a log is state of its reader: who
     * could move it could have records passed by.
     */
    public static String groupPrefix(Principal principal) {
        return principal.userName();
    }

    /**
     * Whether a user keeps places in logs on a broker: whoever reads there, except trucks and the
     * reading list in the cloud. They read from the beginning, and the users of all trucks have the
     * rights of one.
     */
    public static boolean keepsPlaces(Broker broker, Principal principal) {
        return !(broker == CLOUD && (principal == UPLINK || principal == READING_LIST))
                && table(broker).stream().anyMatch(row -> row.readers().contains(principal));
    }

    /**
     * How the names of the topics begin that Kafka Streams makes for the miner: its application id
     * and a hyphen.
     */
    public static String internalTopicPrefix() {
        return MINER.userName() + "-";
    }

    /**
     * All rights of a broker's users, without the operator's, which may do everything. Only the
     * miner may write in transactions, for sites that set exactly_once_v2; Kafka Streams makes
     * their ids from its application id.
     */
    public static List<Grant> grants(Broker broker) {
        var grants = new ArrayList<Grant>();
        var readers = EnumSet.noneOf(Principal.class);
        for (var row : table(broker)) {
            for (var writer : row.writers()) {
                grants.add(topic(writer, Grant.Operation.WRITE, row.topic().topicName()));
            }
            for (var reader : row.readers()) {
                grants.add(topic(reader, Grant.Operation.READ, row.topic().topicName()));
                readers.add(reader);
            }
        }
        for (var reader : readers) {
            if (keepsPlaces(broker, reader)) {
                grants.add(
                        new Grant(
                                reader,
                                Grant.Operation.READ,
                                Grant.Kind.GROUP,
                                true,
                                groupPrefix(reader)));
            }
        }
        if (users(broker).contains(MINER)) {
            for (var operation : Grant.Operation.values()) {
                grants.add(
                        new Grant(MINER, operation, Grant.Kind.TOPIC, true, internalTopicPrefix()));
            }
            grants.add(
                    new Grant(
                            MINER,
                            Grant.Operation.WRITE,
                            Grant.Kind.TRANSACTIONAL_ID,
                            true,
                            internalTopicPrefix()));
        }
        return List.copyOf(grants);
    }

    /**
     * The topics and rights of a broker as lines for scripts, always in the same order:
     *
     * <pre>
     * topic NAME delete|compact
     * allow USER OPERATION topic|group|transactional-id literal|prefixed NAME...
     * </pre>
     */
    public static List<String> lines(Broker broker) {
        var lines = new ArrayList<String>();
        for (var row : table(broker)) {
            lines.add(
                    "topic %s %s"
                            .formatted(
                                    row.topic().topicName(),
                                    row.topic().compacted() ? "compact" : "delete"));
        }
        var allowed = new TreeMap<String, List<String>>();
        for (var grant : grants(broker)) {
            var beginning =
                    "allow %s %s %s %s"
                            .formatted(
                                    grant.principal().userName(),
                                    lower(grant.operation()),
                                    lower(grant.kind()),
                                    grant.prefixed() ? "prefixed" : "literal");
            allowed.computeIfAbsent(beginning, b -> new ArrayList<>()).add(grant.name());
        }
        allowed.forEach((beginning, names) -> lines.add(beginning + " " + String.join(" ", names)));
        return lines;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Grant topic(Principal principal, Grant.Operation operation, String name) {
        return new Grant(principal, operation, Grant.Kind.TOPIC, false, name);
    }
}
