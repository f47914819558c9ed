package org.medsendx.ingest.worklist;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.data.Element.Sequence;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.ingest.matching.KeyMatch;
import org.medsendx.ingest.matching.QueryKeys;
import org.medsendx.ingest.matching.Range;

/**
 * A query for the worklist: which orders match (PS3.4, C.2.2.2), and what is answered of them.
 *
 * <p>A key without a value matches everything and is returned. A key that is not supported matches
 * everything, is not returned, and is told ({@link #allKeys}). Times are the truck's; a time zone
 * of the query is not looked at.
 */
public final class WorklistQuery {

    private final DataSet keys;

    /**
     * @throws IllegalArgumentException the query cannot be answered: a sequence of several items,
     *     or more than 64 KiB
     */
    public WorklistQuery(DataSet keys) {
        this.keys = QueryKeys.checked(keys);
    }

    /** Whether each key is matched and returned. */
    public boolean allKeys() {
        return WorklistKeys.supportsAll(keys);
    }

    /** Whether an order, as a data set of the worklist, matches. */
    public boolean matches(DataSet order) {
        return matches(keys, order, false, true);
    }

    private static boolean matches(DataSet keys, DataSet there, boolean inStep, boolean atTable) {
        boolean datesTogether = inStep && together(keys);
        for (Element key : keys) {
            int tag = key.tag();
            if (!QueryKeys.isKey(tag)
                    || (atTable && !WorklistKeys.supports(tag, inStep))
                    || key.isEmpty()
                    || (datesTogether && isStart(tag))) {
                continue;
            }
            boolean fits =
                    switch (key) {
                        case Sequence sequence ->
                                matchesItems(
                                        sequence, there, tag == Tag.ScheduledProcedureStepSequence);
                        case Value value -> KeyMatch.matches(keys, value, value.vr(), there);
                        default -> true;
                    };
            if (!fits) {
                return false;
            }
        }
        return !datesTogether || matchesStart(keys, there);
    }

    private static boolean matchesItems(Sequence key, DataSet there, boolean step) {
        var wanted = key.items().getFirst();
        if (wanted.size() == 0 || universal(wanted)) {
            return true;
        }
        return there.items(key.tag()).stream().anyMatch(item -> matches(wanted, item, step, step));
    }

    private static boolean universal(DataSet keys) {
        for (Element key : keys) {
            if (key instanceof Sequence sequence) {
                if (!sequence.items().isEmpty() && !universal(sequence.items().getFirst())) {
                    return false;
                }
            } else if (!key.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isStart(int tag) {
        return tag == Tag.ScheduledProcedureStepStartDate
                || tag == Tag.ScheduledProcedureStepStartTime;
    }

    /** Whether date and time are both ranges: then they are one (table K.6-1, start time). */
    private static boolean together(DataSet step) {
        String date = step.string(Tag.ScheduledProcedureStepStartDate);
        String time = step.string(Tag.ScheduledProcedureStepStartTime);
        return date != null && time != null && date.contains("-") && time.contains("-");
    }

    private static boolean matchesStart(DataSet keys, DataSet there) {
        var dates = Range.of(String.valueOf(keys.string(Tag.ScheduledProcedureStepStartDate)));
        var times = Range.of(String.valueOf(keys.string(Tag.ScheduledProcedureStepStartTime)));
        @Nullable String date = there.string(Tag.ScheduledProcedureStepStartDate);
        @Nullable String time = there.string(Tag.ScheduledProcedureStepStartTime);
        if (date == null) {
            return false;
        }
        String day = Range.date(date);
        String at = day + (time == null ? "" : Range.time(time));
        return new Range(joined(dates.from(), times.from()), joined(dates.to(), times.to()))
                .includes(at);
    }

    private static @Nullable String joined(@Nullable String date, @Nullable String time) {
        if (date == null) {
            return null;
        }
        return Range.date(date) + (time == null ? "" : Range.time(time));
    }

    /**
     * What is answered of an order that matches: each supported key, empty where the order has
     * nothing. The data set is in the order's character set.
     */
    public DataSet answer(DataSet order) {
        return answer(keys, order, false, true, new DataSet());
    }

    private static DataSet answer(
            DataSet keys, DataSet there, boolean inStep, boolean atTable, DataSet into) {
        Element set = there.get(Tag.SpecificCharacterSet);
        if (set != null) {
            into.put(set);
        }
        for (Element key : keys) {
            int tag = key.tag();
            if (!QueryKeys.isKey(tag) || (atTable && !WorklistKeys.supports(tag, inStep))) {
                continue;
            }
            if (key instanceof Sequence sequence) {
                items(sequence, there, into);
                continue;
            }
            Element found = there.get(tag);
            into.put(found == null ? new Value(tag, key.vr(), new byte[0]) : found);
        }
        return into;
    }

    private static void items(Sequence key, DataSet there, DataSet into) {
        boolean step = key.tag() == Tag.ScheduledProcedureStepSequence;
        boolean whole = key.items().isEmpty() || key.items().getFirst().size() == 0;
        List<DataSet> items = new ArrayList<>();
        for (DataSet item : there.items(key.tag())) {
            items.add(
                    whole
                            ? item.copy()
                            : answer(
                                    key.items().getFirst(),
                                    item,
                                    step,
                                    step,
                                    new DataSet().within(into)));
        }
        into.put(new Sequence(key.tag(), items));
    }
}
