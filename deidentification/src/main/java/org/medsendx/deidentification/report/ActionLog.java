package org.medsendx.deidentification.report;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.VerificationReport.ActionTaken;
import org.medsendx.contracts.deidentified.VerificationReport.Done;
import org.medsendx.deidentification.rules.Dummies;
import org.medsendx.deidentification.rules.ElementPath;
import org.medsendx.deidentification.rules.Marks;
import org.medsendx.deidentification.rules.Profile;
import org.medsendx.deidentification.rules.Treatment;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.VR;

/**
 * What became of each element, found by comparing the original with the copy: a record of what was
 * done, not of what the engine meant to do.
 */
public final class ActionLog {

    private static final HexFormat HEX = HexFormat.of();
    private static final Set<Integer> PSEUDONYMS = Set.of(PatientID, PatientName);

    private final Profile profile;
    private final boolean masked;
    private final Map<Kind, int[]> counts = new LinkedHashMap<>();

    private record Kind(String path, String rule, Done done) {}

    private ActionLog(Profile profile, boolean masked) {
        this.profile = profile;
        this.masked = masked;
    }

    /**
     * The actions between an original and its copy, in the order of the data set.
     *
     * @param masked whether pixels were blanked
     */
    public static List<ActionTaken> of(
            DataSet original, DataSet copy, Profile profile, boolean masked) {
        var log = new ActionLog(profile, masked);
        log.compare(original, copy, "", "", true);
        return log.counts.entrySet().stream()
                .map(one ->
                        new ActionTaken(
                                one.getKey().path(),
                                one.getKey().rule(),
                                one.getKey().done(),
                                one.getValue()[0]))
                .toList();
    }

    private void compare(DataSet original, DataSet copy, String path, String item, boolean top) {
        for (Element before : original) {
            Element after = copy.get(before.tag());
            if (after == null) {
                count(path, item, before.tag(), Done.REMOVED);
            } else if (before instanceof Element.Sequence from
                    && after instanceof Element.Sequence to
                    && !from.isEmpty()
                    && from.items().size() == to.items().size()
                    && !(top && Marks.TAGS.contains(before.tag()))) {
                String inner = path + HEX.toHexDigits(before.tag()) + "/";
                String innerItem = ElementPath.of(item, before.tag());
                for (int i = 0; i < from.items().size(); i++) {
                    compare(from.items().get(i), to.items().get(i), inner, innerItem, false);
                }
            } else {
                count(path, item, before.tag(), done(before, after, item, top));
            }
        }
        for (Element after : copy) {
            if (!original.contains(after.tag())) {
                count(path, item, after.tag(), Done.WRITTEN);
            }
        }
    }

    private Done done(Element before, Element after, String item, boolean top) {
        int tag = after.tag();
        if (top && Marks.TAGS.contains(tag)) {
            return Done.WRITTEN;
        }
        if (same(before, after)) {
            return Done.KEPT;
        }
        if (after.isEmpty()) {
            return Done.EMPTIED;
        }
        if (after instanceof Element.Encapsulated
                && !(before instanceof Element.Encapsulated)
                && !masked) {
            return Done.ENCODED;
        }
        if (after instanceof Element.Bulk
                || after instanceof Element.Encapsulated
                || tag == PixelData) {
            return Done.BLANKED;
        }
        Profile.Rule rule = profile.rule(item, tag);
        Treatment treatment = rule == null ? Treatment.BASIC : rule.treatment();
        VR vr = after.vr();
        if (vr == VR.UI) {
            return Done.NEW_UID;
        }
        if (treatment == Treatment.STATION && top) {
            return Done.WRITTEN;
        }
        if (treatment == Treatment.ACCESSION || PSEUDONYMS.contains(tag)) {
            return Done.PSEUDONYM;
        }
        if (after instanceof Element.Value value && Dummies.isDummy(value)) {
            return Done.DUMMY;
        }
        return vr == VR.DA || vr == VR.DT ? Done.DATE_SHIFTED : Done.CLEANED;
    }

    // Bulk data that was not touched is the original's own element.
    private static boolean same(Element before, Element after) {
        return before == after
                || (before instanceof Element.Value one
                        && after instanceof Element.Value two
                        && Arrays.equals(one.bytes(), two.bytes()))
                || (before.isEmpty() && after.isEmpty());
    }

    private void count(String path, String item, int tag, Done done) {
        var kind = new Kind(path + HEX.toHexDigits(tag), rule(profile.rule(item, tag)), done);
        counts.computeIfAbsent(kind, one -> new int[1])[0]++;
    }

    private static String rule(Profile.@Nullable Rule rule) {
        if (rule == null) {
            return "outside-table";
        }
        String basic = rule.basic().name().replace('_', '/');
        return rule.treatment() == Treatment.BASIC
                ? basic
                : basic + " " + rule.treatment().name().toLowerCase(java.util.Locale.ROOT);
    }
}
