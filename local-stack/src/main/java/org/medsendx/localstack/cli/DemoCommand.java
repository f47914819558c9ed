package org.medsendx.localstack.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.medsendx.localstack.phantom.DemoFleet;
import org.medsendx.localstack.result.OutFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Generates scans of a small fleet (invented patients) and puts them through the whole suite.",
            "Leaves clean files, side-by-side images, mining_report.png and a summary in the output folder.",
            "Keeps the pages up until Ctrl-C; with --exit, or without a terminal, ends after the summary."
        })
final class DemoCommand implements Callable<Integer> {

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out",
            description = "output folder (${DEFAULT-VALUE})")
    private Path out = Path.of("out");

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "seed of the generated scans (${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(
            names = "--scans",
            paramLabel = "N",
            defaultValue = "200",
            description = "about how many scans (${DEFAULT-VALUE})")
    private int scans = 200;

    @Option(names = "--exit", description = "end after the summary")
    private boolean exit;

    @Override
    public Integer call() throws Exception {
        if (scans < 5) {
            throw new IllegalArgumentException("--scans must be at least 5, one a scanner");
        }
        var folder = OutFolder.prepare(out);
        var fleet = new DemoFleet(seed, scans);
        System.out.printf("generating %d scans of 5 trucks, seed %d ...%n", scans, seed);
        var inputs = fleet.write(folder.identified("input"));
        return new Run(
                        MedsendxCommand.home(),
                        folder,
                        fleet.sources(),
                        Display.interactive() && !exit)
                .over(inputs);
    }
}
