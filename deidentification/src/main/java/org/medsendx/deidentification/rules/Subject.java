package org.medsendx.deidentification.rules;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.deidentification.patient.PatientTokens;
import org.medsendx.deidentification.pseudonym.Codes;
import org.medsendx.deidentification.pseudonym.DateShift;
import org.medsendx.deidentification.pseudonym.Pseudonyms;
import org.medsendx.deidentification.pseudonym.Purpose;
import org.medsendx.deidentification.pseudonym.UidMapper;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.FileMeta;

/**
 * Whose instance it is and which: the original identity, which stays in the identified zone, and
 * the pseudonyms made from it. For one instance and one thread.
 */
public final class Subject {

    private static final int MAX_DEPTH = 100;

    private final Codes codes;
    private final Profile profile;
    private final String defaultIssuer;
    private final String sopClass;
    private final String sopInstance;
    private final String study;
    private final String newStudy;
    private final String newSeries;
    private final String rootPatientId;
    private final String rootIssuer;
    private final Pseudonyms patient;
    private final DateShift shift;
    private final PatientTokens tokens;
    private final UidMapper uids;
    private final Set<String> originalUids = new HashSet<>();

    private Subject(
            Codes codes,
            String defaultIssuer,
            DataSet dataSet,
            String sopClass,
            String sopInstance,
            Profile profile) {
        this.codes = codes;
        this.profile = profile;
        this.defaultIssuer = defaultIssuer;
        this.sopClass = sopClass;
        this.sopInstance = sopInstance;
        uids = new UidMapper(codes);
        String studyUid = uid(dataSet, StudyInstanceUID);
        String seriesUid = uid(dataSet, SeriesInstanceUID);
        study = studyUid.isEmpty() ? sopInstance : studyUid;
        newStudy =
                studyUid.isEmpty()
                        ? uids.substitute(Purpose.MISSING_STUDY, sopInstance)
                        : newUid(StudyInstanceUID, studyUid);
        newSeries =
                seriesUid.isEmpty()
                        ? uids.substitute(Purpose.MISSING_SERIES, sopInstance)
                        : newUid(SeriesInstanceUID, seriesUid);
        rootPatientId = text(dataSet, PatientID);
        rootIssuer = issuer(dataSet);
        patient = Pseudonyms.of(codes, rootIssuer, rootPatientId, study);
        shift = patient.shift();
        tokens = PatientTokens.of(dataSet, profile::keeps);
        var kept = new HashSet<String>();
        originalUid(sopInstance, profile.keepsUid(SOPInstanceUID) ? kept : originalUids);
        collectUids(dataSet, 0, kept);
        originalUids.removeAll(kept);
    }

    /**
     * The subject of a file, or null when it does not say which instance of which class it is.
     *
     * @param defaultIssuer assigning authority of Patient IDs for which the header names none,
     *     empty when the site has not said
     * @param profile says which UIDs stay
     */
    public static @Nullable Subject of(
            Codes codes, String defaultIssuer, FileMeta meta, DataSet dataSet, Profile profile) {
        String sopClass = uid(dataSet, SOPClassUID);
        String sopInstance = uid(dataSet, SOPInstanceUID);
        if (sopClass.isEmpty() && meta.sopClassUid() != null) {
            sopClass = UidMapper.stripped(meta.sopClassUid());
        }
        if (sopInstance.isEmpty() && meta.sopInstanceUid() != null) {
            sopInstance = UidMapper.stripped(meta.sopInstanceUid());
        }
        if (!isUid(sopClass) || sopInstance.isEmpty()) {
            return null;
        }
        return new Subject(codes, defaultIssuer, dataSet, sopClass, sopInstance, profile);
    }

    /** The tag for want of which a file has no subject. */
    public static int missing(FileMeta meta, DataSet dataSet) {
        boolean instance = !uid(dataSet, SOPInstanceUID).isEmpty() || meta.sopInstanceUid() != null;
        return instance ? SOPClassUID : SOPInstanceUID;
    }

    /** SOP Class UID. */
    public String sopClass() {
        return sopClass;
    }

    /**
     * The study that a file belongs to: its Study Instance UID, or what stands for it; null when it
     * does not say which instance it is.
     */
    public static @Nullable String studyOf(FileMeta meta, DataSet dataSet) {
        String study = uid(dataSet, StudyInstanceUID);
        if (!study.isEmpty()) {
            return study;
        }
        String sopInstance = uid(dataSet, SOPInstanceUID);
        if (sopInstance.isEmpty() && meta.sopInstanceUid() != null) {
            sopInstance = UidMapper.stripped(meta.sopInstanceUid());
        }
        return sopInstance.isEmpty() ? null : sopInstance;
    }

    /** Original Study Instance UID, or what stands for it. */
    public String originalStudy() {
        return study;
    }

    /** Original Patient ID, empty when the header has none. */
    public String originalPatientId() {
        return rootPatientId;
    }

    /** Assigning authority of the original Patient ID, empty when nobody knows it. */
    public String issuer() {
        return rootIssuer;
    }

    /** Original SOP Instance UID. */
    public String originalInstance() {
        return sopInstance;
    }

    public String newInstance() {
        return newUid(SOPInstanceUID, sopInstance);
    }

    private String newUid(int tag, String uid) {
        return profile.keepsUid(tag) ? uid : uids.map(uid);
    }

    public String newStudy() {
        return newStudy;
    }

    public String newSeries() {
        return newSeries;
    }

    /** The pseudonym of the instance's patient. */
    public String patientId() {
        return patient.patientId();
    }

    public DateShift shift() {
        return shift;
    }

    public PatientTokens tokens() {
        return tokens;
    }

    public UidMapper uids() {
        return uids;
    }

    /**
     * Every UID of the original, at any depth, that has to be replaced: those in attributes of
     * Table E.1-1, but for the ones that the standard defines and those that the profile keeps.
     */
    public Set<String> originalUids() {
        return Collections.unmodifiableSet(originalUids);
    }

    /**
     * The pseudonym of the patient that an item names; an item that names none, or the same id,
     * means the instance's patient.
     */
    public String patientIdOf(DataSet item) {
        String id = text(item, PatientID);
        if (id.isEmpty() || id.equals(rootPatientId)) {
            return patientId();
        }
        String issuer = issuer(item);
        return Pseudonyms.of(codes, issuer.isEmpty() ? rootIssuer : issuer, id, study).patientId();
    }

    /** The pseudonym of an accession number. */
    public String accession(String original) {
        return patient.accession(original);
    }

    /** Id of the instance's feature record, see {@link Purpose#FLEET_FEATURE}. */
    public String featureId() {
        return codes.hex(Purpose.FLEET_FEATURE, 32, sopInstance);
    }

    /** Which feature records are of one exam, see {@link Purpose#FLEET_EXAM}. */
    public String examKey() {
        return codes.hex(Purpose.FLEET_EXAM, 32, study);
    }

    /** The same for all exam keys that were made with one key; made of no input. */
    public String examKeyId() {
        return codes.hex(Purpose.FLEET_EXAM_KEY_ID, 16);
    }

    /** No value of a header. */
    @Override
    public String toString() {
        return "Subject";
    }

    private void collectUids(DataSet dataSet, int depth, Set<String> kept) {
        if (depth > MAX_DEPTH) {
            return;
        }
        for (Element element : dataSet) {
            if (element instanceof Element.Sequence sequence) {
                sequence.items().forEach(item -> collectUids(item, depth + 1, kept));
            } else if (element.vr() == VR.UI && profile.rule(element.tag()) != null) {
                Set<String> to = profile.keepsUid(element.tag()) ? kept : originalUids;
                dataSet.strings(element.tag()).forEach(uid -> originalUid(uid, to));
            }
        }
    }

    private static void originalUid(String uid, Set<String> to) {
        String original = UidMapper.stripped(uid);
        if (!original.isEmpty() && !original.startsWith(UidMapper.STANDARD_ROOT)) {
            to.add(original);
        }
    }

    private String issuer(DataSet dataSet) {
        String issuer = text(dataSet, IssuerOfPatientID);
        if (issuer.isEmpty()) {
            List<DataSet> qualifiers = dataSet.items(IssuerOfPatientIDQualifiersSequence);
            issuer = qualifiers.isEmpty() ? "" : text(qualifiers.getFirst(), UniversalEntityID);
        }
        return issuer.isEmpty() ? defaultIssuer : issuer;
    }

    private static String text(DataSet dataSet, int tag) {
        String text = dataSet.string(tag);
        return text == null ? "" : text.strip();
    }

    private static String uid(DataSet dataSet, int tag) {
        String text = dataSet.string(tag);
        return text == null ? "" : UidMapper.stripped(text);
    }

    private static boolean isUid(String text) {
        return !text.isEmpty()
                && text.length() <= 64
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.');
    }
}
