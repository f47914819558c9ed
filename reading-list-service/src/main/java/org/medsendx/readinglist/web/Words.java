package org.medsendx.readinglist.web;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Quality.Verdict;
import org.medsendx.contracts.deidentified.Triage.Part;
import org.medsendx.contracts.deidentified.UploadedKind;
import org.medsendx.readinglist.exam.Image;
import org.medsendx.readinglist.exam.Progress;
import org.medsendx.readinglist.exam.Review;
import org.medsendx.readinglist.exam.Reviewed;

/** What stands on pages, as text. */
final class Words {

    private Words() {}

    static String plain(Progress progress) {
        return switch (progress) {
            case HERE -> "here";
            case ON_ITS_WAY -> "not all here yet";
            case NOT_ASSESSED -> "not assessed yet";
        };
    }

    static String plain(Reviewed reviewed) {
        return switch (reviewed) {
            case OPEN -> "not decided";
            case ACCEPTED -> "accepted";
            case REJECTED -> "rejected";
        };
    }

    static String plain(@Nullable Verdict verdict) {
        return switch (verdict) {
            case null -> "";
            case GOOD -> "good";
            case LOOK -> "to be looked at";
            case REPEAT -> "to be repeated";
            case NOT_JUDGED -> "not judged";
        };
    }

    static String code(@Nullable Verdict verdict) {
        return verdict == null ? "" : verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String plain(UploadedKind kind) {
        return switch (kind) {
            case INSTANCE -> "DICOM image";
            case HIGHLIGHT -> "picture with tissue map";
            case SEGMENTATION -> "DICOM SEG";
            case MEASUREMENTS -> "DICOM SR";
            case THUMBNAIL -> "small picture";
            case REPORT -> "verification report";
        };
    }

    /** What the priority was made from: points where they are told, else codes. */
    static String reasons(List<String> inputs, List<Part> parts) {
        return parts.isEmpty()
                ? String.join(", ", inputs)
                : parts.stream()
                        .map(part -> "%s %s".formatted(part.input(), points(part.points())))
                        .collect(Collectors.joining(", "));
    }

    private static String points(double points) {
        var text = String.format(Locale.ROOT, "%+.1f", points);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    static String review(@Nullable Review review) {
        if (review == null) {
            return "";
        }
        var reason = review.reason();
        return (review.isRejection() ? "rejected: " + reason : "accepted")
                + (review.repeat() ? ", taken again" : "")
                + " ("
                + review.reviewer().name().toLowerCase(Locale.ROOT)
                + ")";
    }

    /** The images of an exam that are here, such as {@code 3 of 4}. */
    static String images(int here, int images, boolean beyond) {
        return here == images && !beyond
                ? Integer.toString(images)
                : "%d of %s%d".formatted(here, beyond ? "more than " : "", images);
    }

    /** What is known to come and is not here. */
    static String awaited(Image image) {
        var assessed = image.assessment();
        if (assessed == null) {
            return "not assessed yet";
        }
        var awaited =
                assessed.expected().stream()
                        .map(kind -> kind.uploaded())
                        .filter(kind -> !image.objects().containsKey(kind))
                        .map(Words::plain)
                        .collect(Collectors.toList());
        if (!image.isHere()) {
            awaited.addFirst(plain(UploadedKind.INSTANCE));
        }
        return awaited.isEmpty() ? "" : "not here yet: " + String.join(", ", awaited);
    }

    static String size(long bytes) {
        if (bytes < 0) {
            return "";
        }
        return bytes < 1_000_000
                ? Math.max(1, bytes / 1000) + " kB"
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
