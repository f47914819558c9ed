package org.medsendx.deidentification.release;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.InstanceUids;
import org.medsendx.deidentification.pixels.BeforeAfter;
import org.medsendx.deidentification.pixels.Blanking;
import org.medsendx.deidentification.pixels.FrameForm;
import org.medsendx.deidentification.pixels.LosslessFrames;
import org.medsendx.deidentification.pixels.PixelPlan;
import org.medsendx.deidentification.pixels.PixelPlanner;
import org.medsendx.deidentification.pixels.PixelRules;
import org.medsendx.deidentification.pixels.StoredFrames;
import org.medsendx.deidentification.pseudonym.Codes;
import org.medsendx.deidentification.pseudonym.DateShift;
import org.medsendx.deidentification.pseudonym.Purpose;
import org.medsendx.deidentification.pseudonym.StudyCodes;
import org.medsendx.deidentification.report.ActionLog;
import org.medsendx.deidentification.rules.Deidentifier;
import org.medsendx.deidentification.rules.Profile;
import org.medsendx.deidentification.rules.Subject;
import org.medsendx.deidentification.unseen.Trimming;
import org.medsendx.deidentification.verify.Gate;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.pixel.JpegLsFrames;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/**
 * Makes the clean copy of one instance: read, refuse what cannot be made clean, apply the profile,
 * write, and let the gate judge what was written. It fails closed: whatever goes wrong with a file
 * withholds it. Thread safe.
 */
public final class Releaser {

    /** Reasons of this step, beside those of the gate and the pixel policy. */
    public static final String UNREADABLE = "unreadable";

    /** The input is a copy that was released before. */
    public static final String ALREADY = "ALREADY-deidentified";

    /** The original is not in the identified zone any more. */
    public static final String ORIGINAL_MISSING = "original-missing";

    /** The original's SHA-256 is not the one that was told when it was received. */
    public static final String ORIGINAL_CHANGED = "original-changed";

    /** The profile that somebody chose for it is not there. */
    public static final String UNKNOWN_PROFILE = "unknown-profile";

    /** The key that the study began with is not there any more. */
    public static final String KEY_GONE = "key-gone";

    /**
     * The data set has elements in a group that PS3.5, 7.8.1 forbids to everybody: no device writes
     * them, so it was damaged or made up, and what else of it is true is for a person to see.
     */
    public static final String FORBIDDEN_GROUP = "forbidden-group";

    /** Every code with which an instance is withheld, besides those of the gate. */
    public static final List<String> REASONS =
            List.of(
                    UNREADABLE,
                    ORIGINAL_MISSING,
                    ORIGINAL_CHANGED,
                    UNKNOWN_PROFILE,
                    "too-large",
                    KEY_GONE,
                    "engine-failed",
                    "no-instance-uid",
                    "not-an-instance",
                    FORBIDDEN_GROUP);

    /** How often the copy is looked at for text that was missed, and masked again. */
    private static final int MOST_LOOKS = 4;

    private static final Set<Integer> FORBIDDEN_GROUPS = Set.of(0x1, 0x3, 0x5, 0x7, 0xFFFF);

    private static final Pattern MODALITY = Pattern.compile("[A-Z0-9]{1,16}");

    private final Profile profile;
    private final StudyCodes studies;
    private final String defaultIssuer;
    private final ReadLimits limits;
    private final PixelRules pixelRules;
    private final LosslessFrames.Encoder encoder;

    /** With one key for all studies and the pixel rules of the profile. */
    public Releaser(Profile profile, Codes codes, String defaultIssuer, ReadLimits limits) {
        this(profile, StudyCodes.always(codes), defaultIssuer, limits);
    }

    /** With the pixel rules of the profile. */
    public Releaser(Profile profile, StudyCodes studies, String defaultIssuer, ReadLimits limits) {
        this(profile, studies, defaultIssuer, limits, profile.pixelRules(), JpegLsFrames::encode);
    }

    /**
     * @param studies which codes a study uses
     * @param defaultIssuer assigning authority for Patient IDs whose header names none; may be
     *     empty
     * @param pixelRules what is done about names that are burned into images
     * @param encoder makes JPEG-LS of uncompressed frames; the gate does not believe it
     */
    Releaser(
            Profile profile,
            StudyCodes studies,
            String defaultIssuer,
            ReadLimits limits,
            PixelRules pixelRules,
            LosslessFrames.Encoder encoder) {
        this.encoder = encoder;
        this.pixelRules = pixelRules;
        this.profile = profile;
        this.studies = studies;
        this.defaultIssuer = defaultIssuer;
        this.limits = limits;
    }

    /** As {@link #release(Path, String, String, Path)}, for an original of unknown digest. */
    public Release release(Path original, String truck, Path target) throws IOException {
        try {
            return release(original, Sha256.of(original), truck, target);
        } catch (NoSuchFileException e) {
            return Release.originalMissing();
        }
    }

    /** The id of the key that a new study begins with. */
    public String activeKeyId() {
        return studies.active().id();
    }

    /**
     * Writes the clean copy of an original and verifies it. The copy is forced to disk; when the
     * instance is withheld there is none.
     *
     * @param sha256 of the original
     * @param truck the truck's id
     * @param target where the copy is written; what is there is replaced
     * @throws IOException when the disk fails, which is no statement about the instance
     */
    public Release release(Path original, String sha256, String truck, Path target)
            throws IOException {
        boolean done = false;
        try {
            Release release = attempt(original, sha256, truck, target);
            done = release instanceof Release.Released;
            return release;
        } catch (DicomFormatException e) {
            return Release.Withheld.because(UNREADABLE, e.tag());
        } catch (NoSuchFileException e) {
            return Release.originalMissing();
        } catch (OutOfMemoryError e) {
            return Release.Withheld.because("too-large", null);
        } catch (StudyCodes.KeyGoneException e) {
            return Release.Withheld.because(KEY_GONE, null);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (RuntimeException | StackOverflowError e) {
            // A defect of ours or a file that found one: never released, never a crash.
            return Release.Withheld.because("engine-failed", null);
        } finally {
            if (!done) {
                Files.deleteIfExists(target);
            }
        }
    }

    /**
     * A picture of what was blanked, original beside copy: identified data.
     *
     * @param copy the copy that was written
     * @return a PNG file; null when nothing was blanked, or the frame cannot be shown
     * @throws IOException when the disk fails
     */
    public byte @Nullable [] picture(Path original, Path copy, Release.Copy released)
            throws IOException {
        var masks = released.pixels().masks();
        if (masks.isEmpty()) {
            return null;
        }
        try {
            return BeforeAfter.png(
                    DicomReader.read(original, limits), DicomReader.read(copy, limits), masks);
        } catch (DicomFormatException
                | UnsupportedImageException
                | RuntimeException
                | OutOfMemoryError e) {
            // Verified already; only the picture for people is missing.
            return null;
        }
    }

    private Release attempt(Path original, String sha256, String truck, Path target)
            throws IOException, StudyCodes.KeyGoneException {
        DicomFile file = DicomReader.read(original, limits);
        DataSet dataSet = file.dataSet();
        profile.explainPrivate(dataSet);
        String study = Subject.studyOf(file.meta(), dataSet);
        if (study == null) {
            return Release.Withheld.because("no-instance-uid", SOPInstanceUID);
        }
        Codes codes = studies.of(study);
        long begun = codes.begin();
        Release release = attempt(file, codes, sha256, truck, target);
        codes.settle(begun);
        return release;
    }

    private Release attempt(DicomFile file, Codes codes, String sha256, String truck, Path target)
            throws IOException {
        DataSet dataSet = file.dataSet();
        Subject subject = Subject.of(codes, defaultIssuer, file.meta(), dataSet, profile);
        if (subject == null) {
            return Release.Withheld.because(
                    "no-instance-uid", Subject.missing(file.meta(), dataSet));
        }
        if (subject.sopClass().equals(Uid.MediaStorageDirectoryStorage)) {
            return Release.Withheld.because("not-an-instance", SOPClassUID);
        }
        for (Element element : dataSet) {
            if (FORBIDDEN_GROUPS.contains(element.tag() >>> 16)) {
                return Release.Withheld.because(FORBIDDEN_GROUP, element.tag());
            }
        }
        Path seen = target.resolveSibling(target.getFileName() + ".seen");
        Files.deleteIfExists(seen);
        try {
            return attempt(file, seen, codes, subject, sha256, truck, target);
        } finally {
            Files.deleteIfExists(seen);
        }
    }

    private Release attempt(
            DicomFile file,
            Path seen,
            Codes codes,
            Subject subject,
            String sha256,
            String truck,
            Path target)
            throws IOException {
        DataSet dataSet = file.dataSet();
        var pixelPlanner = new PixelPlanner(pixelRules);
        Trimming.Trimmed trimmed;
        PixelPlan plan;
        try {
            trimmed = Trimming.of(file, seen);
            plan = pixelPlanner.plan(trimmed, subject.sopClass());
        } catch (UnsupportedImageException e) {
            trimmed = new Trimming.Trimmed(file, Set.of());
            plan = pixelPlanner.planUnread(file, subject.sopClass(), e);
        }
        DicomFile shown = trimmed.file();
        var gate = new Gate(profile, limits, truck, pixelPlanner);
        Deidentifier.Deidentified clean;
        FrameForm form = profile.frames();
        StoredFrames frames;
        PixelPlan.Ready pixels;
        Gate.Verdict verdict;
        for (int look = 1; ; look++) {
            switch (plan) {
                case PixelPlan.Refused refused -> {
                    return Release.Withheld.because(refused.cause().code(), refused.tag());
                }
                case PixelPlan.Ready ready -> pixels = ready;
            }
            clean = new Deidentifier(profile, truck).apply(shown, subject);
            Integer nested = NestedPixels.in(clean.dataSet());
            if (nested != null) {
                return Release.Withheld.because(PixelPlan.Cause.NESTED.code(), nested);
            }
            Files.deleteIfExists(target);
            try {
                var written = CopyFile.write(shown, target, clean, pixels, form, encoder);
                clean = written.clean();
                frames = written.frames();
            } catch (UnsupportedImageException e) {
                boolean recolour = Blanking.RECOLOUR.equals(e.getMessage());
                PixelPlan.Cause cause =
                        recolour ? PixelPlan.Cause.RECOLOUR : PixelPlan.Cause.NOT_MASKABLE;
                return Release.Withheld.because(
                        cause.code(), recolour ? PhotometricInterpretation : PixelData);
            }
            verdict = gate.verify(file, shown, subject, clean.cleaned(), pixels, target);
            if (!verdict.onlyText()) {
                if (frames instanceof StoredFrames.JpegLs && !verdict.reasons().isEmpty()) {
                    // Fewer bytes are not worth an image: once more, as they came.
                    form = FrameForm.KEEP;
                    look--; // for text nobody looked
                    continue;
                }
                break;
            }
            try {
                plan =
                        look < MOST_LOOKS && !verdict.text().isEmpty()
                                ? pixelPlanner.masking(shown, pixels, verdict.text())
                                : pixelPlanner.unconfirmed(pixels);
            } catch (UnsupportedImageException e) {
                return Release.Withheld.because(PixelPlan.Cause.SECOND_LOOK.code(), PixelData);
            }
        }
        var evidence =
                new Release.Evidence(
                        codes.id(),
                        codes.hex(Purpose.INPUT, 64, sha256),
                        ActionLog.of(
                                dataSet,
                                clean.dataSet(),
                                profile,
                                !pixels.work().masks().isEmpty()),
                        verdict.checks());
        if (!verdict.reasons().isEmpty()) {
            return new Release.Withheld(verdict.reasons(), evidence);
        }
        String accession = text(dataSet, AccessionNumber);
        String studyDate = clean.dataSet().string(StudyDate);
        var copy =
                new Release.Copy(
                        new InstanceUids(
                                subject.newStudy(), subject.newSeries(), subject.newInstance()),
                        subject.sopClass(),
                        clean.meta().transferSyntaxUid(),
                        modality(dataSet),
                        studyDate != null
                                        && DateShift.parse(studyDate) != null
                                        && AcquisitionDay.studyDated(
                                                dataSet, LocalDate.now(ZoneOffset.UTC))
                                ? studyDate
                                : "undated",
                        subject.featureId(),
                        subject.examKey(),
                        subject.examKeyId(),
                        AcquisitionDay.of(dataSet, LocalDate.now(ZoneOffset.UTC)),
                        device(dataSet),
                        verdict.sha256(),
                        verdict.bytes(),
                        pixels.work(),
                        form == profile.frames()
                                ? frames
                                : new StoredFrames.Kept(StoredFrames.Cause.REFUSED),
                        new Release.Pseudonyms(
                                subject.patientId(),
                                accession.isEmpty() ? null : subject.accession(accession)),
                        new Identity(
                                codes.id(),
                                subject.issuer(),
                                subject.originalPatientId(),
                                text(dataSet, PatientName),
                                text(dataSet, PatientBirthDate),
                                text(dataSet, PatientSex),
                                subject.originalStudy(),
                                accession));
        return new Release.Released(copy, evidence);
    }

    private static String modality(DataSet dataSet) {
        String modality = dataSet.string(Modality);
        return modality != null && MODALITY.matcher(modality.strip()).matches()
                ? modality.strip()
                : "OT";
    }

    private @Nullable String device(DataSet dataSet) {
        String serial = dataSet.string(DeviceSerialNumber);
        if (serial == null || serial.isBlank()) {
            return null;
        }
        return "s-"
                + studies.active()
                        .hex(
                                Purpose.SCANNER,
                                16,
                                text(dataSet, Manufacturer),
                                text(dataSet, ManufacturerModelName),
                                serial.strip());
    }

    private static String text(DataSet dataSet, int tag) {
        String text = dataSet.string(tag);
        return text == null ? "" : text.strip();
    }
}
