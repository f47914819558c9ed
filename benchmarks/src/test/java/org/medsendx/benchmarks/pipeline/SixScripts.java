package org.medsendx.benchmarks.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.medsendx.benchmarks.harness.Program;
import org.medsendx.contracts.EventCodec;
import org.medsendx.localstack.send.InputFile;

/**
 * The six scripts that the suite began as, by Debian's Python.
 *
 * @param scans how many a second
 * @param steps milliseconds a scan by step
 */
record SixScripts(double scans, Map<String, Double> steps) {

    private static final String PYTHON = "/usr/bin/python3";
    private static final String SCRIPT = "six_scripts.py";

    SixScripts {
        steps = Map.copyOf(steps);
    }

    /** Whether what they need is installed. */
    static boolean installed() throws InterruptedException {
        return Program.works(PYTHON, "-c", "import pydicom, sklearn, matplotlib");
    }

    /** Runs them over files, with so many starts of k-means. */
    static SixScripts run(List<InputFile> files, int starts, Path scratch)
            throws IOException, InterruptedException {
        Path script = scratch.resolve(SCRIPT);
        try (var source = SixScripts.class.getResourceAsStream(SCRIPT)) {
            if (source == null) {
                throw new IOException(SCRIPT + " is missing");
            }
            Files.write(script, source.readAllBytes());
        }
        Path list = scratch.resolve("files.txt");
        Files.write(list, files.stream().map(input -> input.file().toString()).toList());
        Path out = Files.createTempDirectory(scratch, "scripts");
        String printed =
                Program.run(
                        List.of(
                                PYTHON,
                                "-W",
                                "ignore",
                                script.toString(),
                                list.toString(),
                                out.toString(),
                                Integer.toString(starts)));
        JsonNode found = EventCodec.JSON.readTree(printed.strip().lines().toList().getLast());
        var steps = new LinkedHashMap<String, Double>();
        found.get("steps")
                .properties()
                .forEach(step -> steps.put(step.getKey(), step.getValue().asDouble()));
        return new SixScripts(
                found.get("files").asDouble() / found.get("seconds").asDouble(), steps);
    }
}
