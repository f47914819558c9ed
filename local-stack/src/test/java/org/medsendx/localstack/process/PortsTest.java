package org.medsendx.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
    void gives_no_port_that_an_outgoing_connection_may_take() throws IOException {
        var ports = new Ports();

        for (int i = 0; i < 50; i++) {
            assertThat(ports.any()).isBetween(20_000, 32_767);
        }
    }
}
