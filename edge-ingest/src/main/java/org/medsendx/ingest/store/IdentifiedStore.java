package org.medsendx.ingest.store;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.medsendx.journal.AtomicFile;
import org.medsendx.journal.ForcedFolders;
import org.medsendx.journal.Volume;

/**
 * The volume {@code identified}. A file is written below {@code incoming/}, forced to disk, and
 * moved to its {@link Shelf} by one atomic rename; nothing on a shelf is ever changed, or deleted
 * but by a person ({@link #discard}), or when the hospital's archive keeps it ({@link #clear}).
 * Files and folders are readable by the service's user only.
 */
public final class IdentifiedStore implements AutoCloseable {

    static final String PART = ".part";

    private static final String FOR_ITS_USER = "rwx------";
    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(FOR_ITS_USER));

    private final Path root;
    private final Path incoming;
    private final FileStore volume;
    private final GroupedForce incomingNames;
    private final ReadyFiles ready;
    private final ExecutorService disk =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("incoming-force-", 0).factory());
    private final Set<Path> unforced = ConcurrentHashMap.newKeySet();
    private final Room room;
    private final Budgets budgets;
    private final Map<Shelf, ShelfUse> use = new EnumMap<>(Shelf.class);
    private final Map<Shelf, Room> within = new EnumMap<>(Shelf.class);

    private IdentifiedStore(Path root, Room room, Budgets budgets) throws IOException {
        this.root = root;
        this.incoming = root.resolve("incoming");
        ForcedFolders.create(root, FOR_ITS_USER);
        ForcedFolders.create(incoming, FOR_ITS_USER);
        // Asked for once: to find it the list of all mounts is read.
        this.volume = Files.getFileStore(incoming);
        this.incomingNames = new GroupedForce(incoming);
        this.ready = new ReadyFiles(incoming, incomingNames);
        this.room = room;
        this.budgets = budgets;
        for (var shelf : Shelf.values()) {
            use.put(shelf, new ShelfUse(root.resolve(shelf.folder())));
            budgets.of(shelf).ifPresent(budget -> within.put(shelf, Budgets.room(shelf, budget)));
        }
    }

    /**
     * Opens the volume and creates its folders.
     *
     * @param marks with how much free space {@link #hasRoom} is true
     * @throws IOException when a folder cannot be created or written
     */
    public static IdentifiedStore open(Path root, Room.Marks marks) throws IOException {
        return open(root, marks, Budgets.NONE);
    }

    /**
     * As the other.
     *
     * @param budgets how much files of each shelf may take; in force when they were {@link #count
     *     counted}
     */
    public static IdentifiedStore open(Path root, Room.Marks marks, Budgets budgets)
            throws IOException {
        var store =
                new IdentifiedStore(root.toAbsolutePath().normalize(), new Room(marks), budgets);
        for (var shelf : Shelf.values()) {
            ForcedFolders.create(store.root.resolve(shelf.folder()), FOR_ITS_USER);
            // A process that was killed may have left folders in it that were not forced.
            store.unforced.add(store.root.resolve(shelf.folder()));
        }
        ForcedFolders.create(store.work(), FOR_ITS_USER);
        store.checkWritable();
        return store;
    }

    /** Where the service keeps its own files: ledger, outbox, audit. */
    public Path work() {
        return root.resolve("ingest");
    }

    /** Where the volume is mounted. */
    public Path root() {
        return root;
    }

    /** Whether there is room for another instance. */
    public boolean hasRoom() throws IOException {
        return room() != Room.State.FULL;
    }

    /** How much room there is for originals: of the volume, or of their budget, what is less. */
    public Room.State room() throws IOException {
        var ofVolume = room.with(freeBytes());
        var ofBudget = room(Shelf.OBJECTS);
        return ofBudget.compareTo(ofVolume) > 0 ? ofBudget : ofVolume;
    }

    /** How much room the budget of a shelf has; ample without one, and until all was counted. */
    public Room.State room(Shelf shelf) {
        var of = within.get(shelf);
        var used = used(shelf);
        return of == null || used.isEmpty()
                ? Room.State.AMPLE
                : of.with(budgets.of(shelf).orElseThrow() - used.getAsLong());
    }

    /** Whether another file may wait for a person. */
    public boolean takesIntoQuarantine() {
        return room(Shelf.QUARANTINE) != Room.State.FULL;
    }

    /** How many bytes the files of a shelf have; empty until they were counted. */
    public OptionalLong used(Shelf shelf) {
        return use(shelf).bytes();
    }

    /** How many they may have; empty without a budget. */
    public OptionalLong budget(Shelf shelf) {
        return budgets.of(shelf);
    }

    private ShelfUse use(Shelf shelf) {
        return Objects.requireNonNull(use.get(shelf), "each shelf has one");
    }

    /**
     * Counts what lies on the shelves, once; may take a while, and others may come and go.
     *
     * @throws IOException when the disk fails; to be called again
     */
    public void count() throws IOException {
        for (var one : use.values()) {
            one.count();
        }
    }

    /** Free space of the volume, in bytes. */
    public long freeBytes() throws IOException {
        return volume.getUsableSpace();
    }

    /**
     * Begins a file below {@code incoming/}, under a random id that is its own from then on.
     *
     * @param head bytes that come before what was sent: our own preamble and file meta group, or
     *     none
     */
    public Incoming create(byte[] head) throws IOException {
        var waiting = ready.take();
        if (waiting.isPresent()) {
            try {
                return Incoming.open(waiting.get(), part(waiting.get()), disk, head);
            } catch (NoSuchFileException e) {
                // Somebody has removed it by hand.
            }
        }
        UUID objectId = UUID.randomUUID();
        return Incoming.create(objectId, part(objectId), incomingNames::force, disk, head);
    }

    /**
     * Replaces what comes before the data set of a file in {@code incoming/} by our own preamble
     * and file meta group; the data set's bytes stay.
     *
     * @param position the byte where the data set begins
     */
    public Incoming.Sealed rehead(Incoming.Sealed stored, byte[] head, long position)
            throws IOException {
        Path next = incoming.resolve(stored.objectId() + ".reheaded");
        Incoming.Sealed sealed;
        try (var copy = Incoming.create(stored.objectId(), next, incomingNames::force, disk, head);
                var source = FileChannel.open(stored.file(), StandardOpenOption.READ)) {
            source.position(position);
            Channels.newInputStream(source).transferTo(copy);
            sealed = copy.seal();
        }
        try {
            Files.move(next, stored.file(), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
        incomingNames.force();
        return new Incoming.Sealed(
                stored.objectId(),
                stored.file(),
                sealed.bytes(),
                sealed.headBytes(),
                sealed.sha256(),
                stored.sentSha256());
    }

    /** A file in {@code incoming/}, there or not. */
    public Path part(UUID objectId) {
        return incoming.resolve(objectId + PART);
    }

    /**
     * A file in {@code incoming/} that nobody has, for something that is needed for a moment; what
     * a crash leaves of it goes at the next start.
     */
    public Path passing() {
        return incoming.resolve(UUID.randomUUID() + ".passing");
    }

    /** A file on its shelf, there or not. */
    public Path path(Shelf shelf, UUID objectId) {
        return root.resolve(shelf.relative(objectId));
    }

    /**
     * Moves a file from {@code incoming/} to a shelf. Does nothing when it is there already, so
     * that it can be repeated after a crash. A power cut may undo the move until {@link
     * #forcePlaced}; the file is in {@code incoming/} then.
     *
     * @throws NoSuchFileException when the file is in neither place
     */
    public void place(UUID objectId, Shelf shelf) throws IOException {
        Path target = path(shelf, objectId);
        Path folder = target.getParent();
        if (folder == null) {
            throw new IllegalStateException("a shelf is a folder");
        }
        use(shelf)
                .make(
                        folder,
                        () -> {
                            Files.createDirectory(folder, PRIVATE);
                            // Before anybody's file is in it: forced without it, none is safe.
                            unforced.add(root.resolve(shelf.folder()));
                        });
        use(shelf)
                .change(
                        folder,
                        () -> {
                            try {
                                Files.move(part(objectId), target, StandardCopyOption.ATOMIC_MOVE);
                                return Files.size(target);
                            } catch (NoSuchFileException e) {
                                if (!Files.exists(target)) {
                                    throw e;
                                }
                                return 0;
                            }
                        });
        unforced.add(folder);
    }

    /**
     * Returns when all that was placed before the call is on its shelf after a power cut. One call
     * at a time: a second one would not wait for what the first has begun.
     *
     * @throws IOException when the disk fails; to be called again
     */
    public synchronized void forcePlaced() throws IOException {
        for (var folder : List.copyOf(unforced)) {
            // What is placed from here on adds it again.
            unforced.remove(folder);
            try {
                AtomicFile.forceFolder(folder);
            } catch (IOException e) {
                unforced.add(folder);
                throw e;
            }
        }
    }

    /**
     * Whether the file is in {@code incoming/} or on that shelf.
     *
     * @throws IOException when the disk does not say
     */
    public boolean holds(UUID objectId, Shelf shelf) throws IOException {
        return isThere(part(objectId)) || isThere(path(shelf, objectId));
    }

    private static boolean isThere(Path file) throws IOException {
        try {
            Files.readAttributes(file, BasicFileAttributes.class);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Whether the file is on that shelf, with all of its bytes. */
    public boolean keeps(UUID objectId, Shelf shelf, long bytes) throws IOException {
        Path file = path(shelf, objectId);
        return Files.isRegularFile(file) && Files.size(file) == bytes;
    }

    /** Removes a file from {@code incoming/}. */
    public void drop(UUID objectId) throws IOException {
        Files.deleteIfExists(part(objectId));
    }

    /** Deletes what a person has decided to delete from the quarantine. */
    public void discard(UUID objectId) throws IOException {
        AtomicFile.forceFolder(delete(Shelf.QUARANTINE, objectId));
    }

    /** Deletes originals that the hospital's archive has committed itself to. */
    public void clear(Collection<UUID> objectIds) throws IOException {
        var folders = new LinkedHashSet<Path>();
        for (UUID objectId : objectIds) {
            folders.add(delete(Shelf.OBJECTS, objectId));
        }
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                AtomicFile.forceFolder(folder);
            }
        }
    }

    /** Deletes a file that may be there. @return its folder, which is to be forced to disk */
    private Path delete(Shelf shelf, UUID objectId) throws IOException {
        Path file = path(shelf, objectId);
        Path folder = Objects.requireNonNull(file.getParent(), "a shelf is a folder");
        use(shelf)
                .change(
                        folder,
                        () -> {
                            long size = ShelfUse.size(file);
                            return Files.deleteIfExists(file) ? -size : 0;
                        });
        return folder;
    }

    /** Removes everything in {@code incoming/}. @return how many files there were with content */
    public int dropIncoming() throws IOException {
        var leftovers = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(incoming)) {
            files.forEach(leftovers::add);
        }
        int begun = 0;
        for (var leftover : leftovers) {
            begun += ShelfUse.size(leftover) > 0 ? 1 : 0;
            Files.deleteIfExists(leftover);
        }
        return begun;
    }

    /** The object ids of the files on the shelf {@link Shelf#OBJECTS}. */
    public List<UUID> objects() throws IOException {
        try (var files = Files.walk(root.resolve("objects"), 2)) {
            return files.map(Path::getFileName)
                    .map(Path::toString)
                    .filter(name -> name.endsWith(".dcm"))
                    .map(name -> UUID.fromString(name.substring(0, name.length() - 4)))
                    .toList();
        }
    }

    /** Writes and removes a small file. @throws IOException when the volume cannot be written */
    public void checkWritable() throws IOException {
        Volume.check(incoming);
    }

    /** Removes what was made ready for inputs that did not come; all else stays as it is. */
    @Override
    public void close() {
        ready.close();
        disk.shutdown();
    }
}
