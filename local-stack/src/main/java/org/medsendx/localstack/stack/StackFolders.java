package org.medsendx.localstack.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.medsendx.contracts.catalogue.Broker;

/**
 * The folders of one stack.
 *
 * @param work what the processes keep: volumes, broker logs, S3 objects
 * @param logs one log file a process
 * @param keyFile the pseudonym key; created on first start
 */
public record StackFolders(Path work, Path logs, Path keyFile) {

    public StackFolders {
        work = work.toAbsolutePath();
        logs = logs.toAbsolutePath();
        keyFile = keyFile.toAbsolutePath();
    }

    void create() throws IOException {
        var ownerOnly =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(work.getParent());
        if (!Files.isDirectory(work)) {
            Files.createDirectory(work, ownerOnly);
        }
        Files.createDirectories(logs);
        Files.createDirectories(keyFile.getParent());
        takeOver();
        for (Path folder :
                new Path[] {
                    identified(), deidentified(), derived(), features(), uplink(), hotFolder(), s3()
                }) {
            Files.createDirectories(folder);
        }
    }

    /**
     * What the uplink kept when it was a part of anonymizer-service goes to the volume that it has
     * now, in one step, before any process runs: jobs, events for the cloud and how far they went.
     */
    private void takeOver() throws IOException {
        Path earlier = deidentified().resolve("uplink");
        if (Files.isDirectory(earlier.resolve("outbox")) && !Files.exists(uplink())) {
            Files.move(earlier, uplink(), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    Path identified() {
        return work.resolve("identified");
    }

    /** The volume of clean instances. */
    public Path deidentified() {
        return work.resolve("deidentified");
    }

    Path derived() {
        return work.resolve("derived");
    }

    /** The volume of feature records, which the border writes and the uplink reads. */
    Path features() {
        return work.resolve("features");
    }

    /** The volume of the uplink. */
    public Path uplink() {
        return work.resolve("uplink");
    }

    /** The folder that edge-ingest watches. */
    public Path hotFolder() {
        return work.resolve("hot-folder");
    }

    /** With what a consumer in the cloud is started: address and login of {@code cloud-reader}. */
    public Path cloudReader() {
        return work.resolve("cloud-reader.properties");
    }

    /** The same for clients that are not written in Java, such as kcat. */
    public static Path forOtherClients(Path client) {
        return client.resolveSibling(
                client.getFileName().toString().replace(".properties", ".conf"));
    }

    /** With what a person's tools are started who may do everything on a broker. */
    public Path operator(Broker broker) {
        return work.resolve("operator-" + broker.name().toLowerCase(Locale.ROOT) + ".properties");
    }

    /** Spans of the services, one file each. */
    public Path traces() {
        return work.resolve("traces");
    }

    Path s3() {
        return work.resolve("s3");
    }
}
