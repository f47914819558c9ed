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
import org.medsendx.segmenter.assess.QualityJudge;
import org.medsendx.segmenter.assess.QualityJudge.StoredForm;
import org.medsendx.segmenter.assess.TriageRule;
import org.medsendx.segmenter.assess.UsualBounds;
import org.medsendx.segmenter.cluster.Clusters;
import org.medsendx.segmenter.cluster.ExactKMeans;
import org.medsendx.segmenter.feature.FeatureReader;
import org.medsendx.segmenter.feature.Field;
import org.medsendx.segmenter.feature.Padding;
import org.medsendx.segmenter.feature.ValueScale;
import org.medsendx.segmenter.highlight.HighlightPainter;
import org.medsendx.segmenter.highlight.Scene;
import org.medsendx.segmenter.stratum.StratumReader;
import org.medsendx.segmenter.tissue.PartialBreast;
import org.medsendx.segmenter.tissue.TissueMap;
import org.medsendx.segmenter.tissue.TissueMaps;
import org.medsendx.segmenter.tissue.TissueScheme;

/** Assesses one decodable monochrome image. */
final class ImageAssessor {

    private final AssessLimits limits;
    private final HighlightPainter painter;

    ImageAssessor(AssessLimits limits) {
        this.limits = limits;
        this.painter = new HighlightPainter(limits.maxHighlightSide());
    }

    Assessment assess(Image image, DataSet header, String objectPrefix)
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
        var quality = QualityJudge.judge(valid, form, seen);
        if (valid.total() == 0) {
            return new Assessment.NotMeasured(
                    "no-valid-pixels", quality, TriageRule.place(quality, List.of()));
        }
        var reader = new FeatureReader(valid, scale);
        var stratum = StratumReader.read(header);
        int frame = image.frames() / 2;
        String unclassed = unclassed(valid.distinct(), stratum, header);
        if (unclassed != null) {
            var features = reader.read(List.of());
            var triage = TriageRule.place(quality, UsualBounds.outside(features));
            var grey = image.renderGrey(frame, counter.stored(frame));
            var seenImage = new ScanImage(header, image.frames(), frame, grey);
            return new Assessment.Measured(
                    unclassed, quality, triage, stratum, features, seenImage);
        }
        var clusters = ExactKMeans.cluster(valid, TissueScheme.CLASSES);
        var shown = shown(clusters, valid.total(), scale, stratum, inverted);
        var features = reader.read(tissues(shown, scale));
        var triage = TriageRule.place(quality, UsualBounds.outside(features));
        var maps = new ArrayList<TissueMaps.Frame>();
        for (int mapped : mappedFrames(frames, frame, (long) image.rows() * image.columns())) {
            var map = TissueMap.of(counter.stored(mapped), field, padding, clusters);
            maps.add(new TissueMaps.Frame(mapped, map));
        }
        var tissues = new TissueMaps(shown.stream().map(Scene.Shown::tissue).toList(), maps);
        int[] stored = counter.stored(frame);
        var seenImage =
                new ScanImage(header, image.frames(), frame, image.renderGrey(frame, stored));
        var scene =
                new Scene(
                        stratum.modality(),
                        objectPrefix,
                        frame,
                        image.frames(),
                        inverted,
                        seenImage.grey(),
                        maps.stream()
                                .filter(one -> one.index() == frame)
                                .findFirst()
                                .orElseThrow()
                                .map(),
                        shown,
                        features);
        return new Assessment.Segmented(
                quality, triage, stratum, features, painter.paint(scene), seenImage, tissues);
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

    /**
     * Which frames get a tissue map that is kept: the measured ones and the one shown, or that one
     * alone when all would take too much memory.
     */
    static int[] mappedFrames(int[] measured, int shown, long pixelsPerFrame) {
        var all = IntStream.concat(IntStream.of(measured), IntStream.of(shown));
        return measured.length * pixelsPerFrame > AssessLimits.MAP_PIXELS
                ? new int[] {shown}
                : all.sorted().distinct().toArray();
    }

    /** Which frames are measured: all, or so many evenly spaced ones. */
    static int[] chosenFrames(int frames, int most) {
        int n = Math.max(1, Math.min(frames, most));
        return IntStream.range(0, n).map(i -> (int) ((2L * i + 1) * frames / (2L * n))).toArray();
    }
}
