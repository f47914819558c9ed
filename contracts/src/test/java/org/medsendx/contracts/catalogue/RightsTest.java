package org.medsendx.contracts.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.Topic;
import org.medsendx.contracts.deidentified.BaselineReceived;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.identified.IdentifiedTopic;

class RightsTest {

    private static final List<DeidentifiedTopic> REAL_DAYS =
            List.of(DeidentifiedTopic.SCANS_FEATURES, DeidentifiedTopic.SCANS_OUTCOMES);

    // Tests run in the folder of their module.
    private static final Path CATALOGUE = Path.of("..", "docs", "events.md");

    @Test
    void every_topic_has_one_row_on_each_broker_that_has_it() {
        for (var broker : Broker.values()) {
            assertThat(Rights.table(broker).stream().map(TopicRights::topic))
                    .containsExactlyElementsOf(Topics.all().stream().filter(broker::has).toList());
        }
    }

    @Test
    void on_the_truck_the_clean_zone_has_no_right_to_what_is_identified() {
        assertThat(Rights.table(Broker.TRUCK))
                .filteredOn(row -> row.topic() instanceof IdentifiedTopic)
                .hasSize(IdentifiedTopic.values().length)
                .allSatisfy(row -> {
                    assertThat(row.writers())
                            .isSubsetOf(Principal.EDGE_INGEST, Principal.ANONYMIZER);
                    assertThat(row.readers())
                            .isSubsetOf(Set.of(Principal.EDGE_INGEST, Principal.ANONYMIZER));
                });
    }

    @Test
    void nothing_of_the_identified_zone_is_on_the_clouds_broker() {
        assertThat(Rights.table(Broker.CLOUD))
                .noneMatch(row -> row.topic() instanceof IdentifiedTopic);
        assertThat(Rights.users(Broker.CLOUD))
                .doesNotContain(Principal.EDGE_INGEST, Principal.ANONYMIZER, Principal.SEGMENTER);
    }

    @Test
    void on_the_truck_only_the_uplink_reads_the_topics_with_the_real_days() {
        for (var topic : REAL_DAYS) {
            assertThat(row(Broker.TRUCK, topic).readers()).containsExactly(Principal.UPLINK);
        }
    }

    @Test
    void who_reads_one_axis_of_time_in_the_cloud_does_not_read_the_other() {
        var real =
                REAL_DAYS.stream()
                        .flatMap(topic -> row(Broker.CLOUD, topic).readers().stream())
                        .collect(Collectors.toSet());
        var shifted =
                Rights.table(Broker.CLOUD).stream()
                        .filter(row ->
                                Set.<Topic>of(
                                                DeidentifiedTopic.SCANS_ASSESSED,
                                                DeidentifiedTopic.SCANS_REVIEWED,
                                                DeidentifiedTopic.INSTANCES_UPLOADED,
                                                DeidentifiedTopic.INSTANCES_DELIVERED)
                                        .contains(row.topic()))
                        .flatMap(row -> row.readers().stream())
                        .collect(Collectors.toSet());

        assertThat(real).isNotEmpty().doesNotContainAnyElementsOf(shifted);
        assertThat(shifted).isNotEmpty();
    }

    @Test
    void the_uplink_reads_what_is_usual_in_the_cloud_and_else_only_writes_there() {
        var uplink =
                Rights.grants(Broker.CLOUD).stream()
                        .filter(grant -> grant.principal() == Principal.UPLINK)
                        .toList();

        assertThat(uplink)
                .filteredOn(grant -> grant.kind() == Grant.Kind.TOPIC)
                .filteredOn(grant -> grant.operation() != Grant.Operation.WRITE)
                .containsExactly(
                        new Grant(
                                Principal.UPLINK,
                                Grant.Operation.READ,
                                Grant.Kind.TOPIC,
                                false,
                                "fleet.baselines.v1"));
        // It reads without a group, and a group prefix that all trucks share would be no border.
        assertThat(uplink).allMatch(grant -> grant.kind() == Grant.Kind.TOPIC);
    }

    @Test
    void the_size_of_the_fleet_stays_in_the_cloud() {
        assertThat(BaselineReceived.class.getRecordComponents())
                .extracting(RecordComponent::getName)
                .doesNotContain("scanners");
        assertThat(row(Broker.TRUCK, DeidentifiedTopic.BASELINES_RECEIVED).readers())
                .containsExactly(Principal.SEGMENTER);
    }

    @Test
    void the_reading_list_reads_what_names_studies_and_nothing_that_has_a_real_day() {
        assertThat(Rights.grants(Broker.CLOUD))
                .filteredOn(grant -> grant.principal() == Principal.READING_LIST)
                .allMatch(grant -> grant.operation() == Grant.Operation.READ && !grant.prefixed())
                .extracting(Grant::name)
                .containsExactly("scans.assessed.v1", "scans.reviewed.v1", "instances.uploaded.v1");
        assertThat(Rights.users(Broker.TRUCK)).doesNotContain(Principal.READING_LIST);
    }

    @Test
    void what_names_staff_is_for_the_miner_alone() {
        var row = row(Broker.CLOUD, DeidentifiedTopic.FLEET_ACTIONS);

        assertThat(row.writers()).containsExactly(Principal.MINER);
        assertThat(row.readers()).containsExactly(Principal.MINER);
    }

    @Test
    void only_the_miner_writes_in_transactions_and_under_ids_of_its_own() {
        for (var broker : Broker.values()) {
            assertThat(Rights.grants(broker))
                    .filteredOn(grant -> grant.kind() == Grant.Kind.TRANSACTIONAL_ID)
                    .hasSize(broker == Broker.CLOUD ? 1 : 0)
                    .allMatch(grant -> grant.principal() == Principal.MINER)
                    .allMatch(grant -> grant.prefixed())
                    .allMatch(grant -> grant.name().equals("fleet-miner-service-"));
        }
    }

    @Test
    void no_topic_of_the_truck_has_two_writers() {
        assertThat(Rights.table(Broker.TRUCK)).allMatch(row -> row.writers().size() == 1);
    }

    @Test
    void nobody_creates_or_deletes_but_the_miner_its_internal_topics() {
        for (var broker : Broker.values()) {
            assertThat(Rights.grants(broker))
                    .filteredOn(grant ->
                            grant.operation() == Grant.Operation.CREATE
                                    || grant.operation() == Grant.Operation.DELETE)
                    .allMatch(grant -> grant.principal() == Principal.MINER)
                    .allMatch(grant -> grant.name().equals("fleet-miner-service-"));
        }
        assertThat(Topics.all())
                .noneMatch(topic -> topic.topicName().startsWith(Rights.internalTopicPrefix()));
    }

    @Test
    void no_name_of_a_group_belongs_to_two_users() {
        for (var one : Principal.values()) {
            assertThat(Principal.values())
                    .filteredOn(other -> Rights.groupPrefix(other).startsWith(one.userName()))
                    .containsExactly(one);
        }
    }

    @Test
    void topics_and_rights_are_lines_that_scripts_can_read() {
        assertThat(Rights.lines(Broker.CLOUD))
                .contains(
                        "topic scans.features.v1 delete",
                        "topic fleet.baselines.v1 compact",
                        "allow fleet-miner-service create topic prefixed fleet-miner-service-",
                        "allow cloud-reader read group prefixed cloud-reader",
                        "allow fleet-miner-service write transactional-id prefixed"
                                + " fleet-miner-service-",
                        "allow uplink-service write topic literal scans.assessed.v1"
                                + " scans.reviewed.v1 scans.features.v1 scans.outcomes.v1"
                                + " instances.uploaded.v1 instances.delivered.v1");
    }

    @Test
    void the_catalogue_says_who_may_write_and_read() throws IOException {
        assertThat(Files.readString(CATALOGUE))
                .contains(table(Broker.TRUCK))
                .contains(table(Broker.CLOUD));
    }

    private static TopicRights row(Broker broker, Topic topic) {
        return Rights.table(broker).stream()
                .filter(row -> row.topic().equals(topic))
                .findFirst()
                .orElseThrow();
    }

    private static String table(Broker broker) {
        return Rights.table(broker).stream()
                .map(row ->
                        "| %s | %s | %s |\n"
                                .formatted(
                                        row.topic().topicName(),
                                        names(row.writers()),
                                        names(row.readers())))
                .collect(Collectors.joining("", "| topic | writes | reads |\n|---|---|---|\n", ""));
    }

    private static String names(Set<Principal> principals) {
        return principals.isEmpty()
                ? "nobody"
                : principals.stream()
                        .sorted(Comparator.naturalOrder())
                        .map(Principal::userName)
                        .collect(Collectors.joining(", "));
    }
}
