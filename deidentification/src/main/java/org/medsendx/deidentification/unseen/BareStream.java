package org.medsendx.deidentification.unseen;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.pixel.FrameFormat;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/** The code stream of a frame without what no decoder needs. */
final class BareStream {

    /**
     * The names that common encoders leave, with a short version number: nothing else fits in. They
     * stay, so that most compressed images leave byte for byte.
     */
    private static final List<Pattern> ENCODERS =
            List.of(
                    Pattern.compile("Kakadu-v?\\d(\\.\\d{1,2}){1,2}"),
                    Pattern.compile("Created by (GDCM/)?OpenJPEG version \\d(\\.\\d{1,2}){1,2}"),
                    Pattern.compile("Creator: JasPer Version 1\\.\\d{3}\\.\\d"),
                    Pattern.compile("Created by: JJ2000 version \\d\\.\\d"),
                    Pattern.compile("Created with GIMP"),
                    Pattern.compile("LEAD Technologies Inc\\. V\\d\\.\\d{2}"));

    private BareStream() {}

    /**
     * The stream itself when there is nothing to leave out.
     *
     * @throws UnsupportedImageException {@code code-stream} when it cannot be followed, {@code
     *     transfer-syntax} when it is of a code that is not known here
     */
    static byte[] of(byte[] stream, String transferSyntax, FrameFormat format)
            throws UnsupportedImageException {
        byte[] bare =
                switch (family(transferSyntax)) {
                    case JPEG -> BareJpeg.of(stream, false);
                    case JPEG_LS -> BareJpeg.of(stream, true);
                    case JPEG_2000 -> BareJpeg2000.of(stream);
                    case RLE -> BareRle.of(stream, format);
                    case OTHER -> throw new UnsupportedImageException("transfer-syntax");
                };
        return sameButPadding(stream, bare) ? stream : bare;
    }

    /** Codes that are followed here. */
    enum Family {
        JPEG,
        JPEG_LS,
        JPEG_2000,
        RLE,
        OTHER
    }

    static Family family(String transferSyntax) {
        return switch (transferSyntax) {
            case Uid.RLELossless -> Family.RLE;
            case Uid.JPEGLSLossless, Uid.JPEGLSNearLossless -> Family.JPEG_LS;
            case Uid.JPEG2000Lossless, Uid.JPEG2000 -> Family.JPEG_2000;
            case Uid.JPEGBaseline8Bit,
                    Uid.JPEGExtended12Bit,
                    Uid.JPEGLossless,
                    Uid.JPEGLosslessSV1,
                    // retired, and still found
                    "1.2.840.10008.1.2.4.53",
                    "1.2.840.10008.1.2.4.55" ->
                    Family.JPEG;
            default -> Family.OTHER;
        };
    }

    /** How many bits a sample has by the stream's own header; 32 where it does not say. */
    static int precision(byte[] stream, Family family) throws UnsupportedImageException {
        int most = 32;
        switch (family) {
            case JPEG, JPEG_LS -> {
                for (int at = 2; at + 4 < stream.length; ) {
                    int marker = u16(stream, at);
                    boolean frame =
                            marker == 0xFFF7
                                    || (marker >= 0xFFC0
                                            && marker <= 0xFFCF
                                            && marker != 0xFFC4
                                            && marker != 0xFFC8
                                            && marker != 0xFFCC);
                    if (frame) {
                        return stream[at + 4] & 0xFF;
                    }
                    if (marker < 0xFFC0 || marker == 0xFFDA) {
                        return most;
                    }
                    at += marker == 0xFFFF ? 1 : 2 + u16(stream, at + 2);
                }
            }
            case JPEG_2000 -> {
                if (stream.length > 43 && u16(stream, 0) == 0xFF4F) {
                    int precision = 0;
                    int components = u16(stream, 40);
                    for (int i = 0; i < components && 42 + 3 * i < stream.length; i++) {
                        precision = Math.max(precision, (stream[42 + 3 * i] & 0x7F) + 1);
                    }
                    return precision;
                }
            }
            case RLE, OTHER -> {
                // whole bytes
            }
        }
        return most;
    }

    /** Whether a comment is the name of an encoder and nothing else; it may end with zeros. */
    static boolean namesEncoder(byte[] stream, int begin, int end) {
        int last = end;
        while (last > begin && stream[last - 1] == 0) {
            last--;
        }
        if (last - begin > 64 || end - last > 1) {
            return false;
        }
        String text = new String(stream, begin, last - begin, StandardCharsets.ISO_8859_1);
        return ENCODERS.stream().anyMatch(encoder -> encoder.matcher(text).matches());
    }

    private static boolean sameButPadding(byte[] stream, byte[] bare) {
        int length = bare.length;
        boolean padded = stream.length == length + 1 && (length & 1) != 0 && stream[length] == 0;
        return (stream.length == length || padded)
                && java.util.Arrays.equals(stream, 0, length, bare, 0, length);
    }

    static UnsupportedImageException broken() {
        return new UnsupportedImageException("code-stream");
    }

    static int u16(byte[] stream, int at) throws UnsupportedImageException {
        if (at < 0 || at + 2 > stream.length) {
            throw broken();
        }
        return (stream[at] & 0xFF) << 8 | stream[at + 1] & 0xFF;
    }

    static long u32(byte[] stream, int at) throws UnsupportedImageException {
        return (long) u16(stream, at) << 16 | u16(stream, at + 2);
    }
}
