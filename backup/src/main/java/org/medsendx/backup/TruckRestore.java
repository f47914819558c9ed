package org.medsendx.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.medsendx.journal.AtomicFile;
import org.medsendx.journal.DataFolder;

/**
 * Puts a backup onto empty volumes. Outboxes get a new epoch: what their truck told after the
 * backup was made, and lost, had numbers of the former one, and none of those is given again.
 * Cursors follow, so that what the cloud has is not published anew.
 */
final class TruckRestore {

    /** Owner of a folder that is not whole yet: no service starts on it. */
    private static final String UNFINISHED = "unfinished-restore";

    private static final int MAX_CURSOR = 1 << 20;

    private final Map<TruckVolume, Path> volumes;
    private final Map<String, Archive.Entry> entries;
    private final Map<String, byte[]> versions = new LinkedHashMap<>();

    private TruckRestore(Map<TruckVolume, Path> volumes, Map<String, Archive.Entry> entries) {
        this.volumes = new EnumMap<>(volumes);
        this.entries = entries;
    }

    /** Opens the backup from its beginning. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    /**
     * Restores.
     *
     * @return how many files
     * @throws IOException when a volume is not empty, the backup is damaged or newer than this
     *     program, or a disk refuses; in the last case the volumes have to be emptied
     */
    static int restore(Source source, Map<TruckVolume, Path> volumes) throws IOException {
        for (Path folder : volumes.values()) {
            if (!isEmpty(folder)) {
                throw new IOException(
                        folder + " is not empty: a backup is restored onto new volumes only");
            }
        }
        Map<String, Archive.Entry> entries;
        // Read to the end before anything is written: it is whole, and for this version.
        try (InputStream in = source.open()) {
            entries = Archive.read(in, TruckRestore::check);
        }
        var restore = new TruckRestore(volumes, entries);
        restore.begin();
        try (InputStream in = source.open()) {
            Archive.read(in, restore::put);
        }
        restore.renew();
        restore.finish();
        return entries.size();
    }

    /** Refuses what a later version made. Also for a look without a restore. */
    static void check(String name, InputStream content) throws IOException {
        if (name.equals(Archive.HEAD)) {
            var lines = new String(content.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            if (lines.isEmpty() || !lines.getFirst().equals(Archive.HEAD + " 1")) {
                throw new IOException("a backup of a form that this version does not know");
            }
        } else if (name.endsWith('/' + DataFolder.FILE)) {
            String line = new String(content.readAllBytes(), StandardCharsets.US_ASCII).strip();
            String number = line.substring(line.lastIndexOf(' ') + 1);
            if (!number.matches("[0-9]{1,6}") || Integer.parseInt(number) > DataFolder.VERSION) {
                throw new IOException(
                        "the backup has data of version "
                                + number
                                + ", this one knows "
                                + DataFolder.VERSION
                                + ": restore it with the version that made it, or a newer one");
            }
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return true;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.allMatch(file -> String.valueOf(file.getFileName()).equals("lost+found"));
        }
    }

    private void begin() throws IOException {
        for (var volume : volumes.entrySet()) {
            Files.createDirectories(volume.getValue());
            for (var own : volume.getKey().folders()) {
                Path folder = volume.getValue().resolve(own.path());
                folder(folder, volume.getValue());
                DataFolder.open(folder, UNFINISHED);
            }
        }
    }

    private void put(String name, InputStream content) throws IOException {
        Archive.Entry entry = entries.get(name);
        if (entry == null) {
            return;
        }
        if (name.endsWith('/' + DataFolder.FILE)) {
            versions.put(name, content.readAllBytes());
            return;
        }
        Path file = path(name);
        Path volume = volume(name);
        folder(file.getParent() == null ? volume : file.getParent(), volume);
        Path part = file.resolveSibling(file.getFileName() + ".tmp");
        var mode = PosixFilePermissions.fromString(entry.mode());
        Files.createFile(part, PosixFilePermissions.asFileAttribute(mode));
        try (var out = new java.io.FileOutputStream(part.toFile())) {
            content.transferTo(out);
            out.getFD().sync();
        }
        Files.setPosixFilePermissions(part, mode);
        Files.setLastModifiedTime(part, FileTime.fromMillis(entry.modified()));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path volume(String name) throws IOException {
        String word = name.substring(0, Math.max(0, name.indexOf('/')));
        for (var volume : volumes.entrySet()) {
            if (volume.getKey().word().equals(word)) {
                return volume.getValue();
            }
        }
        throw new IOException("the backup has a file of no volume");
    }

    private Path path(String name) throws IOException {
        Path volume = volume(name).toAbsolutePath().normalize();
        Path path = volume.resolve(name.substring(name.indexOf('/') + 1)).normalize();
        if (!path.startsWith(volume) || path.equals(volume)) {
            throw new IOException("the backup has a file of no volume");
        }
        return path;
    }

    /** As the services make them: readers of clean objects are in the group. */
    private void folder(Path folder, Path volume) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            folder(parent, volume);
        }
        Set<PosixFilePermission> mode =
                PosixFilePermissions.fromString(
                        volume.equals(volumes.get(TruckVolume.DEIDENTIFIED))
                                        && !folder.endsWith("anonymizer")
                                ? "rwxr-x---"
                                : "rwx------");
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(mode));
    }

    /** New epochs, also where others wrote them down. */
    private void renew() throws IOException {
        var renewed = new LinkedHashMap<String, String>();
        var random = new SecureRandom();
        for (String name : entries.keySet()) {
            if (name.endsWith("/outbox/epoch")) {
                byte[] bytes = new byte[8];
                random.nextBytes(bytes);
                String epoch = HexFormat.of().formatHex(bytes);
                Path file = path(name);
                renewed.put(Files.readString(file).strip(), epoch);
                AtomicFile.write(file, (epoch + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        }
        for (String name : entries.keySet()) {
            String last = name.substring(name.lastIndexOf('/') + 1);
            Path file = last.contains("cursor") ? path(name) : null;
            if (file == null || Files.size(file) > MAX_CURSOR) {
                continue;
            }
            String text = Files.readString(file);
            String followed = text;
            for (var epoch : renewed.entrySet()) {
                followed = followed.replace(epoch.getKey(), epoch.getValue());
            }
            if (!followed.equals(text)) {
                AtomicFile.write(file, followed.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void finish() throws IOException {
        for (Path volume : volumes.values()) {
            forceFolders(volume);
        }
        for (var volume : volumes.entrySet()) {
            for (var own : volume.getKey().folders()) {
                Path folder = volume.getValue().resolve(own.path());
                Path file = folder.resolve(DataFolder.FILE);
                byte[] version =
                        versions.get(volume.getKey().word() + '/' + own.resolve(DataFolder.FILE));
                if (version == null) {
                    // Of before there were versions, or never used: its service sees to it.
                    Files.delete(file);
                    AtomicFile.forceFolder(folder);
                } else {
                    AtomicFile.write(file, version);
                }
            }
        }
    }

    private static void forceFolders(Path root) throws IOException {
        List<Path> folders = new ArrayList<>();
        try (Stream<Path> all = Files.walk(root)) {
            all.filter(Files::isDirectory).forEach(folders::add);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path folder : folders) {
            AtomicFile.forceFolder(folder);
        }
    }
}
