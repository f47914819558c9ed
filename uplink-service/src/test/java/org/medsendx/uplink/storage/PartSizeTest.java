package org.medsendx.uplink.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PartSizeTest {

    private static final long MIB = 1 << 20;
    private static final long SECOND = 1_000_000_000;

    private final PartSize sizes = new PartSize(5 * MIB, 16 * MIB);

    @Test
    void is_the_least_before_anything_was_sent() {
        assertThat(sizes.next(100 * MIB)).isEqualTo(5 * MIB);
    }

    @Test
    void is_what_the_link_carries_in_ten_seconds_in_whole_mebibytes() {
        sizes.sent(5 * MIB, 6 * SECOND);
        sizes.unbroken();

        assertThat(sizes.next(100 * MIB)).isEqualTo(8 * MIB);
    }

    @Test
    void grows_with_every_upload_that_was_not_broken_and_is_the_least_after_one_that_was() {
        sizes.sent(5 * MIB, SECOND / 10);
        assertThat(sizes.next(100 * MIB)).isEqualTo(5 * MIB);
        sizes.unbroken();
        assertThat(sizes.next(100 * MIB)).isEqualTo(10 * MIB);

        sizes.broken();

        assertThat(sizes.next(100 * MIB)).isEqualTo(5 * MIB);
    }

    @Test
    void stays_within_its_bounds() {
        sizes.sent(5 * MIB, SECOND / 10);
        for (int i = 0; i < 20; i++) {
            sizes.unbroken();
        }
        assertThat(sizes.next(100 * MIB)).isEqualTo(16 * MIB);

        for (int i = 0; i < 20; i++) {
            sizes.sent(5 * MIB, 60 * SECOND);
        }
        assertThat(sizes.next(100 * MIB)).isEqualTo(5 * MIB);
    }

    @Test
    void lets_any_object_fit_into_as_many_parts_as_s3_takes() {
        long bytes = 200_000 * MIB + 1;

        assertThat(Math.ceilDiv(bytes, sizes.next(bytes))).isLessThanOrEqualTo(10_000);
    }
}
