package org.medsendx.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.medsendx.journal.DataFolder;

/** Copies the volumes of a truck into an archive, in the order of {@link TruckPlan}. */
final class TruckBackup {

    private final Map<TruckVolume, Path> volumes;
    private final Archive.Writer archive;

    private TruckBackup(Map<TruckVolume, Path> volumes, Archive.Writer archive) {
        this.volumes = new EnumMap<>(volumes);
        this.archive = archive;
    }

    /**
     * Writes an archive and closes the stream.
     *
     * @param volumes mount points of all of them
     * @param images whether originals, clean copies and pictures are taken too
     * @return how many files it has
     */
    static int write(Map<TruckVolume, Path> volumes, boolean images, Instant now, OutputStream out)
            throws IOException {
        String head =
                "%s 1%nmade %s%ndata-version %d%nimages %s%n"
                        .formatted(
                                Archive.HEAD,
                                now.truncatedTo(ChronoUnit.SECONDS),
                                DataFolder.VERSION,
                                images ? "yes" : "no");
        try (var archive = new Archive.Writer(out, head)) {
            var backup = new TruckBackup(volumes, archive);
            for (var part : TruckPlan.PARTS) {
                if (images || part.kind() != TruckPlan.Kind.IMAGES) {
                    backup.copy(part);
                }
            }
            return archive.size();
        }
    }

    private void copy(TruckPlan.Part part) throws IOException {
        Path root = volumes.get(part.volume());
        if (root == null || !Files.isDirectory(root)) {
            throw new IOException("the volume " + part.volume().word() + " is not there");
        }
        String name = part.volume().word() + (part.path().isEmpty() ? "" : '/' + part.path());
        Path folder = root.resolve(part.path());
        if (!Files.isDirectory(folder)) {
            // Its service has not started yet.
            return;
        }
        switch (part.kind()) {
            case CURSORS -> files(folder, name, file -> file.contains("cursor"));
            case BOOKS -> books(folder, name);
            case IMAGES -> images(folder, name);
        }
    }

    private void books(Path folder, String name) throws IOException {
        files(folder, name, _ -> true);
        for (Path below : folders(folder, name)) {
            books(below, name + '/' + below.getFileName());
        }
    }

    private void files(Path folder, String name, Predicate<String> wanted) throws IOException {
        try (var snapshot =
                Snapshot.of(
                        folder,
                        () ->
                                list(folder, name, Files::isRegularFile).stream()
                                        .filter(file ->
                                                wanted.test(String.valueOf(file.getFileName())))
                                        .toList())) {
            snapshot.into(archive, name + '/');
        }
    }

    private void images(Path folder, String name) throws IOException {
        for (Path file : list(folder, name, Files::isRegularFile)) {
            try (InputStream content = Files.newInputStream(file)) {
                archive.add(
                        name + '/' + file.getFileName(),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                        Files.getLastModifiedTime(file).toMillis(),
                        Files.size(file),
                        content);
            } catch (NoSuchFileException e) {
                // The cloud has it, and its time was over.
            }
        }
        for (Path below : folders(folder, name)) {
            images(below, name + '/' + below.getFileName());
        }
    }

    @FunctionalInterface
    private interface Kind {
        boolean is(Path path, LinkOption... options);
    }

    private List<Path> folders(Path folder, String name) throws IOException {
        return list(folder, name, Files::isDirectory);
    }

    private List<Path> list(Path folder, String name, Kind kind) throws IOException {
        var listed = new ArrayList<Path>();
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(path -> kind.is(path, LinkOption.NOFOLLOW_LINKS))
                    .filter(path -> {
                        String full = name + '/' + path.getFileName();
                        return !TruckPlan.leftOut(full) && !archive.has(full);
                    })
                    .sorted()
                    .forEach(listed::add);
        }
        return listed;
    }
}
