package org.medsendx.ingest.crew;

import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.ingest.orders.Imaged;

/**
 * Whom an original is of. Identified data: for the officer's pages and nobody else, and never in a
 * log.
 *
 * @param name Patient's Name as it stands, with spaces for its hats
 * @param patientId Patient ID
 * @param birthDate Patient's Birth Date as it stands
 * @param accession Accession Number
 * @param imaged what orders are compared with
 */
public record Original(
        String name, String patientId, String birthDate, String accession, Imaged imaged) {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BREAKS = Pattern.compile("[^\\p{L}\\p{N}]+");

    /**
     * Reads the header of a file.
     *
     * @throws IOException when it cannot be read, whatever the reason; says nothing of its values
     */
    public static Original of(Path file) throws IOException {
        try {
            var header = DicomReader.read(file, ReadLimits.DEFAULT).dataSet();
            return new Original(
                    or(header.string(Tag.PatientName)).replace('^', ' ').strip(),
                    or(header.string(Tag.PatientID)).strip(),
                    or(header.string(Tag.PatientBirthDate)).strip(),
                    or(header.string(Tag.AccessionNumber)).strip(),
                    Imaged.of(header));
        } catch (RuntimeException | StackOverflowError e) {
            // A defect of ours must not quote the file.
            throw new IOException("unreadable");
        }
    }

    private static String or(@Nullable String value) {
        return value == null ? "" : value;
    }

    /**
     * Whether somebody who looks for this means this person: the words of a name, whole or their
     * beginnings, in any order and without accents; or the whole of a number.
     */
    public boolean matches(String sought) {
        String whole = folded(sought);
        if (whole.isBlank()) {
            return false;
        }
        if (whole.equals(folded(patientId)) || whole.equals(folded(accession))) {
            return true;
        }
        var own = words(name);
        var wanted = words(sought);
        // Of a hyphen alone nothing is left, and everybody would be meant.
        return !wanted.isEmpty()
                && wanted.stream()
                        .allMatch(word -> own.stream().anyMatch(one -> one.startsWith(word)));
    }

    private static List<String> words(String text) {
        return Arrays.stream(BREAKS.split(folded(text))).filter(word -> !word.isEmpty()).toList();
    }

    private static String folded(String text) {
        return MARKS.matcher(Normalizer.normalize(text.strip(), Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }

    /** Says that there is one, not who. */
    @Override
    public String toString() {
        return "Original[...]";
    }
}
