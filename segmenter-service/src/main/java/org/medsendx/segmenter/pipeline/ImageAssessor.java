package org.medsendx.segmenter.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.BreastDensity;
import org.medsendx.contracts.deidentified.Features.Tissue;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;
import org.medsendx.segmenter.assess.Origin;
import org.medsendx.segmenter.assess.QualityJudge.StoredForm;
import org.medsendx.segmenter.assess.ScanJudge;
import org.medsendx.segmenter.breast.Mammogram;
import org.medsendx.segmenter.cluster.Histogram;
import org.medsendx.segmenter.feature.Borders;
import org.medsendx.segmenter.feature.FeatureReader;
import org.medsendx.segmenter.feature.Field;
import org.medsendx.segmenter.feature.ValueScale;
import org.medsendx.segmenter.highlight.HighlightPainter;
import org.medsendx.segmenter.highlight.Scene;
import org.medsendx.segmenter.measure.Frame;
import org.medsendx.segmenter.measure.MeasureReader;
import org.medsendx.segmenter.model.Learned;
import org.medsendx.segmenter.model.Models;
import org.medsendx.segmenter.model.ScanPixels;
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
    private final ScanJudge judge;
    private final Models models;

    ImageAssessor(AssessLimits limits, TissueSchemes schemes, ScanJudge judge, Models models) {
        this.limits = limits;
        this.judge = judge;
        this.models = models;
        this.painter = new HighlightPainter(limits.maxHighlightSide(), limits.maxHighlightBytes());
        this.schemes = new SchemeClasses(schemes);
    }

    ScanReading read(
            Image image, FrameValues values, DataSet header, String objectPrefix, Origin origin)
            throws IOException, UnsupportedImageException {
        var stratum = StratumReader.read(header);
        var scale = values.scale();
        var padding = values.padding();
        int frame = image.frames() / 2;
        var field = field(header, values.values(frame), stratum.modality(), values);
        var frames = chosenFrames(image.frames(), limits.frames(image.rows(), image.columns()));
        var valid = padding.removeFrom(new FrameCounter(values, field).count(frames));
        long seen = (long) image.rows() * image.columns() * frames.length;

        var markers =
                SideMarkers.of(
                        header,
                        stratum.modality(),
                        values.values(frame),
                        image.rows(),
                        image.columns());
        boolean inverted = values.inverted(header);
        var form = new StoredForm(values.bits(), values.signed(), inverted);
        if (valid.total() == 0) {
            var judged = judge.unmeasured(valid, form, seen, origin);
            return ScanReading.settled(
                    new Assessment.NotMeasured(
                            "no-valid-pixels", judged.quality(), judged.triage()));
        }
        var reader = new FeatureReader(valid, scale);
        var measures =
                MeasureReader.read(
                        header,
                        new Frame(
                                values.values(frame), field, padding, scale, kind(stratum, scale)),
                        valid,
                        form.least(),
                        form.greatest(),
                        inverted,
                        seen);
        int[] mapped = mappedFrames(frames, frame, (long) image.rows() * image.columns());
        String unclassed = unclassed(valid, header);
        var learned =
                unclassed != null
                        ? new Learned.NotAsked()
                        : models.ask(
                                new ScanPixels(
                                        header,
                                        stratum.modality(),
                                        image.frames(),
                                        frames,
                                        mapped,
                                        scale,
                                        field,
                                        padding,
                                        values::values));
        var classes =
                unclassed != null
                        ? Classes.Refused.because(unclassed)
                        : learned instanceof Learned.Mapped made
                                ? byModel(made, valid.total())
                                : classes(valid, field, values, frame, header, inverted);
        return switch (classes) {
            case Classes.Refused refused -> {
                var features = reader.read(List.of()).with(measures);
                var scan =
                        judge.scan(
                                header,
                                origin,
                                stratum,
                                features,
                                measures,
                                valid,
                                form,
                                seen,
                                markers.with(refused.findings()));
                var grey = values.grey(frame);
                var seenImage = new ScanImage(header, image.frames(), frame, grey);
                yield ScanReading.of(
                        () -> judge.judge(scan),
                        judged ->
                                new Assessment.Measured(
                                        refused.told().by(learned.method()),
                                        judged.quality(),
                                        judged.triage(),
                                        stratum,
                                        features,
                                        seenImage));
            }
            case Classes.Found found -> {
                var features = reader.read(tissues(found.shown(), scale)).with(measures);
                var scan =
                        judge.scan(
                                header,
                                origin,
                                stratum,
                                features,
                                measures,
                                valid,
                                form,
                                seen,
                                markers.with(found.findings()));
                var maps = new ArrayList<TissueMaps.Frame>();
                for (int one : mapped) {
                    var map =
                            learned instanceof Learned.Mapped made
                                    ? made.map(one)
                                    : found.maps().apply(values.values(one));
                    maps.add(new TissueMaps.Frame(one, map));
                }
                var tissues =
                        new TissueMaps(
                                found.shown().stream().map(Scene.Shown::tissue).toList(),
                                maps,
                                learned instanceof Learned.Mapped made ? made.words() : null);
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
                                markers.drawnWith(found.marks()),
                                notes(found, markers),
                                learned instanceof Learned.Mapped made
                                        ? made.model().name()
                                        : null);
                yield ScanReading.of(
                        () -> judge.judge(scan),
                        judged ->
                                new Assessment.Segmented(
                                        found.told(features.tissues()).by(learned.method()),
                                        judged.quality(),
                                        judged.triage(),
                                        stratum,
                                        features,
                                        () -> painter.paint(scene),
                                        seenImage,
                                        tissues,
                                        learned));
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
                        ? Borders.blades(field, shown, !values.inverted(header))
                        : Borders.frame(field, shown);
        narrowed = Borders.circle(narrowed, shown);
        return narrowed.pixels() >= field.pixels() / 10 ? narrowed : field;
    }

    /** Why a scan has no classes whoever makes them, as a code; null when it may have some. */
    private static @Nullable String unclassed(Histogram valid, DataSet header) {
        if (valid.distinct() < SchemeClasses.LEAST_VALUES) {
            return "too-few-values";
        }
        return StratumReader.modality(header).equals("MG") ? PartialBreast.reason(header) : null;
    }

    private static Classes byModel(Learned.Mapped mapped, long total) {
        var shown =
                mapped.found().stream()
                        .map(f ->
                                new Scene.Shown(
                                        f.tissue(), f.centre(), (double) f.pixels() / total))
                        .toList();
        return new Classes.Found(
                shown,
                values -> {
                    throw new IllegalStateException("a model's maps are by frame");
                },
                null,
                null,
                List.of(),
                null,
                List.of(),
                List.of());
    }

    private Classes classes(
            Histogram valid,
            Field field,
            FrameValues values,
            int frame,
            DataSet header,
            boolean inverted)
            throws IOException, UnsupportedImageException {
        String modality = StratumReader.modality(header);
        var padding = values.padding();
        if (modality.equals("MG")) {
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

    private static Frame.Kind kind(Stratum stratum, ValueScale scale) {
        if (scale.hounsfield()) {
            return Frame.Kind.CT;
        }
        return StratumReader.projection(stratum.modality())
                ? Frame.Kind.PROJECTION
                : Frame.Kind.OTHER;
    }

    /** What else the picture says, in words. */
    private static List<String> notes(Classes.Found found, SideMarkers markers) {
        var notes = new ArrayList<String>();
        var density = found.density();
        if (density != null) {
            notes.add(words(density));
        }
        if (!found.findings().isEmpty()) {
            notes.add("Positioning: " + String.join(", ", found.findings()));
        }
        if (!markers.findings().isEmpty()) {
            notes.add("Marker: " + String.join(", ", markers.findings()));
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
