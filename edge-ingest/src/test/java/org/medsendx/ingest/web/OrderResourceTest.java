package org.medsendx.ingest.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.ingest.TestConfig;
import org.medsendx.ingest.orders.OrderBook;
import org.medsendx.ingest.orders.OrderDoor;
import org.medsendx.ingest.orders.OrderImport;
import org.medsendx.ingest.orders.Orders;
import org.medsendx.webguard.IdentifiedAccess;

/** What {@code POST /orders} answers to somebody who may send. */
class OrderResourceTest {

    private static final byte[] ORDER =
            (Orders.HEADER + "1,Doe^Jane,,,A1,MG,,,,\n").getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;

    private OrderResource resource(Map<String, String> properties) throws IOException {
        var book = Orders.book(folder);
        var door =
                new OrderDoor() {
                    @Override
                    public OrderBook orders() {
                        return book;
                    }

                    @Override
                    public void imported(OrderImport.Report report) {}
                };
        var access =
                new IdentifiedAccess(() -> {
                    throw new IllegalStateException("nobody asks here");
                });
        return new OrderResource(door, access, TestConfig.of(properties));
    }

    /** Sends another request while its own is under way. */
    private static final class Nested extends InputStream {
        private final OrderResource resource;
        private final int depth;
        private final List<Response> answers;
        private final InputStream own = new ByteArrayInputStream(ORDER);
        private boolean sent;

        Nested(OrderResource resource, int depth, List<Response> answers) {
            this.resource = resource;
            this.depth = depth;
            this.answers = answers;
        }

        @Override
        public int read() throws IOException {
            if (!sent && depth > 1) {
                sent = true;
                answers.add(resource.taken(new Nested(resource, depth - 1, answers)));
            }
            return own.read();
        }
    }

    @Test
    void a_third_request_at_a_time_is_asked_to_come_again() throws IOException {
        var resource = resource(Map.of());
        var answers = new ArrayList<Response>();

        answers.add(resource.taken(new Nested(resource, 3, answers)));

        assertThat(answers).extracting(Response::getStatus).containsExactly(503, 200, 200);
        assertThat(answers.getFirst().getHeaderString(HttpHeaders.RETRY_AFTER)).isEqualTo("10");
        assertThat(resource.taken(new ByteArrayInputStream(ORDER)).getStatus()).isEqualTo(200);
    }

    @Test
    @Timeout(20)
    void a_request_that_drips_is_ended_and_gives_its_place_back() throws IOException {
        var resource =
                resource(
                        Map.of(
                                "medsendx.ingest.association-idle-timeout", "1ms",
                                "medsendx.ingest.min-receive-rate", "1G"));
        var dripping =
                new InputStream() {
                    @Override
                    public int read() {
                        return ' ';
                    }

                    @Override
                    public int read(byte[] buffer, int offset, int length) {
                        if (length == 0) {
                            return 0;
                        }
                        buffer[offset] = ' ';
                        return 1;
                    }
                };

        for (int i = 0; i < 3; i++) {
            assertThat(resource.taken(dripping).getStatus()).isEqualTo(408);
        }
    }
}
