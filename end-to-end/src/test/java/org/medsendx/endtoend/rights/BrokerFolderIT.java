package org.medsendx.endtoend.rights;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.contracts.catalogue.Principal;
import org.medsendx.localstack.result.OutFolder;

/** What a broker finds on its disk. */
class BrokerFolderIT {

    @TempDir Path folder;

    @Test
    void a_disk_that_was_formatted_without_users_is_formatted_anew_and_one_with_them_is_kept()
            throws Exception {
        formatAsBeforeThereWereUsers();

        try (var broker = BrokerInTest.local(Broker.TRUCK, folder)) {
            var first = cluster(broker);
            assertThat(Files.readString(folder.resolve("log.txt")))
                    .contains("formatted with other users or rights, or without any");

            broker.again();
            assertThat(cluster(broker)).as("kept").isEqualTo(first);

            OutFolder.delete(folder.resolve("data"));
            broker.again();
            assertThat(cluster(broker)).as("wiped").isNotEqualTo(first);
        }
    }

    // With a service's login, so that it shows that the users are still those that services know.
    private static String cluster(BrokerInTest broker) throws Exception {
        try (var admin = Admin.create(broker.client(Principal.SEGMENTER))) {
            var topics = admin.listTopics().names().get();
            assertThat(topics)
                    .containsExactlyInAnyOrder(
                            "instances.deidentified.v1",
                            "derived.created.v1",
                            "scans.measured.v1",
                            "scans.assessed.v1",
                            "scans.reviewed.v1",
                            "instances.uploaded.v1",
                            "instances.delivered.v1",
                            "baselines.received.v1");
            return admin.describeCluster().clusterId().get();
        }
    }

    private void formatAsBeforeThereWereUsers() throws Exception {
        var settings = folder.resolve("server.properties");
        Files.write(
                settings,
                List.of(
                        "process.roles=broker,controller",
                        "node.id=1",
                        "controller.quorum.voters=1@127.0.0.1:9093",
                        "listeners=BROKER://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093",
                        "listener.security.protocol.map=BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT",
                        "inter.broker.listener.name=BROKER",
                        "controller.listener.names=CONTROLLER",
                        "log.dirs=" + folder.resolve("data")));
        int status =
                StorageTool.execute(
                        new String[] {
                            "format", "-t", "bWVkc2VuZHgtdHJ1Y2stMQ", "-c", settings.toString()
                        },
                        System.err);
        assertThat(status).isZero();
        assertThat(folder.resolve("data/meta.properties")).exists();
    }
}
