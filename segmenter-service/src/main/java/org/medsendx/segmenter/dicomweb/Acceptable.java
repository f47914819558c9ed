package org.medsendx.segmenter.dicomweb;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.web.MediaType;

/**
 * What the one who asks can take (RFC 9110, 12.5.1; PS3.18, 8.7.5): media types of the {@code
 * accept} parameter or else the Accept header, the preferred first.
 */
public final class Acceptable {

    private static final int MOST = 50;

    private final List<MediaType> types;

    private Acceptable(List<MediaType> types) {
        this.types = types;
    }

    /**
     * Reads them. Without any, everything is taken.
     *
     * @param parameter values of the query parameter, which go before
     * @param header values of the header
     * @throws DicomWebException 400 when one is no media type
     */
    public static Acceptable of(List<String> parameter, List<String> header)
            throws DicomWebException {
        var ranges = new ArrayList<MediaType>();
        for (var value : parameter.isEmpty() ? header : parameter) {
            for (var range : split(value)) {
                var type = MediaType.parse(range);
                if (type == null || ranges.size() == MOST) {
                    throw DicomWebException.bad("accept", "Accept is no list of media types.");
                }
                if (quality(type) > 0) {
                    ranges.add(type);
                }
            }
        }
        ranges.sort(Comparator.comparingDouble(Acceptable::quality).reversed());
        return new Acceptable(
                ranges.isEmpty() && parameter.isEmpty() && header.isEmpty()
                        ? List.of(new MediaType("*/*", Map.of()))
                        : ranges);
    }

    private static double quality(MediaType type) {
        String q = type.parameter("q");
        try {
            return q == null ? 1 : Double.parseDouble(q);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static List<String> split(String value) {
        var parts = new ArrayList<String>();
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                parts.add(value.substring(begin, i).strip());
                begin = i + 1;
            }
        }
        parts.add(value.substring(begin).strip());
        parts.removeIf(String::isEmpty);
        return parts;
    }

    /**
     * One way to answer.
     *
     * @param type media type of the answer, or of its parts
     * @param transferSyntax what is asked for: a UID, {@code *} for whatever it is stored in, or
     *     null for the default of the type
     * @param multipart whether it is a {@code multipart/related}
     */
    record Form(String type, @Nullable String transferSyntax, boolean multipart) {}

    /** The first form that can be made, or null. */
    @Nullable Form first(Predicate<Form> canBeMade, String standard) {
        for (var type : types) {
            for (var form : forms(type, standard)) {
                if (canBeMade.test(form)) {
                    return form;
                }
            }
        }
        return null;
    }

    /** Whether DICOM JSON is taken. */
    public boolean admitsJson() {
        return first(
                        form ->
                                !form.multipart()
                                        && (form.type().equals("application/dicom+json")
                                                || form.type().equals("application/json")),
                        "application/dicom+json")
                != null;
    }

    private static List<Form> forms(MediaType type, String standard) {
        String syntax = type.parameter("transfer-syntax");
        if (type.name().equals("*/*")) {
            return List.of(new Form(standard, syntax, true), new Form(standard, syntax, false));
        }
        if (type.name().equals("multipart/related") || type.name().equals("multipart/*")) {
            String inner = type.parameter("type");
            return List.of(
                    new Form(
                            inner == null || inner.equals("*/*")
                                    ? standard
                                    : inner.toLowerCase(Locale.ROOT),
                            syntax,
                            true));
        }
        if (type.name().endsWith("/*")) {
            boolean same = standard.startsWith(type.name().substring(0, type.name().length() - 1));
            return same ? List.of(new Form(standard, syntax, false)) : List.of();
        }
        return List.of(new Form(type.name(), syntax, false));
    }

    /** The media type of frames of a transfer syntax (PS3.18, table 8.7.3-2 and following). */
    static @Nullable String ofFrames(String transferSyntax) {
        return switch (transferSyntax) {
            case Uid.JPEGBaseline8Bit,
                    Uid.JPEGExtended12Bit,
                    Uid.JPEGLossless,
                    Uid.JPEGLosslessSV1 ->
                    "image/jpeg";
            case Uid.JPEGLSLossless, Uid.JPEGLSNearLossless -> "image/jls";
            case Uid.JPEG2000Lossless, Uid.JPEG2000 -> "image/jp2";
            case Uid.RLELossless -> "image/dicom-rle";
            default -> null;
        };
    }
}
