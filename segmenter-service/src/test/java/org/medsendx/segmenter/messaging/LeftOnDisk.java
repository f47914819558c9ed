package org.medsendx.segmenter.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.ScanMeasured;
import org.medsendx.journal.JournalReader;
import org.medsendx.journal.JournalReader.Position;
import org.medsendx.outbox.OutboxReader;
import org.medsendx.segmenter.storage.ScanLedger;
import org.medsendx.segmenter.storage.ScanRecord;

/**
 * What a segmenter left on its volume.
 *
 * @param derived the volume
 */
record LeftOnDisk(Path derived) {

    private static final int ALL = 100_000;

    /** Has the same files and events, and these in the same order where they hang together. */
    void isAsOf(LeftOnDisk other) throws IOException {
        assertThat(events()).isEqualTo(other.events());
        assertThat(files()).isEqualTo(other.files());
    }

    /** Every file beside the journals, by its digest. */
    Map<String, String> files() throws IOException {
        var found = new TreeMap<String, String>();
        try (var walk = Files.walk(derived)) {
            for (var file : walk.filter(Files::isRegularFile).toList()) {
                if (!file.startsWith(derived.resolve("segmenter"))) {
                    found.put(derived.relativize(file).toString(), Sha256.of(file));
                }
            }
        }
        return found;
    }

    /** Ids and digests of the events of each study, and of each kind of scan, in their order. */
    Map<String, List<String>> events() throws IOException {
        var found = new TreeMap<String, List<String>>();
        for (var event : all()) {
            Payload data = event.data();
            String of =
                    switch (data) {
                        case ScanMeasured measured ->
                                measured.scanner() + "|" + measured.stratum().id();
                        case ScanAssessed assessed -> assessed.instance().uids().studyInstanceUid();
                        default -> data.subject();
                    };
            found.computeIfAbsent(of, _ -> new ArrayList<>())
                    .add(event.id() + " " + Sha256.of(EventCodec.value(data)));
        }
        return found;
    }

    /** How many scans were told. */
    long assessed() throws IOException {
        return all().stream().filter(event -> event.data() instanceof ScanAssessed).count();
    }

    private List<Event<?>> all() throws IOException {
        var events = new ArrayList<Event<?>>();
        var reader = new OutboxReader(derived.resolve("segmenter/outbox"));
        for (var entry : reader.read(Position.START, ALL)) {
            var event = entry.event();
            if (event != null) {
                events.add(event);
            }
        }
        return events;
    }

    /** The lines of each object, in their order. */
    Map<UUID, List<ScanRecord>> lines(ScanLedger ledger) throws IOException {
        var found = new TreeMap<UUID, List<ScanRecord>>();
        for (var line : ledger.since(0, ALL)) {
            found.computeIfAbsent(line.value().objectId(), _ -> new ArrayList<>())
                    .add(line.value());
        }
        return found;
    }

    /** What was learned, in its order, for each kind of scan; but for the lines of the ledger. */
    Map<String, List<String>> learned() throws IOException {
        var found = new TreeMap<String, List<String>>();
        var reader = new JournalReader(derived.resolve("segmenter/usual"));
        for (var record : reader.read(Position.START, ALL)) {
            var scan = (ObjectNode) EventCodec.JSON.readTree(record.data());
            if (scan.has("key")) {
                scan.remove("line");
                found.computeIfAbsent(scan.path("key").asText(), _ -> new ArrayList<>())
                        .add(scan.toString());
            }
        }
        return found;
    }
}
