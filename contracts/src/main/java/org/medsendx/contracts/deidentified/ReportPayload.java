package org.medsendx.contracts.deidentified;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.medsendx.contracts.EventCodec;

/**
 * The payload of a verification report's JSON Web Signature. A report is mostly the same lines for
 * each instance of a series, and goes over a weak link beside every one of them, so it is
 * compressed before it is signed: {@code cty} says {@code gzip} (RFC 7515, 4.1.10: the media type
 * application/gzip, RFC 6713). Reports of earlier versions have no {@code cty} and are plain JSON.
 */
public final class ReportPayload {

    /** What the protected header says of the payload's form. */
    public static final String CONTENT = "gzip";

    /** A report is some thousand lines at most. */
    private static final int LARGEST = 16 << 20;

    private ReportPayload() {}

    /** The bytes that are signed, before base64url. */
    public static byte[] of(VerificationReport report) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new BestGzip(bytes)) {
            gzip.write(EventCodec.JSON.writeValueAsBytes(report));
        } catch (IOException e) {
            throw new IllegalStateException("a report is plain data", e);
        }
        return bytes.toByteArray();
    }

    /**
     * The report's JSON of a signature file, which is not verified here.
     *
     * @param jws the file, a flattened JSON serialization
     * @throws IOException when it holds none; the message quotes nothing of it
     */
    public static byte[] json(JsonNode jws) throws IOException {
        byte[] payload;
        JsonNode header;
        try {
            payload = Base64.getUrlDecoder().decode(jws.path("payload").asText());
            header =
                    EventCodec.JSON.readTree(
                            Base64.getUrlDecoder().decode(jws.path("protected").asText()));
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("no signed report");
        }
        String content = header == null ? "" : header.path("cty").asText();
        if (content.isEmpty()) {
            return payload;
        }
        if (!content.equals(CONTENT)) {
            throw new IOException("a report in a form that is not known here");
        }
        try (var in = new GZIPInputStream(new ByteArrayInputStream(payload))) {
            byte[] json = in.readNBytes(LARGEST + 1);
            if (json.length > LARGEST) {
                throw new IOException("a report larger than any");
            }
            return json;
        }
    }

    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
