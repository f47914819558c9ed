package org.medsendx.ingest.orders;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/**
 * Orders as HL7 v2 messages ORM^O01 and OMG^O19, mapped to the worklist as IHE Radiology does (RAD
 * TF-2, Appendix B; RAD-2 and RAD-4). In one message may be several orders: each ORC with the OBR,
 * TQ1, IPC and ZDS that follow it.
 */
final class Hl7Orders {

    private static final Set<String> PUTS = Set.of("NW", "XO", "RO", "SC");
    private static final Set<String> CANCELS = Set.of("CA", "DC", "OC", "CR");

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

    private Hl7Orders() {}

    static boolean looksLike(byte[] bytes) {
        int from = 0;
        while (from < bytes.length
                && (bytes[from] == 0x0b || bytes[from] <= ' ')
                && bytes[from] >= 0) {
            from++;
        }
        return Hl7Message.starts(bytes, from, "MSH")
                || Hl7Message.starts(bytes, from, "FHS")
                || Hl7Message.starts(bytes, from, "BHS");
    }

    static void read(byte[] bytes, OrderImport.Taker taker) {
        int number = 0;
        for (byte[] one : Hl7Message.split(bytes)) {
            number++;
            taker.nextMessage();
            String place = "message " + number;
            try {
                read(Hl7Message.of(one), place, taker);
            } catch (OrderRefusedException e) {
                taker.refuse(e.problem(), place + ' ' + e.place());
            }
        }
    }

    private static void read(Hl7Message message, String place, OrderImport.Taker taker)
            throws OrderRefusedException {
        String header = message.segments().getFirst();
        String kind = message.text(header, 9, 1) + '^' + message.text(header, 9, 2);
        if (!kind.equals("ORM^O01") && !kind.equals("OMG^O19")) {
            throw new OrderRefusedException(OrderProblem.HL7_MESSAGE, "MSH-9");
        }
        @Nullable Group group = null;
        String pid = "";
        String visit = "";
        boolean any = false;
        for (String segment : message.segments()) {
            switch (Hl7Message.name(segment)) {
                case "PID" -> pid = segment;
                case "PV1" -> visit = segment;
                case "ORC" -> {
                    take(message, pid, visit, group, place, taker);
                    group = new Group(segment);
                    any = true;
                }
                case "OBR" -> {
                    if (group == null) {
                        throw new OrderRefusedException(OrderProblem.HL7_SEGMENT, "OBR");
                    }
                    if (!group.request.isEmpty()) {
                        take(message, pid, visit, group, place, taker);
                        group = new Group(group.control);
                    }
                    group.request = segment;
                }
                case "TQ1" -> {
                    if (group != null && group.timing.isEmpty()) {
                        group.timing = segment;
                    }
                }
                case "IPC" -> {
                    if (group != null) {
                        group.imaging = segment;
                    }
                }
                case "ZDS" -> {
                    if (group != null) {
                        group.study = segment;
                    }
                }
                default -> {
                    // Notes, observations, insurance: nothing that a scanner asks for.
                }
            }
        }
        take(message, pid, visit, group, place, taker);
        if (!any) {
            throw new OrderRefusedException(OrderProblem.HL7_SEGMENT, "ORC");
        }
    }

    /** The segments of one order. */
    private static final class Group {
        private final String control;
        private String request = "";
        private String timing = "";
        private String imaging = "";
        private String study = "";

        Group(String control) {
            this.control = control;
        }
    }

    private static void take(
            Hl7Message message,
            String pid,
            String visit,
            @Nullable Group group,
            String place,
            OrderImport.Taker taker) {
        if (group == null) {
            return;
        }
        try {
            if (pid.isEmpty()) {
                throw new OrderRefusedException(OrderProblem.HL7_SEGMENT, "PID");
            }
            if (group.request.isEmpty()) {
                throw new OrderRefusedException(OrderProblem.HL7_SEGMENT, "OBR");
            }
            String control = message.text(group.control, 1, 1);
            boolean cancelled = CANCELS.contains(control);
            if (!cancelled && !PUTS.contains(control)) {
                throw new OrderRefusedException(OrderProblem.ORDER_CONTROL, "ORC-1");
            }
            for (var one : OrderForm.steps(dataSet(message, pid, visit, group), "OBR")) {
                taker.take(new OrderChange(one, cancelled, place));
            }
        } catch (OrderRefusedException e) {
            taker.refuse(e.problem(), place + ' ' + e.place());
        }
    }

    private static DataSet dataSet(Hl7Message m, String pid, String visit, Group group)
            throws OrderRefusedException {
        String obr = group.request;
        var order = new DataSet();
        order.putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192");
        var step = new DataSet();
        order.putSequence(Tag.ScheduledProcedureStepSequence, step);

        put(order, Tag.PatientID, m.text(pid, 3, 1), "PID-3");
        put(order, Tag.IssuerOfPatientID, m.text(pid, 3, 4), "PID-3");
        put(order, Tag.PatientName, names(m, m.repetitions(pid, 5), 1), "PID-5");
        put(order, Tag.PatientBirthDate, head(m.text(pid, 7, 1), 8), "PID-7");
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
        put(step, Tag.Modality, first(m.text(ipc, 5, 1), m.text(obr, 24, 1)), "OBR-24");
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
        if (!value.isEmpty()) {
            CsvOrders.put(set, tag, value, place);
        }
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
                                            m.component(one, from),
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

    private static String priority(Hl7Message m, Group group) {
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
