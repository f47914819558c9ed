package org.medsendx.segmenter.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.medsendx.contracts.deidentified.BreastDensity;
import org.medsendx.contracts.deidentified.Features.Tissue;
import org.medsendx.contracts.deidentified.Quality;
import org.medsendx.contracts.deidentified.Quality.Verdict;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;
import org.medsendx.segmenter.assess.QualityJudge;
import org.medsendx.segmenter.assess.QualityJudge.StoredForm;
import org.medsendx.segmenter.assess.TriageRule;
import org.medsendx.segmenter.assess.UsualBounds;
import org.medsendx.segmenter.breast.Mammogram;
import org.medsendx.segmenter.cluster.Histogram;
import org.medsendx.segmenter.feature.Borders;
import org.medsendx.segmenter.feature.FeatureReader;
import org.medsendx.segmenter.feature.Field;
import org.medsendx.segmenter.feature.ValueScale;
import org.medsendx.segmenter.highlight.HighlightPainter;
import org.medsendx.segmenter.highlight.Scene;
import org.medsendx.segmenter.stratum.StratumReader;
import org.medsendx.segmenter.tissue.PartialBreast;
import org.medsendx.segmenter.tissue.TissueMaps;
import org.medsendx.segmenter.tissue.TissueSchemes;

/** Assesses one decodable image. */
final class ImageAssessor {

    /** Projection radiographs, in which blades of a collimator are seen. */
    private static final Set<String> RADIOGRAPHS = Set.of("CR", "DX", "RG", "RF", "XA");

    private final AssessLimits limits;
    private final HighlightPainter painter;
    private final SchemeClasses schemes;

    ImageAssessor(AssessLimits limits, TissueSchemes schemes) {
        this.limits = limits;
        this.painter = new HighlightPainter(limits.maxHighlightSide());
        this.schemes = new SchemeClasses(schemes);
    }

    Assessment assess(Image image, FrameValues values, DataSet header, String objectPrefix)
            throws IOException, UnsupportedImageException {
        var stratum = StratumReader.read(header);
        var scale = values.scale();
        var padding = values.padding();
        int frame = image.frames() / 2;
        var field = field(header, values.values(frame), stratum.modality(), values);
        var frames = chosenFrames(image.frames(), limits.frames(image.rows(), image.columns()));
        var valid = padding.removeFrom(new FrameCounter(values, field).count(frames));
        long seen = (long) image.rows() * image.columns() * frames.length;

        boolean inverted = values.inverted(header);
        var form = new StoredForm(values.bits(), values.signed(), inverted);
        var judged = QualityJudge.judge(valid, form, seen);
        if (valid.total() == 0) {
            return new Assessment.NotMeasured(
                    "no-valid-pixels", judged, TriageRule.place(judged, List.of()));
        }
        var reader = new FeatureReader(valid, scale);
        return switch (classes(valid, field, values, frame, header, inverted)) {
            case Classes.Refused refused -> {
                var features = reader.read(List.of());
                var quality = with(refused.findings(), judged);
                var triage = TriageRule.place(quality, UsualBounds.outside(features));
                var grey = values.grey(frame);
                var seenImage = new ScanImage(header, image.frames(), frame, grey);
                yield new Assessment.Measured(
                        refused.told(), quality, triage, stratum, features, seenImage);
            }
            case Classes.Found found -> {
                var features = reader.read(tissues(found.shown(), scale));
                var quality = with(found.findings(), judged);
                var triage = TriageRule.place(quality, UsualBounds.outside(features));
                var maps = new ArrayList<TissueMaps.Frame>();
                for (int mapped :
                        mappedFrames(frames, frame, (long) image.rows() * image.columns())) {
                    var map = found.maps().apply(values.values(mapped));
                    maps.add(new TissueMaps.Frame(mapped, map));
                }
                var tissues =
                        new TissueMaps(
                                found.shown().stream().map(Scene.Shown::tissue).toList(), maps);
                var seenImage = new ScanImage(header, image.frames(), frame, values.grey(frame));
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
                                found.shown(),
                                features,
                                found.marks(),
                                notes(found));
                yield new Assessment.Segmented(
                        found.told(features.tissues()),
                        quality,
                        triage,
                        stratum,
                        features,
                        painter.paint(scene),
                        seenImage,
                        tissues);
            }
        };
    }

    /** What of the image rays reached, by its tags and by what its border looks like. */
    private static Field field(DataSet header, int[] shown, String modality, FrameValues values) {
        var field = Field.of(header, values.rows(), values.columns());
        if (modality.equals("MG")) {
            // its air is one value and belongs to it
            return field;
        }
        var narrowed =
                RADIOGRAPHS.contains(modality)
                        ? Borders.blades(field, shown)
                        : Borders.frame(field, shown);
        narrowed = Borders.circle(narrowed, shown);
        return narrowed.pixels() >= field.pixels() / 10 ? narrowed : field;
    }

    private Classes classes(
            Histogram valid,
            Field field,
            FrameValues values,
            int frame,
            DataSet header,
            boolean inverted)
            throws IOException, UnsupportedImageException {
        if (valid.distinct() < SchemeClasses.LEAST_VALUES) {
            return Classes.Refused.because("too-few-values");
        }
        String modality = StratumReader.modality(header);
        var padding = values.padding();
        if (modality.equals("MG")) {
            String partial = PartialBreast.reason(header);
            if (partial != null) {
                return Classes.Refused.because(partial);
            }
            var breast =
                    BreastClasses.find(
                            values.values(frame),
                            field,
                            padding,
                            values.scale(),
                            header,
                            inverted,
                            valid.total());
            if (breast != null) {
                return breast;
            }
        }
        return schemes.find(
                valid, field, padding::contains, values.scale(), modality, view(header), inverted);
    }

    /** The view as schemes name it: of a mammogram by its code too. */
    private static String view(DataSet header) {
        var view = Mammogram.view(header);
        String position = header.string(Tag.ViewPosition);
        return view != Mammogram.View.OTHER && view != Mammogram.View.LATERAL
                ? view.name()
                : position == null ? "" : position.strip();
    }

    /** A judgement with what is wrong with a breast's position, at which a person should look. */
    private static Quality with(List<String> findings, Quality judged) {
        if (findings.isEmpty()) {
            return judged;
        }
        var all = new ArrayList<>(judged.findings());
        all.addAll(findings);
        return new Quality(judged.verdict() == Verdict.GOOD ? Verdict.LOOK : judged.verdict(), all);
    }

    /** What else the picture says, in words. */
    private static List<String> notes(Classes.Found found) {
        var notes = new ArrayList<String>();
        var density = found.density();
        if (density != null) {
            notes.add(words(density));
        }
        if (!found.findings().isEmpty()) {
            notes.add("Positioning: " + String.join(", ", found.findings()));
        }
        if (found.remarks().contains("metal-left-out")) {
            notes.add("Metal is left out of the classes.");
        }
        return notes;
    }

    private static String words(BreastDensity density) {
        Double volume = density.volumePercent();
        return String.format(
                Locale.ROOT,
                "Density by area %.0f %% +- %.0f, grade %s (%s to %s)%s. By rule, no BI-RADS category.",
                density.areaPercent(),
                density.areaUncertainty(),
                density.grade(),
                density.gradeFrom(),
                density.gradeTo(),
                volume == null ? "" : String.format(Locale.ROOT, ", by volume %.0f %%", volume));
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
