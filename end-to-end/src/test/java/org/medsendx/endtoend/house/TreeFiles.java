package org.medsendx.endtoend.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The checked-out tree, without what builds and runs leave in it. */
final class TreeFiles {

    /** Tests run in the folder of their module. */
    static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    private static final Set<String> MADE =
            Set.of("target", "node_modules", ".git", "out", ".medsendx");

    private static final List<String> FILES = walk();

    private TreeFiles() {}

    /** Every document. */
    static List<Path> documents() {
        return files(file -> file.endsWith(".md"));
    }

    /** What the documents say of today: all but what tells of former days. */
    static List<Path> documentsOfToday() {
        return files(file -> file.endsWith(".md") && !file.equals("CHANGELOG.md"));
    }

    /** The sources of what runs. */
    static List<Path> mainSources() {
        return files(file -> file.endsWith(".java") && file.contains("/src/main/"));
    }

    /** Files whose path below the tree, with slashes, is wanted. */
    static List<Path> files(Predicate<String> wanted) {
        return FILES.stream().filter(wanted).map(HOME::resolve).toList();
    }

    private static List<String> walk() {
        var found = new ArrayList<String>();
        try {
            Files.walkFileTree(
                    HOME,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path folder, BasicFileAttributes attributes) {
                            // The tree itself may be called anything.
                            return !folder.equals(HOME)
                                            && MADE.contains(folder.getFileName().toString())
                                    ? FileVisitResult.SKIP_SUBTREE
                                    : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            found.add(name(file));
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Collections.sort(found);
        return found;
    }

    /** How a file is called in messages. */
    static String name(Path file) {
        return HOME.relativize(file).toString().replace('\\', '/');
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(String file) {
        return read(HOME.resolve(file));
    }

    /** The part of a document below a heading, up to the next one. */
    static String section(String document, String heading) {
        var text = read(document);
        int begin = text.indexOf("\n" + heading + "\n");
        if (begin < 0) {
            throw new AssertionError(document + " has no section " + heading);
        }
        int from = begin + 1 + heading.length();
        int next = text.indexOf("\n#", from);
        return next < 0 ? text.substring(from) : text.substring(from, next);
    }
}
