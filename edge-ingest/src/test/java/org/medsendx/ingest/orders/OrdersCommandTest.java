package org.medsendx.ingest.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class OrdersCommandTest {

    @TempDir Path folder;
    private final StringWriter out = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new OrdersCommand())
                .setOut(new PrintWriter(out, true))
                .execute(arguments);
    }

    @Test
    void a_file_that_is_right_is_put_where_the_truck_takes_it() throws IOException {
        var file =
                Files.writeString(
                        folder.resolve("doe.csv"), Orders.HEADER + "1,Doe^Jane,,,A1,MG,,,,\n");
        var to = Files.createDirectory(folder.resolve("orders-in"));

        int status = run(file.toString(), "--folder", to.toString());

        assertThat(status).isZero();
        assertThat(out.toString()).contains("file 1: 1 orders").doesNotContain("doe", "Doe");
        var book = Orders.book(folder);
        var inbox =
                new OrderInbox(to, Orders.quarantine(folder.resolve("quarantine")), book, 1 << 20);
        inbox.scan();
        assertThat(inbox.scan().reports()).hasSize(1);
        assertThat(book.all()).hasSize(1);
    }

    @Test
    void a_file_that_is_not_right_is_told_by_line_and_put_nowhere() throws IOException {
        var file =
                Files.writeString(
                        folder.resolve("bad.csv"), Orders.HEADER + "1,Doe^Jane,,,,MG,,,,\n");
        var to = Files.createDirectory(folder.resolve("orders-in"));

        assertThat(run(file.toString(), "--folder", to.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("line 2 no-number").doesNotContain("Doe");
        assertThat(to.toFile().list()).isEmpty();
        assertThat(run(folder.resolve("none").toString())).isEqualTo(1);
    }
}
