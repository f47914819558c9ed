package org.medsendx.localstack.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.medsendx.localstack.result.OutFolder;
import org.medsendx.localstack.send.InputFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "process",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Puts every file of a folder (and its subfolders) through the whole suite. The folder is only read.",
            "Leaves clean files, side-by-side images, mining_report.png and a summary in the output folder.",
            "Keeps the pages up until Ctrl-C; with --exit, or without a terminal, ends after the summary.",
            "Exit status 0 when every input is accounted for: released, withheld, quarantined or duplicate."
        })
final class ProcessCommand implements Callable<Integer> {

    private static final String AE_TITLE = "LOCAL_FOLDER";

    @Parameters(paramLabel = "DIR", description = "folder with DICOM files")
    private Path folder = Path.of(".");

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out",
            description = "output folder (${DEFAULT-VALUE})")
    private Path out = Path.of("out");

    @Option(names = "--exit", description = "end after the summary")
    private boolean exit;

    @Override
    public Integer call() throws Exception {
        var inputs = inputs(folder.toAbsolutePath().normalize(), out.toAbsolutePath().normalize());
        var results = OutFolder.prepare(out);
        boolean stay = Display.interactive() && !exit;
        return new Run(MedsendxCommand.home(), results, List.of(), stay, false).over(() -> inputs);
    }

    private static List<InputFile> inputs(Path root, Path out) throws IOException {
        if (!Files.isDirectory(root)) {
            throw new IOException("not a folder: " + root);
        }
        try (var files = Files.walk(root)) {
            var inputs =
                    files.filter(Files::isRegularFile)
                            .filter(file -> !file.startsWith(out))
                            .sorted()
                            .map(file ->
                                    new InputFile(file, root.relativize(file).toString(), AE_TITLE))
                            .toList();
            if (inputs.isEmpty()) {
                throw new IOException("no files in " + root);
            }
            return inputs;
        }
    }
}
