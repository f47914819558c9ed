package org.medsendx.deidentification.patient;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words that descriptions may keep. An allow-list: relatives, villages and telephone numbers
 * are nobody's known tokens, so only what is known to be clinical stays.
 */
public final class Vocabulary {

    private static final Vocabulary CLINICAL = load();

    // Sizes, tube settings, vertebrae and weightings: a number alone is no word, so that parts of
    // telephone numbers and dates do not pass.
    private static final Pattern MEASURE =
            Pattern.compile(
                    "\\d{1,3}([.,]\\d{1,2})?(mm|cm|kv|kvp|mas|ma|deg|sec|s|t|d|hz)|[ctls]\\d{1,2}([-/][ctls]?\\d{1,2})?|[2-4]d");
    private static final Pattern SEPARATORS = Pattern.compile("[\\s_;:()\\[\\]{}+&|=<>\"*^\\\\]+");
    private static final Pattern FINE_SEPARATORS = Pattern.compile("[/,.\\-]+");

    private final Set<String> words;

    private Vocabulary(Set<String> words) {
        this.words = words;
    }

    /** The shipped vocabulary. */
    public static Vocabulary clinical() {
        return CLINICAL;
    }

    /** Whether a word (folded) is in it. */
    public boolean contains(String word) {
        return words.contains(word) || MEASURE.matcher(word).matches();
    }

    /** The text with the words that may stay, separated by spaces; empty when none may. */
    public String clean(String text) {
        var kept = new StringBuilder();
        for (String chunk : SEPARATORS.split(text, -1)) {
            if (contains(Folding.fold(chunk))) {
                append(kept, chunk);
                continue;
            }
            for (String word : FINE_SEPARATORS.split(chunk, -1)) {
                if (contains(Folding.fold(word))) {
                    append(kept, word);
                }
            }
        }
        return kept.toString();
    }

    private static void append(StringBuilder kept, String word) {
        if (word.isEmpty() || !word.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            return;
        }
        kept.append(kept.isEmpty() ? "" : " ").append(word);
    }

    private static Vocabulary load() {
        InputStream in = Vocabulary.class.getResourceAsStream("clinical-vocabulary.txt");
        if (in == null) {
            throw new IllegalStateException("missing resource clinical-vocabulary.txt");
        }
        try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            var words = new HashSet<String>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#")) {
                    words.addAll(java.util.Arrays.asList(line.strip().split("\\s+", -1)));
                }
            }
            words.remove("");
            return new Vocabulary(Set.copyOf(words));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
