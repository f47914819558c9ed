package org.medsendx.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void takes_another_port_when_the_usual_one_is_taken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = new Ports().usual(taken.getLocalPort());

            assertThat(port).isNotEqualTo(taken.getLocalPort()).isPositive();
        }
    }

    @Test
    void never_gives_a_port_twice() throws IOException {
        var ports = new Ports();
        int first = ports.any();

        assertThat(ports.usual(first)).isNotEqualTo(first);
    }

    @Test
    void gives_no_port_that_another_process_was_given_until_that_has_ended() throws Exception {
        var other =
                new ProcessBuilder(
                                System.getProperty("java.home") + "/bin/java",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Holder.class.getName())
                        .start();
        int port;
        try (var said = other.inputReader()) {
            port = Integer.parseInt(said.readLine());
            assertThat(new Ports().usual(port)).isNotEqualTo(port);
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertThat(new Ports().usual(port)).isEqualTo(port);
    }

    /** Is given a port, says which, and stays. */
    static final class Holder {
        public static void main(String[] args) throws Exception {
            System.out.println(new Ports().any());
            // Until it is killed, or nobody is there who would.
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    @Test
    void gives_no_port_that_an_outgoing_connection_may_take() throws IOException {
        var ports = new Ports();

        for (int i = 0; i < 50; i++) {
            assertThat(ports.any()).isBetween(20_000, 32_767);
        }
    }
}
