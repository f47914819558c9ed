package org.medsendx.contracts.deidentified;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.EventCodec;

class ReportPayloadTest {

    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    @Test
    void a_report_comes_back_and_is_less_than_half_of_its_json() throws Exception {
        byte[] json;
        try (var in =
                getClass().getResourceAsStream("/samples/verification-report.v1/released.json")) {
            json = Objects.requireNonNull(in).readAllBytes();
        }
        var report = EventCodec.JSON.readValue(json, VerificationReport.class);

        byte[] payload = ReportPayload.of(report);

        assertThat(payload.length).isLessThan(json.length / 2);
        byte[] back = ReportPayload.json(jws("{\"cty\":\"gzip\"}", payload));
        assertThat(EventCodec.JSON.readValue(back, VerificationReport.class)).isEqualTo(report);
        assertThat(ReportPayload.of(report)).isEqualTo(payload);
    }

    @Test
    void a_report_of_an_earlier_version_is_plain_json() throws Exception {
        byte[] json = "{\"verdict\":\"RELEASED\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(ReportPayload.json(jws("{\"alg\":\"EdDSA\"}", json))).isEqualTo(json);
    }

    @Test
    void a_form_that_is_not_known_is_refused() {
        var jws = jws("{\"cty\":\"zstd\"}", new byte[4]);

        assertThatThrownBy(() -> ReportPayload.json(jws)).isInstanceOf(IOException.class);
    }

    @Test
    void what_only_says_that_it_is_compressed_or_is_no_base64_is_refused() throws Exception {
        var lies = jws("{\"cty\":\"gzip\"}", "{}".getBytes(StandardCharsets.UTF_8));
        var broken = EventCodec.JSON.readTree("{\"payload\":\"*\",\"protected\":\"*\"}");

        assertThatThrownBy(() -> ReportPayload.json(lies)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ReportPayload.json(broken)).isInstanceOf(IOException.class);
    }

    @Test
    void a_payload_that_would_fill_the_memory_is_refused() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < 64; i++) {
                gzip.write(new byte[1 << 20]);
            }
        }

        assertThatThrownBy(() -> ReportPayload.json(jws("{\"cty\":\"gzip\"}", bytes.toByteArray())))
                .hasMessageContaining("larger");
    }

    private static JsonNode jws(String header, byte[] payload) {
        return EventCodec.JSON
                .createObjectNode()
                .put("payload", URL.encodeToString(payload))
                .put("protected", URL.encodeToString(header.getBytes(StandardCharsets.UTF_8)));
    }
}
