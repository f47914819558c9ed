package org.medsendx.localstack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a service is started with: its jar, by the Java that runs this, or its native executable
 * {@code DIR/SERVICE-runner} where {@code MEDSENDX_NATIVE=DIR} is set. Either takes settings as
 * {@code -D} options and from the environment, listens, logs and ends on a TERM alike.
 */
public sealed interface ServiceProgram {

    /** Names the folder with the native executables; jars are run where it is unset or empty. */
    String VARIABLE = "MEDSENDX_NATIVE";

    /**
     * A built jar.
     *
     * @param name the service's
     */
    record Jar(String name, Path file, Ahead ahead) implements ServiceProgram {

        @Override
        public List<String> command(
                String heap, Map<String, String> settings, List<String> jvmOptions)
                throws IOException {
            var command = new ArrayList<String>();
            command.add(java());
            command.add("-Xmx" + heap);
            command.addAll(jvmOptions);
            var jar = List.of("-jar", file.toString());
            command.addAll(ahead.options(name, jvmOptions, jar, jars()));
            settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
            command.addAll(jar);
            return command;
        }

        private List<Path> jars() throws IOException {
            try (var files = Files.walk(file.resolveSibling(""))) {
                return files.filter(path -> path.toString().endsWith(".jar")).toList();
            }
        }
    }

    /** A native executable. */
    record Executable(Path file) implements ServiceProgram {

        @Override
        public List<String> command(
                String heap, Map<String, String> settings, List<String> jvmOptions) {
            var command = new ArrayList<String>();
            command.add(file.toString());
            command.add("-Xmx" + heap);
            settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
            return command;
        }
    }

    /** The Java that runs this. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * The program of a service, as the environment wants it.
     *
     * @param home the checked-out tree
     * @throws IOException when it is not there; the message says what to do
     */
    static ServiceProgram of(Path home, String service) throws IOException {
        return of(home, service, Ahead.of(home));
    }

    /** The same, with what its JVM is told of earlier runs. */
    static ServiceProgram of(Path home, String service, Ahead ahead) throws IOException {
        return of(home, service, ahead, System.getenv(VARIABLE));
    }

    /**
     * The program of a service.
     *
     * @param executables the folder of native executables, or null or empty for the built jar
     * @throws IOException when it is not there; the message says what to do
     */
    static ServiceProgram of(Path home, String service, Ahead ahead, @Nullable String executables)
            throws IOException {
        if (executables == null || executables.isBlank()) {
            var jar = home.resolve(service).resolve("target/quarkus-app/quarkus-run.jar");
            if (!Files.exists(jar)) {
                throw new IOException(
                        "not built: "
                                + home.relativize(jar)
                                + "; run ./medsendx, which builds what is stale");
            }
            return new Jar(service, jar, ahead);
        }
        var folder = Path.of(executables).toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            throw new IOException(VARIABLE + " names " + folder + ", which is no folder");
        }
        var file = folder.resolve(service + "-runner");
        if (!Files.isRegularFile(file)) {
            throw new IOException(
                    VARIABLE
                            + " names "
                            + folder
                            + ", which has no "
                            + file.getFileName()
                            + ": put the executable there under this name, or unset "
                            + VARIABLE
                            + " to run the jar");
        }
        if (!Files.isExecutable(file)) {
            throw new IOException(file + " is not executable: chmod +x it");
        }
        return new Executable(file);
    }

    /**
     * The command line.
     *
     * @param heap the most that the heap may take, such as {@code 192m}
     * @param settings passed as {@code -D} options
     * @param jvmOptions what a JVM is told besides, and an executable was told when it was built
     */
    List<String> command(String heap, Map<String, String> settings, List<String> jvmOptions)
            throws IOException;
}
