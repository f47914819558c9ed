package org.medsendx.ingest.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How many bytes the files of a shelf have. They are counted once, folder by folder and while
 * others come and go; from then on what is placed and deleted is added and taken away. Thread safe.
 */
final class ShelfUse {

    private final Path shelf;
    private final Set<Path> counted = new HashSet<>();
    private long bytes;
    private boolean whole;

    ShelfUse(Path shelf) {
        this.shelf = shelf;
    }

    /** Something that changes a file of a folder. */
    @FunctionalInterface
    interface Change {
        /** Does it. @return by how many bytes the folder has more now */
        long make() throws IOException;
    }

    /** Something that creates a folder. */
    @FunctionalInterface
    interface Creation {
        /** Does it. */
        void create() throws IOException;
    }

    /**
     * Counts what is there; for a thread of its own.
     *
     * @throws IOException when the disk fails; to be called again
     */
    void count() throws IOException {
        var folders = new ArrayList<Path>(List.of(shelf));
        try (var below = Files.newDirectoryStream(shelf, Files::isDirectory)) {
            below.forEach(folders::add);
        }
        for (var folder : folders) {
            count(folder);
        }
        synchronized (this) {
            whole = true;
        }
    }

    private synchronized void count(Path folder) throws IOException {
        if (counted.contains(folder)) {
            return;
        }
        long there = 0;
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                there += Files.isRegularFile(file) ? size(file) : 0;
            }
        }
        bytes += there;
        counted.add(folder);
    }

    /** The size of a file, 0 when it is not there. */
    static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** Changes a folder; what was not counted yet is counted as it is then. */
    synchronized void change(Path folder, Change change) throws IOException {
        long more = change.make();
        if (counted.contains(folder)) {
            bytes += more;
        }
    }

    /**
     * Creates a folder that is not there. Nobody changes it before it is known that it began with
     * nothing: a file that comes the moment the folder is there would be in no count.
     *
     * @param creation creates the folder, and is not called when it is there
     */
    synchronized void make(Path folder, Creation creation) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        creation.create();
        counted.add(folder);
    }

    /** How many bytes there are; empty until all were counted. */
    synchronized OptionalLong bytes() {
        return whole ? OptionalLong.of(bytes) : OptionalLong.empty();
    }
}
