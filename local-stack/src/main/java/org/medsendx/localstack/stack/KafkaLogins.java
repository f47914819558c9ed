package org.medsendx.localstack.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.contracts.catalogue.Principal;
import org.medsendx.journal.AtomicFile;
import org.medsendx.localstack.broker.BrokerUsers;

/** With what each user logs in to each of the two brokers. */
final class KafkaLogins {

    private final Map<Broker, BrokerUsers> users = new EnumMap<>(Broker.class);

    /** Reads the users that earlier starts made, and makes those that are missing. */
    KafkaLogins(Path work) throws IOException {
        for (var broker : Broker.values()) {
            var folder = work.resolve("kafka-" + broker.name().toLowerCase(Locale.ROOT));
            users.put(broker, BrokerUsers.in(folder, broker));
        }
    }

    /** See {@link BrokerUsers#login}. */
    Map<String, String> of(Broker broker, Principal principal) {
        return users(broker).login(principal);
    }

    /** See {@link BrokerUsers#keep}. */
    void keep(Broker broker) throws IOException {
        users(broker).keep();
    }

    /**
     * Writes two files that a person's client takes, one for clients in Java ({@code .properties})
     * and one for others ({@code .conf}): where the broker is, and how to log in. Mode 0600.
     */
    void write(Path file, String bootstrap, Broker broker, Principal principal) throws IOException {
        write(file, bootstrap, of(broker, principal));
        write(
                StackFolders.forOtherClients(file),
                bootstrap,
                users(broker).loginOfOthers(principal));
    }

    private static void write(Path file, String bootstrap, Map<String, String> login)
            throws IOException {
        var settings = new TreeMap<>(login);
        settings.put("bootstrap.servers", bootstrap);
        var text = new StringBuilder();
        settings.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
        AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private BrokerUsers users(Broker broker) {
        var found = users.get(broker);
        if (found == null) {
            throw new IllegalStateException("no users of " + broker);
        }
        return found;
    }
}
