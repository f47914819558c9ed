package org.medsendx.uplink.destinations;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;

/**
 * What rules ask of an object's own header.
 *
 * @param modality Modality (0008,0060), such as {@code CT} or {@code SEG}; empty when absent
 * @param studyWords the words of Study Description (0008,1030) in lower case; the border let
 *     through words of its vocabulary alone
 */
public record Header(String modality, Set<String> studyWords) {

    // Long values stay in the file: a look costs a few kilobytes, however large the image is.
    private static final ReadLimits SHORT_VALUES = new ReadLimits(4096, 16 << 20, 64);

    public Header {
        studyWords = Set.copyOf(studyWords);
    }

    /**
     * Reads it.
     *
     * @throws org.medsendx.dicom.io.DicomFormatException when it is no DICOM file
     */
    static Header of(Path file) throws IOException {
        var dataSet = DicomReader.read(file, SHORT_VALUES).dataSet();
        String modality = dataSet.string(Tag.Modality);
        String description = dataSet.string(Tag.StudyDescription);
        var words = new TreeSet<String>();
        if (description != null) {
            for (String word : description.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
                if (!word.isEmpty()) {
                    words.add(word);
                }
            }
        }
        return new Header(modality == null ? "" : modality.strip(), words);
    }

    /** Neither value: they are of a patient's study, pseudonymous or not. */
    @Override
    public String toString() {
        return "header";
    }
}
