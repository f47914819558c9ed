package org.medsendx.deidentification.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.medsendx.deidentification.Instances;

class UidMapperTest {

    private final UidMapper mapper = new UidMapper(Instances.key());

    @Test
    void makes_a_uuid_of_version_8_under_2_25() {
        String uid = mapper.map("1.2.3.4.5");

        assertThat(uid).matches("2\\.25\\.[1-9]\\d*").hasSizeLessThanOrEqualTo(64);
        var bits = new BigInteger(uid.substring(5));
        assertThat(bits.shiftRight(76).and(BigInteger.valueOf(0xF)).intValue()).isEqualTo(8);
        assertThat(bits.shiftRight(62).and(BigInteger.valueOf(3)).intValue()).isEqualTo(2);
    }

    @Test
    void maps_equal_uids_to_one_whatever_their_padding() {
        assertThat(mapper.map("1.2.3.4\0")).isEqualTo(mapper.map("1.2.3.4"));
        assertThat(mapper.map(" 1.2.3.4 ")).isEqualTo(mapper.map("1.2.3.4"));
        assertThat(new UidMapper(Instances.key()).map("1.2.3.4")).isEqualTo(mapper.map("1.2.3.4"));
    }

    @Test
    void maps_different_uids_to_different_ones() {
        assertThat(mapper.map("1.2.3.4")).isNotEqualTo(mapper.map("1.2.3.40"));
    }

    @Test
    void leaves_uids_of_the_standard() {
        assertThat(mapper.map("1.2.840.10008.1.2.1")).isEqualTo("1.2.840.10008.1.2.1");
    }

    @Test
    void substitutes_what_is_missing_under_a_purpose_of_its_own() {
        String study = mapper.substitute(Purpose.MISSING_STUDY, "1.2.3");
        String series = mapper.substitute(Purpose.MISSING_SERIES, "1.2.3");

        assertThat(study).isNotEqualTo(series).isNotEqualTo(mapper.map("1.2.3"));
        assertThat(mapper.substitute(Purpose.MISSING_STUDY, "1.2.3")).isEqualTo(study);
    }
}
