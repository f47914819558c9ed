package org.medsendx.deidentification.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.deidentified.ReportPayload;
import org.medsendx.contracts.deidentified.VerificationReport;

/**
 * A report in its published form: a JSON Web Signature in the flattened JSON serialization (RFC
 * 7515, 7.2.2) with EdDSA over Ed25519 (RFC 8037). What is signed are the exact bytes of {@code
 * protected}, a dot and {@code payload} as they stand in the file, so nothing has to be brought
 * into a canonical form; {@code payload} is the base64url form of the report's JSON, compressed
 * ({@link ReportPayload}).
 */
public final class SignedReport {

    /** Media type of the file. */
    public static final String CONTENT_TYPE = "application/jose+json";

    private static final String ALGORITHM = "EdDSA";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private SignedReport() {}

    /** Signs a report: the bytes of its file. */
    public static byte[] of(VerificationReport report, SigningKey key) {
        try {
            var header =
                    new TreeMap<>(
                            Map.of(
                                    "alg",
                                    ALGORITHM,
                                    "cty",
                                    ReportPayload.CONTENT,
                                    "kid",
                                    key.id(),
                                    "typ",
                                    "JOSE+JSON"));
            String signedHeader = ENCODER.encodeToString(EventCodec.JSON.writeValueAsBytes(header));
            String payload = ENCODER.encodeToString(ReportPayload.of(report));
            byte[] signature = key.sign(input(signedHeader, payload));
            var jws = new TreeMap<String, String>();
            jws.put("payload", payload);
            jws.put("protected", signedHeader);
            jws.put("signature", ENCODER.encodeToString(signature));
            return EventCodec.JSON.writeValueAsBytes(jws);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is plain data", e);
        }
    }

    /**
     * The report of a file, after its signature was verified.
     *
     * @return the report's JSON, exactly as it was signed
     * @throws InvalidReportException when it is no report, or not signed by that key
     */
    public static byte[] verify(byte[] file, PublicKey publicKey) throws InvalidReportException {
        try {
            JsonNode jws = EventCodec.JSON.readTree(file);
            String signedHeader = jws.path("protected").asText();
            String payload = jws.path("payload").asText();
            JsonNode header = EventCodec.JSON.readTree(DECODER.decode(signedHeader));
            if (header == null || !header.path("alg").asText().equals(ALGORITHM)) {
                throw new InvalidReportException("is not a report signed with " + ALGORITHM);
            }
            if (!header.path("kid").asText().equals(SigningKey.id(publicKey))) {
                throw new InvalidReportException("is signed with another key than this one");
            }
            byte[] signature = DECODER.decode(jws.path("signature").asText());
            if (!SigningKey.verify(publicKey, input(signedHeader, payload), signature)) {
                throw new InvalidReportException("was changed after it was signed");
            }
            return ReportPayload.json(jws);
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidReportException("is not a signed report");
        }
    }

    private static byte[] input(String signedHeader, String payload) {
        return (signedHeader + "." + payload).getBytes(StandardCharsets.US_ASCII);
    }

    /** The file proves nothing; the message says why. */
    public static final class InvalidReportException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidReportException(String problem) {
            super("the file " + problem);
        }
    }
}
