package org.medsendx.uplink.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;
import org.medsendx.uplink.reconcile.Reconciliation.Difference;
import org.medsendx.uplink.reconcile.Reconciliation.Outcome;

/**
 * One object of JSON: {@code differences}, written as they are found, then the counts. One without
 * {@code equal} was not compared to the end.
 */
final class JsonReport implements Report {

    private final JsonGenerator json;
    private boolean ended;

    JsonReport(PrintWriter out, String truck, String bucket) throws IOException {
        this.json = EventCodec.JSON.getFactory().createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartObject();
        json.writeStringField("truck", truck);
        json.writeStringField("bucket", bucket);
        json.writeArrayFieldStart("differences");
    }

    @Override
    public void differs(Difference what, String key) throws IOException {
        json.writeStartObject();
        json.writeStringField("is", TextReport.code(what));
        json.writeStringField("key", key);
        json.writeEndObject();
    }

    @Override
    public void end(Outcome outcome) throws IOException {
        ended = true;
        json.writeEndArray();
        json.writeNumberField("ledger", outcome.ledger());
        text("ledgerFrom", outcome.from() == null ? null : outcome.from().toString());
        json.writeNumberField("listed", outcome.listed());
        json.writeNumberField("equal", outcome.equal());
        json.writeNumberField("byChecksum", outcome.byChecksum());
        json.writeNumberField("byReading", outcome.byReading());
        json.writeNumberField("byMetadata", outcome.byMetadata());
        json.writeNumberField("different", outcome.different());
        json.writeNumberField("missing", outcome.missing());
        json.writeNumberField("extra", outcome.extra());
        json.writeNumberField("recent", outcome.recent());
        json.writeNumberField("older", outcome.older());
        json.writeEndObject();
    }

    private void text(String name, @Nullable String value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, value);
        }
    }

    @Override
    public void close() throws IOException {
        if (!ended) {
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeRaw('\n');
        json.close();
    }
}
