package org.medsendx.deidentification.rules;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.medsendx.deidentification.patient.Vocabulary;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.VR;

/**
 * What is done with single values of one instance. Methods that return a boolean say whether a
 * value could be treated so; what cannot falls to the Basic Profile.
 */
final class ValueCleaner {

    private static final Pattern TIME = Pattern.compile("[0-9:.]{2,16}");
    private static final Pattern AGE = Pattern.compile("\\d{3}[DWMY]");
    private static final Pattern UID = Pattern.compile("\\d+(\\.\\d+){3,}");
    private static final Set<String> SEXES = Set.of("M", "F", "O");
    private static final int OLD = 90;

    private final Subject subject;
    private final CleanedPaths cleaned;

    ValueCleaner(Subject subject, CleanedPaths cleaned) {
        this.subject = subject;
        this.cleaned = cleaned;
    }

    /** Keeps a value, but for what its place forbids and for residual copies of tokens in text. */
    void keep(DataSet from, DataSet to, Element.Value value, String path, WordTreatment words) {
        int tag = value.tag();
        VR vr = value.vr();
        boolean text = vr.characterSet() || vr == VR.AE || vr == VR.UR || vr == VR.UN;
        if (!text || value.isEmpty()) {
            to.putAsRead(value);
            return;
        }
        boolean standard = ContentItem.CODE.contains(tag) && ContentItem.standardCode(from);
        if (words != WordTreatment.KEPT && !standard) {
            replace(from, to, value, words);
            return;
        }
        if (standard && tag != CodeMeaning) {
            to.putAsRead(value);
            return;
        }
        List<String> texts = from.strings(tag);
        if (texts.stream().noneMatch(one -> tells(one, standard))) {
            to.putAsRead(value);
            return;
        }
        cleaned.add(ElementPath.of(path, tag));
        var kept = new ArrayList<String>();
        for (String one : texts) {
            kept.add(ascii(tells(one, standard) ? untold(one) : one));
        }
        String joined = String.join("\\", kept);
        to.put(
                joined.replace("\\", "").isBlank() || vr == VR.UN
                        ? Dummies.element(tag, vr)
                        : Dummies.text(tag, vr, joined));
    }

    private void replace(DataSet from, DataSet to, Element.Value value, WordTreatment words) {
        int tag = value.tag();
        String text = from.string(tag);
        boolean keep =
                words == WordTreatment.CLEANED
                        && text != null
                        && ContentItem.harmlessCode(tag, text)
                        && !tells(text, false);
        if (keep) {
            to.putAsRead(value);
        } else if (words != WordTreatment.CLEANED
                || (ContentItem.CODE.contains(tag) && tag != CodeMeaning)
                || !cleanWords(from, to, tag, value.vr())) {
            to.put(Dummies.element(tag, value.vr()));
        }
    }

    /** Whether a text has a token or an original UID in it. */
    boolean tells(String text, boolean code) {
        if (code ? subject.tokens().inCode(text) : subject.tokens().in(text)) {
            return true;
        }
        if (text.length() < 8 || text.indexOf('.') < 0) {
            return false;
        }
        var uid = UID.matcher(text);
        while (uid.find()) {
            if (subject.originalUids().contains(uid.group())) {
                return true;
            }
        }
        return false;
    }

    private String untold(String text) {
        String kept = subject.tokens().removedFrom(text);
        return tells(kept, false) ? UID.matcher(kept).replaceAll("") : kept;
    }

    /** Maps UIDs, those of a value that the file calls something else too. */
    void uids(DataSet from, DataSet to, Element element) {
        int tag = element.tag();
        List<String> mapped = new ArrayList<>();
        for (String uid : texts(from, element)) {
            mapped.add(uid.isBlank() ? "" : subject.uids().map(uid));
        }
        if (!mapped.isEmpty() || element.isEmpty()) {
            to.put(Dummies.text(tag, VR.UI, String.join("\\", mapped)));
        }
    }

    /** Moves dates; times of day stay. */
    boolean shift(DataSet from, DataSet to, int tag, VR vr) {
        List<String> moved = new ArrayList<>();
        for (String text : from.strings(tag)) {
            String one =
                    switch (vr) {
                        case DA -> subject.shift().date(text);
                        case DT -> subject.shift().dateTime(text);
                        default -> TIME.matcher(text.strip()).matches() ? text.strip() : null;
                    };
            if (one == null) {
                return false;
            }
            moved.add(one);
        }
        if (moved.isEmpty()) {
            return false;
        }
        to.put(Dummies.text(tag, vr, String.join("\\", moved)));
        return true;
    }

    /** Keeps the words of the clinical vocabulary, if there is one. */
    boolean cleanWords(DataSet from, DataSet to, int tag, VR vr) {
        List<String> cleaned = new ArrayList<>();
        for (String text : from.strings(tag)) {
            String clinical = Vocabulary.clinical().clean(text);
            cleaned.add(
                    subject.tokens().in(clinical)
                            ? subject.tokens().removedFrom(clinical)
                            : clinical);
        }
        String text = String.join("\\", cleaned);
        if (text.replace("\\", "").isEmpty()) {
            return false;
        }
        to.put(Dummies.text(tag, vr, text));
        return true;
    }

    /** Keeps an age, 90 years and over as 090Y. */
    boolean age(DataSet from, DataSet to, Element element) {
        String age = from.string(PatientAge);
        if (age == null || !AGE.matcher(age).matches()) {
            return false;
        }
        int number = Integer.parseInt(age.substring(0, 3));
        boolean old =
                switch (age.charAt(3)) {
                    case 'Y' -> number >= OLD;
                    case 'M' -> number >= OLD * 12;
                    default -> false;
                };
        to.putAsRead(old ? Dummies.text(PatientAge, VR.AS, "090Y") : element);
        return true;
    }

    /** Keeps one of the standard's terms for sex. */
    boolean sex(DataSet from, DataSet to, Element element) {
        String sex = from.string(element.tag());
        if (sex == null || !SEXES.contains(sex)) {
            return false;
        }
        to.putAsRead(element);
        return true;
    }

    /**
     * An age in a report is treated as Patient's Age is: capped where that stays, zero elsewhere.
     *
     * @param to the copy of an item whose concept is the subject's age
     */
    void reportedAge(DataSet to, String path, boolean kept) {
        List<DataSet> measured = to.items(MeasuredValueSequence);
        for (int i = 0; i < measured.size(); i++) {
            DataSet value = measured.get(i);
            double[] number = value.doubles(NumericValue);
            boolean young = number.length == 1 && number[0] < OLD;
            if (!value.contains(NumericValue) || (kept && young)) {
                continue;
            }
            String item = ElementPath.item(path, MeasuredValueSequence, i);
            value.put(Dummies.text(NumericValue, VR.DS, kept && number.length == 1 ? "90" : "0"));
            cleaned.add(ElementPath.of(item, NumericValue));
            for (int exact :
                    new int[] {
                        FloatingPointValue, RationalNumeratorValue, RationalDenominatorValue
                    }) {
                if (value.remove(exact) != null) {
                    cleaned.add(ElementPath.of(item, exact));
                }
            }
        }
    }

    private static List<String> texts(DataSet from, Element element) {
        List<String> texts = from.strings(element.tag());
        if (texts.isEmpty() && element instanceof Element.Value value && !value.isEmpty()) {
            return List.of(
                    new String(value.bytes(), StandardCharsets.ISO_8859_1).split("\\\\", -1));
        }
        return texts;
    }

    private static String ascii(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7F)
                ? text
                : text.replaceAll("\\S*[^ -~]\\S*", "").strip();
    }
}
