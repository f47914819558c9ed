package org.medsendx.miner.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.medsendx.miner.board.ViewForm;
import org.medsendx.miner.listing.FleetListing;
import org.medsendx.miner.statistics.Answer;
import org.medsendx.miner.statistics.Cause;
import org.medsendx.miner.statistics.Effect;
import org.medsendx.miner.statistics.Evidence;
import org.medsendx.miner.statistics.Feature;
import org.medsendx.miner.statistics.FleetShift;
import org.medsendx.miner.statistics.FleetView.Scanner;
import org.medsendx.miner.statistics.RejectSeries;
import org.medsendx.miner.statistics.Since;

/** An analysis in words and figures, the same on a page, in a file and in a report. */
public final class FleetWords {

    private FleetWords() {}

    /** A constant as people read it: {@code not enough data}. */
    public static String plain(Enum<?> value) {
        return ViewForm.code(value).replace('-', ' ');
    }

    /** The name of a feature as people read it: {@code edge width mm} for {@code edgeWidthMm}. */
    public static String feature(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .replace('-', ' ')
                .toLowerCase(Locale.ROOT);
    }

    /** What the answer on a scanner means, in one sentence. */
    public static String means(Scanner scanner) {
        return switch (scanner.reason()) {
            case "moved" -> "It moved away from its own beginning, and the others did not.";
            case "cohort" -> "It has been off the others from its first day.";
            case "protocol-changed" -> "It is used differently: a protocol is new, or was renamed.";
            case "rejects" -> "More of its images are rejected or taken again than before.";
            case "learning" -> "It is new, or begins anew: what is usual for it is being learnt.";
            default -> means(scanner.answer());
        };
    }

    private static String means(Answer answer) {
        return switch (answer) {
            case OK -> "It measures as it did, and as the others do.";
            case OUTLIER -> "It no longer measures as it did, or as the others do.";
            case NOT_ENOUGH_DATA -> "There are too few exams to judge it.";
            case CANNOT_SAY_WHICH ->
                    "It and others differ from each other, and nothing says which of them changed.";
            case FLEET_CHANGED ->
                    "It moved, and most of the fleet moved with it: that is no scanner's fault.";
            case SILENT -> "Nothing has come from it for a while.";
            case UNKNOWN_SCANNER ->
                    "Several devices may hide behind this name, so it is never judged.";
        };
    }

    /** Where somebody looks first when a change is of this class. */
    public static String look(Cause cause) {
        return switch (cause) {
            case GAIN -> "all values scaled by one factor: detector gain, tube output, rescaling";
            case OFFSET -> "all values moved by one amount: dark correction, water calibration";
            case NOISE -> "noise: dose, detector, reconstruction or processing";
            case SHARPNESS -> "edges: focal spot, detector, reconstruction kernel";
            case UNIFORMITY -> "an uneven field: flat-field correction, rings, heel effect";
            case DEFECT -> "single pixels, rows or columns: defects that are not corrected, a grid";
            case EXPOSURE -> "how it is exposed: automatic exposure control, dose, voltage";
            case PROTOCOL -> "how it is used: a protocol that is new, renamed or set otherwise";
            case POSITIONING ->
                    "how patients are positioned and collimated: training, aids, holders";
            case MOTION -> "patients that move: exposure time, compression, instructions";
            case PREPARATION ->
                    "clothing and other objects in the image: how patients are prepared";
            case IDENTIFICATION -> "wrong markers, sides or patients: worklist, labels, routine";
            case HANDLING -> "how it is worked with: no single reason stands out";
        };
    }

    /** The answer with the numbers that it rests on, a sentence each. */
    public static List<String> answer(Scanner scanner) {
        var deciding = scanner.evidence().stream().filter(Evidence::decides).toList();
        if (!deciding.isEmpty()) {
            return FleetListing.strongestFirst(scanner).stream()
                    .filter(Evidence::decides)
                    .map(FleetWords::sentence)
                    .toList();
        }
        return FleetListing.leading(scanner)
                .map(evidence -> List.of(nearest(evidence)))
                .orElse(List.of());
    }

    /** One feature of one scanner: how far, since when, and the evidence for it. */
    public static String sentence(Evidence evidence) {
        return String.format(
                Locale.ROOT,
                "%s: %s%s; class of cause: %s. It rests on %d exams of %d days; the evidence is %s where %s"
                        + " decides.",
                capitalised(feature(evidence.feature())),
                effect(evidence.effect(), evidence.unit()),
                evidence.since() == null ? "" : ", since " + since(evidence.since()),
                plain(evidence.cause()),
                evidence.exams(),
                evidence.days(),
                figure(Math.abs(evidence.score())),
                figure(evidence.limit()));
    }

    private static String nearest(Evidence evidence) {
        return String.format(
                Locale.ROOT,
                "Nearest to its limit is %s: %s; the evidence is %s where %s decides, from %d exams"
                        + " of %d days.",
                feature(evidence.feature()),
                effect(evidence.effect(), evidence.unit()),
                figure(Math.abs(evidence.score())),
                figure(evidence.limit()),
                evidence.exams(),
                evidence.days());
    }

    /** The strongest evidence in half a line, for a list; empty without evidence. */
    public static String brief(Scanner scanner) {
        return FleetListing.leading(scanner)
                .map(evidence ->
                        feature(evidence.feature())
                                + " "
                                + signed(evidence.effect().value())
                                + unit(evidence.unit()))
                .orElse("");
    }

    /** The day of the change that decides, for a list; empty without one. */
    public static String briefDay(Scanner scanner) {
        return FleetListing.leading(scanner)
                .filter(Evidence::decides)
                .map(Evidence::since)
                .map(since -> since.day().toString())
                .orElse("");
    }

    /** An effect with its interval: {@code -5.2 % (95 %: -6.0 to -4.4)}. */
    public static String effect(Effect effect, String unit) {
        return signed(effect.value())
                + unit(unit)
                + " (95 %: "
                + signed(effect.low())
                + " to "
                + signed(effect.high())
                + ")";
    }

    /** A day of change with its interval; a dash without one. */
    public static String since(@Nullable Since since) {
        if (since == null) {
            return "-";
        }
        return since.earliest().equals(since.latest())
                ? since.day().toString()
                : since.day() + " (" + since.earliest() + " to " + since.latest() + ")";
    }

    /** What most of the fleet did together. */
    public static String shift(FleetShift shift) {
        return String.format(
                Locale.ROOT,
                "%s moved by %s on %d of %d scanners, since %s",
                feature(shift.feature()),
                effect(shift.effect(), unitOf(shift.feature())),
                shift.moved(),
                shift.of(),
                since(shift.since()));
    }

    /** An event of a shift names the feature, which has one unit; empty for one that has none. */
    private static String unitOf(String feature) {
        return Arrays.stream(Feature.values())
                .filter(known -> known.label().equals(feature))
                .map(Feature::unit)
                .findFirst()
                .orElse(RejectSeries.isOne(feature) ? RejectSeries.UNIT : "");
    }

    /** A count of one has no s. */
    public static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String unit(String unit) {
        return unit.isEmpty() || unit.equals("1") ? "" : " " + unit;
    }

    /** A number with its sign and three digits that count, at most two behind the point. */
    public static String signed(double value) {
        return (value > 0 ? "+" : "") + figure(value);
    }

    /** A number with three digits that count. */
    public static String figure(double value) {
        double size = Math.abs(value);
        int digits = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 4;
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    private static String capitalised(String words) {
        return words.isEmpty()
                ? words
                : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
