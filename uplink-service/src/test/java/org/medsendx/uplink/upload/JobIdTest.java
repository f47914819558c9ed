package org.medsendx.uplink.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.contracts.deidentified.UploadedKind;

class JobIdTest {

    private static final String TEXT =
            "1e0c5ed6-7b5b-4b0f-8f55-0f1a1f0a0001/INSTANCE/00f0000000000001fedcba9876543210";

    @Test
    void is_written_as_journals_always_had_it_and_read_back() {
        var id =
                JobId.of(
                        UUID.fromString("1e0c5ed6-7b5b-4b0f-8f55-0f1a1f0a0001"),
                        UploadedKind.INSTANCE,
                        "00f0000000000001fedcba9876543210" + "9".repeat(32));

        assertThat(id).hasToString(TEXT);
        assertThat(JobId.parse(TEXT)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a/b/c",
                "1e0c5ed6-7b5b-4b0f-8f55-0f1a1f0a0001/INSTANCE/00f0",
                "1e0c5ed6-7b5b-4b0f-8f55-0f1a1f0a0001/NOTHING/00f0000000000001fedcba9876543210"
            })
    void anything_else_is_no_id(String text) {
        assertThatThrownBy(() -> JobId.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
