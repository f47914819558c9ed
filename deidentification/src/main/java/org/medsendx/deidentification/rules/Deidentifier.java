package org.medsendx.deidentification.rules;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
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
     * @param cleaned what was done beyond table and profile
     */
    public record Deidentified(FileMeta meta, DataSet dataSet, CleanedPaths cleaned) {}

    /** Patient attributes that PS3.6 has and Table E.1-1 does not name. */
    public static final Set<Integer> REMOVED_BEYOND_TABLE =
            Set.of(
                    PatientBirthDateInAlternativeCalendar,
                    PatientDeathDateInAlternativeCalendar,
                    BreedRegistrationNumber);

    private static final Pattern TERM = Pattern.compile("[A-Z][A-Z_]{0,15}");

    private final Profile profile;
    private final String station;
    private final AttributeTypes types = AttributeTypes.get();

    /**
     * @param station goes into Station Name, unless the profile keeps it: the truck's id
     */
    public Deidentifier(Profile profile, String station) {
        this.profile = profile;
        this.station = station;
    }

    /** Applies the profile. */
    public Deidentified apply(DicomFile file, Subject subject) {
        var run = new Run(subject);
        DataSet clean = run.dataSet(file.dataSet(), 0, "", WordTreatment.KEPT);
        run.identify(file.dataSet(), clean);
        Marks.put(clean, profile);
        var meta =
                new FileMeta(
                        subject.sopClass(), subject.newInstance(), file.meta().transferSyntaxUid());
        return new Deidentified(meta, clean, run.cleaned);
    }

    /** One instance on its way. */
    private final class Run {

        private final Subject subject;
        private final AttributeTypes.Iod iod;
        private final CleanedPaths cleaned = new CleanedPaths();
        private final ValueCleaner values;

        private Run(Subject subject) {
            this.subject = subject;
            iod = types.of(subject.sopClass());
            values = new ValueCleaner(subject, cleaned);
        }

        /**
         * A de-identified copy.
         *
         * @param sequence the sequence whose item it is, 0 for the outermost
         * @param around what the sequences around it want of words
         */
        private DataSet dataSet(DataSet from, int sequence, String path, WordTreatment around) {
            boolean personal = around != WordTreatment.KEPT && ContentItem.personal(from);
            var place = new Place(sequence, path, WordTreatment.inside(around, personal), personal);
            var to = new DataSet(from.bigEndian()).undefinedLength(from.undefinedLength());
            for (Element element : from) {
                int tag = element.tag();
                if ((tag & 0xFFFF) == 0 || tag >>> 16 < 8 || profile.removesGroup(from, tag)) {
                    continue;
                }
                Profile.Rule rule = profile.rule(path, tag);
                if (rule == null) {
                    outsideTable(from, to, element, place);
                } else if (!treated(from, to, element, rule, place)) {
                    VR vr = rule.vr() == null ? element.vr() : rule.vr();
                    act(
                            from,
                            to,
                            element,
                            rule.basic().forType(iod.type(sequence, tag)),
                            vr,
                            place);
                }
            }
            if (around != WordTreatment.KEPT && ContentItem.age(from)) {
                values.reportedAge(to, path, profile.keepsAge());
            }
            return to;
        }

        private boolean treated(
                DataSet from, DataSet to, Element element, Profile.Rule rule, Place place) {
            int tag = element.tag();
            VR vr = rule.vr() == null ? element.vr() : rule.vr();
            return switch (rule.treatment()) {
                case BASIC, STATION -> false;
                case KEEP -> {
                    keep(from, to, element, place, place.words());
                    yield true;
                }
                case SHIFT -> !place.personal() && values.shift(from, to, tag, vr);
                case CLEAN_WORDS -> values.cleanWords(from, to, tag, vr);
                case CLEAN_CONTENT -> {
                    boolean content = element instanceof Element.Sequence;
                    if (content) {
                        keep(from, to, element, place, place.words().with(WordTreatment.CLEANED));
                    }
                    yield content;
                }
                case CAP_AGE -> values.age(from, to, element);
                case KEEP_SEX -> values.sex(from, to, element);
                case PATIENT -> {
                    to.put(Dummies.text(tag, vr, subject.patientIdOf(from)));
                    yield true;
                }
                case ACCESSION -> {
                    String number = from.string(tag);
                    if (number == null || number.isBlank()) {
                        yield false;
                    }
                    to.put(Dummies.text(tag, vr, subject.accession(number)));
                    yield true;
                }
            };
        }

        private void act(
                DataSet from, DataSet to, Element element, Action action, VR vr, Place place) {
            int tag = element.tag();
            switch (action) {
                case KEEP -> keep(from, to, element, place, place.words());
                case REMOVE -> {}
                case EMPTY -> to.put(empty(tag, vr));
                case DUMMY -> {
                    if (element.isEmpty()) {
                        to.put(empty(tag, vr));
                    } else if (element instanceof Element.Sequence) {
                        keep(from, to, element, place, WordTreatment.REPLACED);
                    } else if (vr == VR.UI) {
                        values.uids(from, to, element);
                    } else if (vr != VR.SQ) {
                        to.put(Dummies.element(tag, vr));
                    }
                }
                case NEW_UID -> values.uids(from, to, element);
            }
        }

        private void outsideTable(DataSet from, DataSet to, Element element, Place place) {
            int tag = element.tag();
            Dictionary.Entry entry = Dictionary.entry(tag);
            if (entry == null && !ActionTable.removedAsGroup(tag)) {
                if (place.words() == WordTreatment.KEPT
                        && harmlessUnknown(from, element)
                        && from.strings(tag).stream()
                                .noneMatch(text -> values.tells(text, false))) {
                    to.putAsRead(element);
                }
                return;
            }
            // A sequence that was not read cannot be judged.
            if (REMOVED_BEYOND_TABLE.contains(tag)
                    || (entry != null && entry.vrs().contains(VR.SQ) && element.vr() != VR.SQ)) {
                return;
            }
            switch (element.vr()) {
                case PN -> to.put(element.isEmpty() ? element : Dummies.element(tag, VR.PN));
                case UI -> {
                    if (ActionTable.removedAsGroup(tag)) {
                        values.uids(from, to, element);
                    } else {
                        keep(from, to, element, place, place.words());
                    }
                }
                case DA, DT -> {
                    if (profile.dates() == Profile.Dates.FULL && profile.datesOutsideTable()) {
                        to.putAsRead(element);
                    } else if (profile.datesOutsideTable()) {
                        var ignored = values.shift(from, to, tag, element.vr());
                    }
                }
                case TM -> {
                    if (profile.datesOutsideTable() || !ActionTable.removedAsGroup(tag)) {
                        keep(from, to, element, place, place.words());
                    }
                }
                default -> keep(from, to, element, place, place.words());
            }
        }

        private void keep(
                DataSet from, DataSet to, Element element, Place place, WordTreatment words) {
            switch (element) {
                case Element.Sequence sequence -> {
                    List<DataSet> items = new ArrayList<>(sequence.items().size());
                    for (int i = 0; i < sequence.items().size(); i++) {
                        String item = ElementPath.item(place.path(), sequence.tag(), i);
                        items.add(dataSet(sequence.items().get(i), sequence.tag(), item, words));
                    }
                    to.putAsRead(new Element.Sequence(sequence.tag(), items, sequence.coding()));
                }
                case Element.Value value -> values.keep(from, to, value, place.path(), words);
                case Element.Bulk bulk -> to.putAsRead(bulk);
                case Element.Encapsulated encapsulated -> to.putAsRead(encapsulated);
            }
        }

        /**
         * Whether the General Equipment Module is there (PS3.3, C.7.5.1): Station Name alone would
         * begin one without the Manufacturer that it must have.
         */
        private boolean hasEquipment(DataSet original, DataSet clean) {
            return original.contains(StationName)
                    || (clean.contains(Manufacturer)
                            && iod.type(0, Manufacturer) != AttributeType.THREE);
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
            if (!profile.keepsStation() && hasEquipment(original, clean)) {
                clean.put(Dummies.text(StationName, VR.SH, station));
            }
        }
    }

    /**
     * Where an element stands.
     *
     * @param sequence the sequence whose item it is in, 0 for none
     * @param personal whether it belongs to a content item about a person
     */
    private record Place(int sequence, String path, WordTreatment words, boolean personal) {}

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
}
