package org.medsendx.deidentification.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSearchTest {

    private static final Set<String> TOKENS =
            Set.of("doe^", "jane", "mueller", "müller", "1234", "00-77", "anna", "aaaa");
    private static final Set<String> UIDS =
            Set.of("1.2.840.113619.2.1", "2.25.123456789012", "1.2.3.4.5.6.", "111111111111");

    private static final List<Charset> ENCODINGS =
            List.of(
                    StandardCharsets.UTF_8,
                    StandardCharsets.ISO_8859_1,
                    StandardCharsets.UTF_16LE,
                    StandardCharsets.UTF_16BE);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void finds_what_a_look_at_every_place_finds_however_the_bytes_come(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < 12; round++) {
            byte[] bytes = bytes(random, round < 2 ? 80_000 : 2000);

            var found = new TreeSet<String>();
            var scan = new ByteSearch(TOKENS, UIDS).scan(into(found));
            for (int at = 0; at < bytes.length; ) {
                int length = Math.min(bytes.length - at, 1 + random.nextInt(70_000));
                scan.bytes(Arrays.copyOfRange(bytes, at, at + length), length);
                at += length;
            }
            scan.end();

            assertThat(found).isEqualTo(slowly(bytes)).isNotEmpty();
        }
    }

    private static ByteSearch.Hits into(Set<String> found) {
        return new ByteSearch.Hits() {
            @Override
            public void token(String token, long position, int length) {
                assertThat(found.add(token + " " + position + " " + length)).isTrue();
            }

            @Override
            public void uid(long position) {
                assertThat(found.add("UID " + position)).isTrue();
            }
        };
    }

    /**
     * Pixels, noise, texts of an alphabet that is full of near misses, and the words themselves.
     */
    private static byte[] bytes(Random random, int length) {
        var out = new ByteArrayOutputStream();
        while (out.size() < length) {
            switch (random.nextInt(5)) {
                case 0 -> {
                    for (int i = random.nextInt(300); i > 0; i--) {
                        out.write(random.nextInt(256));
                        out.write(random.nextInt(8));
                    }
                }
                case 1 -> out.writeBytes(noise(random));
                case 2 -> {
                    for (int i = random.nextInt(100); i > 0; i--) {
                        out.write("aAnNjJeE1.2345".charAt(random.nextInt(14)));
                    }
                }
                case 3 -> {
                    var words = new ArrayList<>(new TreeSet<>(TOKENS));
                    String word = words.get(random.nextInt(words.size()));
                    out.writeBytes(
                            (random.nextBoolean() ? word : word.toUpperCase(Locale.ROOT))
                                    .getBytes(ENCODINGS.get(random.nextInt(4))));
                }
                default -> {
                    var uids = new ArrayList<>(new TreeSet<>(UIDS));
                    out.writeBytes(
                            uids.get(random.nextInt(uids.size()))
                                    .getBytes(StandardCharsets.US_ASCII));
                    out.write(random.nextInt(256));
                }
            }
        }
        return out.toByteArray();
    }

    private static byte[] noise(Random random) {
        var noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        return noise;
    }

    private static Set<String> slowly(byte[] bytes) {
        var found = new TreeSet<String>();
        byte[] folded = folded(bytes);
        for (String token : TOKENS) {
            var forms = new TreeSet<byte[]>(Arrays::compare);
            for (String text : List.of(token, token.toUpperCase(Locale.ROOT))) {
                ENCODINGS.forEach(encoding -> forms.add(folded(text.getBytes(encoding))));
            }
            for (byte[] form : forms) {
                for (int at = 0; at + form.length <= bytes.length; at++) {
                    if (Arrays.equals(folded, at, at + form.length, form, 0, form.length)) {
                        found.add(token + " " + at + " " + form.length);
                    }
                }
            }
        }
        for (int begin = 0; begin < bytes.length; begin++) {
            int end = begin;
            while (end < bytes.length && inUid(bytes[end])) {
                end++;
            }
            if (end > begin) {
                // Of very long runs the first 80 bytes count.
                int length = Math.min(80, end - begin);
                String run = new String(bytes, begin, length, StandardCharsets.US_ASCII);
                if (length >= 12
                        && (UIDS.contains(run)
                                || UIDS.contains(run.substring(1))
                                || UIDS.contains(run.substring(0, length - 1)))) {
                    found.add("UID " + (end - length));
                }
                begin = end;
            }
        }
        return found;
    }

    private static byte[] folded(byte[] bytes) {
        byte[] folded = bytes.clone();
        for (int i = 0; i < folded.length; i++) {
            folded[i] += folded[i] >= 'A' && folded[i] <= 'Z' ? 32 : 0;
        }
        return folded;
    }

    private static boolean inUid(byte one) {
        return one >= '0' && one <= '9' || one == '.';
    }
}
