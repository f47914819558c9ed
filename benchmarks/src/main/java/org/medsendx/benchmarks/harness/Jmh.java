package org.medsendx.benchmarks.harness;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs JMH classes and puts their throughput into a report. */
public final class Jmh {

    private Jmh() {}

    /**
     * One fork per benchmark, in operations per second, or in what a benchmark's {@code
     * OutputTimeUnit} says. The label is the method's name, underscores as spaces, and the values
     * of the parameters.
     *
     * @throws IOException when a benchmark fails
     */
    public static void run(Settings settings, Report report, Class<?> benchmarks)
            throws IOException {
        for (RunResult result : results(settings, benchmarks)) {
            report.add(
                    "JMH " + label(result),
                    "MedSendX",
                    result.getPrimaryResult().getScore(),
                    result.getPrimaryResult().getScoreUnit().toLowerCase(Locale.ROOT));
        }
    }

    /**
     * The same as rates by label, for a suite that puts peers beside them.
     *
     * @throws IOException when a benchmark fails
     */
    public static Map<String, Double> rates(Settings settings, Class<?> benchmarks)
            throws IOException {
        var rates = new LinkedHashMap<String, Double>();
        for (RunResult result : results(settings, benchmarks)) {
            rates.put(label(result), result.getPrimaryResult().getScore());
        }
        return rates;
    }

    private static String label(RunResult result) {
        String[] name = result.getParams().getBenchmark().split("\\.");
        var label = new StringBuilder(name[name.length - 1].replace('_', ' '));
        for (String key : result.getParams().getParamsKeys()) {
            label.append(", ").append(result.getParams().getParam(key));
        }
        return label.toString();
    }

    private static Collection<RunResult> results(Settings settings, Class<?> benchmarks)
            throws IOException {
        var options =
                new OptionsBuilder()
                        .include("^" + benchmarks.getName().replace(".", "\\.") + "\\.")
                        .mode(Mode.Throughput)
                        .forks(1)
                        .warmupIterations(settings.quick() ? 2 : 4)
                        .warmupTime(TimeValue.milliseconds(settings.quick() ? 500 : 1000))
                        .measurementIterations(settings.quick() ? 2 : 5)
                        .measurementTime(TimeValue.milliseconds(settings.quick() ? 500 : 1000))
                        .jvmArgs(
                                "-Xmx1g",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow")
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build();
        try {
            return new Runner(options).run();
        } catch (RunnerException e) {
            throw new IOException("JMH stopped", e);
        }
    }
}
