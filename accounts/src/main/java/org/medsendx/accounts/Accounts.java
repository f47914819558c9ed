package org.medsendx.accounts;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.medsendx.contracts.EventCodec;
import org.medsendx.journal.AtomicFile;

/**
 * The accounts of a truck and the machines that may send to it, as one JSON file holds them: {@code
 * {"version":1,"accounts":[…],"machines":[…]}}. Made of nodes and not of records, so that a native
 * executable has to be told of nothing. No name is there twice. Immutable.
 */
public final class Accounts {

    private static final int VERSION = 1;
    private static final int MOST_BYTES = 1 << 20;

    // A secret of Kubernetes belongs to root and to the group of the pod.
    private static final Set<PosixFilePermission> NOBODY_ELSE =
            EnumSet.of(
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);

    private final TreeMap<String, Account> byName = new TreeMap<>();
    private final TreeMap<String, Machine> machines = new TreeMap<>();

    private Accounts(Collection<Account> accounts, Collection<Machine> machines) {
        accounts.forEach(account -> byName.put(account.name(), account));
        machines.forEach(machine -> this.machines.put(machine.name(), machine));
    }

    private Accounts(Accounts others) {
        this(others.byName.values(), others.machines.values());
    }

    /** Without any. */
    public static Accounts none() {
        return new Accounts(List.of(), List.of());
    }

    /** A file that does not hold accounts as it should; the message quotes nothing of it. */
    public static final class UnusableFileException extends IOException {

        private static final long serialVersionUID = 1;

        UnusableFileException(String message) {
            super(message);
        }
    }

    /**
     * Reads a file.
     *
     * @throws UnusableFileException others may read or write it, or it is not what was written
     * @throws IOException when it cannot be read
     */
    public static Accounts read(Path file) throws IOException {
        var permissions = Files.getPosixFilePermissions(file, new LinkOption[0]);
        if (permissions.stream().anyMatch(NOBODY_ELSE::contains)) {
            throw new UnusableFileException(
                    "others may read or change the file of accounts: chmod 600");
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new UnusableFileException("the file of accounts is too large");
        }
        try {
            JsonNode root = EventCodec.JSON.readTree(Files.readAllBytes(file));
            if (root.path("version").asInt() != VERSION || !root.path("accounts").isArray()) {
                throw new UnusableFileException(
                        "the file of accounts is none, or of a newer version");
            }
            var accounts = none();
            for (JsonNode node : root.path("accounts")) {
                Account account = account(node);
                accounts.checkNew(account.name());
                accounts.byName.put(account.name(), account);
            }
            for (JsonNode node : root.path("machines")) {
                Machine machine = machine(node);
                accounts.checkNew(machine.name());
                accounts.machines.put(machine.name(), machine);
            }
            return accounts;
        } catch (JacksonException e) {
            throw new UnusableFileException("the file of accounts is no JSON");
        }
    }

    private static Account account(JsonNode node) throws UnusableFileException {
        var role = Role.of(node.path("role").asText());
        var password = PasswordHash.parse(node.path("password").asText());
        if (role.isEmpty() || password.isEmpty()) {
            throw new UnusableFileException(
                    "the file of accounts has one without a known role or hash of a password");
        }
        try {
            return new Account(
                    node.path("name").asText(),
                    role.get(),
                    password.get(),
                    node.path("stamp").asText(),
                    node.path("unlocks").asInt());
        } catch (IllegalArgumentException e) {
            throw new UnusableFileException("the file of accounts: " + e.getMessage());
        }
    }

    private void checkNew(String name) throws UnusableFileException {
        if (isTaken(name)) {
            throw new UnusableFileException("the file of accounts has one name twice");
        }
    }

    private static Machine machine(JsonNode node) throws UnusableFileException {
        String digest = node.path("sha256").asText();
        try {
            var proof =
                    switch (node.path("proof").asText()) {
                        case "token" -> new Machine.Proof.Token(digest);
                        case "certificate" -> new Machine.Proof.Certificate(digest);
                        default ->
                                throw new UnusableFileException(
                                        "the file of accounts has a machine without a known proof");
                    };
            return new Machine(
                    node.path("name").asText(), proof, Instant.parse(node.path("until").asText()));
        } catch (DateTimeParseException e) {
            throw new UnusableFileException("the file of accounts has a machine without an end");
        } catch (IllegalArgumentException e) {
            throw new UnusableFileException("the file of accounts: " + e.getMessage());
        }
    }

    /** Writes them: fsynced, mode 0600, the old file or the new one after a power cut. */
    public void write(Path file) throws IOException {
        var root = EventCodec.JSON.createObjectNode().put("version", VERSION);
        var array = root.putArray("accounts");
        for (Account account : byName.values()) {
            array.addObject()
                    .put("name", account.name())
                    .put("role", account.role().word())
                    .put("password", account.password().text())
                    .put("stamp", account.stamp())
                    .put("unlocks", account.unlocks());
        }
        var programs = root.putArray("machines");
        for (Machine machine : machines.values()) {
            programs.addObject()
                    .put("name", machine.name())
                    .put(
                            "proof",
                            switch (machine.proof()) {
                                case Machine.Proof.Token token -> "token";
                                case Machine.Proof.Certificate certificate -> "certificate";
                            })
                    .put("sha256", machine.proof().sha256())
                    .put("until", machine.until().toString());
        }
        AtomicFile.write(file, (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** All, by name. */
    public List<Account> all() {
        return List.copyOf(byName.values());
    }

    /** All machines, by name. */
    public List<Machine> machines() {
        return List.copyOf(machines.values());
    }

    /** Whether nobody and nothing is in it. */
    public boolean isEmpty() {
        return byName.isEmpty() && machines.isEmpty();
    }

    /** Whether an account or a machine is called so. */
    public boolean isTaken(String name) {
        return byName.containsKey(name) || machines.containsKey(name);
    }

    public Optional<Account> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * With a new account, or another password or role of one that is there; its sessions end, and
     * so does its wait.
     */
    public Accounts with(String name, Role role, PasswordHash password) {
        byte[] stamp = new byte[16];
        new SecureRandom().nextBytes(stamp);
        int unlocks = named(name).map(Account::unlocks).orElse(0) + 1;
        return with(new Account(name, role, password, HexFormat.of().formatHex(stamp), unlocks));
    }

    /** With the wait of an account ended. */
    public Accounts unlocked(Account account) {
        return with(
                new Account(
                        account.name(),
                        account.role(),
                        account.password(),
                        account.stamp(),
                        account.unlocks() + 1));
    }

    /** Without an account, whose sessions end, or without a machine. */
    public Accounts without(String name) {
        var left = new Accounts(this);
        left.byName.remove(name);
        left.machines.remove(name);
        return left;
    }

    /**
     * With a machine, or another proof of one that is there.
     *
     * @throws IllegalArgumentException an account is called so
     */
    public Accounts with(Machine machine) {
        if (byName.containsKey(machine.name())) {
            throw new IllegalArgumentException("an account is called so");
        }
        var all = new Accounts(this);
        all.machines.put(machine.name(), machine);
        return all;
    }

    private Accounts with(Account account) {
        var all = new Accounts(this);
        all.byName.put(account.name(), account);
        return all;
    }
}
