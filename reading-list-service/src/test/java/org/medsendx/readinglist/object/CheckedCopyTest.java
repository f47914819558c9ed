package org.medsendx.readinglist.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.contracts.Sha256;
import org.medsendx.readinglist.object.CheckedCopy.DiffersException;

class CheckedCopyTest {

    private static byte[] bytes(int count) {
        var bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 300_000})
    void what_was_verified_is_copied_whole(int count) throws IOException {
        byte[] bytes = bytes(count);
        var copy = new ByteArrayOutputStream();

        CheckedCopy.copy(new ByteArrayInputStream(bytes), copy, count, Sha256.of(bytes));

        assertThat(copy.toByteArray()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65_536, 300_000})
    void of_another_object_the_end_is_never_given_away(int count) {
        byte[] bytes = bytes(count);
        byte[] other = bytes.clone();
        other[0] ^= 1;
        var copy = new ByteArrayOutputStream();

        assertThatThrownBy(() ->
                        CheckedCopy.copy(
                                new ByteArrayInputStream(other), copy, count, Sha256.of(bytes)))
                .isInstanceOf(DiffersException.class);
        assertThat(copy.size()).isLessThan(count);
    }

    @Test
    void one_that_is_shorter_or_longer_than_it_was_is_not_copied() {
        byte[] bytes = bytes(1000);
        var copy = new ByteArrayOutputStream();

        assertThatThrownBy(() ->
                        CheckedCopy.copy(
                                new ByteArrayInputStream(Arrays.copyOf(bytes, 999)),
                                copy,
                                1000,
                                Sha256.of(bytes)))
                .isInstanceOf(DiffersException.class);
        assertThatThrownBy(() ->
                        CheckedCopy.copy(
                                new ByteArrayInputStream(bytes),
                                copy,
                                999,
                                Sha256.of(Arrays.copyOf(bytes, 999))))
                .isInstanceOf(DiffersException.class);
        assertThat(copy.size()).isZero();
    }
}
