package org.medsendx.ingest.inspect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.CharacterSets;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.pixel.UnsupportedImageException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code medsendx inspect FILE [--json] [--png FILE]}: prints a header and writes a picture,
 * without any service. {@code medsendx inspect DIR [--patient]}: a line for each file below a
 * folder. Exit status: 0 done; 1 not readable or no picture, or below the folder is something that
 * is not; 2 wrong use.
 */
@Command(
        name = "medsendx inspect",
        description = {
            "Prints the header of a DICOM file and writes its first frame as a picture; what it shows"
                    + " is identified data.",
            "Of a folder: a line for each file below it, and totals; headers only are read, and"
                    + " whose they are is not shown unless asked for.",
            "Exit status: 0 done; 1 the file, or one below the folder, is not readable as DICOM, or"
                    + " has no picture; 2 wrong use."
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class InspectCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "a DICOM file, or a folder")
    private Path file;

    @Option(names = "--json", description = "the header as DICOM JSON (PS3.18, F.2)")
    private boolean json;

    @Option(
            names = "--png",
            paramLabel = "FILE",
            description = "writes the first frame as PNG; grey through the \"bone\" look-up table")
    private @Nullable Path png;

    @Option(
            names = "--patient",
            description = "of a folder: Patient ID and name as well, identified data")
    private boolean patient;

    /** Runs the command and exits with its status. */
    public static void main(String[] args) {
        CharacterSets.requireAll();
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        int status = new CommandLine(new InspectCommand()).setOut(out).execute(args);
        out.flush();
        System.exit(status);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (Files.isDirectory(file)) {
            return listing(file);
        }
        if (patient) {
            throw new ParameterException(
                    spec.commandLine(), "--patient is for a folder; of a file all is shown");
        }
        var out = spec.commandLine().getOut();
        Inspection inspection;
        try {
            inspection = Inspection.of(file);
        } catch (DicomFormatException e) {
            return failed("not readable as DICOM: " + e.getMessage());
        } catch (NoSuchFileException e) {
            return failed("no such file");
        } catch (IOException e) {
            return failed("cannot be read: " + e.getClass().getSimpleName());
        }
        inspection.warnings().forEach(warning -> note("warning: " + warning));
        try {
            if (json) {
                inspection.json(file.toUri().toString(), out);
                out.println();
            } else {
                out.println(inspection.text().stripTrailing());
            }
        } catch (IOException e) {
            return failed("cannot be read: " + e.getClass().getSimpleName());
        }
        out.flush();
        return png == null ? 0 : picture(inspection, png);
    }

    private int listing(Path folder) throws InterruptedException {
        if (json || png != null) {
            throw new ParameterException(
                    spec.commandLine(), "--json and --png are for a file, and this is a folder");
        }
        var listing = new FolderListing(folder, patient, spec.commandLine().getOut());
        long begun = System.nanoTime();
        try {
            boolean all = listing.print();
            double seconds = (System.nanoTime() - begun) / 1e9;
            spec.commandLine()
                    .getErr()
                    .printf(
                            Locale.ROOT,
                            "%.2f s, %.0f files a second%n",
                            seconds,
                            listing.files() / seconds);
            return all ? 0 : 1;
        } catch (IOException e) {
            return failed("cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private int picture(Inspection inspection, Path target) {
        try {
            // Into memory first, so that no half picture is left behind.
            var picture = new ByteArrayOutputStream();
            inspection.png(picture);
            Files.write(target, picture.toByteArray());
            inspection.remarks().forEach(remark -> note("the picture: " + remark));
            return 0;
        } catch (UnsupportedImageException e) {
            return failed("no picture: " + e.code());
        } catch (IOException e) {
            return failed("the picture cannot be written: " + e.getClass().getSimpleName());
        }
    }

    private void note(String what) {
        spec.commandLine().getErr().println("medsendx inspect: " + file + ": " + what);
    }

    private int failed(String why) {
        note(why);
        return 1;
    }
}
