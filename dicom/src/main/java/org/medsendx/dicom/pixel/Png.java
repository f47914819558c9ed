package org.medsendx.dicom.pixel;

import java.io.IOException;
import java.io.OutputStream;

/** Writes PNG without AWT, the same bytes for the same pixels. SKELETON. */
public final class Png {

    private Png() {}

    public static void write(OutputStream out, Image.Rendered image) throws IOException {
        throw new IllegalStateException();
    }

    /** The "bone" look-up table of the first viewer: grey to RGB. */
    public static Image.Rendered bone(Image.Rendered grey) {
        throw new IllegalStateException();
    }
}
