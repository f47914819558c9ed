package org.medsendx.ingest.orders;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/** Where the fields of HL7 v2 go in the worklist (IHE RAD TF-2, Appendix B). */
final class Hl7Mapping {

    /** Departments of table 0074 that are a modality under another name. */
    private static final Map<String, String> MODALITIES =
            Map.of("NMR", "MR", "RUS", "US", "NMS", "NM");

    private static final Set<Integer> DESCRIPTIONS =
            Set.of(
                    Tag.RequestedProcedureDescription,
                    Tag.ScheduledProcedureStepDescription,
                    Tag.CodeMeaning);

    /** Priorities of TQ1-9 and of the sixth component of a TQ (table 0485). */
    private static final Map<String, String> PRIORITIES =
            Map.ofEntries(
                    Map.entry("S", "STAT"),
                    Map.entry("STAT", "STAT"),
                    Map.entry("A", "HIGH"),
                    Map.entry("ASAP", "HIGH"),
                    Map.entry("H", "HIGH"),
                    Map.entry("P", "HIGH"),
                    Map.entry("C", "HIGH"),
                    Map.entry("T", "MEDIUM"),
                    Map.entry("TS", "MEDIUM"),
                    Map.entry("TM", "MEDIUM"),
                    Map.entry("M", "MEDIUM"),
                    Map.entry("R", "ROUTINE"),
                    Map.entry("PRN", "LOW"),
                    Map.entry("L", "LOW"));

    private Hl7Mapping() {}

    /** An order with one step, as the fields of a message say it. */
    static DataSet order(Hl7Message m, String pid, String visit, Hl7Group group)
            throws OrderRefusedException {
        String obr = group.request;
        var order = new DataSet();
        order.putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192");
        var step = new DataSet();
        order.putSequence(Tag.ScheduledProcedureStepSequence, step);

        String id = identifier(m, pid);
        put(order, Tag.PatientID, m.component(id, 1), "PID-3");
        put(order, Tag.IssuerOfPatientID, m.component(id, 4), "PID-3");
        put(order, Tag.PatientName, names(m, m.repetitions(pid, 5), 1), "PID-5");
        put(order, Tag.PatientBirthDate, day(m.text(pid, 7, 1)), "PID-7");
        put(order, Tag.PatientSex, sex(m.text(pid, 8, 1)), "PID-8");
        put(order, Tag.ReferringPhysicianName, names(m, m.repetitions(visit, 8), 2), "PV1-8");
        put(order, Tag.RequestingPhysician, names(m, m.repetitions(obr, 16), 2), "OBR-16");

        String placer = first(m.text(group.control, 2, 1), m.text(obr, 2, 1));
        String filler = first(m.text(group.control, 3, 1), m.text(obr, 3, 1));
        put(order, Tag.PlacerOrderNumberImagingServiceRequest, placer, "ORC-2");
        put(order, Tag.FillerOrderNumberImagingServiceRequest, filler, "ORC-3");
        String ipc = group.imaging;
        String accession =
                first(m.text(ipc, 1, 1), m.text(obr, 18, 1), short16(filler), short16(placer));
        put(order, Tag.AccessionNumber, accession, "OBR-18");
        put(
                order,
                Tag.RequestedProcedureID,
                first(m.text(ipc, 2, 1), m.text(obr, 19, 1)),
                "OBR-19");
        put(
                order,
                Tag.StudyInstanceUID,
                first(m.text(ipc, 3, 1), m.text(group.study, 1, 1)),
                "ZDS-1");
        code(m, order, Tag.RequestedProcedureCodeSequence, obr, 4, 1);
        put(
                order,
                Tag.RequestedProcedureDescription,
                head(first(m.text(obr, 4, 2), m.text(obr, 44, 2)), 64),
                "OBR-4");
        put(order, Tag.RequestedProcedurePriority, priority(m, group), "OBR-27");

        put(
                step,
                Tag.ScheduledProcedureStepID,
                first(m.text(ipc, 4, 1), m.text(obr, 20, 1)),
                "OBR-20");
        String modality = first(m.text(ipc, 5, 1), m.text(obr, 24, 1));
        put(
                step,
                Tag.Modality,
                MODALITIES.getOrDefault(modality.toUpperCase(Locale.ROOT), modality),
                "OBR-24");
        put(step, Tag.ScheduledStationName, m.text(ipc, 7, 1), "IPC-7");
        put(step, Tag.ScheduledStationAETitle, m.text(ipc, 9, 1), "IPC-9");
        put(
                step,
                Tag.ScheduledProcedureStepDescription,
                head(first(m.text(obr, 4, 5), m.text(obr, 4, 2)), 64),
                "OBR-4");
        code(m, step, Tag.ScheduledProtocolCodeSequence, obr, 4, 4);
        put(
                step,
                Tag.ScheduledPerformingPhysicianName,
                names(m, m.repetitions(obr, 34), 2),
                "OBR-34");
        String start =
                first(
                        m.text(group.timing, 7, 1),
                        m.text(obr, 27, 4),
                        m.text(group.control, 7, 4),
                        m.text(obr, 36, 1));
        put(step, Tag.ScheduledProcedureStepStartDate, head(start, 8), "OBR-27");
        if (start.length() > 8) {
            put(step, Tag.ScheduledProcedureStepStartTime, timeOf(start), "OBR-27");
        }
        String side = first(Sides.ofWord(m.text(obr, 15, 5)), modifier(m, obr));
        if (!side.isEmpty()) {
            Sides.put(step, side);
        }
        return order;
    }

    /**
     * The first identifier of PID-3 that has a number: many systems list authorities without one.
     * Where there is none, PID-2, in which versions before 2.3.1 had it.
     */
    private static String identifier(Hl7Message m, String pid) {
        for (int field : new int[] {3, 2}) {
            for (String one : m.repetitions(pid, field)) {
                if (!m.component(one, 1).isEmpty()) {
                    return one;
                }
            }
        }
        return "";
    }

    /** A day; nothing of a year or a month alone, which DICOM cannot say. */
    private static String day(String time) {
        return time.length() == 4 || time.length() == 6 ? "" : head(time, 8);
    }

    /** Hours to seconds of a TS: without fractions and time zone. */
    private static String timeOf(String start) {
        int end = 8;
        while (end < start.length() && ".+-".indexOf(start.charAt(end)) < 0) {
            end++;
        }
        return start.substring(8, end);
    }

    private static String modifier(Hl7Message m, String obr) {
        for (String one : m.repetitions(obr, 45)) {
            String side = Sides.ofWord(m.component(one, 1));
            if (!side.isEmpty()) {
                return side;
            }
        }
        return "";
    }

    private static void put(DataSet set, int tag, String value, String place)
            throws OrderRefusedException {
        if (value.isEmpty()) {
            return;
        }
        if (value.indexOf(Hl7Message.UNKNOWN) >= 0 && !DESCRIPTIONS.contains(tag)) {
            // A name or a number with a letter that is not known is a wrong one.
            throw new OrderRefusedException(OrderProblem.CHARACTER_SET, place);
        }
        CsvOrders.put(set, tag, value.replace(Hl7Message.UNKNOWN, ' ').strip(), place);
    }

    /** A triplet of code, text and scheme (CE and CWE). */
    private static void code(
            Hl7Message m, DataSet set, int tag, String segment, int field, int from)
            throws OrderRefusedException {
        String code = m.text(segment, field, from);
        if (code.isEmpty() || code.length() > 16) {
            return;
        }
        var item = new DataSet().within(set);
        put(item, Tag.CodeValue, code, "OBR-4");
        put(
                item,
                Tag.CodingSchemeDesignator,
                head(first(m.text(segment, field, from + 2), "L"), 16),
                "OBR-4");
        put(
                item,
                Tag.CodeMeaning,
                head(first(m.text(segment, field, from + 1), code), 64),
                "OBR-4");
        set.putSequence(tag, item);
    }

    /**
     * A name of type XPN or XCN as PN: alphabetic, then what is marked ideographic and phonetic
     * (XPN-8, table 4000).
     *
     * @param from the component of the family name
     */
    private static String names(Hl7Message m, List<String> repetitions, int from) {
        var groups = new String[] {"", "", ""};
        for (String one : repetitions) {
            String name =
                    withoutTail(
                            String.join(
                                            "^",
                                            family(m, one, from),
                                            m.component(one, from + 1),
                                            m.component(one, from + 2),
                                            // Prefix before suffix in DICOM.
                                            m.component(one, from + 4),
                                            m.component(one, from + 3))
                                    .replace('=', ' '),
                            '^');
            int group =
                    switch (m.component(one, from == 1 ? 8 : 15)) {
                        case "I" -> 1;
                        case "P" -> 2;
                        default -> 0;
                    };
            groups[group] = groups[group].isEmpty() ? name : groups[group];
        }
        return withoutTail(String.join("=", groups), '=');
    }

    /** The whole of it, or where only its parts are given (FN), prefix and name. */
    private static String family(Hl7Message m, String one, int part) {
        String whole = m.component(one, part);
        return whole.isEmpty()
                ? (m.component(one, part, 2) + ' ' + m.component(one, part, 3)).strip()
                : whole;
    }

    private static String withoutTail(String text, char tail) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == tail) {
            end--;
        }
        return text.substring(0, end);
    }

    private static String sex(String value) {
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "M" -> "M";
            case "F" -> "F";
            case "O", "A" -> "O";
            default -> "";
        };
    }

    private static String priority(Hl7Message m, Hl7Group group) {
        String given =
                first(
                        m.text(group.timing, 9, 1),
                        m.text(group.request, 27, 6),
                        m.text(group.control, 7, 6),
                        m.text(group.request, 5, 1));
        return PRIORITIES.getOrDefault(given.toUpperCase(Locale.ROOT), "");
    }

    private static String first(String... values) {
        for (String value : values) {
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    private static String head(String value, int most) {
        return value.length() > most ? value.substring(0, most).strip() : value;
    }

    // A number of another system may be longer than an accession number can be.
    private static String short16(String value) {
        return value.length() > 16 ? "" : value;
    }
}
