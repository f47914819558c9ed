package org.medsendx.ingest.orders;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** Books and orders for tests. */
public final class Orders {

    public static final String HEADER =
            "patient_id,patient_name,birth_date,sex,accession_number,modality,date,time,priority,"
                    + "laterality\n";

    private Orders() {}

    public static OrderBook book(Path folder) throws IOException {
        return book(folder, 1000, Clock.systemUTC());
    }

    public static OrderBook book(Path folder, int most, Clock clock) throws IOException {
        return OrderBook.open(
                folder.resolve("orders"), new OrderBook.Limits(most, Duration.ofDays(7)), clock);
    }

    public static OrderQuarantine quarantine(Path folder) throws IOException {
        return OrderQuarantine.open(folder, Duration.ofDays(7), Clock.systemUTC());
    }

    /** Takes lines below {@link #HEADER}. */
    public static OrderImport.Report csv(OrderBook book, String... lines) throws IOException {
        return OrderImport.into(
                book, (HEADER + String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
