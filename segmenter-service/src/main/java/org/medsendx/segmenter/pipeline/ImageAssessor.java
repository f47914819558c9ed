package org.medsendx.segmenter.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Features.Tissue;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;
import org.medsendx.segmenter.assess.QualityJudge.StoredForm;
import org.medsendx.segmenter.assess.ScanJudge;
import org.medsendx.segmenter.cluster.Clusters;
import org.medsendx.segmenter.cluster.ExactKMeans;
import org.medsendx.segmenter.feature.FeatureReader;
import org.medsendx.segmenter.feature.Field;
import org.medsendx.segmenter.feature.Padding;
import org.medsendx.segmenter.feature.ValueScale;
import org.medsendx.segmenter.highlight.HighlightPainter;
import org.medsendx.segmenter.highlight.Scene;
import org.medsendx.segmenter.measure.Frame;
import org.medsendx.segmenter.measure.MeasureReader;
import org.medsendx.segmenter.stratum.StratumReader;
import org.medsendx.segmenter.tissue.PartialBreast;
import org.medsendx.segmenter.tissue.TissueMap;
import org.medsendx.segmenter.tissue.TissueScheme;

/** Assesses one decodable monochrome image. */
final class ImageAssessor {

    private final AssessLimits limits;
    private final HighlightPainter painter;

    private final ScanJudge judge;

    ImageAssessor(AssessLimits limits, ScanJudge judge) {
        this.limits = limits;
        this.judge = judge;
        this.painter = new HighlightPainter(limits.maxHighlightSide());
    }

    Assessment assess(Image image, DataSet header, String objectPrefix, String scanner)
            throws IOException, UnsupportedImageException {
        var scale = RescaleReader.read(image, header);
        var field = Field.of(header, image.rows(), image.columns());
        var padding = Padding.of(header, image.bitsAllocated(), image.signed(), scale);
        var frames = chosenFrames(image.frames(), limits.maxFrames());
        var counter = new FrameCounter(image, field);
        var valid = padding.removeFrom(counter.count(frames));
        long seen = (long) image.rows() * image.columns() * frames.length;

        boolean inverted = inverted(image, header);
        var form = new StoredForm(image.bitsStored(), image.signed(), inverted);
        if (valid.total() == 0) {
            var judged = judge.unmeasured(valid, form, seen);
            return new Assessment.NotMeasured("no-valid-pixels", judged.quality(), judged.triage());
        }
        var reader = new FeatureReader(valid, scale);
        var stratum = StratumReader.read(header);
        int frame = image.frames() / 2;
        int[] stored = counter.stored(frame);
        var measures =
                MeasureReader.read(
                        header,
                        new Frame(stored, field, padding, scale, kind(stratum, scale)),
                        valid,
                        form.least(),
                        form.greatest(),
                        inverted,
                        seen);
        String unclassed = unclassed(valid.distinct(), stratum, header);
        if (unclassed != null) {
            var features = reader.read(List.of()).with(measures);
            var judged =
                    judge.judge(header, scanner, stratum, features, measures, valid, form, seen);
            return new Assessment.Measured(
                    unclassed, judged.quality(), judged.triage(), stratum, features);
        }
        var clusters = ExactKMeans.cluster(valid, TissueScheme.CLASSES);
        var shown = shown(clusters, valid.total(), scale, stratum, inverted);
        var features = reader.read(tissues(shown, scale)).with(measures);
        var judged = judge.judge(header, scanner, stratum, features, measures, valid, form, seen);
        var scene =
                new Scene(
                        stratum.modality(),
                        objectPrefix,
                        frame,
                        image.frames(),
                        inverted,
                        image.renderGrey(frame, stored),
                        TissueMap.of(stored, field, padding, clusters),
                        shown,
                        features);
        return new Assessment.Segmented(
                judged.quality(), judged.triage(), stratum, features, painter.paint(scene));
    }

    private static Frame.Kind kind(Stratum stratum, ValueScale scale) {
        if (scale.hounsfield()) {
            return Frame.Kind.CT;
        }
        return StratumReader.projection(stratum.modality())
                ? Frame.Kind.PROJECTION
                : Frame.Kind.OTHER;
    }

    /** Why there are no tissue classes, as a code; null when they can be made. */
    private static @Nullable String unclassed(long values, Stratum stratum, DataSet header) {
        if (values < TissueScheme.CLASSES) {
            return "too-few-values";
        }
        return stratum.modality().equals("MG") ? PartialBreast.reason(header) : null;
    }

    /** Whether low values are shown bright (PS3.3, C.11.6 and C.7.6.3.1.2). */
    private static boolean inverted(Image image, DataSet header) {
        var shape = header.string(Tag.PresentationLUTShape);
        return shape == null
                ? image.photometricInterpretation().equals("MONOCHROME1")
                : shape.equals("INVERSE");
    }

    /** The classes with their names, in ascending order of stored values. */
    private static List<Scene.Shown> shown(
            Clusters clusters, long total, ValueScale scale, Stratum stratum, boolean inverted) {
        var centres =
                clusters.clusters().stream().mapToDouble(c -> scale.apply(c.centre())).toArray();
        var scheme = TissueScheme.of(stratum.modality(), scale.hounsfield(), centres);
        // Schemes rise with the measured value; in mammograms with attenuation, which is what is
        // shown bright.
        boolean falling = scheme == TissueScheme.MAMMOGRAPHY ? inverted : scale.slope() < 0;
        var shown = new ArrayList<Scene.Shown>();
        int last = clusters.clusters().size() - 1;
        for (int i = 0; i <= last; i++) {
            shown.add(
                    new Scene.Shown(
                            scheme.classes().get(falling ? last - i : i),
                            centres[i],
                            (double) clusters.clusters().get(i).count() / total));
        }
        return shown;
    }

    private static List<Tissue> tissues(List<Scene.Shown> shown, ValueScale scale) {
        var ascending = scale.slope() < 0 ? shown.reversed() : shown;
        return ascending.stream()
                .map(s -> new Tissue(s.tissue().label(), s.centre(), s.fraction()))
                .toList();
    }

    /** Which frames are measured: all, or so many evenly spaced ones. */
    static int[] chosenFrames(int frames, int most) {
        int n = Math.max(1, Math.min(frames, most));
        return IntStream.range(0, n).map(i -> (int) ((2L * i + 1) * frames / (2L * n))).toArray();
    }
}
