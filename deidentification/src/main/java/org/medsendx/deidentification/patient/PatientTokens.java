package org.medsendx.deidentification.patient;

import static org.medsendx.dicom.dictionary.Tag.ContentCreatorName;

import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Dictionary;
import org.medsendx.dicom.dictionary.VR;

/**
 * The words that point to the people of one instance, as the header has them: name parts, ids,
 * accession number, birth date, telephone numbers, e-mail and postal addresses, of the patient and
 * of everybody whose name is in it; and where they are in a text.
 *
 * <p>Long tokens count wherever they are found, also inside a word; short ones only as a whole
 * word. Words of the clinical vocabulary and words that stand for nobody are no tokens: they tell
 * nothing of a patient, and a word of the vocabulary holds none.
 */
public final class PatientTokens {

    /** In a code's meaning a token inside a word is chance unless it is as long as this. */
    private static final int LONG_IN_CODE = 8;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{Nd}]+");
    private static final Pattern DOTTED =
            Pattern.compile("(?<![\\p{L}\\p{Nd}])(?:\\p{L}\\.[ -]?){2,}");

    private final Tokens tokens = new Tokens();
    private final Set<String> initialLetters = new HashSet<>();

    private PatientTokens() {}

    /** The tokens of an instance. */
    public static PatientTokens of(DataSet original) {
        return of(original, tag -> false);
    }

    /**
     * The tokens of an instance.
     *
     * @param kept attributes that stay: the words of an institution that may be named are none
     */
    public static PatientTokens of(DataSet original, IntPredicate kept) {
        var patient = new PatientTokens();
        patient.tokens.collect(original, 0);
        patient.tokens.whole.addAll(InstitutionWords.of(original, kept));
        for (String initials : patient.tokens.initials) {
            initials.codePoints().forEach(c -> patient.initialLetters.add(Character.toString(c)));
        }
        return patient;
    }

    /** Whether an attribute's values are tokens: who keeps it keeps a name or an address. */
    public static boolean isSource(int tag) {
        return Tokens.isSource(tag) || (Dictionary.vr(tag) == VR.PN && tag != ContentCreatorName);
    }

    /**
     * What bytes are searched for: tokens that count inside a word, without accents and as they are
     * spelled, and tokens of several words; lower case.
     */
    public Set<String> searched() {
        var all = new LinkedHashSet<>(tokens.inside);
        all.addAll(tokens.spelled);
        all.addAll(tokens.phrases);
        return all;
    }

    /** Whether a text is a long token and nothing else. */
    public boolean isLong(String text) {
        return tokens.inside.contains(Folding.fold(text));
    }

    /** How many there are. */
    public int size() {
        return tokens.size();
    }

    /** Whether any token is in a text. */
    public boolean in(String text) {
        return !text.isEmpty() && found(FoldedText.of(text), null);
    }

    /**
     * Whether a token is in the meaning of a code of a standard scheme: whole long words and very
     * long tokens only, for other words are the scheme's.
     */
    public boolean inCode(String text) {
        String folded = Folding.fold(text);
        for (String token : tokens.inside) {
            if (token.length() >= LONG_IN_CODE && folded.contains(token)) {
                return true;
            }
        }
        for (String phrase : tokens.phrases) {
            if (folded.contains(phrase)) {
                return true;
            }
        }
        for (String word : Folding.spelledWords(folded)) {
            if (tokens.inside.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /**
     * A text without the words that hold a token, words being what white space, carets, slashes,
     * commas and brackets separate, and without what stands between two halves of one.
     */
    public String removedFrom(String text) {
        FoldedText folded = FoldedText.of(text);
        var found = new BitSet(text.length());
        if (!found(folded, found)) {
            return text;
        }
        for (int i = found.nextSetBit(0); i >= 0; i = found.nextSetBit(i + 1)) {
            for (int left = i - 1; left >= 0 && !separates(text.charAt(left)); left--) {
                found.set(left);
            }
            for (int right = i + 1;
                    right < text.length() && !separates(text.charAt(right));
                    right++) {
                found.set(right);
            }
        }
        var kept = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            kept.append(found.get(i) ? ' ' : text.charAt(i));
        }
        String left = kept.toString().replaceAll("[\\s^]+", " ").strip();
        return in(left) ? "" : left;
    }

    private static boolean separates(char c) {
        return Character.isWhitespace(c) || "^/,;()[]".indexOf(c) >= 0;
    }

    /** Marks the places of tokens in the original text; whether there is one. */
    private boolean found(FoldedText folded, @Nullable BitSet places) {
        boolean any = longTokens(folded, places);
        if (any && places == null) {
            return true;
        }
        any |= words(folded, places);
        if (any && places == null) {
            return true;
        }
        any |= squeezed(folded, places);
        if (!tokens.initials.isEmpty()) {
            any |= dottedInitials(folded, places);
        }
        for (DatesInText date : tokens.birthDates) {
            any |= date.find(folded.text(), (from, to) -> mark(folded, from, to, places));
        }
        return any;
    }

    private boolean longTokens(FoldedText folded, @Nullable BitSet places) {
        String text = folded.text();
        boolean any = false;
        for (String token : tokens.inside) {
            for (int at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1)) {
                if (!inClinicalWord(text, at, at + token.length())) {
                    any = true;
                    mark(folded, at, at + token.length(), places);
                }
                if (any && places == null) {
                    return true;
                }
            }
        }
        for (String phrase : tokens.phrases) {
            for (int at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
                any = true;
                mark(folded, at, at + phrase.length(), places);
            }
        }
        return any;
    }

    // "coronal" is a plane, not a patient called Corona.
    private static boolean inClinicalWord(String text, int from, int to) {
        while (from > 0 && Character.isLetterOrDigit(text.charAt(from - 1))) {
            from--;
        }
        while (to < text.length() && Character.isLetterOrDigit(text.charAt(to))) {
            to++;
        }
        return Vocabulary.clinical().contains(text.substring(from, to));
    }

    /** Short tokens, two words that are a full name, and initials beside a name. */
    private boolean words(FoldedText folded, @Nullable BitSet places) {
        if (tokens.whole.isEmpty() && tokens.pairs.isEmpty()) {
            return false;
        }
        boolean any = false;
        Matcher word = WORD.matcher(folded.text());
        String before = "";
        int beforeFrom = 0;
        boolean beforeIsName = false;
        while (word.find()) {
            String now = word.group();
            boolean pair = tokens.pairs.contains(before + ' ' + now);
            boolean whole = tokens.whole.contains(now);
            boolean name = whole || (tokens.inside.contains(now) && !CommonWords.inNames(now));
            boolean initial =
                    (beforeIsName && initialLetters.contains(now))
                            || (name && initialLetters.contains(before));
            if (pair || whole) {
                any = true;
            }
            if (whole) {
                mark(folded, word.start(), word.end(), places);
            }
            if (pair || initial) {
                mark(folded, beforeFrom, word.end(), places);
            }
            if (any && places == null) {
                return true;
            }
            before = now;
            beforeFrom = word.start();
            beforeIsName = name;
        }
        return any;
    }

    /** Ids and telephone numbers, whatever stands between their digits. */
    private boolean squeezed(FoldedText folded, @Nullable BitSet places) {
        String text = folded.text();
        if (tokens.squeezed.isEmpty() || text.chars().noneMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        var letters = new StringBuilder(text.length());
        int[] at = new int[text.length() + 1];
        for (int i = 0; i < text.length(); i++) {
            if (Character.isLetterOrDigit(text.charAt(i))) {
                at[letters.length()] = i;
                letters.append(text.charAt(i));
            }
        }
        boolean any = false;
        for (String token : tokens.squeezed) {
            for (int from = letters.indexOf(token);
                    from >= 0;
                    from = letters.indexOf(token, from + 1)) {
                int first = at[from];
                int last = at[from + token.length() - 1];
                boolean bounded =
                        (first == 0 || !Character.isLetterOrDigit(text.charAt(first - 1)))
                                && (last + 1 == text.length()
                                        || !Character.isLetterOrDigit(text.charAt(last + 1)));
                if (bounded || token.length() >= Tokens.LONG_NUMBER) {
                    any = true;
                    mark(folded, first, last + 1, places);
                }
            }
        }
        return any;
    }

    /** Initials with dots: two at least, the first of the given names and of the family name. */
    private boolean dottedInitials(FoldedText folded, @Nullable BitSet places) {
        boolean any = false;
        Matcher dotted = DOTTED.matcher(folded.text());
        while (dotted.find()) {
            String letters = dotted.group().replaceAll("[. -]", "");
            for (String initials : tokens.initials) {
                String first = initials.substring(0, 1);
                String last = initials.substring(initials.length() - 1);
                if (letters.equals(initials)
                        || letters.equals(first + last)
                        || letters.equals(last + first)
                        || letters.equals(last + initials.substring(0, initials.length() - 1))) {
                    any = true;
                    mark(folded, dotted.start(), dotted.end(), places);
                }
            }
        }
        return any;
    }

    private static void mark(FoldedText folded, int from, int to, @Nullable BitSet places) {
        if (places != null) {
            places.set(folded.origin(from), Math.max(folded.origin(to), folded.origin(from) + 1));
        }
    }
}
