package org.medsendx.ingest.hotfolder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.identified.Intake;
import org.medsendx.ingest.intake.Arrival;
import org.medsendx.ingest.intake.Reception;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.source.Sender;
import org.medsendx.ingest.store.Incoming;
import org.medsendx.ingest.store.NoRoomException;

/**
 * Takes the files that appear in a folder and below it. A file is taken when its size and time are
 * the same in two scans, or whenever it was moved in complete, and removed only after the decision
 * is in the ledger. Names that begin with a dot are left alone (copying programs use them for files
 * in the making), and so are links.
 *
 * <p>A file that cannot be read or removed is remembered and does not stop the others. Its name is
 * identified data: it goes to the ledger and never to a log. Not thread safe.
 */
public final class HotFolder {

    private static final int BUFFER = 1 << 16;

    private final Path folder;
    private final Reception reception;
    private final Sender sender;
    private final Map<Path, Look> seen = new HashMap<>();
    // Decided, but still there: unreadable, or in a folder that cannot be written.
    private final Map<Path, Look> finished = new HashMap<>();

    /** Those that would be quarantined and there was no room for that. */
    private final Map<Path, Look> refused = new HashMap<>();

    public HotFolder(Path folder, Reception reception, Sender sender) {
        this.folder = folder;
        this.reception = reception;
        this.sender = sender;
    }

    private record Look(long size, FileTime modified) {
        static Look of(BasicFileAttributes attributes) {
            return new Look(attributes.size(), attributes.lastModifiedTime());
        }
    }

    /**
     * What one scan did.
     *
     * @param decided entries of the files that were taken
     * @param waiting files that are not stable yet
     * @param kept files that were decided but could not be removed
     * @param full whether the scan ended early because the volume is nearly full
     */
    public record Scan(List<IntakeEntry> decided, int waiting, int kept, boolean full) {}

    /**
     * Looks at all files once and takes those that are stable.
     *
     * @throws IOException when the volume fails; the files are still there for the next scan
     */
    public Scan scan() throws IOException {
        var present = list();
        seen.keySet().retainAll(present.keySet());
        finished.keySet().retainAll(present.keySet());
        refused.keySet().retainAll(present.keySet());
        var decided = new ArrayList<IntakeEntry>();
        int waiting = 0;
        for (var file : present.entrySet()) {
            Path path = file.getKey();
            Look look = file.getValue();
            if (look.equals(finished.get(path))) {
                continue;
            }
            if (!look.equals(seen.put(path, look))) {
                waiting++;
                continue;
            }
            if (!reception.hasRoom()) {
                return new Scan(decided, waiting, finished.size(), true);
            }
            if (look.equals(refused.get(path)) && !reception.takesIntoQuarantine()) {
                waiting++;
                continue;
            }
            var entry = takeIfThereIsRoom(path, look);
            if (entry == null) {
                waiting++;
            } else {
                decided.add(entry);
            }
        }
        return new Scan(decided, waiting, finished.size(), false);
    }

    private Map<Path, Look> list() throws IOException {
        var files = new TreeMap<Path, Look>();
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path directory, BasicFileAttributes attributes) {
                        return !directory.equals(folder) && hidden(directory)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (attributes.isRegularFile() && !hidden(file)) {
                            files.put(file, Look.of(attributes));
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure) {
                        // Gone again, or a folder that cannot be read: the others still count.
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory, @Nullable IOException failure) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        return files;
    }

    private static boolean hidden(Path path) {
        Path name = path.getFileName();
        return name != null && name.toString().startsWith(".");
    }

    /** One that would be quarantined, while there is no room for that, keeps no other waiting. */
    private @Nullable IntakeEntry takeIfThereIsRoom(Path file, Look look) throws IOException {
        try {
            refused.remove(file);
            return take(file, look);
        } catch (NoRoomException e) {
            finished.remove(file);
            refused.put(file, look);
            return null;
        }
    }

    /** Takes one file. @return its entry, or null when it changed meanwhile */
    private @Nullable IntakeEntry take(Path file, Look look) throws IOException {
        var arrival =
                new Arrival(
                        Intake.HOT_FOLDER,
                        folder.relativize(file).toString().replace('\\', '/'),
                        sender,
                        null,
                        null);
        IntakeEntry entry;
        try (var incoming = reception.begin(new byte[0])) {
            boolean whole;
            try (var source = open(file)) {
                copy(source, incoming);
                whole = true;
            } catch (UnreadableException e) {
                whole = false;
            }
            if (whole) {
                if (!look.equals(lookAgain(file))) {
                    seen.remove(file);
                    return null;
                }
                entry = reception.decide(incoming.seal(), arrival);
            } else {
                // What could be read of it is kept; the file itself stays where it is.
                finished.put(file, look);
                return reception.unreadable(incoming.seal(), arrival);
            }
        }
        remove(file, look);
        return entry;
    }

    private InputStream open(Path file) throws UnreadableException {
        try {
            return Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new UnreadableException(e);
        }
    }

    private static void copy(InputStream source, Incoming target) throws IOException {
        byte[] buffer = new byte[BUFFER];
        while (true) {
            int read;
            try {
                read = source.read(buffer);
            } catch (IOException e) {
                throw new UnreadableException(e);
            }
            if (read < 0) {
                return;
            }
            target.write(buffer, 0, read);
        }
    }

    private @Nullable Look lookAgain(Path file) {
        try {
            return Look.of(
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            return null;
        }
    }

    private void remove(Path file, Look look) {
        try {
            // Replaced by another file meanwhile: that one gets its own turn.
            if (look.equals(lookAgain(file))) {
                Files.deleteIfExists(file);
            }
            seen.remove(file);
        } catch (IOException e) {
            finished.put(file, look);
        }
    }

    /** The source failed, not our volume. */
    private static final class UnreadableException extends IOException {
        private static final long serialVersionUID = 1L;

        UnreadableException(IOException cause) {
            super(cause);
        }
    }
}
