package org.medsendx.deidentification.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.medsendx.deidentification.pixels.PixelPlan;
import org.medsendx.deidentification.pixels.PixelPlanner;
import org.medsendx.deidentification.pixels.Rectangle;
import org.medsendx.deidentification.rules.CleanedPaths;
import org.medsendx.deidentification.rules.ContentItem;
import org.medsendx.deidentification.rules.PrivateValues;
import org.medsendx.deidentification.rules.Profile;
import org.medsendx.deidentification.rules.Reason;
import org.medsendx.deidentification.rules.Subject;
import org.medsendx.deidentification.unseen.Trimming;
import org.medsendx.deidentification.unseen.Unseen;
import org.medsendx.deidentification.unseen.UnusedBits;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/**
 * The last step before a file may leave: it is read again from disk, compared with its original and
 * searched for the subject's own tokens and UIDs. What it finds is told by rule and tag, never by
 * value. One for each instance.
 */
public final class Gate {

    private final Profile profile;
    private final ReadLimits limits;
    private final String station;
    private final PixelPlanner planner;

    /** With the pixel rules of the profile. */
    public Gate(Profile profile, ReadLimits limits, String station) {
        this(profile, limits, station, new PixelPlanner(profile.pixelRules()));
    }

    /**
     * @param planner the instance's; looks a second time at a copy that claims to be free of text
     */
    public Gate(Profile profile, ReadLimits limits, String station, PixelPlanner planner) {
        this.planner = planner;
        this.profile = profile;
        this.limits = limits;
        this.station = station;
    }

    /**
     * What the gate says of a written file.
     *
     * @param reasons why it must not leave; empty when it may
     * @param sha256 of the file as it was searched
     * @param bytes its size
     * @param text where the second look found text
     * @param checks the codes of the checks that ran, see {@link Check}
     */
    public record Verdict(
            List<Reason> reasons,
            String sha256,
            long bytes,
            List<Rectangle> text,
            List<String> checks) {
        public Verdict {
            reasons = List.copyOf(reasons);
            checks = List.copyOf(checks);
            text = List.copyOf(text);
        }

        /** Whether nothing is wrong but that text is left. */
        public boolean onlyText() {
            return reasons.size() == 1
                    && reasons.getFirst().rule().equals(Check.SECOND_LOOK.code());
        }
    }

    /** Judges a written file whose pixels must be the original's. */
    public Verdict verify(DicomFile original, Subject subject, CleanedPaths cleaned, Path written)
            throws IOException {
        return verify(original, original, subject, cleaned, PixelPlan.UNTOUCHED, written);
    }

    /**
     * Judges a written file.
     *
     * @param shown the original without the bytes that no viewer shows
     * @param pixels what was to be blanked
     * @throws IOException when the disk fails; a file that cannot be parsed is a verdict
     */
    public Verdict verify(
            DicomFile original,
            DicomFile shown,
            Subject subject,
            CleanedPaths cleaned,
            PixelPlan.Ready pixels,
            Path written)
            throws IOException {
        var findings = new Findings();
        findings.runs(Check.UNREADABLE);
        DicomFile again;
        try {
            again = DicomReader.read(written, limits);
            PrivateValues.explainAs(original.dataSet(), again.dataSet());
        } catch (DicomFormatException e) {
            findings.fail(Check.UNREADABLE, e.tag());
            return new Verdict(findings.reasons(), "", 0, List.of(), findings.ran());
        }
        findings.runs(Check.META);
        boolean anew = EncodingComparison.applies(profile, original, again);
        if (!subject.newInstance().equals(again.meta().sopInstanceUid())
                || !subject.sopClass().equals(again.meta().sopClassUid())
                || !(anew || PixelComparison.syntaxFits(original, again, pixels))) {
            findings.fail(Check.META, Tag.MediaStorageSOPInstanceUID);
        }
        try (var bulk = new BulkComparison(written)) {
            var comparison =
                    new Comparison(
                            profile,
                            subject,
                            cleaned,
                            station,
                            findings,
                            bulk,
                            PixelClaims.mayDiffer(shown, pixels, anew),
                            PixelClaims.expected(shown, pixels));
            comparison.compare(shown.dataSet(), again.dataSet());
            TypeCheck.run(subject.sopClass(), shown.dataSet(), again.dataSet(), findings);
            if (anew) {
                EncodingComparison.run(original, again, pixels, findings);
            } else {
                pixels(original, shown, again, pixels, findings);
            }
            UnusedBits.Scan bits = UnusedBits.scan(again);
            unseen(again, pixels, bits == null && !anew, findings);
            shortTokens(again.dataSet(), subject, findings, 0);
            var pass = new CopyPass(subject, again, comparison.harmless(), bulk, bits);
            pass.run(written, findings);
            List<Rectangle> text = List.of();
            if (findings.none() && pixels.work().claimed()) {
                text = secondLook(again, pixels, findings);
            }
            return new Verdict(
                    findings.reasons(), pass.sha256(), pass.bytes(), text, findings.ran());
        }
    }

    /** Pixels that were masked are compared as they are decoded; others byte for byte. */
    private static void pixels(
            DicomFile original,
            DicomFile shown,
            DicomFile written,
            PixelPlan.Ready plan,
            Findings findings)
            throws IOException {
        findings.runs(Check.PIXELS);
        boolean decoded = plan.changesFrames() || plan.work().frames() > 0;
        if (plan.changesPixels() && decoded) {
            Integer wrong = PixelComparison.judge(original, shown, written, plan);
            if (wrong != null) {
                findings.fail(Check.PIXELS, wrong);
            }
        }
    }

    private List<Rectangle> secondLook(DicomFile written, PixelPlan.Ready pixels, Findings findings)
            throws IOException {
        findings.runs(Check.SECOND_LOOK);
        List<Rectangle> text = List.of();
        boolean looked = false;
        try {
            text = planner.look(written, pixels);
            looked = true;
        } catch (UnsupportedImageException e) {
            // not looked at
        }
        if (!looked || !text.isEmpty()) {
            findings.fail(Check.SECOND_LOOK, Tag.PixelData);
        }
        return text;
    }

    /** Bytes that no viewer shows: none may be left, unless the pixels could not be followed. */
    private static void unseen(
            DicomFile written, PixelPlan.Ready pixels, boolean bits, Findings findings)
            throws IOException {
        for (Unseen kind : Unseen.values()) {
            findings.runs(check(kind));
        }
        try {
            for (Unseen kind : Trimming.find(written, bits)) {
                findings.fail(check(kind), Tag.PixelData);
            }
        } catch (UnsupportedImageException e) {
            if (pixels.work().frames() > 0) {
                findings.fail(Check.PIXELS, Tag.PixelData);
            }
        }
    }

    private static Check check(Unseen kind) {
        return switch (kind) {
            case EXCESS -> Check.UNSEEN_EXCESS;
            case FRAMES -> Check.UNSEEN_FRAMES;
            case CODESTREAM -> Check.UNSEEN_CODESTREAM;
            case OFFSETS -> Check.UNSEEN_OFFSETS;
            case BITS -> Check.UNSEEN_BITS;
        };
    }

    /** Tokens that count as whole words only, in values that are words. */
    private static void shortTokens(
            DataSet dataSet, Subject subject, Findings findings, int depth) {
        findings.runs(Check.TOKEN);
        for (Element element : dataSet) {
            if (element instanceof Element.Sequence sequence) {
                if (depth == 0 && sequence.tag() == Tag.DeidentificationMethodCodeSequence) {
                    continue;
                }
                for (DataSet item : sequence.items()) {
                    shortTokens(item, subject, findings, depth + 1);
                }
                continue;
            }
            VR vr = element.vr();
            boolean ours =
                    depth == 0
                            && (element.tag() == Tag.DeidentificationMethod
                                    || element.tag() == Tag.StationName
                                    || element.tag() == Tag.PatientID
                                    || element.tag() == Tag.PatientName);
            if (ours || (!vr.characterSet() && vr != VR.AE && vr != VR.UR)) {
                continue;
            }
            boolean code =
                    ContentItem.CODE.contains(element.tag()) && ContentItem.standardCode(dataSet);
            if (code && element.tag() != Tag.CodeMeaning) {
                continue;
            }
            for (String text : dataSet.strings(element.tag())) {
                if (code ? subject.tokens().inCode(text) : subject.tokens().in(text)) {
                    findings.fail(Check.TOKEN, element.tag());
                    break;
                }
            }
        }
    }
}
