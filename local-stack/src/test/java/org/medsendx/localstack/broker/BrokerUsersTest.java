package org.medsendx.localstack.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.contracts.catalogue.Principal;

class BrokerUsersTest {

    @TempDir Path folder;

    @Test
    void a_user_keeps_its_password_and_a_new_one_gets_one() throws IOException {
        var first = BrokerUsers.in(folder, Broker.TRUCK);
        var file = folder.resolve("users.properties");
        Files.write(
                file,
                Files.readAllLines(file).stream()
                        .filter(line -> !line.startsWith("uplink-service="))
                        .toList());

        var second = BrokerUsers.in(folder, Broker.TRUCK);

        assertThat(second.login(Principal.EDGE_INGEST))
                .isEqualTo(first.login(Principal.EDGE_INGEST));
        assertThat(second.login(Principal.UPLINK)).isNotEqualTo(first.login(Principal.UPLINK));
        assertThat(BrokerUsers.in(folder, Broker.TRUCK).login(Principal.UPLINK))
                .isEqualTo(second.login(Principal.UPLINK));
    }

    @Test
    void the_file_is_for_its_owner_and_comes_back_when_it_went_with_the_folder()
            throws IOException {
        var users = BrokerUsers.in(folder.resolve("kafka"), Broker.CLOUD);
        var file = folder.resolve("kafka/users.properties");
        var before = Files.readString(file);
        Files.delete(file);
        Files.delete(file.getParent());

        users.keep();

        assertThat(file).hasContent(before.strip());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_broker_has_only_the_users_that_have_a_right_on_it() throws IOException {
        var cloud = BrokerUsers.in(folder, Broker.CLOUD);

        assertThatThrownBy(() -> cloud.login(Principal.EDGE_INGEST))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(cloud.loginOfOthers(Principal.CLOUD_READER))
                .containsEntry("sasl.username", "cloud-reader")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512");
    }
}
