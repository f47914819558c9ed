package org.medsendx.anonymizer.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.identified.InstanceWithheld;
import org.medsendx.journal.Journal;

/** A ledger as trucks have it on disk today is read, and written on in the same form. */
class LedgerLineTest {

    private static final String RELEASED =
            """
            {"objectId":"1e0c5ed6-7b5b-4b0f-8f55-0f1a1f0a0001","truck":"T1",\
            "at":"2026-05-04T23:30:00Z","keyId":"k-0123456789ab","profile":"truck",\
            "released":{"objectId":"1e0c5ed6-7b5b-4b0f-8f55-0f1a1f0a0001","truck":"T1",\
            "scanner":"CT-A","studyInstanceUid":"2.25.11","seriesInstanceUid":"2.25.12",\
            "sopInstanceUid":"2.25.13","sopClassUid":"1.2.840.10008.5.1.4.1.1.2",\
            "file":"objects/1e/a.dcm","sha256":"%s","bytes":8812,\
            "objectKey":"T1/20231104/2.25.11/2.25.12/2.25.13",\
            "featureId":"0123456789abcdef0123456789abcdef","acquisitionDay":"2024-03-10",\
            "modality":"CT","report":{"file":"objects/1e/a.jws","sha256":"%s","bytes":77}},\
            "transferSyntaxUid":"1.2.840.10008.1.2.1","reasons":[]}\
            """
                    .formatted("a".repeat(64), "b".repeat(64));

    private static final String WITHHELD =
            """
            {"objectId":"1e0c5ed6-7b5b-4b0f-8f55-0f1a1f0a0002","truck":"T1",\
            "at":"2026-05-04T23:31:00Z","keyId":"k-0123456789ab","profile":"truck",\
            "reasons":[{"rule":"PIXELS-nothing-found","tag":"00280301"}]}\
            """;

    @TempDir Path folder;

    @Test
    void reads_a_ledger_of_the_first_version_and_goes_on_with_it() throws Exception {
        write(RELEASED, WITHHELD);

        try (var ledger = Ledger.open(folder)) {
            List<Ledger.Numbered> entries = ledger.entries(0, 10);
            assertThat(entries).hasSize(2);
            assertThat(entries.get(0).entry().decision())
                    .isInstanceOfSatisfying(
                            LedgerEntry.Decision.Released.class,
                            released -> {
                                assertThat(
                                                released.instance()
                                                        .copy()
                                                        .instance()
                                                        .uids()
                                                        .sopInstanceUid())
                                        .isEqualTo("2.25.13");
                                assertThat(released.transferSyntaxUid())
                                        .isEqualTo("1.2.840.10008.1.2.1");
                            });
            assertThat(entries.get(1).entry().decision())
                    .isEqualTo(
                            new LedgerEntry.Decision.Withheld(
                                    List.of(
                                            new InstanceWithheld.Reason(
                                                    "PIXELS-nothing-found", "00280301"))));
            assertThat(ledger.released("a".repeat(64))).isTrue();
            assertThat(ledger.since(0, 10)).hasSize(1);
            // Again, as it was read: the same object on disk (JSON gives no order to fields).
            for (Ledger.Numbered one : entries) {
                ledger.add(one.entry());
            }
        }

        assertThat(lines())
                .containsExactly(json(RELEASED), json(WITHHELD), json(RELEASED), json(WITHHELD));
    }

    @Test
    void refuses_a_line_that_is_neither_released_nor_withheld() throws Exception {
        write(WITHHELD.replace("{\"rule\":\"PIXELS-nothing-found\",\"tag\":\"00280301\"}", ""));

        assertThatThrownBy(
                        () -> {
                            try (var ledger = Ledger.open(folder)) {
                                ledger.entry(
                                        UUID.fromString("1e0c5ed6-7b5b-4b0f-8f55-0f1a1f0a0002"));
                            }
                        })
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("T1");
    }

    private void write(String... lines) throws Exception {
        try (var journal = Journal.open(folder)) {
            for (String line : lines) {
                journal.append(line.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static JsonNode json(String line) throws IOException {
        return EventCodec.JSON.readTree(line);
    }

    private List<JsonNode> lines() throws Exception {
        try (var journal = Journal.open(folder)) {
            var lines = new ArrayList<JsonNode>();
            for (byte[] line : journal.read(0, 10, Long.MAX_VALUE)) {
                lines.add(json(new String(line, StandardCharsets.UTF_8)));
            }
            return lines;
        }
    }
}
