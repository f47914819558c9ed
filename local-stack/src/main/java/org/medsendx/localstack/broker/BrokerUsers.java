package org.medsendx.localstack.broker;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.contracts.catalogue.Principal;
import org.medsendx.contracts.catalogue.Rights;
import org.medsendx.journal.AtomicFile;

/**
 * The users of one broker and their random passwords, kept in a file of mode 0600 beside the
 * broker's data: a disk that was wiped gets the users back that its clients know.
 */
public final class BrokerUsers {

    /** The broker itself, which speaks to its controller and, with one node, to itself. */
    static final String SELF = "broker";

    private static final int PASSWORD_BYTES = 24;
    private static final String MECHANISM = "SCRAM-SHA-512";

    private final Path file;
    private final Broker broker;
    private final Map<String, String> passwords;

    private BrokerUsers(Path file, Broker broker, Map<String, String> passwords) {
        this.file = file;
        this.broker = broker;
        this.passwords = Map.copyOf(passwords);
    }

    /**
     * The users of the broker in a folder; who has no password yet gets one.
     *
     * @throws IOException when their file cannot be read or written
     */
    public static BrokerUsers in(Path folder, Broker broker) throws IOException {
        var file = folder.resolve("users.properties");
        var kept = new Properties();
        if (Files.exists(file)) {
            kept.load(new StringReader(Files.readString(file)));
        }
        var passwords = new TreeMap<String, String>();
        for (var user : names(broker)) {
            var password = kept.getProperty(user);
            passwords.put(user, password == null ? random() : password);
        }
        var users = new BrokerUsers(file, broker, passwords);
        if (!passwords.equals(kept)) {
            users.keep();
        }
        return users;
    }

    /** Writes their file again, which may have gone with the broker's folder. */
    public void keep() throws IOException {
        var lines = new ArrayList<String>();
        new TreeMap<>(passwords).forEach((user, password) -> lines.add(user + "=" + password));
        Files.createDirectories(file.toAbsolutePath().getParent());
        AtomicFile.write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The settings with which a client logs in, as Kafka names them.
     *
     * @throws IllegalArgumentException when the broker has no such user
     */
    public Map<String, String> login(Principal principal) {
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                MECHANISM,
                "sasl.jaas.config",
                scram(principal.userName()));
    }

    /** The same as clients name them that are not written in Java (librdkafka). */
    public Map<String, String> loginOfOthers(Principal principal) {
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                MECHANISM,
                "sasl.username",
                principal.userName(),
                "sasl.password",
                of(principal.userName()));
    }

    String scram(String user) {
        return jaas("scram.ScramLoginModule", user, "");
    }

    /** For the controller's listener, which cannot have SCRAM: its users are behind it. */
    String plain() {
        return jaas("plain.PlainLoginModule", SELF, " user_" + SELF + "=\"" + of(SELF) + "\"");
    }

    /** What Kafka's storage tool is told of each user. */
    List<String> scramArguments() {
        var arguments = new ArrayList<String>();
        for (var user : names(broker)) {
            arguments.add("--add-scram");
            arguments.add("%s=[name=%s,password=%s]".formatted(MECHANISM, user, of(user)));
        }
        return arguments;
    }

    private String jaas(String module, String user, String more) {
        return "org.apache.kafka.common.security.%s required username=\"%s\" password=\"%s\"%s;"
                .formatted(module, user, of(user), more);
    }

    private String of(String user) {
        var password = passwords.get(user);
        if (password == null) {
            throw new IllegalArgumentException("this broker has no user " + user);
        }
        return password;
    }

    private static List<String> names(Broker broker) {
        var names = new ArrayList<String>();
        names.add(SELF);
        Rights.users(broker).forEach(user -> names.add(user.userName()));
        return names;
    }

    private static String random() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
