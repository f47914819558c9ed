package org.medsendx.segmenter.dicomweb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/** Frames of an instance, decoded or as they are stored. */
final class Frames {

    private Frames() {}

    /**
     * The image of a file. @throws DicomWebException 404 when it has none, 406 when not decodable
     */
    static Image image(DicomFile file) throws DicomWebException {
        try {
            return Image.of(file);
        } catch (UnsupportedImageException e) {
            throw e.code().equals("no-pixel-data")
                    ? DicomWebException.notFound("no-pixel-data", "The instance has no pixels.")
                    : undecodable();
        }
    }

    static DicomWebException undecodable() {
        return DicomWebException.notAcceptable(
                "These pixels are not decoded here. Ask for them as they are stored, with"
                        + " transfer-syntax=*.");
    }

    /**
     * The numbers of a list of frames, from 1, in its order (PS3.18, 10.4.1.1.6).
     *
     * @throws DicomWebException 400 when it is no such list, 404 when there is no such frame
     */
    static List<Integer> list(String text, int frames) throws DicomWebException {
        var numbers = new ArrayList<Integer>();
        for (var number : text.split(",", -1)) {
            if (!number.matches("[1-9][0-9]{0,8}")) {
                throw DicomWebException.bad("frames", "Frames are numbers from 1, with commas.");
            }
            int frame = Integer.parseInt(number);
            if (frame > frames) {
                throw DicomWebException.notFound("no-such-frame", "There is no such frame.");
            }
            numbers.add(frame);
        }
        return numbers;
    }

    /** A frame as it is stored, or null when it is native. */
    static byte @Nullable [] stored(Image image, int frame) throws IOException, DicomWebException {
        try {
            return image.encoded(frame - 1);
        } catch (UnsupportedImageException e) {
            throw undecodable();
        }
    }

    /**
     * A decoded frame as native little endian pixels, of as many bits as are allocated (PS3.5,
     * 8.1.1 and A.2); samples of colour by pixel.
     */
    static byte[] decoded(Image image, int frame) throws IOException, DicomWebException {
        int[] values;
        try {
            values = image.stored(frame - 1);
        } catch (UnsupportedImageException e) {
            throw undecodable();
        }
        switch (image.bitsAllocated()) {
            case 1 -> {
                byte[] bits = new byte[(values.length + 7) / 8];
                for (int i = 0; i < values.length; i++) {
                    bits[i >> 3] |= (byte) ((values[i] & 1) << (i & 7));
                }
                return bits;
            }
            case 8 -> {
                byte[] bytes = new byte[values.length];
                for (int i = 0; i < values.length; i++) {
                    bytes[i] = (byte) values[i];
                }
                return bytes;
            }
            case 16 -> {
                byte[] bytes = new byte[values.length * 2];
                for (int i = 0; i < values.length; i++) {
                    bytes[2 * i] = (byte) values[i];
                    bytes[2 * i + 1] = (byte) (values[i] >> 8);
                }
                return bytes;
            }
            default -> {
                byte[] bytes = new byte[values.length * 4];
                for (int i = 0; i < values.length; i++) {
                    bytes[4 * i] = (byte) values[i];
                    bytes[4 * i + 1] = (byte) (values[i] >> 8);
                    bytes[4 * i + 2] = (byte) (values[i] >> 16);
                    bytes[4 * i + 3] = (byte) (values[i] >> 24);
                }
                return bytes;
            }
        }
    }

    /**
     * Whether there is nothing to decode in a file, whatever its transfer syntax is called. Of big
     * endian pixels of 32 bits there is: their words are not in the order of other words.
     */
    static boolean isNative(DicomFile file) {
        var dataSet = file.dataSet();
        return !(dataSet.get(Tag.PixelData) instanceof Element.Encapsulated)
                && !(dataSet.bigEndian() && dataSet.intValue(Tag.BitsAllocated, 0) == 32);
    }
}
