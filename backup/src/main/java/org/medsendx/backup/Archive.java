package org.medsendx.backup;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The plain content of a backup: a zip whose first entry says what it is and whose last one lists
 * all others with mode, time, size and SHA-256, so that a file that was left out shows.
 */
final class Archive {

    static final String HEAD = "medsendx-backup";
    static final String LIST = "medsendx-backup.list";

    private static final int LINE_PARTS = 5;

    private Archive() {}

    /**
     * What an entry was.
     *
     * @param mode nine letters, such as {@code rw-------}
     * @param modified milliseconds since 1970
     */
    record Entry(String mode, long modified, long size, String sha256) {
        String line(String name) {
            return mode + ' ' + modified + ' ' + size + ' ' + sha256 + ' ' + name + '\n';
        }
    }

    /** Takes the content of an entry. */
    @FunctionalInterface
    interface Taker {
        void take(String name, InputStream content) throws IOException;
    }

    static final class Writer implements Closeable {

        private final ZipOutputStream zip;
        private final Map<String, Entry> entries = new LinkedHashMap<>();

        /**
         * Begins.
         *
         * @param head lines for whoever looks into it
         */
        Writer(OutputStream out, String head) throws IOException {
            zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
            zip.setLevel(Deflater.BEST_SPEED);
            plain(HEAD, head);
        }

        private void plain(String name, String text) throws IOException {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }

        boolean has(String name) {
            return entries.containsKey(name);
        }

        int size() {
            return entries.size();
        }

        /**
         * Adds a file.
         *
         * @param size so many bytes are taken; the file may have grown
         * @throws IOException also when it has become shorter
         */
        void add(String name, String mode, long modified, long size, InputStream content)
                throws IOException {
            if (name.indexOf('\n') >= 0) {
                throw new IOException("a file name with a line end");
            }
            zip.putNextEntry(new ZipEntry(name));
            MessageDigest digest = sha256();
            byte[] buffer = new byte[64 << 10];
            long left = size;
            while (left > 0) {
                int some = content.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (some < 0) {
                    throw new IOException("a file became shorter while it was copied");
                }
                digest.update(buffer, 0, some);
                zip.write(buffer, 0, some);
                left -= some;
            }
            zip.closeEntry();
            entries.put(
                    name,
                    new Entry(mode, modified, size, HexFormat.of().formatHex(digest.digest())));
        }

        @Override
        public void close() throws IOException {
            zip.putNextEntry(new ZipEntry(LIST));
            for (var entry : entries.entrySet()) {
                zip.write(entry.getValue().line(entry.getKey()).getBytes(StandardCharsets.UTF_8));
            }
            zip.closeEntry();
            zip.close();
        }
    }

    /**
     * Reads an archive to its end and compares every entry with the list.
     *
     * @return the entries by name
     * @throws IOException when it is none, or lacks or has something that the list does not
     */
    static Map<String, Entry> read(InputStream in, Taker taker) throws IOException {
        var found = new LinkedHashMap<String, String>();
        var zip = new ZipInputStream(new BufferedInputStream(in), StandardCharsets.UTF_8);
        ZipEntry first = zip.getNextEntry();
        if (first == null || !first.getName().equals(HEAD)) {
            throw new IOException("not a backup of a truck");
        }
        taker.take(HEAD, zip);
        zip.readAllBytes();
        for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (entry.getName().equals(LIST)) {
                var listed = list(new String(zip.readAllBytes(), StandardCharsets.UTF_8));
                compare(found, listed);
                // To the very end: only then is it known that nothing was cut off.
                in.transferTo(OutputStream.nullOutputStream());
                return listed;
            }
            var digest = new DigestInputStream(zip, sha256());
            taker.take(entry.getName(), digest);
            digest.transferTo(OutputStream.nullOutputStream());
            found.put(
                    entry.getName(), HexFormat.of().formatHex(digest.getMessageDigest().digest()));
        }
        throw new IOException("the backup has no end: its list of files is missing");
    }

    private static Map<String, Entry> list(String text) throws IOException {
        var listed = new LinkedHashMap<String, Entry>();
        for (String line : text.lines().toList()) {
            String[] parts = line.split(" ", LINE_PARTS);
            try {
                listed.put(
                        parts[4],
                        new Entry(
                                parts[0],
                                Long.parseLong(parts[1]),
                                Long.parseLong(parts[2]),
                                parts[3]));
            } catch (IndexOutOfBoundsException | NumberFormatException e) {
                throw new IOException("the list of the backup is damaged", e);
            }
        }
        return listed;
    }

    private static void compare(Map<String, String> found, Map<String, Entry> listed)
            throws IOException {
        for (var one : found.entrySet()) {
            Entry entry = listed.get(one.getKey());
            if (entry == null || !entry.sha256().equals(one.getValue())) {
                throw new IOException("a file of the backup is not what its list says");
            }
        }
        if (found.size() != listed.size()) {
            throw new IOException("the backup lacks files of its list");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
