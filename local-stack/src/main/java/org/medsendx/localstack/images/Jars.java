package org.medsendx.localstack.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Jars as an image has them. */
final class Jars {

    private Jars() {}

    /**
     * Copies a jar without the native libraries of other platforms, which are up to nine tenths of
     * it. One that has none is copied as it is.
     */
    static void copy(Path jar, Path to, Platform platform) throws IOException {
        Files.createDirectories(to.getParent());
        try (var from = new ZipFile(jar.toFile())) {
            if (from.stream().noneMatch(entry -> platform.isForAnother(entry.getName()))) {
                Files.copy(jar, to);
                return;
            }
            try (var out = new ZipOutputStream(Files.newOutputStream(to))) {
                var entries = from.entries();
                while (entries.hasMoreElements()) {
                    var entry = entries.nextElement();
                    if (!platform.isForAnother(entry.getName())) {
                        var copy = new ZipEntry(entry.getName());
                        copy.setTime(entry.getTime());
                        out.putNextEntry(copy);
                        try (var in = from.getInputStream(entry)) {
                            in.transferTo(out);
                        }
                        out.closeEntry();
                    }
                }
            }
        }
    }
}
