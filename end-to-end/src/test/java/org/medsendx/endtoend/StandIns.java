package org.medsendx.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Executables under the names of the native ones, for a machine that can build none: each notes its
 * arguments and becomes the service in a JVM, with what it was given.
 */
final class StandIns {

    static final List<String> SERVICES =
            List.of(
                    "edge-ingest",
                    "anonymizer-service",
                    "uplink-service",
                    "segmenter-service",
                    "fleet-miner-service");

    private StandIns() {}

    /** Makes them in a folder. @return the file in which each notes how it was started */
    static Path in(Path folder) throws IOException {
        Path noted = folder.resolve("noted");
        for (String service : SERVICES) {
            Path java = Path.of(System.getProperty("java.home"), "bin", "java");
            Path jar = Tree.home().resolve(service).resolve("target/quarkus-app/quarkus-run.jar");
            Path script =
                    Files.writeString(
                            folder.resolve(service + "-runner"),
                            """
                            #!/bin/sh
                            echo %s "$@" >>'%s'
                            exec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
                            --enable-native-access=ALL-UNNAMED "$@" -jar '%s'
                            """
                                    .formatted(service, noted, java, jar));
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return noted;
    }
}
