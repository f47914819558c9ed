package org.medsendx.deidentification.verify;

import static org.medsendx.dicom.dictionary.Tag.CodeMeaning;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.medsendx.deidentification.patient.Folding;
import org.medsendx.deidentification.patient.PatientTokens;
import org.medsendx.deidentification.patient.Vocabulary;
import org.medsendx.deidentification.rules.ContentItem;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;

/** Values in which the bytes of a token are no leak: the search counts what is found there off. */
final class HarmlessValues {

    private final PatientTokens tokens;
    private final List<byte[]> values = new ArrayList<>();
    private final List<Kept> kept = new ArrayList<>();

    private record Kept(Element.Value value, DataSet in) {}

    HarmlessValues(PatientTokens tokens) {
        this.tokens = tokens;
    }

    /** All of them; looked at only when something was found. */
    List<byte[]> values() {
        kept.forEach(one -> chance(one.value(), one.in()));
        kept.clear();
        return values;
    }

    /** A value of our own making. */
    void add(Element element) {
        switch (element) {
            case Element.Value value -> values.add(value.bytes());
            case Element.Sequence sequence -> {
                for (DataSet item : sequence.items()) {
                    item.forEach(this::add);
                }
            }
            case Element.Bulk bulk -> {}
            case Element.Encapsulated encapsulated -> {}
        }
    }

    /** A value that is as it was. */
    void addKept(Element.Value value, DataSet written) {
        kept.add(new Kept(value, written));
    }

    /**
     * Explains what may hold a token by chance although it is as it was: numbers, words of the
     * clinical vocabulary, coded triplets, and text in which no token stands as one.
     */
    private void chance(Element.Value value, DataSet written) {
        int tag = value.tag();
        switch (value.vr()) {
            case DS, IS, TM -> {
                if (written.strings(tag).stream().noneMatch(this::isToken)) {
                    add(value);
                }
            }
            case CS -> {
                for (String text : written.strings(tag)) {
                    for (String word : Folding.words(text)) {
                        if (Vocabulary.clinical().contains(word)) {
                            values.add(word.getBytes(StandardCharsets.ISO_8859_1));
                        }
                    }
                }
            }
            case LO, LT, SH, ST, UC, UR, UT, AE -> {
                boolean standard =
                        ContentItem.CODE.contains(tag) && ContentItem.standardCode(written);
                boolean told =
                        written.strings(tag).stream()
                                .anyMatch(text ->
                                        standard
                                                ? tag == CodeMeaning && tokens.inCode(text)
                                                : tokens.in(text));
                if (!told) {
                    add(value);
                }
            }
            default -> {
                // nothing to explain
            }
        }
    }

    private boolean isToken(String number) {
        return tokens.isLong(number.strip());
    }
}
