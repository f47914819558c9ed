package org.medsendx.ingest.inspect;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The regular files below a folder, always in the same order: each folder by name, what is below it
 * where its name stands. Holds the names of no more than the folders on the way to the file, and
 * follows no link. Not thread safe.
 */
final class FilesBelow implements Iterator<Path> {

    private final Deque<Iterator<Path>> open = new ArrayDeque<>();
    private final List<Path> unreadable = new ArrayList<>();
    private @Nullable Path next;
    private int passedBy;

    /**
     * @throws IOException when the folder itself cannot be read
     */
    FilesBelow(Path folder) throws IOException {
        open.push(sorted(folder));
    }

    private static Iterator<Path> sorted(Path folder) throws IOException {
        var names = new ArrayList<Path>();
        try (var entries = Files.newDirectoryStream(folder)) {
            entries.forEach(names::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(names);
        return names.iterator();
    }

    @Override
    public boolean hasNext() {
        while (next == null && !open.isEmpty()) {
            var entries = open.peek();
            if (entries.hasNext()) {
                look(entries.next());
            } else {
                open.pop();
            }
        }
        return next != null;
    }

    private void look(Path entry) {
        try {
            var found =
                    Files.readAttributes(
                            entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (found.isRegularFile()) {
                next = entry;
            } else if (found.isDirectory()) {
                open.push(sorted(entry));
            } else {
                passedBy++;
            }
        } catch (IOException e) {
            unreadable.add(entry);
        }
    }

    @Override
    public Path next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        Path file = next;
        next = null;
        return file;
    }

    /** How many links, pipes and other things that are no files were passed by until now. */
    int passedBy() {
        return passedBy;
    }

    /** What could not be read until now: folders, and what went away or is not ours to see. */
    List<Path> unreadable() {
        return List.copyOf(unreadable);
    }
}
