package org.medsendx.dicom.pixel;

import org.medsendx.dicom.pixel.JpegStream.Component;

/**
 * The colour space of a JPEG stream of three components. What its markers say counts before what
 * the data set says of it (PS3.5, 8.2.1): many writers leave Photometric Interpretation as it was
 * before they compressed, or copy it from another image.
 */
final class JpegColour {

    private static final int YCC_TRANSFORM = 1;

    private JpegColour() {}

    /**
     * Photometric Interpretation of the samples of a stream whose header segments were read up to
     * its first scan: RGB or YBR_FULL, or what was declared where nothing contradicts it.
     */
    static String of(JpegStream jpeg, String declared) throws UnsupportedImageException {
        if (jpeg.components.size() != 3) {
            return declared;
        }
        return jpeg.lossless() ? lossless(jpeg, declared) : lossy(jpeg, declared);
    }

    /** JFIF first, then Adobe, then the names of components, as the usual libraries have it. */
    private static String lossy(JpegStream jpeg, String declared) {
        if (jpeg.jfif > 0) {
            return "YBR_FULL";
        }
        if (jpeg.adobe > 0) {
            return adobe(jpeg);
        }
        if (isNamedRgb(jpeg)) {
            return "RGB";
        }
        boolean halved =
                jpeg.components.stream()
                        .skip(1)
                        .anyMatch(component -> isSmaller(component, jpeg.components.getFirst()));
        // nobody halves green and blue
        return !halved && declared.equals("RGB") ? "RGB" : "YBR_FULL";
    }

    /**
     * YBR_FULL_422 cannot be what a lossless stream has that has all of its samples, and such
     * writers leave RGB as it is.
     */
    private static String lossless(JpegStream jpeg, String declared) {
        if (jpeg.adobe > 0) {
            return adobe(jpeg);
        }
        if (isNamedRgb(jpeg)) {
            return "RGB";
        }
        if (declared.equals("RGB") || declared.equals("YBR_FULL")) {
            return declared;
        }
        return jpeg.jfif > 0 ? "YBR_FULL" : "RGB";
    }

    private static String adobe(JpegStream jpeg) {
        int transform = jpeg.part(jpeg.adobe + JpegStream.ADOBE_LENGTH - 1, 1)[0];
        return transform == YCC_TRANSFORM ? "YBR_FULL" : "RGB";
    }

    private static boolean isNamedRgb(JpegStream jpeg) {
        return jpeg.components.get(0).id() == 'R'
                && jpeg.components.get(1).id() == 'G'
                && jpeg.components.get(2).id() == 'B';
    }

    private static boolean isSmaller(Component component, Component first) {
        return component.horizontal() < first.horizontal()
                || component.vertical() < first.vertical();
    }
}
