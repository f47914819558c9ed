package org.medsendx.segmenter.assess;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.Measures;
import org.medsendx.contracts.deidentified.Quality;
import org.medsendx.contracts.deidentified.Quality.Verdict;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.contracts.deidentified.Triage;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.segmenter.assess.QualityJudge.StoredForm;
import org.medsendx.segmenter.cluster.Histogram;
import org.medsendx.segmenter.usual.Unusualness;
import org.medsendx.segmenter.usual.UsualLimits;
import org.medsendx.segmenter.usual.UsualScans;

/**
 * Judges a scan by its values, its measures and the scans of its kind before it: quality and place
 * in the work list. The same scan after the same scans has the same judgement.
 */
public final class ScanJudge {

    /** A reconstruction of this share of what the scanner measures is as wide as it. */
    private static final double WHOLE_WIDTH = 0.95;

    private final QualityJudge quality;
    private final TriageRule triage;
    private final UsualScans usual;

    /** A judgement. */
    public record Judged(Quality quality, Triage triage) {}

    public ScanJudge(QualityLimits limits, TriageWeights weights, UsualScans usual) {
        this.quality = new QualityJudge(limits);
        this.triage = new TriageRule(weights);
        this.usual = usual;
    }

    /** One with the default limits and weights, which forgets what it learned. */
    public static ScanJudge standard() {
        return new ScanJudge(
                QualityLimits.DEFAULT,
                TriageWeights.DEFAULT,
                UsualScans.inMemory(UsualLimits.DEFAULT));
    }

    /** Of an image of which nothing could be measured. */
    public Judged unmeasured(Histogram valid, StoredForm form, long pixels, Origin origin) {
        return byVerdict(quality.judge(valid, form, pixels), origin);
    }

    /** Of what has a verdict and nothing else. */
    public Judged byVerdict(Quality verdict, Origin origin) {
        return new Judged(verdict, triage.place(verdict, origin.order()));
    }

    /**
     * A scan as far as its judgement needs it: small, and without its pixels.
     *
     * @param byValues what its values alone say
     * @param wholeWidth whether a CT slice was reconstructed as wide as the scanner measures
     * @param origin which scanner made it, for which order
     * @param age whole years, null when the header does not say
     * @param positioning what is wrong with how it was positioned, as codes
     */
    public record Scan(
            Quality byValues,
            Measures measures,
            boolean wholeWidth,
            Origin origin,
            Stratum stratum,
            Features features,
            @Nullable Integer age,
            List<String> positioning) {

        public Scan {
            positioning = List.copyOf(positioning);
        }
    }

    /**
     * What there is to judge of a scan.
     *
     * @param header its de-identified header
     * @param origin which scanner made it, for which order
     * @param measures of it, the same that its features carry
     * @param valid stored values of the valid pixels
     * @param form how values are stored
     * @param pixels how many pixels were looked at, valid or not
     * @param positioning what is wrong with how it was positioned, as codes; a person should look
     */
    public Scan scan(
            DataSet header,
            Origin origin,
            Stratum stratum,
            Features features,
            Measures measures,
            Histogram valid,
            StoredForm form,
            long pixels,
            List<String> positioning) {
        return new Scan(
                quality.judge(valid, form, pixels),
                measures,
                wholeWidth(header),
                origin,
                stratum,
                features,
                KindRule.years(header.string(Tag.PatientAge)),
                positioning);
    }

    /** Judges a scan by those of its kind that were learned until now. */
    public Judged judge(Scan scan) {
        Unusualness unusual =
                usual.distance(scan.origin().scanner(), scan.stratum(), scan.features());
        var judged =
                positioned(
                        scan.positioning(),
                        quality.with(scan.byValues(), scan.measures(), scan.wholeWidth(), unusual));
        return new Judged(
                judged,
                triage.place(judged, scan.origin().order(), unusual, scan.stratum(), scan.age()));
    }

    private static Quality positioned(List<String> positioning, Quality judged) {
        if (positioning.isEmpty()) {
            return judged;
        }
        var all = new ArrayList<>(judged.findings());
        all.addAll(positioning);
        return new Quality(judged.verdict() == Verdict.GOOD ? Verdict.LOOK : judged.verdict(), all);
    }

    /** From which line of the ledger on nothing was learned; see {@link UsualScans#next}. */
    public long learned(long lines) throws IOException {
        return usual.next(lines);
    }

    /**
     * Learns a scan whose outcome is on disk, once; one that is to be taken again is not learned.
     *
     * @param line index of its line in the ledger
     */
    public void learn(
            long line, String scanner, Stratum stratum, Features features, Verdict verdict)
            throws IOException {
        if (verdict != Verdict.REPEAT) {
            usual.learn(line, scanner, stratum, features);
        }
    }

    private static boolean wholeWidth(DataSet header) {
        double[] reconstructed = header.doubles(Tag.ReconstructionDiameter);
        double[] measured = header.doubles(Tag.DataCollectionDiameter);
        return reconstructed.length > 0
                && measured.length > 0
                && measured[0] > 0
                && reconstructed[0] >= WHOLE_WIDTH * measured[0];
    }
}
