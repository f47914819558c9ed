package org.medsendx.webguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {

    @Test
    void is_alive_and_not_ready_and_leaves_the_port_to_the_next() throws Exception {
        int port;
        try (var room = WaitingRoom.open("127.0.0.1", 0);
                var http = HttpClient.newHttpClient()) {
            port = room.port();
            assertThat(status(http, port, "/q/health/live")).isEqualTo(200);
            assertThat(status(http, port, "/q/health/ready")).isEqualTo(503);
            assertThat(status(http, port, "/instances")).isEqualTo(503);
        }

        try (var next = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(next.getLocalPort()).isEqualTo(port);
        }
    }

    private static int status(HttpClient http, int port, String path) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
