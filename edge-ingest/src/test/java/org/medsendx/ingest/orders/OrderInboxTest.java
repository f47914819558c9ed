package org.medsendx.ingest.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderInboxTest {

    private static final String BAD = Orders.HEADER + ",Doe^Jim,,,A2,MG,,,,\n";

    @TempDir Path folder;
    private Path in;
    private Path quarantine;
    private OrderBook book;

    @BeforeEach
    void open() throws IOException {
        in = Files.createDirectory(folder.resolve("in"));
        quarantine = folder.resolve("quarantine");
        book = Orders.book(folder);
    }

    private OrderInbox inbox(int largest) throws IOException {
        return new OrderInbox(in, Orders.quarantine(quarantine), book, largest);
    }

    @Test
    void a_file_that_is_too_large_stays_as_it_is_and_is_told_in_each_look() throws IOException {
        var file = Files.writeString(in.resolve("large.csv"), BAD);
        var inbox = inbox(BAD.length() - 1);
        inbox.scan();

        for (int i = 0; i < 3; i++) {
            assertThat(inbox.scan()).isEqualTo(new OrderInbox.Scan(List.of(), 1, 1));
        }

        assertThat(file).hasContent(BAD);
        assertThat(quarantine).doesNotExist();
    }

    @Test
    void a_file_that_comes_again_lies_in_quarantine_once() throws IOException {
        var inbox = inbox(1 << 20);
        for (var name : List.of("one.csv", "two.csv")) {
            Files.writeString(in.resolve(name), BAD);
            inbox.scan();
            assertThat(inbox.scan().reports()).hasSize(1);
        }

        assertThat(in).isEmptyDirectory();
        assertThat(quarantine.toFile().list()).hasSize(2);
    }

    @Test
    void a_file_that_cannot_be_removed_is_taken_once() throws IOException {
        var inbox = inbox(1 << 20);
        Files.writeString(in.resolve("good.csv"), Orders.HEADER + "1,Doe^Jane,,,A1,MG,,,,\n");
        Files.setPosixFilePermissions(in, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assumeThat(Files.isWritable(in)).as("root may remove everything").isFalse();
            inbox.scan();
            assertThat(inbox.scan().reports()).hasSize(1);
            book.remove(book.all().getFirst().key());

            assertThat(inbox.scan()).isEqualTo(new OrderInbox.Scan(List.of(), 1, 0));
            assertThat(book.isEmpty()).isTrue();
        } finally {
            Files.setPosixFilePermissions(in, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void what_lies_in_quarantine_is_deleted_when_its_time_is_over() throws IOException {
        Files.writeString(in.resolve("bad.csv"), BAD);
        var inbox = inbox(1 << 20);
        inbox.scan();
        inbox.scan();
        var later = Clock.offset(Clock.systemUTC(), Duration.ofDays(8));

        assertThat(Orders.quarantine(quarantine).expire()).isZero();
        int gone = OrderQuarantine.open(quarantine, Duration.ofDays(7), later).expire();

        assertThat(gone).isEqualTo(2);
        assertThat(quarantine).isEmptyDirectory();
    }

    @Test
    void what_a_power_cut_left_half_written_is_gone_after_the_start() throws IOException {
        Files.createDirectories(quarantine);
        for (var place : List.of(quarantine, folder.resolve("orders"))) {
            Files.writeString(place.resolve("half.json.tmp"), "Doe^Jane");
        }

        Orders.book(folder);
        Orders.quarantine(quarantine);

        assertThat(quarantine).isEmptyDirectory();
        assertThat(folder.resolve("orders")).isEmptyDirectory();
    }
}
