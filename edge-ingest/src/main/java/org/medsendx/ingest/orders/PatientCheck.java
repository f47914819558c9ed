package org.medsendx.ingest.orders;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.medsendx.contracts.identified.OrderMatch.Difference;
import org.medsendx.dicom.data.PersonName;
import org.medsendx.dicom.dictionary.Tag;

/**
 * Whether an image is of the patient and the part of the body that an order is for. What one of the
 * two does not say contradicts nothing. Names are compared without case, accents, titles and second
 * names, and whichever of family and given name was typed first; ids letter by letter but for case.
 */
final class PatientCheck {

    /** Made from images, or beside them: their modality says nothing of the order's. */
    private static final Set<String> BESIDE =
            Set.of("SR", "PR", "KO", "SEG", "REG", "DOC", "OT", "SC", "AU", "PLAN");

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

    private PatientCheck() {}

    /** What of an image contradicts an order, in the order of {@link Difference}. */
    static List<Difference> differences(Imaged image, Order order) {
        var found = new ArrayList<Difference>();
        if (differ(image.patientId(), order.text(Tag.PatientID))) {
            found.add(Difference.PATIENT_ID);
        }
        if (!sameName(image.patientName(), order.text(Tag.PatientName))) {
            found.add(Difference.PATIENT_NAME);
        }
        if (differ(image.birthDate(), order.text(Tag.PatientBirthDate))) {
            found.add(Difference.BIRTH_DATE);
        }
        if (differ(image.sex(), order.text(Tag.PatientSex))) {
            found.add(Difference.SEX);
        }
        if (differ(image.accessionNumber(), order.text(Tag.AccessionNumber))) {
            found.add(Difference.ACCESSION_NUMBER);
        }
        if (!BESIDE.contains(image.modality())
                && differ(image.modality(), order.stepText(Tag.Modality))) {
            found.add(Difference.MODALITY);
        }
        String side = order.laterality();
        if (!side.equals("B")
                && !image.laterality().equals("B")
                && differ(image.laterality(), side)) {
            found.add(Difference.LATERALITY);
        }
        return found;
    }

    static boolean differ(String one, String other) {
        return !one.isEmpty() && !other.isEmpty() && !one.equalsIgnoreCase(other);
    }

    /** Whether two names can be of one person; an empty one contradicts none. */
    static boolean sameName(String one, String other) {
        var first = PersonName.of(one);
        var second = PersonName.of(other);
        if (first.alphabetic().isBlank() || second.alphabetic().isBlank()) {
            return first.ideographic().isBlank()
                    || second.ideographic().isBlank()
                    || first.ideographic().equals(second.ideographic());
        }
        var a = words(first.alphabetic());
        var b = words(second.alphabetic());
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() == b.isEmpty();
        }
        // Of a name with one word alone nobody knows which it is.
        return a.equals(b)
                || (Math.min(a.size(), b.size()) > 1 && (a.containsAll(b) || b.containsAll(a)));
    }

    /** The words of family and given name, or of all when nobody said which is which. */
    private static Set<String> words(String name) {
        String[] parts = name.split("\\^", -1);
        String text = parts.length > 1 ? parts[0] + ' ' + parts[1] : parts[0];
        String plain =
                MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                        .replaceAll("")
                        .toUpperCase(Locale.ROOT)
                        .replace("AE", "A")
                        .replace("OE", "O")
                        .replace("UE", "U")
                        .replace("Ø", "O")
                        .replace("Æ", "A");
        var words = new HashSet<>(Arrays.asList(BETWEEN.split(plain)));
        words.remove("");
        return words;
    }
}
