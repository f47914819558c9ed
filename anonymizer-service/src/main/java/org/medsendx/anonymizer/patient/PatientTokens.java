package org.medsendx.anonymizer.patient;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.text.Normalizer;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.medsendx.anonymizer.pseudonym.DateShift;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Dictionary;
import org.medsendx.dicom.dictionary.VR;

/**
 * The words that point to the people of one instance: name parts, ids, accession number, birth
 * date, as the header has them, of the patient and of everybody whose name is in it.
 *
 * <p>Long tokens count wherever they are found, also inside a word; short ones only as a whole
 * word. Words of the clinical vocabulary and words that stand for nobody are no tokens: they tell
 * nothing of a patient.
 */
public final class PatientTokens {

    /** From this many characters on a token counts inside a word too. */
    public static final int LONG = 5;

    /** From this many digits on a token of digits counts inside a word too. */
    public static final int LONG_NUMBER = 8;

    // A header with more names than this is no header of one patient's image.
    private static final int MAX_TOKENS = 2000;
    private static final int MAX_DEPTH = 64;

    private static final Set<String> NOBODY =
            Set.of(
                    "anonymized",
                    "anonymised",
                    "anonymous",
                    "anonym",
                    "anon",
                    "unknown",
                    "unbekannt",
                    "none",
                    "null",
                    "name",
                    "patient",
                    "patients",
                    "test",
                    "tester",
                    "testing",
                    "dr",
                    "prof",
                    "md",
                    "mr",
                    "mrs",
                    "ms",
                    "miss",
                    "herr",
                    "frau",
                    "the",
                    "und",
                    "and",
                    "von",
                    "van",
                    "de",
                    "du",
                    "la",
                    "le",
                    "der",
                    "den",
                    "di",
                    "da",
                    "dos",
                    "el",
                    "al",
                    "bin",
                    "ben",
                    "medsendx",
                    "removed",
                    "deidentified",
                    "na",
                    "nn",
                    "xxx",
                    "xxxx",
                    "noname",
                    "jr",
                    "sr",
                    "ii",
                    "iii",
                    "female",
                    "male",
                    "physician",
                    "doctor",
                    "operator",
                    "technician",
                    "first",
                    "last",
                    "middle",
                    "family",
                    "given",
                    "firstname",
                    "lastname",
                    "no",
                    "id",
                    "yes",
                    "dicom",
                    "study",
                    "series",
                    "image");

    private static final Set<Integer> SOURCES =
            Set.of(
                    PatientID,
                    OtherPatientIDs,
                    AccessionNumber,
                    MedicalRecordLocator,
                    AdmissionID,
                    PatientBirthDate,
                    PatientTelephoneNumbers);

    private static final Pattern DIGITS = Pattern.compile("\\d+");

    private final Set<String> inside = new LinkedHashSet<>();
    private final Set<String> whole = new LinkedHashSet<>();
    private final Set<String> phrases = new LinkedHashSet<>();
    private final Set<String> spelled = new LinkedHashSet<>();

    private PatientTokens() {}

    /** The tokens of an instance. */
    public static PatientTokens of(DataSet original) {
        var tokens = new PatientTokens();
        tokens.collect(original, 0);
        return tokens;
    }

    /** Whether an attribute's values are tokens: names, ids, birth date, telephone numbers. */
    public static boolean isSource(int tag) {
        return SOURCES.contains(tag) || (Dictionary.vr(tag) == VR.PN && tag != ContentCreatorName);
    }

    /**
     * What bytes are searched for: tokens that count inside a word, without accents and as they are
     * spelled, and tokens of several words; lower case.
     */
    public Set<String> searched() {
        var all = new LinkedHashSet<>(inside);
        all.addAll(spelled);
        all.addAll(phrases);
        return all;
    }

    /** Whether any token is in a text. */
    public boolean in(String text) {
        if (text.isEmpty()) {
            return false;
        }
        String folded = Folding.fold(text);
        if (longIn(folded)) {
            return true;
        }
        if (whole.isEmpty()) {
            return false;
        }
        for (String word : Folding.words(folded)) {
            if (whole.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a long token is in a text: what codes of standard schemes are searched for, whose
     * short words and numbers are the scheme's.
     */
    public boolean inCode(String text) {
        return !text.isEmpty() && longIn(Folding.fold(text));
    }

    private boolean longIn(String folded) {
        for (String token : inside) {
            if (folded.contains(token)) {
                return true;
            }
        }
        for (String phrase : phrases) {
            if (folded.contains(phrase)) {
                return true;
            }
        }
        return false;
    }

    /**
     * A text without the words that hold a token, words being what white space and carets separate;
     * empty where a token goes over several words.
     */
    public String removedFrom(String text) {
        String folded = Folding.fold(text);
        for (String phrase : phrases) {
            if (folded.contains(phrase)) {
                return "";
            }
        }
        var kept = new StringBuilder();
        for (String word : text.split("[\\s^]+", -1)) {
            if (!word.isEmpty() && !in(word)) {
                kept.append(kept.isEmpty() ? "" : " ").append(word);
            }
        }
        return in(kept.toString()) ? "" : kept.toString();
    }

    /** How many there are. */
    public int size() {
        return inside.size() + whole.size() + phrases.size();
    }

    private void collect(DataSet dataSet, int depth) {
        if (depth > MAX_DEPTH) {
            return;
        }
        for (Element element : dataSet) {
            switch (element) {
                case Element.Sequence sequence -> {
                    for (DataSet item : sequence.items()) {
                        collect(item, depth + 1);
                    }
                }
                case Element.Value value -> {
                    if (size() < MAX_TOKENS) {
                        collect(dataSet, value);
                    }
                }
                case Element.Bulk bulk -> {}
                case Element.Encapsulated encapsulated -> {}
            }
        }
    }

    private void collect(DataSet dataSet, Element.Value value) {
        int tag = value.tag();
        // A content creator is often a program, named like the device.
        if (value.vr() == VR.PN && tag != ContentCreatorName) {
            dataSet.strings(tag).forEach(this::name);
            return;
        }
        switch (tag) {
            case PatientID, OtherPatientIDs, AccessionNumber, MedicalRecordLocator, AdmissionID ->
                    dataSet.strings(tag).forEach(this::number);
            case PatientBirthDate -> dataSet.strings(tag).forEach(this::birthDate);
            case PatientTelephoneNumbers -> dataSet.strings(tag).forEach(this::number);
            default -> {
                // no token of its own
            }
        }
    }

    private void name(String name) {
        String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
        for (String word : Folding.spelledWords(composed)) {
            String folded = Folding.fold(word);
            Folding.spelledWords(folded).forEach(this::add);
            if (inside.contains(folded) && !folded.equals(word.toLowerCase(Locale.ROOT))) {
                spelled.add(word.toLowerCase(Locale.ROOT));
            }
        }
    }

    private void number(String number) {
        String text = Folding.fold(number.strip());
        if (text.isEmpty()) {
            return;
        }
        if (Folding.words(text).equals(List.of(text))) {
            add(text);
            return;
        }
        if (text.length() >= LONG) {
            phrases.add(text);
            add(String.join("", Folding.words(text)));
        }
    }

    private void birthDate(String date) {
        LocalDate day = DateShift.parse(date.strip());
        if (day == null) {
            return;
        }
        String year = "%04d".formatted(day.getYear());
        String month = "%02d".formatted(day.getMonthValue());
        String dayOfMonth = "%02d".formatted(day.getDayOfMonth());
        inside.add(year + month + dayOfMonth);
        inside.add(dayOfMonth + month + year);
        for (String separator : List.of("-", ".", "/", " ")) {
            phrases.add(String.join(separator, year, month, dayOfMonth));
            phrases.add(String.join(separator, dayOfMonth, month, year));
            phrases.add(String.join(separator, month, dayOfMonth, year));
        }
    }

    private void add(String token) {
        String word = token.toLowerCase(Locale.ROOT);
        boolean number = DIGITS.matcher(word).matches();
        if (word.length() < 2 || NOBODY.contains(word) || Vocabulary.clinical().contains(word)) {
            return;
        }
        int enough = number ? LONG_NUMBER : ideographic(word) ? 2 : LONG;
        if (word.length() >= enough) {
            inside.add(word);
        } else {
            whole.add(word);
        }
    }

    // Scripts without spaces between words; two of their characters say as much as a Latin word.
    private static boolean ideographic(String word) {
        return word.codePoints()
                .anyMatch(c ->
                        Character.isIdeographic(c)
                                || Character.UnicodeScript.of(c) == Character.UnicodeScript.HANGUL
                                || Character.UnicodeScript.of(c) == Character.UnicodeScript.KATAKANA
                                || Character.UnicodeScript.of(c)
                                        == Character.UnicodeScript.HIRAGANA);
    }
}
