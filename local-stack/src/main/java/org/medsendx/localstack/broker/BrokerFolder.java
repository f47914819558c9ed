package org.medsendx.localstack.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.metadata.AccessControlEntryRecord;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.metadata.bootstrap.BootstrapDirectory;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.server.common.ApiMessageAndVersion;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.contracts.catalogue.Grant;
import org.medsendx.contracts.catalogue.Rights;
import org.medsendx.journal.AtomicFile;

/**
 * The disk of a broker, formatted with its users and rights, so that no client ever meets a broker
 * that has none. What was formatted with others, or by a version that had none, is formatted anew:
 * a broker is an index, and the relays publish again what their outboxes have.
 */
final class BrokerFolder {

    private static final short VERSION = 0;

    private final Path data;
    private final Path mark;
    private final Path settings;
    private final Broker broker;
    private final BrokerUsers users;

    /**
     * @param settings the broker's server.properties, written already
     */
    BrokerFolder(Path folder, Path settings, Broker broker, BrokerUsers users) {
        this.data = folder.resolve("data");
        this.mark = folder.resolve("formatted-with");
        this.settings = settings;
        this.broker = broker;
        this.users = users;
    }

    static Path data(Path folder) {
        return folder.resolve("data");
    }

    /** Formats it where that is needed. */
    void prepare() throws IOException {
        var wanted = fingerprint();
        if (Files.exists(data.resolve("meta.properties"))) {
            if (Files.exists(mark) && Files.readString(mark).equals(wanted)) {
                return;
            }
            System.err.println(
                    "this broker's disk was formatted with other users or rights, or without any:"
                            + " it is formatted anew, and the services publish again what was on"
                            + " it");
        }
        delete(data);
        format();
        addRights();
        AtomicFile.write(mark, wanted.getBytes(StandardCharsets.UTF_8));
    }

    // Passwords are random and long, so a digest of them gives nothing away.
    private String fingerprint() {
        var all = new ArrayList<>(Rights.lines(broker));
        all.addAll(users.scramArguments());
        return Sha256.of(String.join("\n", all));
    }

    private void format() throws IOException {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "format",
                                "-t",
                                Uuid.randomUuid().toString(),
                                "-c",
                                settings.toString()));
        arguments.addAll(users.scramArguments());
        var quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        int status = StorageTool.execute(arguments.toArray(String[]::new), quiet);
        if (status != 0) {
            throw new IOException("could not format the broker's folder, status " + status);
        }
    }

    // The storage tool writes users into the records that a new broker begins with, and has no
    // option for rights; they are the same kind of record.
    private void addRights() throws IOException {
        try {
            var directory = new BootstrapDirectory(data.toString());
            var begin = directory.read();
            var records = new ArrayList<>(begin.records());
            Rights.grants(broker).forEach(grant -> records.add(entry(grant)));
            Files.delete(data.resolve(BootstrapDirectory.BINARY_BOOTSTRAP_FILENAME));
            directory.writeBinaryFile(BootstrapMetadata.fromRecords(records, begin.source()));
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("could not write the broker's rights", e);
        }
    }

    private static ApiMessageAndVersion entry(Grant grant) {
        var kind =
                switch (grant.kind()) {
                    case TOPIC -> ResourceType.TOPIC;
                    case GROUP -> ResourceType.GROUP;
                    case TRANSACTIONAL_ID -> ResourceType.TRANSACTIONAL_ID;
                };
        var operation =
                switch (grant.operation()) {
                    case READ -> AclOperation.READ;
                    case WRITE -> AclOperation.WRITE;
                    case CREATE -> AclOperation.CREATE;
                    case DELETE -> AclOperation.DELETE;
                };
        return new ApiMessageAndVersion(
                new AccessControlEntryRecord()
                        .setId(Uuid.randomUuid())
                        .setResourceType(kind.code())
                        .setResourceName(grant.name())
                        .setPatternType(
                                (grant.prefixed() ? PatternType.PREFIXED : PatternType.LITERAL)
                                        .code())
                        .setPrincipal("User:" + grant.principal().userName())
                        .setHost("*")
                        .setOperation(operation.code())
                        .setPermissionType(AclPermissionType.ALLOW.code()),
                VERSION);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
