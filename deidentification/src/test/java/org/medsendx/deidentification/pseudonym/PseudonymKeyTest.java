package org.medsendx.deidentification.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PseudonymKeyTest {

    @Test
    void gives_another_code_for_every_purpose() {
        var key = key(7);
        var codes = new HashSet<String>();

        for (Purpose purpose : Purpose.values()) {
            codes.add(key.hex(purpose, 32, "same"));
        }

        assertThat(codes).hasSize(Purpose.values().length);
    }

    @Test
    void tells_parts_apart_by_their_lengths() {
        var key = key(7);

        assertThat(key.code(Purpose.PATIENT, "ab", "c"))
                .isNotEqualTo(key.code(Purpose.PATIENT, "a", "bc"));
    }

    @Test
    void gives_the_same_codes_for_ever() {
        // Spelt out: a change here would split every patient of every customer.
        assertThat(key(7).hex(Purpose.UID, 32, "1.2.3")).isEqualTo(UID_OF_1_2_3);
        assertThat(key(7).id()).isEqualTo(ID_OF_SEVENS);
    }

    @Test
    void keeps_the_secret_out_of_its_text() {
        assertThat(key(7).toString()).doesNotContain(HexFormat.of().formatHex(secret(7)));
        assertThat(key(7).id()).hasSize(16).isNotEqualTo(key(8).id());
    }

    @Test
    void refuses_a_key_of_another_length() {
        assertThatThrownBy(() -> PseudonymKey.of(new byte[16]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static final String UID_OF_1_2_3 = "12fbd4fa5af286e3c4e1677aa2a1cb27";
    private static final String ID_OF_SEVENS = "29de24ea25f6cfd6";

    private static PseudonymKey key(int fill) {
        return PseudonymKey.of(secret(fill));
    }

    private static byte[] secret(int fill) {
        var secret = new byte[PseudonymKey.BYTES];
        Arrays.fill(secret, (byte) fill);
        return secret;
    }
}
