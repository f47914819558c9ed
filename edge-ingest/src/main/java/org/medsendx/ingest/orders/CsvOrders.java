package org.medsendx.ingest.orders;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Dictionary;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/**
 * Orders as CSV (RFC 4180): UTF-8, a header that names the columns in any order, a line a step.
 * Commas, or semicolons when the header has them, as spreadsheets of many countries write.
 */
final class CsvOrders {

    /** The columns, and where each goes. */
    static final Map<String, Integer> ORDER =
            ordered(
                    "patient_id", Tag.PatientID,
                    "patient_name", Tag.PatientName,
                    "birth_date", Tag.PatientBirthDate,
                    "sex", Tag.PatientSex,
                    "accession_number", Tag.AccessionNumber,
                    "referring_physician", Tag.ReferringPhysicianName,
                    "requesting_physician", Tag.RequestingPhysician,
                    "study_uid", Tag.StudyInstanceUID,
                    "procedure_id", Tag.RequestedProcedureID,
                    "procedure", Tag.RequestedProcedureDescription,
                    "priority", Tag.RequestedProcedurePriority);

    static final Map<String, Integer> STEP =
            ordered(
                    "step_id", Tag.ScheduledProcedureStepID,
                    "step", Tag.ScheduledProcedureStepDescription,
                    "modality", Tag.Modality,
                    "station_ae", Tag.ScheduledStationAETitle,
                    "date", Tag.ScheduledProcedureStepStartDate,
                    "time", Tag.ScheduledProcedureStepStartTime,
                    "performing_physician", Tag.ScheduledPerformingPhysicianName);

    static final String LATERALITY = "laterality";
    static final String ACTION = "action";

    /** Characters of one value; the longest that any attribute of an order may have is shorter. */
    static final int LONGEST = 1024;

    static final int MOST_LINES = 100_000;

    /** More than a header can name. */
    private static final int MOST_FIELDS = 64;

    private CsvOrders() {}

    private static Map<String, Integer> ordered(Object... pairs) {
        var map = new LinkedHashMap<String, Integer>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], (Integer) pairs[i + 1]);
        }
        return map;
    }

    static void read(byte[] bytes, OrderImport.Taker taker) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            taker.refuse(OrderProblem.CHARACTER_SET, "");
            return;
        }
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        int end = text.indexOf('\n');
        char separator =
                text.substring(0, end < 0 ? text.length() : end).indexOf(';') < 0 ? ',' : ';';
        var lines = lines(text, separator);
        if (lines.size() > MOST_LINES) {
            taker.refuse(OrderProblem.TOO_LARGE, "");
            return;
        }
        if (lines.isEmpty()) {
            taker.refuse(OrderProblem.EMPTY, "");
            return;
        }
        var header =
                lines.getFirst().fields().stream()
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .toList();
        int wrong = wrongColumn(header);
        if (wrong >= 0) {
            taker.refuse(OrderProblem.CSV_COLUMN, "column " + (wrong + 1));
            return;
        }
        for (var line : lines.subList(1, lines.size())) {
            String place = "line " + line.number();
            if (line.fields().size() != header.size()) {
                taker.refuse(OrderProblem.CSV_FIELDS, place);
                continue;
            }
            try {
                for (var change : changes(header, line.fields(), place)) {
                    taker.take(change);
                }
            } catch (OrderRefusedException e) {
                taker.refuse(e.problem(), e.place());
            }
        }
    }

    private static int wrongColumn(List<String> header) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            boolean known =
                    ORDER.containsKey(name)
                            || STEP.containsKey(name)
                            || name.equals(LATERALITY)
                            || name.equals(ACTION);
            if (!known || !seen.add(name)) {
                return i;
            }
        }
        return seen.containsAll(Set.of("patient_id", "patient_name", "modality"))
                ? -1
                : header.size();
    }

    private static List<OrderChange> changes(List<String> header, List<String> fields, String place)
            throws OrderRefusedException {
        var order = new DataSet();
        order.putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192");
        var step = new DataSet();
        order.putSequence(Tag.ScheduledProcedureStepSequence, step);
        String side = "";
        boolean cancelled = false;
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            String value = fields.get(i).strip();
            if (value.isEmpty()) {
                continue;
            }
            if (value.length() > LONGEST) {
                throw new OrderRefusedException(OrderProblem.BAD_VALUE, place);
            }
            if (name.equals(LATERALITY)) {
                side = Sides.ofWord(value);
                if (side.isEmpty()) {
                    throw new OrderRefusedException(OrderProblem.BAD_VALUE, place);
                }
            } else if (name.equals("priority")) {
                var priority = Order.priorityOf(value);
                if (priority == null) {
                    throw new OrderRefusedException(OrderProblem.BAD_VALUE, place);
                }
                put(order, requireNonNull(ORDER.get(name)), priority.name(), place);
            } else if (name.equals(ACTION)) {
                cancelled = cancelled(value, place);
            } else if (STEP.containsKey(name)) {
                put(step, requireNonNull(STEP.get(name)), value, place);
            } else {
                put(order, requireNonNull(ORDER.get(name)), value, place);
            }
        }
        if (!side.isEmpty()) {
            Sides.put(step, side);
        }
        var changes = new ArrayList<OrderChange>();
        for (var one : OrderForm.steps(order, place)) {
            changes.add(new OrderChange(one, cancelled, place));
        }
        return changes;
    }

    private static boolean cancelled(String value, String place) throws OrderRefusedException {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "new", "change" -> false;
            case "cancel" -> true;
            default -> throw new OrderRefusedException(OrderProblem.BAD_VALUE, place);
        };
    }

    /** One value: a backslash would make two of it. */
    static void put(DataSet set, int tag, String value, String place) throws OrderRefusedException {
        if (value.length() > LONGEST
                || value.indexOf('\\') >= 0
                || value.chars().anyMatch(c -> c < 0x20)) {
            throw new OrderRefusedException(OrderProblem.BAD_VALUE, place);
        }
        var vr = Dictionary.vr(tag);
        String written =
                switch (vr) {
                    case DA -> value.replace("-", "");
                    case TM -> value.replace(":", "");
                    case CS -> value.toUpperCase(Locale.ROOT);
                    // Family, given: as people write it who know no carets.
                    case PN -> value.contains("^") ? value : carets(value);
                    default -> value;
                };
        set.putString(tag, vr, written);
    }

    private static String carets(String name) {
        int comma = name.indexOf(',');
        return comma < 0
                ? name
                : name.substring(0, comma).stripTrailing()
                        + '^'
                        + name.substring(comma + 1).stripLeading();
    }

    /** A line that may have spanned several, by the number of its first. */
    private record Line(int number, List<String> fields) {}

    /** No more than {@link #MOST_LINES} and one, with {@link #MOST_FIELDS} and one each. */
    private static List<Line> lines(String text, char separator) {
        var lines = new ArrayList<Line>();
        var fields = new ArrayList<String>();
        var field = new StringBuilder();
        boolean quoted = false;
        boolean blank = true;
        int number = 1;
        int first = 1;
        for (int i = 0; i <= text.length() && lines.size() <= MOST_LINES; i++) {
            char c = i == text.length() ? '\n' : text.charAt(i);
            if (quoted && i < text.length()) {
                if (c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append('"');
                    blank = false;
                    i++;
                } else if (c == '"') {
                    quoted = false;
                } else {
                    number += c == '\n' ? 1 : 0;
                    blank &= Character.isWhitespace(c);
                    field.append(c);
                }
            } else if (c == '"' && blank) {
                field.setLength(0);
                quoted = true;
            } else if (c == separator) {
                if (fields.size() < MOST_FIELDS) {
                    fields.add(field.toString());
                }
                field.setLength(0);
                blank = true;
            } else if (c == '\n') {
                fields.add(field.toString().stripTrailing());
                field.setLength(0);
                blank = true;
                if (fields.size() > 1 || !fields.getFirst().isEmpty()) {
                    lines.add(new Line(first, List.copyOf(fields)));
                }
                fields.clear();
                number++;
                first = number;
            } else {
                blank &= Character.isWhitespace(c);
                field.append(c);
            }
        }
        return lines;
    }
}
