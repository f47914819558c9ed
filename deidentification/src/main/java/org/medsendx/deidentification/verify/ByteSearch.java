package org.medsendx.deidentification.verify;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds many words and UIDs in bytes in one pass: words in any case, in UTF-8, Latin-1 and both
 * orders of UTF-16; UIDs as whole runs of digits and dots. Bytes may come in pieces. Immutable;
 * {@link #scan} makes the state of one pass.
 */
final class ByteSearch {

    /** Shorter UIDs would be found in any file by chance. */
    static final int SHORTEST_UID = 12;

    private static final int KEY = 4;
    private static final int BITS = 16;
    private static final List<Charset> ENCODINGS =
            List.of(
                    StandardCharsets.UTF_8,
                    StandardCharsets.ISO_8859_1,
                    StandardCharsets.UTF_16LE,
                    StandardCharsets.UTF_16BE);
    // Longer than any UID with its neighbours.
    private static final int LONGEST_RUN = 80;
    private static final byte[] FOLD = new byte[256];
    private static final boolean[] IN_UID = new boolean[256];

    static {
        for (int b = 0; b < 256; b++) {
            FOLD[b] = (byte) (b >= 'A' && b <= 'Z' ? b + 32 : b);
            IN_UID[b] = (b >= '0' && b <= '9') || b == '.';
        }
    }

    private static final class Pattern {
        final String token;
        final byte[] bytes;

        Pattern(String token, byte[] bytes) {
            this.token = token;
            this.bytes = bytes;
        }
    }

    /** Bytes that one of the first {@value #KEY} of a pattern may be, in either case. */
    private final boolean[] early = new boolean[256];

    private final long[] starts = new long[1 << BITS - 6];
    private final Map<Integer, List<Pattern>> patterns = new HashMap<>();
    private final Set<String> uids = new HashSet<>();
    private int longest = KEY;

    /**
     * @param tokens folded words of at least {@value #KEY} bytes in each encoding; others are left
     *     out there
     * @param originalUids UIDs; those shorter than {@value #SHORTEST_UID} are left out
     */
    ByteSearch(Set<String> tokens, Set<String> originalUids) {
        for (String token : tokens) {
            for (byte[] form : forms(token)) {
                int key = key(form, 0);
                for (int i = 0; i < KEY; i++) {
                    int one = form[i] & 0xFF;
                    early[one] = true;
                    early[one >= 'a' && one <= 'z' ? one - 32 : one] = true;
                }
                starts[bit(key) >>> 6] |= 1L << bit(key);
                patterns.computeIfAbsent(key, k -> new ArrayList<>()).add(new Pattern(token, form));
                longest = Math.max(longest, form.length);
            }
        }
        for (String uid : originalUids) {
            if (uid.length() >= SHORTEST_UID) {
                uids.add(uid);
            }
        }
    }

    /** A hit. */
    interface Hits {
        /**
         * A token is there.
         *
         * @param token the token as it was given
         * @param position of its first byte
         * @param length in bytes
         */
        void token(String token, long position, int length);

        void uid(long position);
    }

    /** How often each token is in some values. */
    Map<String, Integer> counts(List<byte[]> values) {
        var counts = new HashMap<String, Integer>();
        Scan scan =
                scan(
                        new Hits() {
                            @Override
                            public void token(String token, long position, int length) {
                                counts.merge(token, 1, Integer::sum);
                            }

                            @Override
                            public void uid(long position) {}
                        });
        var gap = new byte[KEY];
        for (byte[] value : values) {
            scan.bytes(value, value.length);
            scan.bytes(gap, gap.length);
        }
        scan.end();
        return counts;
    }

    Scan scan(Hits hits) {
        return new Scan(hits);
    }

    /** One pass over bytes that come in pieces. */
    final class Scan {

        private final Hits hits;
        private byte[] buffer = new byte[1 << 16];
        private int filled;
        private long bufferPosition;
        private final byte[] run = new byte[LONGEST_RUN];
        private int runLength;

        private Scan(Hits hits) {
            this.hits = hits;
        }

        void bytes(byte[] bytes, int length) {
            for (int done = 0; done < length; ) {
                int step = Math.min(length - done, buffer.length - filled);
                System.arraycopy(bytes, done, buffer, filled, step);
                filled += step;
                done += step;
                if (filled == buffer.length) {
                    drain(filled - longest + 1);
                }
            }
        }

        void end() {
            Arrays.fill(buffer, filled, buffer.length, (byte) 0);
            drain(filled);
            endOfRun(bufferPosition);
        }

        /** Looks at matches that start before {@code until} and moves the rest to the front. */
        private void drain(int until) {
            tokens(until);
            uids(until);
            System.arraycopy(buffer, until, buffer, 0, filled - until);
            filled -= until;
            bufferPosition += until;
        }

        /**
         * Every byte of every file passes here, and most can be passed over: where the last of four
         * bytes is none of the first four of any pattern, no pattern begins at any of them
         * (Horspool, "Practical fast searching in strings", 1980).
         */
        private void tokens(int until) {
            byte[] bytes = buffer;
            boolean[] may = early;
            int whole = Math.min(until, filled - KEY + 1);
            int i = 0;
            while (i < whole) {
                if (!may[bytes[i + KEY - 1] & 0xFF]) {
                    i += KEY;
                    continue;
                }
                int key = key(bytes, i);
                int bit = bit(key);
                if ((starts[bit >>> 6] & 1L << bit) != 0) {
                    match(i, key);
                }
                i++;
            }
        }

        /** The same for runs of digits and dots, of which short ones do not count. */
        private void uids(int until) {
            byte[] bytes = buffer;
            int i = 0;
            while (i < until) {
                if (runLength == 0 && i + SHORTEST_UID <= until) {
                    int last = i + SHORTEST_UID - 1;
                    if (!IN_UID[bytes[last] & 0xFF]) {
                        i = last + 1;
                        continue;
                    }
                    int first = last;
                    while (first > i && IN_UID[bytes[first - 1] & 0xFF]) {
                        first--;
                    }
                    i = first;
                }
                if (IN_UID[bytes[i] & 0xFF]) {
                    if (runLength < run.length) {
                        run[runLength] = bytes[i];
                        runLength++;
                    }
                } else if (runLength > 0) {
                    endOfRun(bufferPosition + i);
                }
                i++;
            }
        }

        private void match(int start, int key) {
            List<Pattern> candidates = patterns.get(key);
            if (candidates == null) {
                return;
            }
            for (Pattern pattern : candidates) {
                byte[] wanted = pattern.bytes;
                if (start + wanted.length > filled) {
                    continue;
                }
                int i = KEY;
                while (i < wanted.length && FOLD[buffer[start + i] & 0xFF] == wanted[i]) {
                    i++;
                }
                if (i == wanted.length) {
                    hits.token(pattern.token, bufferPosition + start, wanted.length);
                }
            }
        }

        // The byte after a UID may be the first of the next tag, and look like a digit.
        private void endOfRun(long end) {
            if (runLength >= SHORTEST_UID && !uids.isEmpty()) {
                String whole = new String(run, 0, runLength, StandardCharsets.US_ASCII);
                if (uids.contains(whole)
                        || uids.contains(whole.substring(0, whole.length() - 1))
                        || uids.contains(whole.substring(1))) {
                    hits.uid(end - runLength);
                }
            }
            runLength = 0;
        }
    }

    private static Set<byte[]> forms(String token) {
        var forms = new java.util.TreeSet<byte[]>(Arrays::compare);
        for (String text :
                List.of(token, token.toUpperCase(Locale.ROOT), token.toLowerCase(Locale.ROOT))) {
            for (Charset encoding : ENCODINGS) {
                if (encoding.newEncoder().canEncode(text)) {
                    byte[] form = text.getBytes(encoding);
                    for (int i = 0; i < form.length; i++) {
                        form[i] = FOLD[form[i] & 0xFF];
                    }
                    if (form.length >= KEY) {
                        forms.add(form);
                    }
                }
            }
        }
        return forms;
    }

    private static int key(byte[] bytes, int at) {
        return FOLD[bytes[at] & 0xFF] << 24
                | (FOLD[bytes[at + 1] & 0xFF] & 0xFF) << 16
                | (FOLD[bytes[at + 2] & 0xFF] & 0xFF) << 8
                | (FOLD[bytes[at + 3] & 0xFF] & 0xFF);
    }

    private static int bit(int key) {
        return (key * 0x9E3779B1) >>> (32 - BITS);
    }
}
