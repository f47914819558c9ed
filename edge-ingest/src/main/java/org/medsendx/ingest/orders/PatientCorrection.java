package org.medsendx.ingest.orders;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Sha256;
import org.medsendx.dicom.data.CharacterSetConversion;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.data.UnrepresentableTextException;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.ReadLimits;

/**
 * Puts the patient and the procedure of an order into the header of an image that came under
 * another one. It is an instance of its own, with UIDs of its own, in the order's study: the one
 * that came stays as it is, and may have gone somewhere under its UID. What was replaced or removed
 * stands in the Original Attributes Sequence (PS3.3, C.12.1.1.9) with reason CORRECT. UIDs follow
 * from the image's and the order, so that the same correction made twice is the same instance.
 * Identified data.
 */
public final class PatientCorrection {

    private static final String UTF_8 = "ISO_IR 192";
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss.SSSSSSxx");
    private static final int LONGEST_SOURCE = 64;
    private static final String SYSTEM = "MedSendX Edge";

    private final Order order;
    private final Set<String> together;
    private final Set<String> corrected;
    private final Instant at;

    /**
     * @param order whom and what it is of
     * @param together SOP Instance UIDs of the images that are corrected with it: what refers to
     *     them refers to their corrections then
     * @param at when it is done
     */
    public PatientCorrection(Order order, Set<String> together, Instant at) {
        this.order = order;
        this.together = Set.copyOf(together);
        this.corrected = this.together.stream().map(this::instanceUid).collect(Collectors.toSet());
        this.at = at;
    }

    /** Whether an image says all that an order says, so that there is nothing to correct. */
    public static boolean saysTheSame(Imaged image, Order order) {
        return image.patientId().equals(order.text(Tag.PatientID))
                && image.patientName().equals(order.text(Tag.PatientName))
                && image.birthDate().equals(order.text(Tag.PatientBirthDate))
                && image.sex().equals(order.text(Tag.PatientSex))
                && image.accessionNumber().equals(order.text(Tag.AccessionNumber))
                && image.studyInstanceUid().equals(order.text(Tag.StudyInstanceUID));
    }

    /** The SOP Instance UID of the correction of an image. */
    public String instanceUid(String sopInstanceUid) {
        return derived("instance", order.key(), sopInstanceUid);
    }

    private String seriesUid(String seriesInstanceUid) {
        return derived("series", order.text(Tag.StudyInstanceUID), seriesInstanceUid);
    }

    /** A name-based UUID (RFC 9562, 5.8) as a UID (PS3.5, B.2). */
    private static String derived(String kind, String of, String uid) {
        String digest = Sha256.of("MedSendX correction\n" + kind + '\n' + of + '\n' + uid.strip());
        long high = HexFormat.fromHexDigitsToLong(digest, 0, 16);
        long low = HexFormat.fromHexDigitsToLong(digest, 16, 32);
        return Uid.ofRandom(
                new UUID(
                        (high & 0xFFFFFFFFFFFF0FFFL) | 0x8000L,
                        (low & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L));
    }

    /**
     * The corrected header. Values that lie in a file are still there.
     *
     * @param source where the image came from: a scanner, or null
     * @throws UnrepresentableTextException when the order's letters cannot be put beside those that
     *     are there
     * @throws IOException when the file cannot be read
     */
    public DataSet of(DataSet original, @Nullable String source) throws IOException {
        DataSet given;
        DataSet next;
        try {
            given =
                    CharacterSetConversion.convert(
                            order.items(),
                            original.strings(Tag.SpecificCharacterSet).toArray(String[]::new));
            next = original.copy();
        } catch (UnrepresentableTextException | IllegalArgumentException e) {
            // A letter that the image's character set lacks; UTF-8 has them all.
            given = CharacterSetConversion.convert(order.items(), UTF_8);
            next = CharacterSetConversion.convert(original, UTF_8);
        }
        CorrectedHeader.put(next, inTheByteOrderOf(next, given));
        identify(next, original);
        follow(next);
        var before = before(original, next);
        // A signature is of what was there.
        next.remove(Tag.DigitalSignaturesSequence);
        next.remove(Tag.MACParametersSequence);
        record(next, before, source);
        return next;
    }

    private static DataSet inTheByteOrderOf(DataSet image, DataSet given) throws IOException {
        return image.bigEndian() == given.bigEndian()
                ? given
                : DicomReader.readDataSet(
                        DicomWriter.dataSetBytes(given, Uid.ExplicitVRBigEndian),
                        Uid.ExplicitVRBigEndian,
                        ReadLimits.DEFAULT);
    }

    private void identify(DataSet next, DataSet original) {
        next.putString(
                Tag.SOPInstanceUID, VR.UI, instanceUid(Order.textOf(original, Tag.SOPInstanceUID)));
        next.putString(
                Tag.SeriesInstanceUID,
                VR.UI,
                seriesUid(Order.textOf(original, Tag.SeriesInstanceUID)));
        next.putString(Tag.StudyInstanceUID, VR.UI, order.text(Tag.StudyInstanceUID));
    }

    /** What refers to an image that is corrected too refers to its correction. */
    private void follow(DataSet set) {
        for (Element element : set) {
            if (element instanceof Element.Sequence sequence
                    && element.tag() != Tag.OriginalAttributesSequence) {
                for (var item : sequence.items()) {
                    String to = Order.textOf(item, Tag.ReferencedSOPInstanceUID);
                    if (together.contains(to)) {
                        item.putString(Tag.ReferencedSOPInstanceUID, VR.UI, instanceUid(to));
                    }
                    follow(item);
                    followed(item);
                }
            }
        }
    }

    /** Study and series of references are those of the corrections when all below them are. */
    private void followed(DataSet item) {
        for (int below : new int[] {Tag.ReferencedSOPSequence, Tag.ReferencedInstanceSequence}) {
            var instances = item.items(below);
            String series = Order.textOf(item, Tag.SeriesInstanceUID);
            if (!instances.isEmpty()
                    && !series.isEmpty()
                    && instances.stream().allMatch(this::ours)) {
                item.putString(Tag.SeriesInstanceUID, VR.UI, seriesUid(series));
            }
        }
        var series = item.items(Tag.ReferencedSeriesSequence);
        if (item.contains(Tag.StudyInstanceUID)
                && !series.isEmpty()
                && series.stream()
                        .allMatch(one ->
                                one.items(Tag.ReferencedSOPSequence).stream().allMatch(this::ours)
                                        && one.items(Tag.ReferencedInstanceSequence).stream()
                                                .allMatch(this::ours))) {
            item.putString(Tag.StudyInstanceUID, VR.UI, order.text(Tag.StudyInstanceUID));
        }
    }

    private boolean ours(DataSet reference) {
        return corrected.contains(Order.textOf(reference, Tag.ReferencedSOPInstanceUID));
    }

    /** What is not there any more, as it was; a sequence as a whole. */
    private static DataSet before(DataSet original, DataSet next) throws IOException {
        var before = new DataSet(original.bigEndian());
        var characters = original.get(Tag.SpecificCharacterSet);
        if (characters != null) {
            // It says how to read the values beside it, whatever those of the image are in now.
            before.put(characters);
        }
        for (Element element : original) {
            if (element.tag() == Tag.OriginalAttributesSequence
                    || element.tag() == Tag.SpecificCharacterSet) {
                continue;
            }
            if (!CorrectedHeader.says(original, element, next)) {
                before.put(copied(element));
            }
        }
        // Whose number it was, even when nobody said (C.12.1.1.9).
        if (before.contains(Tag.PatientID) && !before.contains(Tag.IssuerOfPatientID)) {
            var issuer = original.get(Tag.IssuerOfPatientID);
            before.put(
                    issuer == null
                            ? new Element.Value(Tag.IssuerOfPatientID, VR.LO, new byte[0])
                            : issuer);
        }
        return before;
    }

    private static Element copied(Element element) {
        return element instanceof Element.Sequence sequence
                ? new Element.Sequence(
                        sequence.tag(),
                        new ArrayList<>(sequence.items().stream().map(DataSet::copy).toList()))
                : element;
    }

    private void record(DataSet next, DataSet before, @Nullable String source) {
        var change = new DataSet(next.bigEndian());
        change.putSequence(Tag.ModifiedAttributesSequence, before);
        change.putString(
                Tag.AttributeModificationDateTime,
                VR.DT,
                DATE_TIME.format(at.atOffset(ZoneOffset.UTC)));
        change.putString(Tag.ModifyingSystem, VR.LO, SYSTEM);
        change.putString(
                Tag.SourceOfPreviousValues,
                VR.LO,
                source == null || source.length() > LONGEST_SOURCE ? "" : source);
        change.putString(Tag.ReasonForTheAttributeModification, VR.CS, "CORRECT");
        var earlier = next.items(Tag.OriginalAttributesSequence);
        var all = new DataSet[earlier.size() + 1];
        for (int i = 0; i < earlier.size(); i++) {
            all[i] = earlier.get(i);
        }
        all[earlier.size()] = change;
        next.putSequence(Tag.OriginalAttributesSequence, all);
    }

    /**
     * The SOP Instance UIDs of the images that one stands for since their patient was corrected.
     */
    public static Set<String> replaced(DataSet image) {
        var uids = new HashSet<String>();
        for (var change : image.items(Tag.OriginalAttributesSequence)) {
            if (Order.textOf(change, Tag.ModifyingSystem).equals(SYSTEM)) {
                for (var before : change.items(Tag.ModifiedAttributesSequence)) {
                    String uid = Order.textOf(before, Tag.SOPInstanceUID);
                    if (!uid.isEmpty()) {
                        uids.add(uid);
                    }
                }
            }
        }
        return uids;
    }

    /** Says that there is one, not of whom. */
    @Override
    public String toString() {
        return "PatientCorrection[" + order.key() + "]";
    }
}
