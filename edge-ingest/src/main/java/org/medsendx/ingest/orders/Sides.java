package org.medsendx.ingest.orders;

import java.util.Map;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/**
 * The side of the body that an order is for. A worklist has no attribute of its own for it: it is a
 * modifier of a code, Right, Left or Bilateral (PS3.16, CID 244), or Laterality (0020,0060) where
 * an information system adds that.
 */
final class Sides {

    /** SNOMED CT, and SNOMED RT as older systems send it. */
    private static final Map<String, String> CODES =
            Map.of(
                    "24028007", "R",
                    "7771000", "L",
                    "51440002", "B",
                    "G-A100", "R",
                    "G-A101", "L",
                    "G-A102", "B");

    private static final Map<String, String> SNOMED =
            Map.of("R", "24028007", "L", "7771000", "B", "51440002");
    private static final Map<String, String> MEANINGS =
            Map.of("R", "Right", "L", "Left", "B", "Bilateral");

    private static final Map<String, String> WORDS =
            Map.ofEntries(
                    Map.entry("R", "R"),
                    Map.entry("RT", "R"),
                    Map.entry("RIGHT", "R"),
                    Map.entry("L", "L"),
                    Map.entry("LT", "L"),
                    Map.entry("LEFT", "L"),
                    Map.entry("B", "B"),
                    Map.entry("BI", "B"),
                    Map.entry("BILATERAL", "B"),
                    Map.entry("50", "B"));

    private static final int DEEPEST = 6;

    private Sides() {}

    /** {@code R}, {@code L}, {@code B}, or empty when the order does not say, or says two. */
    static String of(DataSet order) {
        return of(order, 0);
    }

    private static String of(DataSet set, int depth) {
        String found = "";
        for (Element element : set) {
            String here = "";
            if (element instanceof Element.Sequence sequence && depth < DEEPEST) {
                for (DataSet item : sequence.items()) {
                    String inside = of(item, depth + 1);
                    if (!here.isEmpty() && !inside.isEmpty() && !here.equals(inside)) {
                        return "";
                    }
                    here = here.isEmpty() ? inside : here;
                }
            } else if (element.tag() == Tag.CodeValue) {
                here = CODES.getOrDefault(String.valueOf(set.string(Tag.CodeValue)), "");
            } else if (element.tag() == Tag.Laterality) {
                here = WORDS.getOrDefault(String.valueOf(set.string(Tag.Laterality)), "");
            }
            if (!found.isEmpty() && !here.isEmpty() && !found.equals(here)) {
                return "";
            }
            found = found.isEmpty() ? here : found;
        }
        return found;
    }

    /** The side that a word or a modifier of a procedure code means, or empty. */
    static String ofWord(String word) {
        return WORDS.getOrDefault(word.strip().toUpperCase(java.util.Locale.ROOT), "");
    }

    /** Adds a side to a step, as a modifier of its protocol. */
    static void put(DataSet step, String side) {
        var code = new DataSet().within(step);
        code.putString(Tag.CodeValue, VR.SH, SNOMED.getOrDefault(side, ""));
        code.putString(Tag.CodingSchemeDesignator, VR.SH, "SCT");
        code.putString(Tag.CodeMeaning, VR.LO, MEANINGS.getOrDefault(side, ""));
        var concept = new DataSet().within(step);
        concept.putString(Tag.CodeValue, VR.SH, "272741003");
        concept.putString(Tag.CodingSchemeDesignator, VR.SH, "SCT");
        concept.putString(Tag.CodeMeaning, VR.LO, "Laterality");
        var context = new DataSet().within(step);
        context.putString(Tag.ValueType, VR.CS, "CODE");
        context.putSequence(Tag.ConceptNameCodeSequence, concept);
        context.putSequence(Tag.ConceptCodeSequence, code);
        var protocol = new DataSet().within(step);
        var existing = step.items(Tag.ScheduledProtocolCodeSequence);
        if (existing.isEmpty()) {
            protocol.putString(Tag.CodeValue, VR.SH, "SIDE");
            protocol.putString(Tag.CodingSchemeDesignator, VR.SH, "99MEDSENDX");
            protocol.putString(Tag.CodeMeaning, VR.LO, "Side that was ordered");
            protocol.putSequence(Tag.ProtocolContextSequence, context);
            step.putSequence(Tag.ScheduledProtocolCodeSequence, protocol);
        } else {
            existing.getFirst().putSequence(Tag.ProtocolContextSequence, context);
        }
    }
}
