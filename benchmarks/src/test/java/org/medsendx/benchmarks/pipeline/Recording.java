package org.medsendx.benchmarks.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.medsendx.benchmarks.harness.Program;
import org.medsendx.localstack.process.ChildProcess;

/** A flight recording of one service, by the JDK's own commands. */
final class Recording implements AutoCloseable {

    private final long pid;

    private Recording(long pid) {
        this.pid = pid;
    }

    /** Begins one. */
    static Recording of(ChildProcess process, Path file) throws IOException, InterruptedException {
        jcmd(process.pid(), "JFR.start", "name=bench", "settings=profile", "filename=" + file);
        return new Recording(process.pid());
    }

    private static void jcmd(long pid, String... words) throws IOException, InterruptedException {
        var command = new java.util.ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(Long.toString(pid));
        command.addAll(List.of(words));
        Program.run(command);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        jcmd(pid, "JFR.stop", "name=bench");
    }
}
