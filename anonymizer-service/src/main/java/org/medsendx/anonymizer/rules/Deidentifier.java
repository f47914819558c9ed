package org.medsendx.anonymizer.rules;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.medsendx.anonymizer.patient.Vocabulary;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Dictionary;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.FileMeta;

/**
 * Executes a profile of PS3.15, Annex E on one instance, at every depth. The original is not
 * changed; elements that stay are the original's elements, so their bytes are written as they were
 * read. Thread safe.
 */
public final class Deidentifier {

    /**
     * A data set ready to be written.
     *
     * @param promise what was done beyond table and profile
     */
    public record Deidentified(FileMeta meta, DataSet dataSet, Promise promise) {}

    /** Patient attributes that PS3.6 has and Table E.1-1 does not name. */
    public static final Set<Integer> REMOVED_BEYOND_TABLE =
            Set.of(
                    PatientBirthDateInAlternativeCalendar,
                    PatientDeathDateInAlternativeCalendar,
                    BreedRegistrationNumber);

    /** The attributes of a code (PS3.3, 8.8) that hold text. */
    public static final Set<Integer> CODE =
            Set.of(
                    CodeValue,
                    LongCodeValue,
                    URNCodeValue,
                    CodingSchemeDesignator,
                    CodingSchemeVersion,
                    CodeMeaning);

    private static final Pattern TIME = Pattern.compile("[0-9:.]{2,16}");
    private static final Pattern TERM = Pattern.compile("[A-Z][A-Z_]{0,15}");
    private static final Pattern AGE = Pattern.compile("\\d{3}[DWMY]");
    private static final Pattern UID = Pattern.compile("\\d+(\\.\\d+){3,}");

    private final Profile profile;
    private final String station;
    private final AttributeTypes types = AttributeTypes.get();

    /**
     * @param station goes into Station Name: the truck's id
     */
    public Deidentifier(Profile profile, String station) {
        this.profile = profile;
        this.station = station;
    }

    /** Applies the profile. */
    public Deidentified apply(DicomFile file, Subject subject) {
        var run = new Run(subject);
        DataSet clean = run.dataSet(file.dataSet(), 0, "", false);
        run.identify(file.dataSet(), clean);
        Marks.put(clean, profile);
        var meta =
                new FileMeta(
                        subject.sopClass(), subject.newInstance(), file.meta().transferSyntaxUid());
        return new Deidentified(meta, clean, run.promise);
    }

    /** One instance on its way. */
    private final class Run {

        private final Subject subject;
        private final AttributeTypes.Iod iod;
        private final Promise promise = new Promise();

        private Run(Subject subject) {
            this.subject = subject;
            iod = types.of(subject.sopClass());
        }

        /**
         * A de-identified copy.
         *
         * @param sequence the sequence whose item it is, 0 for the outermost
         * @param invented whether it stands in a sequence that the table wants replaced: structure,
         *     codes and numbers stay, all words go
         */
        private DataSet dataSet(DataSet from, int sequence, String path, boolean invented) {
            var to = new DataSet(from.bigEndian()).undefinedLength(from.undefinedLength());
            for (Element element : from) {
                int tag = element.tag();
                if ((tag & 0xFFFF) == 0 || tag >>> 16 < 8 || ActionTable.removedAsGroup(tag)) {
                    continue;
                }
                Profile.Rule rule = profile.rule(tag);
                if (rule == null) {
                    outsideTable(from, to, element, path, invented);
                } else {
                    inTable(from, to, element, rule, sequence, path, invented);
                }
            }
            return to;
        }

        private void inTable(
                DataSet from,
                DataSet to,
                Element element,
                Profile.Rule rule,
                int sequence,
                String path,
                boolean invented) {
            int tag = element.tag();
            VR vr = rule.vr() == null ? element.vr() : rule.vr();
            boolean done =
                    switch (rule.treatment()) {
                        case BASIC, STATION -> false;
                        case KEEP -> {
                            keep(from, to, element, path, invented);
                            yield true;
                        }
                        case SHIFT -> shift(from, to, tag, vr);
                        case CLEAN_WORDS -> cleanWords(from, to, tag, vr);
                        case CAP_AGE -> age(from, to, element);
                        case KEEP_SEX -> {
                            String sex = from.string(tag);
                            boolean term = sex != null && Set.of("M", "F", "O").contains(sex);
                            if (term) {
                                to.putAsRead(element);
                            }
                            yield term;
                        }
                        case PATIENT -> {
                            to.put(Dummies.text(tag, vr, subject.patientIdOf(from)));
                            yield true;
                        }
                        case ACCESSION -> {
                            String number = from.string(tag);
                            if (number != null && !number.isBlank()) {
                                to.put(Dummies.text(tag, vr, subject.accession(number)));
                                yield true;
                            }
                            yield false;
                        }
                    };
            if (!done) {
                act(
                        from,
                        to,
                        element,
                        rule.basic().forType(iod.type(sequence, tag)),
                        vr,
                        path,
                        invented);
            }
        }

        private void act(
                DataSet from,
                DataSet to,
                Element element,
                Action action,
                VR vr,
                String path,
                boolean invented) {
            int tag = element.tag();
            switch (action) {
                case KEEP -> keep(from, to, element, path, invented);
                case REMOVE -> {}
                case EMPTY -> to.put(empty(tag, vr));
                case DUMMY -> {
                    if (element.isEmpty()) {
                        to.put(empty(tag, vr));
                    } else if (element instanceof Element.Sequence sequence) {
                        to.put(items(sequence, path, true));
                    } else if (vr == VR.UI) {
                        uids(from, to, element);
                    } else if (vr != VR.SQ) {
                        to.put(Dummies.element(tag, vr));
                    }
                }
                case NEW_UID -> uids(from, to, element);
            }
        }

        private void outsideTable(
                DataSet from, DataSet to, Element element, String path, boolean invented) {
            int tag = element.tag();
            Dictionary.Entry entry = Dictionary.entry(tag);
            if (entry == null) {
                if (!invented
                        && harmlessUnknown(from, element)
                        && from.strings(tag).stream().noneMatch(text -> tells(text, false))) {
                    to.putAsRead(element);
                }
                return;
            }
            // A sequence that was not read cannot be judged.
            if (REMOVED_BEYOND_TABLE.contains(tag)
                    || (entry.vrs().contains(VR.SQ) && element.vr() != VR.SQ)) {
                return;
            }
            switch (element.vr()) {
                case PN -> to.put(element.isEmpty() ? element : Dummies.element(tag, VR.PN));
                case DA, DT -> {
                    if (profile.dates() == Profile.Dates.MODIFIED) {
                        var ignored = shift(from, to, tag, element.vr());
                    }
                }
                default -> keep(from, to, element, path, invented);
            }
        }

        /** Keeps an element, but for residual copies of the subject's tokens in text. */
        private void keep(
                DataSet from, DataSet to, Element element, String path, boolean invented) {
            switch (element) {
                case Element.Sequence sequence -> to.putAsRead(items(sequence, path, invented));
                case Element.Value value -> keepValue(from, to, value, path, invented);
                case Element.Bulk bulk -> to.putAsRead(bulk);
                case Element.Encapsulated encapsulated -> to.putAsRead(encapsulated);
            }
        }

        private void keepValue(
                DataSet from, DataSet to, Element.Value value, String path, boolean invented) {
            int tag = value.tag();
            VR vr = value.vr();
            boolean words = vr.characterSet() || vr == VR.AE || vr == VR.UR || vr == VR.UN;
            if (!words || value.isEmpty()) {
                to.putAsRead(value);
                return;
            }
            if (invented && !(CODE.contains(tag) && standardCode(from))) {
                to.put(Dummies.element(tag, vr));
                return;
            }
            List<String> texts = from.strings(tag);
            boolean code = CODE.contains(tag);
            if (texts.stream().noneMatch(text -> tells(text, code))) {
                to.putAsRead(value);
                return;
            }
            promise.cleaned(Promise.path(path, tag));
            var kept = new ArrayList<String>();
            for (String text : texts) {
                kept.add(ascii(tells(text, code) ? untold(text) : text));
            }
            String text = String.join("\\", kept);
            to.put(
                    text.replace("\\", "").isBlank() || vr == VR.UN
                            ? Dummies.element(tag, vr)
                            : Dummies.text(tag, vr, text));
        }

        private boolean tells(String text, boolean code) {
            if (code ? subject.tokens().inCode(text) : subject.tokens().in(text)) {
                return true;
            }
            if (text.length() < 8 || text.indexOf('.') < 0) {
                return false;
            }
            var uid = UID.matcher(text);
            while (uid.find()) {
                if (subject.originalUids().contains(uid.group())) {
                    return true;
                }
            }
            return false;
        }

        private String untold(String text) {
            String kept = subject.tokens().removedFrom(text);
            return tells(kept, false) ? UID.matcher(kept).replaceAll("") : kept;
        }

        private Element.Sequence items(Element.Sequence sequence, String path, boolean invented) {
            List<DataSet> items = new ArrayList<>(sequence.items().size());
            for (int i = 0; i < sequence.items().size(); i++) {
                String item = Promise.item(path, sequence.tag(), i);
                items.add(dataSet(sequence.items().get(i), sequence.tag(), item, invented));
            }
            return new Element.Sequence(sequence.tag(), items, sequence.coding());
        }

        private void uids(DataSet from, DataSet to, Element element) {
            int tag = element.tag();
            List<String> mapped = new ArrayList<>();
            for (String uid : texts(from, element)) {
                mapped.add(uid.isBlank() ? "" : subject.uids().map(uid));
            }
            if (!mapped.isEmpty() || element.isEmpty()) {
                to.put(Dummies.text(tag, VR.UI, String.join("\\", mapped)));
            }
        }

        private boolean shift(DataSet from, DataSet to, int tag, VR vr) {
            List<String> moved = new ArrayList<>();
            for (String text : from.strings(tag)) {
                String one =
                        switch (vr) {
                            case DA -> subject.shift().date(text);
                            case DT -> subject.shift().dateTime(text);
                            default -> TIME.matcher(text.strip()).matches() ? text.strip() : null;
                        };
                if (one == null) {
                    return false;
                }
                moved.add(one);
            }
            if (moved.isEmpty()) {
                return false;
            }
            to.put(Dummies.text(tag, vr, String.join("\\", moved)));
            return true;
        }

        private boolean cleanWords(DataSet from, DataSet to, int tag, VR vr) {
            List<String> cleaned = new ArrayList<>();
            for (String text : from.strings(tag)) {
                cleaned.add(Vocabulary.clinical().clean(text));
            }
            String text = String.join("\\", cleaned);
            if (text.replace("\\", "").isEmpty()) {
                return false;
            }
            to.put(Dummies.text(tag, vr, text));
            return true;
        }

        private boolean age(DataSet from, DataSet to, Element element) {
            String age = from.string(PatientAge);
            if (age == null || !AGE.matcher(age).matches()) {
                return false;
            }
            boolean old = age.endsWith("Y") && Integer.parseInt(age.substring(0, 3)) >= 90;
            to.putAsRead(old ? Dummies.text(PatientAge, VR.AS, "090Y") : element);
            return true;
        }

        /** What every released instance says of itself: patient, station, study and series. */
        private void identify(DataSet original, DataSet clean) {
            clean.put(Dummies.text(SOPClassUID, VR.UI, subject.sopClass()));
            clean.put(Dummies.text(SOPInstanceUID, VR.UI, subject.newInstance()));
            clean.put(Dummies.text(StudyInstanceUID, VR.UI, subject.newStudy()));
            clean.put(Dummies.text(SeriesInstanceUID, VR.UI, subject.newSeries()));
            clean.put(Dummies.text(PatientID, VR.LO, subject.patientId()));
            clean.put(Dummies.text(PatientName, VR.PN, subject.patientId()));
            if (original.contains(PatientBirthDate)) {
                clean.put(empty(PatientBirthDate, VR.DA));
            }
            clean.put(Dummies.text(StationName, VR.SH, station));
        }
    }

    /**
     * Whether an element that PS3.6 does not know may stay: a number, or one word that looks like a
     * defined term. Whatever else a later edition or a vendor put there cannot be judged.
     */
    public static boolean harmlessUnknown(DataSet dataSet, Element element) {
        return switch (element.vr()) {
            case US, SS, UL, SL, FL, FD, AT -> element instanceof Element.Value;
            case CS, SH, LO -> {
                List<String> texts = dataSet.strings(element.tag());
                yield texts.size() == 1 && TERM.matcher(texts.getFirst()).matches();
            }
            default -> false;
        };
    }

    private static Element empty(int tag, VR vr) {
        return vr == VR.SQ
                ? new Element.Sequence(tag, new ArrayList<>())
                : new Element.Value(tag, vr, new byte[0]);
    }

    private static List<String> texts(DataSet from, Element element) {
        List<String> texts = from.strings(element.tag());
        if (texts.isEmpty() && element instanceof Element.Value value && !value.isEmpty()) {
            return List.of(
                    new String(value.bytes(), StandardCharsets.ISO_8859_1).split("\\\\", -1));
        }
        return texts;
    }

    private static boolean standardCode(DataSet item) {
        String scheme = item.string(CodingSchemeDesignator);
        return scheme != null && !scheme.startsWith("99") && !scheme.equals("L");
    }

    private static String ascii(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7F)
                ? text
                : text.replaceAll("\\S*[^ -~]\\S*", "").strip();
    }
}
