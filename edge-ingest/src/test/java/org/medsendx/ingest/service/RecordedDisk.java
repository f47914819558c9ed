package org.medsendx.ingest.service;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder as a disk may have it after a power cut, from the calls that a process made. What was
 * not forced may be there or not: content with fsync of the file, a name with fsync of its folder.
 */
final class RecordedDisk {

    /** What strace is to record. */
    static final String CALLS =
            "openat,lseek,write,pwrite64,fsync,fdatasync,rename,unlink,ftruncate,sendto";

    private static final Pattern LINE =
            Pattern.compile("^([0-9.]+) (\\w+)\\((.*)\\) += (-?\\d+).*$");
    private static final Pattern TEXT = Pattern.compile("\"((?:\\\\x[0-9a-f]{2})*)\"");
    private static final Pattern DESCRIPTOR = Pattern.compile("^(\\d+)<([^>]*)>");

    private static final class File {
        private byte[] now = {};
        private byte[] forced = {};
    }

    /** One recorded call. */
    record Call(String name, String arguments, long result) {}

    /** What of that which was not forced survives. */
    enum Survives {
        NOTHING,
        NAMES,
        NAMES_AND_HALF_OF_THE_LAST,
        EVERYTHING
    }

    private final Path root;
    private final Map<String, File> names = new HashMap<>();
    private final Map<String, File> forcedNames = new HashMap<>();
    private final Map<Integer, File> open = new HashMap<>();
    private final Map<Integer, Long> positions = new HashMap<>();
    private @Nullable File last;
    private final ByteArrayOutputStream answered = new ByteArrayOutputStream();

    /** As the folder is now, all of it forced. */
    RecordedDisk(Path root) throws IOException {
        this.root = root;
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                var file = new File();
                file.now = Files.readAllBytes(path);
                file.forced = file.now;
                names.put(path.toString(), file);
                forcedNames.put(path.toString(), file);
            }
        }
    }

    /** The calls in the order in which they began. */
    static List<Call> read(Path folder, String prefix) throws IOException {
        var lines = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(folder, prefix + ".*")) {
            for (Path file : files) {
                lines.addAll(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
            }
        }
        lines.sort(null);
        var calls = new ArrayList<Call>();
        for (String line : lines) {
            var parts = LINE.matcher(line);
            if (parts.matches()) {
                calls.add(new Call(parts.group(2), parts.group(3), Long.parseLong(parts.group(4))));
            }
        }
        return calls;
    }

    /** What was sent to sockets so far. */
    byte[] answered() {
        return answered.toByteArray();
    }

    /** Does what a call did. @return whether it changed the folder, or what is forced of it */
    boolean apply(Call call) {
        if (call.result() < 0) {
            return false;
        }
        var descriptor = DESCRIPTOR.matcher(call.arguments());
        if (descriptor.find() && !call.name().equals("openat")) {
            return onDescriptor(
                    call, Integer.parseInt(descriptor.group(1)), text(descriptor.group(2)));
        }
        var texts = new ArrayList<String>();
        var found = TEXT.matcher(call.arguments());
        while (found.find()) {
            texts.add(text(found.group(1)));
        }
        if (texts.isEmpty() || !texts.getFirst().startsWith(root.toString())) {
            return false;
        }
        switch (call.name()) {
            case "openat" -> {
                return opened(call, texts.getFirst());
            }
            case "rename" -> {
                File file = names.remove(texts.getFirst());
                if (file != null) {
                    names.put(texts.get(1), file);
                }
            }
            case "unlink" -> names.remove(texts.getFirst());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean opened(Call call, String path) {
        int descriptor = (int) call.result();
        positions.put(descriptor, 0L);
        boolean created = call.arguments().contains("O_CREAT") && !names.containsKey(path);
        if (created) {
            names.put(path, new File());
        }
        File file = names.get(path);
        if (file == null) {
            open.remove(descriptor);
            return false;
        }
        if (call.arguments().contains("O_TRUNC")) {
            file.now = new byte[0];
        }
        if (call.arguments().contains("O_APPEND")) {
            positions.remove(descriptor);
        }
        open.put(descriptor, file);
        return created;
    }

    private boolean onDescriptor(Call call, int descriptor, String path) {
        if (!path.startsWith(root.toString())) {
            if (call.name().equals("write") || call.name().equals("sendto")) {
                answered.writeBytes(bytes(call));
            }
            return false;
        }
        File file = names.getOrDefault(path, open.get(descriptor));
        switch (call.name()) {
            case "lseek" -> {
                positions.put(descriptor, call.result());
                return false;
            }
            case "write" -> {
                byte[] bytes = Arrays.copyOf(bytes(call), (int) call.result());
                long at = positions.getOrDefault(descriptor, (long) known(file).now.length);
                put(known(file), at, bytes);
                positions.computeIfPresent(descriptor, (d, from) -> from + bytes.length);
            }
            case "pwrite64" -> {
                String at = call.arguments().substring(call.arguments().lastIndexOf(' ') + 1);
                put(
                        known(file),
                        Long.parseLong(at),
                        Arrays.copyOf(bytes(call), (int) call.result()));
            }
            case "ftruncate" -> {
                String size = call.arguments().substring(call.arguments().lastIndexOf(' ') + 1);
                known(file).now = Arrays.copyOf(known(file).now, Integer.parseInt(size));
            }
            case "fsync", "fdatasync" -> force(file, path);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static File known(@Nullable File file) {
        if (file == null) {
            throw new IllegalStateException("a file that nobody opened");
        }
        return file;
    }

    private void force(@Nullable File file, String path) {
        if (file != null) {
            file.forced = file.now;
            return;
        }
        forcedNames.keySet().removeIf(name -> isIn(path, name));
        names.forEach((name, one) -> {
            if (isIn(path, name)) {
                forcedNames.put(name, one);
            }
        });
    }

    private static boolean isIn(String folder, String name) {
        return name.startsWith(folder + '/') && name.indexOf('/', folder.length() + 1) < 0;
    }

    private void put(File file, long at, byte[] bytes) {
        byte[] next = Arrays.copyOf(file.now, (int) Math.max(file.now.length, at + bytes.length));
        System.arraycopy(bytes, 0, next, (int) at, bytes.length);
        file.now = next;
        last = file;
    }

    /** Writes the folder as it may be found after a power cut at this point. */
    void cut(Path into, Survives survives) throws IOException {
        var there = survives == Survives.NOTHING ? forcedNames : names;
        var written = new LinkedHashMap<String, File>(there);
        Set<String> folders = new HashSet<>();
        for (var entry : written.entrySet()) {
            Path path = into.resolve(root.relativize(Path.of(entry.getKey())));
            Path folder = path.getParent();
            if (folder != null && folders.add(folder.toString())) {
                Files.createDirectories(folder);
            }
            Files.write(path, content(entry.getValue(), survives));
        }
    }

    private byte[] content(File file, Survives survives) {
        return switch (survives) {
            case NOTHING, NAMES -> file.forced;
            case EVERYTHING -> file.now;
            case NAMES_AND_HALF_OF_THE_LAST -> {
                int more = file.now.length - file.forced.length;
                yield file != last || more <= 0
                        ? file.forced
                        : Arrays.copyOf(file.now, file.forced.length + more / 2);
            }
        };
    }

    private static byte[] bytes(Call call) {
        var found = TEXT.matcher(call.arguments());
        return found.find()
                ? text(found.group(1)).getBytes(StandardCharsets.ISO_8859_1)
                : new byte[0];
    }

    private static String text(String hex) {
        if (!hex.startsWith("\\x")) {
            return hex; // a socket
        }
        var text = new StringBuilder();
        for (int i = 0; i + 3 < hex.length(); i += 4) {
            text.append((char) Integer.parseInt(hex.substring(i + 2, i + 4), 16));
        }
        return text.toString();
    }
}
