package org.medsendx.segmenter.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.medsendx.contracts.deidentified.Quality;
import org.medsendx.contracts.deidentified.Quality.Verdict;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.ScanMeasured;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;
import org.medsendx.segmenter.assess.Origin;
import org.medsendx.segmenter.assess.ScanJudge;
import org.medsendx.segmenter.model.Models;
import org.medsendx.segmenter.stratum.StratumReader;
import org.medsendx.segmenter.tissue.TissueSchemes;

/**
 * Assesses one de-identified file: decodes it, measures the valid pixels, finds the tissue classes,
 * judges quality, places it in the work list and paints the picture. The same file gives the same
 * assessment every time, as long as no other was learned in between.
 *
 * <p>A file that is no image, that cannot be decoded here or that is damaged or hostile has an
 * assessment too, with the reason as a code; it never stops the service. Reasons: {@code
 * not-a-scan}, {@code colour}, {@code too-large}, {@code too-few-values}, {@code no-valid-pixels},
 * {@code unreadable}, {@code unreliable} (no classes that are set apart), those of {@link
 * org.medsendx.segmenter.tissue.PartialBreast}, and the codes of {@link UnsupportedImageException}.
 *
 * <p>Of an image with several frames all are measured together, or {@link AssessLimits#maxFrames()}
 * evenly spaced ones when there are more; the picture shows the middle frame.
 */
public final class ScanAssessor {

    /** What is not an image of a patient, although it may have pixels (PS3.3, C.7.3.1.1.1). */
    private static final Set<String> NOT_SCANS =
            Set.of(
                    "SEG",
                    "SR",
                    "PR",
                    "KO",
                    "REG",
                    "DOC",
                    "AU",
                    "ECG",
                    "EPS",
                    "HD",
                    "FID",
                    "PLAN",
                    "RWV",
                    "SMR",
                    "TG",
                    "ANN",
                    "STAIN",
                    "RTSTRUCT",
                    "RTPLAN",
                    "RTDOSE",
                    "RTRECORD",
                    "RTSEGANN",
                    "RTINTENT",
                    "RTRAD",
                    "ASMT",
                    "M3D");

    /**
     * Whose colour images are grey ones in colour's clothes, with some overlay: their luminance is
     * measured. In photographs, and where colours are a scale, luminance is no measure of anything.
     */
    private static final Set<String> LUMINANCE = Set.of("US", "IVUS", "OT", "SC");

    private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");

    private final AssessLimits limits;
    private final ScanJudge judge;
    private final ImageAssessor images;

    /** One with the schemes that this program ships with, that judges by the defaults. */
    public ScanAssessor(AssessLimits limits) {
        this(limits, TissueSchemes.shipped(), ScanJudge.standard());
    }

    /** One without models. */
    public ScanAssessor(AssessLimits limits, TissueSchemes schemes, ScanJudge judge) {
        this(limits, schemes, judge, Models.none());
    }

    /**
     * @param models asked before k-means
     */
    public ScanAssessor(
            AssessLimits limits, TissueSchemes schemes, ScanJudge judge, Models models) {
        this.limits = limits;
        this.judge = judge;
        this.images = new ImageAssessor(limits, schemes, judge, models);
    }

    /**
     * Assesses a file that was just seen to be whole, so every failure to read it is a matter of
     * its content.
     *
     * @param objectId its random id; the first digits are written into the picture
     * @param origin which scanner made it, for which order
     */
    public Assessment assess(Path file, UUID objectId, Origin origin) {
        try {
            return open(file, objectId, origin).read().assessment();
        } catch (OutOfMemoryError e) {
            return tooLarge(origin).read().assessment();
        }
    }

    /**
     * The first part of {@link #assess}: reads the header. Thread safe, as reading is; what hangs
     * on the order of scans is the judgement alone.
     *
     * @throws OutOfMemoryError when memory does not suffice. Sizes are checked before anything is
     *     allocated by them, so this is a decoder that was talked into an array by a hostile
     *     stream, of this scan or of one that is read at the same time. The array was not made; the
     *     heap is fine. Whoever knows that nobody else was reading calls it {@link #tooLarge}.
     */
    public OpenedScan open(Path file, UUID objectId, Origin origin) {
        return orReason(
                () -> open(DicomReader.read(file, ReadLimits.DEFAULT), objectId, origin),
                reason -> settled(reason, origin));
    }

    /** A scan that cannot be opened, for a reason of the caller's. */
    public OpenedScan settled(String reason, Origin origin) {
        return OpenedScan.settled(ScanReading.settled(notMeasured(reason, origin)));
    }

    /** A scan for which memory did not suffice, although it had all of it. */
    public OpenedScan tooLarge(Origin origin) {
        return settled("too-large", origin);
    }

    private interface Step<T> {
        T take() throws IOException, UnsupportedImageException;
    }

    private static <T> T orReason(Step<T> step, Function<String, T> otherwise) {
        try {
            return step.take();
        } catch (UnsupportedImageException e) {
            return otherwise.apply(CODE.matcher(e.code()).matches() ? e.code() : "unsupported");
        } catch (IOException | RuntimeException | StackOverflowError e) {
            return otherwise.apply("unreadable");
        }
    }

    /** The same for a scan of which neither scanner nor order is known. */
    public Assessment assess(Path file, UUID objectId) {
        return assess(file, objectId, Origin.UNKNOWN);
    }

    /**
     * Remembers a scan whose outcome is on disk, for the judgement of those that come; once,
     * however often this is called.
     *
     * @param line index of its line in the ledger
     */
    public void learn(long line, ScanAssessed assessed, ScanMeasured measured) throws IOException {
        judge.learn(
                line,
                measured.scanner(),
                measured.stratum(),
                measured.features(),
                assessed.quality().verdict());
    }

    /**
     * From which line of the ledger on no scan was remembered.
     *
     * @param lines how many the ledger has
     */
    public long learned(long lines) throws IOException {
        return judge.learned(lines);
    }

    private OpenedScan open(DicomFile dicom, UUID objectId, Origin origin)
            throws IOException, UnsupportedImageException {
        var header = dicom.dataSet();
        if (NOT_SCANS.contains(StratumReader.modality(header))) {
            return settled("not-a-scan", origin);
        }
        var image = Image.of(dicom);
        boolean colour =
                image.samplesPerPixel() != 1
                        || image.photometricInterpretation().equals("PALETTE COLOR");
        if (colour && !LUMINANCE.contains(StratumReader.modality(header))) {
            return settled("colour", origin);
        }
        if (!limits.admits(image.rows(), image.columns())) {
            return tooLarge(origin);
        }
        return new OpenedScan(
                StratumReader.read(header),
                AssessLimits.bytes(image.rows(), image.columns()),
                () ->
                        orReason(
                                () -> read(image, colour, header, objectId, origin),
                                reason -> ScanReading.settled(notMeasured(reason, origin))));
    }

    private ScanReading read(
            Image image, boolean colour, DataSet header, UUID objectId, Origin origin)
            throws IOException, UnsupportedImageException {
        var values = colour ? FrameValues.luminance(image) : FrameValues.monochrome(image, header);
        return images.read(image, values, header, objectId.toString().substring(0, 8), origin);
    }

    /**
     * The assessment of what could not be measured.
     *
     * @param reason why, as a code
     * @param origin which order it was made for
     */
    public Assessment notMeasured(String reason, Origin origin) {
        var quality = new Quality(Verdict.NOT_JUDGED, List.of());
        var triage = judge.byVerdict(quality, origin).triage();
        return new Assessment.NotMeasured(reason, quality, triage);
    }
}
