package org.medsendx.segmenter.web;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.medsendx.outbox.ScansWaiting;
import org.medsendx.segmenter.config.SegmenterConfig;
import org.medsendx.segmenter.qa.HeaderChecks;
import org.medsendx.segmenter.storage.ScanLedger;

/** The pages for the crew: what came in, what it looks like, what should be taken again. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
public class QaPage {

    private static final int MOST = 500;

    private final ScanLedger ledger;
    private final Pictures pictures;
    private final java.nio.file.Path deidentified;

    public QaPage(ScanLedger ledger, Pictures pictures, SegmenterConfig config) {
        this.ledger = ledger;
        this.pictures = pictures;
        this.deidentified = config.deidentifiedDir();
    }

    @CheckedTemplate
    static class Templates {
        static native TemplateInstance scans(
                List<QaRow> rows,
                long total,
                List<QaRow> attention,
                boolean urgentFirst,
                String waiting);

        static native TemplateInstance scan(
                QaRow row, List<HeaderChecks.Check> checks, boolean readable, String waiting);
    }

    // Counted by the anonymizer, which knows the whole way; it shares the volume with us.
    private String waiting() {
        return ScansWaiting.line(
                ScansWaiting.read(deidentified.resolve("waiting.json")), Instant.now());
    }

    /**
     * The scans.
     *
     * @param order {@code newest}, or {@code priority} for the highest triage priority first
     * @param limit how many at most, up to 500
     */
    @GET
    public TemplateInstance scans(
            @QueryParam("order") @DefaultValue("newest") String order,
            @QueryParam("limit") @DefaultValue("100") int limit)
            throws IOException {
        var rows = new ArrayList<QaRow>();
        for (var line : ledger.newest(Math.clamp(limit, 1, MOST))) {
            rows.add(QaRow.of(pictures.view(line)));
        }
        var attention = rows.stream().filter(QaRow::repeat).toList();
        boolean urgentFirst = order.equals("priority");
        // The sort is stable: scans of one priority stay newest first.
        var shown = urgentFirst ? rows.stream().sorted(QaRow.URGENT_FIRST).toList() : rows;
        return Templates.scans(shown, ledger.size(), attention, urgentFirst, waiting());
    }

    /** One scan, with the marks of its de-identification. */
    @GET
    @Path("/qa/{objectId}")
    public TemplateInstance scan(UUID objectId) throws IOException {
        var line = ledger.get(objectId);
        if (line == null) {
            throw new NotFoundException();
        }
        var row = QaRow.of(pictures.view(line));
        try {
            var checks =
                    HeaderChecks.of(
                            deidentified.resolve(line.inputFile()), line.assessed().truck());
            return Templates.scan(row, checks, true, waiting());
        } catch (IOException e) {
            return Templates.scan(row, List.of(), false, waiting());
        }
    }
}
