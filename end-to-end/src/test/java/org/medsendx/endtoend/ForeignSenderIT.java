package org.medsendx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.medsendx.localstack.follow.Tracker;
import org.medsendx.localstack.follow.Tracker.End;
import org.medsendx.localstack.send.Delivery;

/** A sender that is not ours: dcmtk's storescu. */
@ExtendWith(RunningStack.class)
class ForeignSenderIT {

    @Test
    void a_scan_sent_by_dcmtk_reaches_the_cloud() throws Exception {
        Peers.require("storescu");
        var input = RunningStack.scans(5).getFirst();
        var addresses = RunningStack.get().addresses();
        var command =
                new ProcessBuilder(
                        "storescu",
                        "-aet",
                        input.callingAeTitle(),
                        "-aec",
                        addresses.aeTitle(),
                        "127.0.0.1",
                        Integer.toString(addresses.dicomPort()),
                        input.file().toString());
        command.environment().put("TCP_NODELAY", "1");
        command.environment().put("TCP_BUFFER_LENGTH", "262144");
        var process = command.inheritIO().start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        var tracker = new Tracker(1);
        // storescu writes the data set anew, so its bytes are found by their place in the ledger
        // and not by digest.
        tracker.delivered(new Delivery(input, Intake.lastDigest(addresses), "", 0));
        RunningStack.follow(tracker);
        assertThat(tracker.end(input)).isInstanceOf(End.Released.class);
    }

    @Test
    void echo_answers_and_a_wrong_title_is_rejected() throws Exception {
        Peers.require("echoscu");
        var port = Integer.toString(RunningStack.get().addresses().dicomPort());

        assertThat(exit("echoscu", "-aec", "MEDSENDX", "127.0.0.1", port)).isZero();
        assertThat(exit("echoscu", "-aec", "SOMEBODY_ELSE", "127.0.0.1", port)).isNotZero();
    }

    private static int exit(String... command) throws Exception {
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(Path.of("/dev/null").toFile())
                        .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
