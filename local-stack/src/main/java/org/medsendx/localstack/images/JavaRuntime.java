package org.medsendx.localstack.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.localstack.result.OutFolder;

/** The JRE that all images share: the modules of {@code deploy/images/modules} and no others. */
public final class JavaRuntime {

    private JavaRuntime() {}

    /** The modules, from lines of a name and a reason; a minus stands before what is left out. */
    public static List<String> modules(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.matches("[a-z].*"))
                .map(line -> line.split(" ", 2)[0])
                .toList();
    }

    /**
     * Links it with the JDK that runs this, unless that was done already.
     *
     * @param jmods the modules of a JDK of the same version for the platform; needed for another
     *     than this machine's, since a JDK brings its own only
     */
    static void link(
            List<String> modules, Platform platform, @Nullable Path jmods, Path to, Path log)
            throws IOException, InterruptedException {
        if (jmods == null && !platform.here()) {
            throw new IOException(
                    "a JRE for "
                            + platform.ofImages()
                            + " needs --jmods DIR, the jmods folder of JDK "
                            + Runtime.version()
                            + " for it");
        }
        var made = to.resolveSibling("jre-of");
        var of = "%s %s %s %s".formatted(Runtime.version(), platform, jmods, modules);
        if (Files.exists(made) && Files.readString(made).equals(of)) {
            return;
        }
        Files.deleteIfExists(made);
        OutFolder.delete(to);
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jlink").toString());
        if (jmods != null) {
            command.addAll(List.of("--module-path", jmods.toString()));
        }
        command.addAll(List.of("--add-modules", String.join(",", modules)));
        command.addAll(List.of("--strip-debug", "--no-header-files", "--no-man-pages"));
        command.addAll(List.of("--compress", "zip-6", "--output", to.toString()));
        if (platform.here()) {
            command.add("--generate-cds-archive");
        }
        Command.run(command, log);
        // For JVMs whose heap is beyond 32 GB.
        Files.deleteIfExists(to.resolve("lib/server/classes_nocoops.jsa"));
        Files.deleteIfExists(to.resolve("lib/server/classes_nocoops_coh.jsa"));
        Files.writeString(made, of);
    }
}
