package org.medsendx.localstack.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.medsendx.localstack.phantom.DemoExam;
import org.medsendx.localstack.phantom.DemoFleet;
import org.medsendx.localstack.result.OutFolder;
import org.medsendx.localstack.send.InputFile;
import org.medsendx.localstack.stack.Source;
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

    @Option(
            names = "--slices",
            paramLabel = "N",
            defaultValue = "0",
            description = "one CT exam of N slices in place of the fleet")
    private int slices = 0;

    @Option(names = "--exit", description = "end after the summary")
    private boolean exit;

    @Override
    public Integer call() throws Exception {
        if (scans < 5) {
            throw new IllegalArgumentException("--scans must be at least 5, one a scanner");
        }
        var folder = OutFolder.prepare(out);
        if (slices > 0) {
            var exam = new DemoExam(seed, slices);
            System.out.printf("generating a CT exam of %d slices, seed %d ...%n", slices, seed);
            return run(folder, exam.sources(), () -> exam.write(folder.identified("input")));
        }
        var fleet = new DemoFleet(seed, scans);
        System.out.printf("generating %d scans of 5 trucks, seed %d ...%n", scans, seed);
        return run(folder, fleet.sources(), () -> fleet.write(folder.identified("input")));
    }

    private int run(OutFolder folder, List<Source> sources, Callable<List<InputFile>> inputs)
            throws IOException, InterruptedException {
        boolean stay = Display.interactive() && !exit;
        return new Run(MedsendxCommand.home(), folder, sources, stay, true).over(inputs);
    }
}
