package org.medsendx.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that one service keeps its own files in, and the version in which they are written: a
 * small file {@value #FILE} with the owner's name and a number that is the same for the whole
 * suite. A service opens its folders by this before anything else in them.
 *
 * <p>A folder of an older version is brought up step by step; one of a newer version is refused, so
 * that nothing is read wrongly or written over. A release that changes no file keeps the number,
 * and may be exchanged for an earlier one of the same number.
 */
public final class DataFolder {

    /** The version that is written today. */
    public static final int VERSION = 1;

    /** Name of the file that says so. */
    public static final String FILE = "data-version";

    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);

    /** Before there was such a file. */
    private static final int FIRST = 1;

    private static final Pattern LINE = Pattern.compile("([a-z-]{1,40}) ([1-9][0-9]{0,5})\n?");

    private DataFolder() {}

    /**
     * Brings the files of a folder from one version to the next. It may be cut off anywhere and is
     * then done again from the start, so it must bear what it did before; it takes the journals
     * that it changes, so that it fails where another process has them.
     */
    @FunctionalInterface
    public interface Step {
        void upgrade(Path folder) throws IOException;
    }

    /**
     * Opens a folder, which is created when it is not there.
     *
     * @param owner name of the service that writes there, {@code edge-ingest} for example
     * @throws DataVersionException when the folder is of a newer version, of another service, or
     *     does not say
     * @throws IOException when it cannot be read or written
     */
    public static void open(Path folder, String owner) throws IOException {
        open(folder, owner, VERSION, new TreeMap<>());
    }

    /**
     * As {@link #open(Path, String)}.
     *
     * @param steps what is to be done from a version (the key) to the next; versions without a step
     *     changed nothing in this folder
     */
    public static void open(Path folder, String owner, SortedMap<Integer, Step> steps)
            throws IOException {
        open(folder, owner, VERSION, steps);
    }

    static void open(Path folder, String owner, int version, SortedMap<Integer, Step> steps)
            throws IOException {
        boolean begun = Files.isDirectory(folder) && !isEmpty(folder);
        ForcedFolders.create(folder);
        Path file = folder.resolve(FILE);
        OptionalInt written = read(folder, owner);
        int from = written.orElse(begun ? FIRST : version);
        if (from > version) {
            throw new DataVersionException(
                    folder
                            + " was written by a newer version of "
                            + owner
                            + " (its data has version "
                            + from
                            + ", this one knows "
                            + version
                            + "). Nothing was changed. Start the newer version again, or restore a"
                            + " backup that was made before it was installed; see"
                            + " docs/operations.md, Versions of data.");
        }
        for (int at = from; at < version; at++) {
            Step step = steps.get(at);
            if (step != null) {
                step.upgrade(folder);
            }
            write(file, owner, at + 1);
            LOG.info("{} was brought from data version {} to {}", folder, at, at + 1);
        }
        if (written.isEmpty() && from == version) {
            write(file, owner, version);
        }
    }

    /**
     * The version that a folder says it has; empty when it does not, as before there were versions.
     *
     * @throws DataVersionException when the file says something else than a version of this owner
     */
    public static OptionalInt read(Path folder, String owner) throws IOException {
        Path file = folder.resolve(FILE);
        String line;
        try {
            line = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return OptionalInt.empty();
        }
        var read = LINE.matcher(line);
        if (!read.matches()) {
            throw new DataVersionException(
                    file
                            + " is empty or damaged, so the version of what lies beside it is not"
                            + " known. Nothing was changed. It is forced to disk when it is"
                            + " written, so look at the disk first; then docs/operations.md,"
                            + " Versions of data, says how it is written anew.");
        }
        if (!read.group(1).equals(owner)) {
            throw new DataVersionException(
                    folder
                            + " belongs to "
                            + read.group(1)
                            + ", not to "
                            + owner
                            + ". Nothing was changed. Are two volumes mounted in each other's"
                            + " place?");
        }
        return OptionalInt.of(Integer.parseInt(read.group(2)));
    }

    private static void write(Path file, String owner, int version) throws IOException {
        AtomicFile.write(file, (owner + ' ' + version + '\n').getBytes(StandardCharsets.US_ASCII));
    }

    // What a file system, a probe or a cut-off first start leaves is no data.
    private static boolean isEmpty(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .allMatch(name ->
                            name.equals("lost+found")
                                    || name.startsWith(".")
                                    || name.equals(FILE + ".tmp"));
        }
    }
}
