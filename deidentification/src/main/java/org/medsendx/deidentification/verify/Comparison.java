package org.medsendx.deidentification.verify;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.medsendx.deidentification.patient.Vocabulary;
import org.medsendx.deidentification.rules.ActionTable;
import org.medsendx.deidentification.rules.BasicAction;
import org.medsendx.deidentification.rules.CleanedPaths;
import org.medsendx.deidentification.rules.ContentItem;
import org.medsendx.deidentification.rules.Deidentifier;
import org.medsendx.deidentification.rules.Dummies;
import org.medsendx.deidentification.rules.ElementPath;
import org.medsendx.deidentification.rules.Marks;
import org.medsendx.deidentification.rules.Profile;
import org.medsendx.deidentification.rules.Subject;
import org.medsendx.deidentification.rules.Treatment;
import org.medsendx.deidentification.rules.WordTreatment;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Dictionary;
import org.medsendx.dicom.dictionary.VR;

/**
 * Compares a written data set with its original, element by element, by table and profile: what had
 * to go is gone or replaced, what had to stay is the same, nothing came from elsewhere. Values that
 * were replaced as promised are kept as {@link #harmless}: tokens may be in them by chance.
 */
final class Comparison {

    private static final Set<Integer> WRITTEN_AT_TOP =
            Set.of(
                    SOPClassUID,
                    SOPInstanceUID,
                    StudyInstanceUID,
                    SeriesInstanceUID,
                    PatientID,
                    PatientName,
                    StationName);

    private final Profile profile;
    private final Subject subject;
    private final CleanedPaths cleaned;
    private final String station;
    private final Findings findings;
    private final BulkComparison bulk;
    private final HarmlessValues harmless;
    private final Set<Integer> elsewhere;
    private final Map<Integer, String> expected;

    /**
     * @param findings takes what is not as promised
     * @param bulk takes large values, which are compared when the copy is read through
     * @param elsewhere attributes of the outermost data set that are judged elsewhere
     * @param expected what attributes of the outermost data set must say, whatever they said
     */
    Comparison(
            Profile profile,
            Subject subject,
            CleanedPaths cleaned,
            String station,
            Findings findings,
            BulkComparison bulk,
            Set<Integer> elsewhere,
            Map<Integer, String> expected) {
        this.findings = findings;
        this.bulk = bulk;
        this.elsewhere = elsewhere;
        this.expected = Map.copyOf(expected);
        this.profile = profile;
        this.subject = subject;
        this.cleaned = cleaned;
        this.station = station;
        harmless = new HarmlessValues(subject.tokens());
    }

    /** Values of our own making, and those that hold tokens by chance. */
    HarmlessValues harmless() {
        return harmless;
    }

    void compare(DataSet original, DataSet written) throws IOException {
        findings.runs(Check.ELEMENT, Check.LOST, Check.PIXELS, Check.TOKEN);
        items(original, written, "", 0, WordTreatment.KEPT);
    }

    private void items(
            DataSet original, DataSet written, String path, int depth, WordTreatment around)
            throws IOException {
        WordTreatment words = WordTreatment.inside(around, ContentItem.personal(original));
        for (Element element : written) {
            int tag = element.tag();
            if (depth == 0 && Marks.TAGS.contains(tag)) {
                ours(element);
            } else if (depth == 0
                    && WRITTEN_AT_TOP.contains(tag)
                    && !(tag == StationName && profile.keepsStation())) {
                expect(tag, written, topValue(tag));
            } else if (depth == 0 && expected.containsKey(tag)) {
                expect(tag, written, expected.getOrDefault(tag, ""));
            } else if (depth > 0 || !elsewhere.contains(tag)) {
                element(original, written, element, path, depth, words);
            }
        }
        for (Element element : original) {
            boolean judged = depth == 0 && elsewhere.contains(element.tag());
            if (!written.contains(element.tag())
                    && !judged
                    && mustStay(original, element, path, words)) {
                findings.fail(Check.LOST, element.tag());
            }
        }
    }

    private String topValue(int tag) {
        return switch (tag) {
            case SOPClassUID -> subject.sopClass();
            case SOPInstanceUID -> subject.newInstance();
            case StudyInstanceUID -> subject.newStudy();
            case SeriesInstanceUID -> subject.newSeries();
            case StationName -> station;
            default -> subject.patientId();
        };
    }

    private void element(
            DataSet original,
            DataSet written,
            Element element,
            String path,
            int depth,
            WordTreatment words)
            throws IOException {
        int tag = element.tag();
        Element before = original.get(tag);
        if (before == null
                || (tag & 0xFFFF) == 0
                || tag >>> 16 < 8
                || profile.removesGroup(original, tag)
                || (profile.rule(tag) == null && Deidentifier.REMOVED_BEYOND_TABLE.contains(tag))
                || (Dictionary.entry(tag) == null
                        && profile.rule(tag) == null
                        && !ActionTable.removedAsGroup(tag)
                        && !Deidentifier.harmlessUnknown(written, element))) {
            findings.fail(Check.ELEMENT, tag);
            return;
        }
        if (element.isEmpty()) {
            return;
        }
        Profile.Rule rule = profile.rule(path, tag);
        if (rule == null) {
            outsideTable(original, written, before, element, path, depth, words);
        } else if (!replaced(original, written, element, rule, words)) {
            boolean kept = rule.treatment() == Treatment.KEEP;
            if (element instanceof Element.Sequence sequence) {
                WordTreatment inside =
                        kept || rule.basic() == BasicAction.X_Z_U
                                ? WordTreatment.KEPT
                                : rule.treatment() == Treatment.CLEAN_CONTENT
                                        ? WordTreatment.CLEANED
                                        : WordTreatment.REPLACED;
                sequences(before, sequence, path, depth, words.with(inside));
            } else if (kept) {
                stays(original, before, element, path, written, words);
            } else {
                findings.fail(Check.ELEMENT, tag);
            }
        }
    }

    /** Whether a value is what its rule makes of the original: a dummy or the treated value. */
    private boolean replaced(
            DataSet original,
            DataSet written,
            Element element,
            Profile.Rule rule,
            WordTreatment words) {
        int tag = element.tag();
        if (!(element instanceof Element.Value value)) {
            return false;
        }
        List<String> now = written.strings(tag);
        boolean uids =
                rule.treatment() != Treatment.KEEP
                        && (rule.basic() == BasicAction.U || value.vr() == VR.UI);
        if (!uids && Dummies.isDummy(value)) {
            return ours(element);
        }
        List<String> was = original.strings(tag);
        if (uids) {
            uids(was, now, element);
            return true;
        }
        boolean treated =
                switch (rule.treatment()) {
                    case BASIC, STATION, KEEP, CLEAN_CONTENT -> false;
                    case SHIFT -> {
                        boolean personal =
                                words != WordTreatment.KEPT && ContentItem.personal(original);
                        yield !personal && shifted(was, now, value.vr());
                    }
                    case CLEAN_WORDS -> inVocabulary(now);
                    case CAP_AGE -> now.equals(List.of("090Y")) || youngEnough(was, now);
                    case KEEP_SEX -> now.equals(was) && Set.of("M", "F", "O").containsAll(now);
                    case PATIENT -> now.equals(List.of(subject.patientIdOf(original)));
                    case ACCESSION ->
                            !was.isEmpty()
                                    && now.equals(List.of(subject.accession(was.getFirst())));
                };
        return treated && ours(element);
    }

    private static boolean inVocabulary(List<String> now) {
        for (String text : now) {
            if (!Vocabulary.clinical().clean(text).equals(text)) {
                return false;
            }
        }
        return true;
    }

    private static boolean youngEnough(List<String> was, List<String> now) {
        if (!now.equals(was) || now.size() != 1 || !now.getFirst().matches("\\d{3}[DWMY]")) {
            return false;
        }
        String age = now.getFirst();
        return !age.endsWith("Y") || Integer.parseInt(age.substring(0, 3)) <= 90;
    }

    private boolean shifted(List<String> was, List<String> now, VR vr) {
        if (was.size() != now.size()) {
            return false;
        }
        for (int i = 0; i < was.size(); i++) {
            String expected =
                    switch (vr) {
                        case DA -> subject.shift().date(was.get(i));
                        case DT -> subject.shift().dateTime(was.get(i));
                        case TM -> was.get(i).matches("[0-9:. ]*") ? was.get(i).strip() : null;
                        default -> null;
                    };
            if (expected == null || !expected.equals(now.get(i))) {
                return false;
            }
        }
        return true;
    }

    private void outsideTable(
            DataSet original,
            DataSet written,
            Element before,
            Element element,
            String path,
            int depth,
            WordTreatment words)
            throws IOException {
        int tag = element.tag();
        VR vr = element.vr();
        if (element instanceof Element.Sequence sequence) {
            sequences(before, sequence, path, depth, words);
        } else if (vr == VR.PN) {
            boolean dummy = element instanceof Element.Value value && Dummies.isDummy(value);
            if (!dummy || !ours(element)) {
                findings.fail(Check.ELEMENT, tag);
            }
        } else if (vr == VR.UI && ActionTable.removedAsGroup(tag)) {
            uids(original.strings(tag), written.strings(tag), element);
        } else if ((vr == VR.DA || vr == VR.DT) && profile.dates() != Profile.Dates.FULL) {
            if (!shifted(original.strings(tag), written.strings(tag), vr) || !ours(element)) {
                findings.fail(Check.ELEMENT, tag);
            }
        } else {
            stays(original, before, element, path, written, words);
        }
    }

    private void uids(List<String> was, List<String> now, Element element) {
        boolean mapped = now.size() == was.size();
        for (int i = 0; mapped && i < now.size(); i++) {
            String expected = was.get(i).isBlank() ? "" : subject.uids().map(was.get(i));
            mapped = now.get(i).strip().equals(expected);
        }
        if (!mapped || !ours(element)) {
            findings.fail(Check.ELEMENT, element.tag());
        }
    }

    /** A value that is kept, or in a sequence whose words are cleaned or replaced is not. */
    private void stays(
            DataSet original,
            Element before,
            Element after,
            String path,
            DataSet written,
            WordTreatment words)
            throws IOException {
        int tag = after.tag();
        VR vr = after.vr();
        boolean text = vr.characterSet() || vr == VR.AE || vr == VR.UR || vr == VR.UN;
        boolean standard = ContentItem.CODE.contains(tag) && ContentItem.standardCode(original);
        if (words == WordTreatment.KEPT || !text || standard) {
            same(before, after, path, written);
            return;
        }
        List<String> now = written.strings(tag);
        boolean dummy = after instanceof Element.Value value && Dummies.isDummy(value);
        boolean cleaned =
                words == WordTreatment.CLEANED
                        && (inVocabulary(now)
                                || (now.size() == 1
                                        && ContentItem.harmlessCode(tag, now.getFirst())));
        if ((!dummy && !cleaned) || !ours(after)) {
            findings.fail(Check.ELEMENT, tag);
        }
    }

    private void sequences(
            Element before, Element.Sequence after, String path, int depth, WordTreatment words)
            throws IOException {
        if (!(before instanceof Element.Sequence sequence)
                || sequence.items().size() != after.items().size()) {
            findings.fail(Check.ELEMENT, after.tag());
            return;
        }
        for (int i = 0; i < after.items().size(); i++) {
            items(
                    sequence.items().get(i),
                    after.items().get(i),
                    ElementPath.item(path, after.tag(), i),
                    depth + 1,
                    words);
        }
    }

    private void same(Element before, Element after, String path, DataSet written)
            throws IOException {
        int tag = after.tag();
        if (Contents.same(before, after, bulk)) {
            if (after instanceof Element.Value value) {
                harmless.addKept(value, written);
            }
            return;
        }
        if (cleaned.contains(ElementPath.of(path, tag))) {
            for (String text : written.strings(tag)) {
                if (subject.tokens().in(text) && !Dummies.isDummyText(text)) {
                    findings.fail(Check.TOKEN, tag);
                    return;
                }
            }
            return;
        }
        findings.fail(different(tag), tag);
    }

    private boolean mustStay(DataSet original, Element element, String path, WordTreatment words) {
        int tag = element.tag();
        if (element.isEmpty()
                || (tag & 0xFFFF) == 0
                || tag >>> 16 < 8
                || profile.removesGroup(original, tag)) {
            return false;
        }
        Profile.Rule rule = profile.rule(path, tag);
        if (rule != null) {
            return rule.treatment() == Treatment.KEEP
                    || (rule.basic() == BasicAction.U && element instanceof Element.Value);
        }
        Dictionary.Entry entry = Dictionary.entry(tag);
        boolean unread = entry != null && entry.vrs().contains(VR.SQ) && element.vr() != VR.SQ;
        return entry != null
                && !Deidentifier.REMOVED_BEYOND_TABLE.contains(tag)
                && !unread
                && element.vr() != VR.DA
                && element.vr() != VR.DT
                && words == WordTreatment.KEPT;
    }

    private void expect(int tag, DataSet written, String expected) {
        if (expected.equals(written.string(tag))) {
            Element element = written.get(tag);
            if (element != null) {
                ours(element);
            }
        } else {
            findings.fail(Check.ELEMENT, tag);
        }
    }

    private boolean ours(Element element) {
        harmless.add(element);
        return true;
    }

    /** The check of a value that is not as it was. */
    static Check different(int tag) {
        return tag == PixelData ? Check.PIXELS : Check.ELEMENT;
    }
}
