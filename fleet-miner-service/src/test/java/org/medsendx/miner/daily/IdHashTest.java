package org.medsendx.miner.daily;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdHashTest {

    private static final String ID = "0123456789abcdef0123456789abcdef";

    @Test
    void is_what_state_of_earlier_releases_holds() {
        // By another program, from the definitions of FNV-1a and MurmurHash3's finaliser.
        assertThat(IdHash.of("")).isEqualTo(0xefd01f60ba992926L);
        assertThat(IdHash.of(ID)).isEqualTo(0x26d521498b2056f3L);
        assertThat(IdHash.of(IdHash.of(ID), "CT|HEAD")).isEqualTo(0x59c372cbfd4d3479L);
    }
}
