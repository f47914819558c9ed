package org.medsendx.dicom;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A class in a JVM of its own, with options that this one cannot take any more. */
public final class ChildJvm {

    private ChildJvm() {}

    /**
     * @param output standard output and standard error together
     */
    public record Result(int status, String output) {}

    /** Runs the main method of a class and waits for its end. */
    public static Result run(Class<?> main, List<String> options)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        main.getName()));
        var child = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            var output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(child.waitFor(), output);
        } finally {
            child.destroyForcibly();
        }
    }
}
