package org.medsendx.ingest.inspect;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * A line for each file below a folder, in the order of {@link FilesBelow} whatever file is read
 * first, and the totals behind them. Headers only are read, on all cores. Not thread safe.
 */
final class FolderListing {

    /** Lines that wait for the one before them: enough that no core waits for a large file. */
    private static final int AHEAD = 256;

    private static final String LAYOUT = "%-4s  %-13s  %6s  %-25s  %-28s  %s\n";

    private final Path folder;
    private final boolean withPatient;
    private final PrintWriter out;
    private final Map<String, Integer> modalities = new TreeMap<>();
    private int instances;
    private int unreadable;
    private int withWarnings;

    /**
     * @param withPatient whether lines say whose instance it is: identified data
     */
    FolderListing(Path folder, boolean withPatient, PrintWriter out) {
        this.folder = folder;
        this.withPatient = withPatient;
        this.out = out;
    }

    private record Line(Path file, Future<Glimpse> glimpse) {}

    /**
     * Prints the lines and the totals.
     *
     * @return whether everything below the folder is an instance that can be read
     * @throws IOException when the folder itself cannot be read
     */
    boolean print() throws IOException, InterruptedException {
        var files = new FilesBelow(folder);
        var waiting = new ArrayDeque<Line>();
        head();
        var cores = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            while (files.hasNext() || !waiting.isEmpty()) {
                if (files.hasNext() && waiting.size() < AHEAD) {
                    Path file = files.next();
                    Callable<Glimpse> look = () -> Glimpse.of(file, withPatient);
                    var task = new FutureTask<>(look);
                    cores.execute(task);
                    waiting.add(new Line(file, task));
                    continue;
                }
                Line line = waiting.remove();
                // Whoever reads along sees what is known before anything is waited for.
                if (!line.glimpse().isDone() && out.checkError()) {
                    return false; // nobody reads on
                }
                print(line.file(), line.glimpse().get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a file that ends the listing", e.getCause());
        } finally {
            cores.shutdownNow();
        }
        for (Path path : files.unreadable()) {
            print(path, new Glimpse.Unreadable("cannot be looked at"));
        }
        totals(files.passedBy());
        return unreadable == 0;
    }

    private void head() {
        print(
                "",
                "rows x columns",
                "frames",
                "transfer syntax",
                "SOP class",
                (withPatient ? "patient  " : "") + "file");
    }

    private void print(Path file, Glimpse glimpse) {
        String name = Printable.of(folder.relativize(file).toString());
        switch (glimpse) {
            case Glimpse.Instance instance -> {
                instances++;
                String modality = Printable.of(instance.modality());
                modalities.merge(
                        modality.isEmpty() ? "without modality" : modality, 1, Math::addExact);
                if (instance.warnings() > 0) {
                    withWarnings++;
                }
                print(
                        modality,
                        instance.size(),
                        instance.frames() == 0 ? "" : Integer.toString(instance.frames()),
                        Printable.of(instance.transferSyntax()),
                        Printable.of(instance.sopClass()),
                        (withPatient ? Printable.of(instance.patient()) + "  " : "")
                                + name
                                + (instance.warnings() > 0 ? "  (with warnings)" : ""));
            }
            case Glimpse.Unreadable none -> {
                unreadable++;
                out.print("!     " + none.why() + ": " + name + "\n");
            }
        }
    }

    private void print(
            String modality,
            String size,
            String frames,
            String transferSyntax,
            String sopClass,
            String name) {
        out.printf(
                Locale.ROOT,
                LAYOUT,
                modality.isEmpty() ? "-" : modality,
                size.isEmpty() ? "-" : size,
                frames.isEmpty() ? "-" : frames,
                transferSyntax,
                sopClass.isEmpty() ? "-" : sopClass,
                name);
    }

    private void totals(int passedBy) {
        var text = new StringBuilder();
        text.append(count(instances + unreadable, "file")).append(": ");
        text.append(instances).append(" DICOM");
        if (instances > 0) {
            var kinds = new StringBuilder();
            modalities.forEach((modality, many) ->
                    kinds.append(kinds.isEmpty() ? "" : ", ")
                            .append(many)
                            .append(' ')
                            .append(modality));
            text.append(" (").append(kinds).append(')');
        }
        text.append(", ").append(unreadable).append(" not");
        if (withWarnings > 0) {
            text.append("; ")
                    .append(withWarnings)
                    .append(" with warnings, which inspect FILE names");
        }
        if (passedBy > 0) {
            text.append("; ").append(passedBy).append(" links and the like passed by");
        }
        out.print(text.append('\n'));
        out.flush();
    }

    /** How many files were looked at. */
    int files() {
        return instances + unreadable;
    }

    private static String count(int many, String of) {
        return many + " " + of + (many == 1 ? "" : "s");
    }
}
