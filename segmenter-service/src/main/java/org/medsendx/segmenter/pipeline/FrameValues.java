package org.medsendx.segmenter.pipeline;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;
import org.medsendx.picture.Raster;
import org.medsendx.segmenter.feature.Padding;
import org.medsendx.segmenter.feature.ValueScale;

/**
 * The values of the frames of one image on one axis, a frame at a time. Of the three kinds of image
 *
 * <ul>
 *   <li>a monochrome one has its stored values;
 *   <li>one whose frames are rescaled each in its own way (PS3.3, C.7.6.16.2.9: enhanced MR and CT,
 *       PET) has them brought onto the axis of the finest step that 16 bits hold, so that frames
 *       can be counted together;
 *   <li>a colour one has its luminance as displayed (Rec. 601, the Y of PS3.3, C.7.6.3.1.2), 0 to
 *       255.
 * </ul>
 *
 * Not thread safe: the frame asked for last is kept.
 */
final class FrameValues {

    /** What padding becomes where frames are brought onto one axis; measured values are above. */
    private static final int PADDED = 0;

    private static final int STEPS = 65_534;

    private final Image image;
    private final Kind kind;
    private final ValueScale scale;
    private final Padding padding;
    private final ValueScale[] own;
    private final Padding[] ownPadding;
    private int lastFrame;
    private int @Nullable [] last;

    private enum Kind {
        STORED,
        RESCALED,
        LUMINANCE
    }

    private FrameValues(
            Image image,
            Kind kind,
            ValueScale scale,
            Padding padding,
            ValueScale[] own,
            Padding[] ownPadding) {
        this.image = image;
        this.kind = kind;
        this.scale = scale;
        this.padding = padding;
        this.own = own;
        this.ownPadding = ownPadding;
    }

    /** The values of a monochrome image. */
    static FrameValues monochrome(Image image, DataSet header) {
        var own = RescaleReader.frames(image, header);
        var ownPadding = new Padding[own.length];
        for (int frame = 0; frame < own.length; frame++) {
            ownPadding[frame] =
                    Padding.of(header, image.bitsAllocated(), image.signed(), own[frame]);
        }
        if (own.length == 1) {
            return new FrameValues(image, Kind.STORED, own[0], ownPadding[0], own, ownPadding);
        }
        return new FrameValues(
                image, Kind.RESCALED, common(image, own), new Padding(0, 0, 0), own, ownPadding);
    }

    /** The luminance of a colour image. */
    static FrameValues luminance(Image image) {
        return new FrameValues(
                image,
                Kind.LUMINANCE,
                ValueScale.of(1, 0, false),
                Padding.NONE,
                new ValueScale[0],
                new Padding[0]);
    }

    /** The axis that all frames fit on. */
    private static ValueScale common(Image image, ValueScale[] own) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        double step = Double.POSITIVE_INFINITY;
        double low = image.signed() ? -Math.scalb(1.0, image.bitsStored() - 1) : 0;
        double high = low + Math.scalb(1.0, image.bitsStored()) - 1;
        for (var scale : own) {
            step = Math.min(step, Math.abs(scale.slope()));
            least = Math.min(least, Math.min(scale.apply(low), scale.apply(high)));
            greatest = Math.max(greatest, Math.max(scale.apply(low), scale.apply(high)));
        }
        step = Math.max(step, (greatest - least) / STEPS);
        return ValueScale.of(step, least - step, own[0].hounsfield());
    }

    int rows() {
        return image.rows();
    }

    int columns() {
        return image.columns();
    }

    int frames() {
        return image.frames();
    }

    /** How values are rescaled. */
    ValueScale scale() {
        return scale;
    }

    /** Which values are padding. */
    Padding padding() {
        return padding;
    }

    /** Bits that a value has at most. */
    int bits() {
        return switch (kind) {
            case STORED -> image.bitsStored();
            case RESCALED -> 16;
            case LUMINANCE -> 8;
        };
    }

    /** Whether values are two's complement. */
    boolean signed() {
        return kind == Kind.STORED && image.signed();
    }

    /** Whether the image is shown in colour. */
    boolean colour() {
        return kind == Kind.LUMINANCE;
    }

    /** Whether low values are shown bright (PS3.3, C.11.6 and C.7.6.3.1.2). */
    boolean inverted(DataSet header) {
        if (kind == Kind.LUMINANCE) {
            return false;
        }
        var shape = header.string(Tag.PresentationLUTShape);
        return shape == null
                ? image.photometricInterpretation().equals("MONOCHROME1")
                : shape.equals("INVERSE");
    }

    /** The values of a frame, row by row; not to be changed. The last one is not decoded again. */
    int[] values(int frame) throws IOException, UnsupportedImageException {
        int[] kept = last;
        if (kept == null || lastFrame != frame) {
            // Dropped first, so that two frames are never held.
            last = null;
            kept =
                    switch (kind) {
                        case STORED -> image.stored(frame);
                        case RESCALED -> rescaled(frame);
                        case LUMINANCE -> luminance(image.render(frame));
                    };
            last = kept;
            lastFrame = frame;
        }
        return kept;
    }

    /** A frame as windowed grey. */
    Raster grey(int frame) throws IOException, UnsupportedImageException {
        int[] values = values(frame);
        return switch (kind) {
            case STORED -> image.renderGrey(frame, values);
            case RESCALED -> image.render(frame);
            case LUMINANCE -> {
                var pixels = new byte[values.length];
                for (int i = 0; i < values.length; i++) {
                    pixels[i] = (byte) values[i];
                }
                yield new Raster(image.rows(), image.columns(), 1, pixels);
            }
        };
    }

    private int[] rescaled(int frame) throws IOException, UnsupportedImageException {
        int[] stored = image.stored(frame);
        var from = own[Math.min(frame, own.length - 1)];
        var padded = ownPadding[Math.min(frame, own.length - 1)];
        for (int i = 0; i < stored.length; i++) {
            stored[i] =
                    padded.contains(stored[i])
                            ? PADDED
                            : (int)
                                    Math.clamp(
                                            Math.round(
                                                    (from.apply(stored[i]) - scale.intercept())
                                                            / scale.slope()),
                                            1,
                                            STEPS + 1L);
        }
        return stored;
    }

    private static int[] luminance(Raster picture) {
        byte[] pixels = picture.pixels();
        if (picture.channels() == 1) {
            var grey = new int[pixels.length];
            for (int i = 0; i < grey.length; i++) {
                grey[i] = pixels[i] & 0xFF;
            }
            return grey;
        }
        var values = new int[pixels.length / 3];
        for (int i = 0; i < values.length; i++) {
            int red = pixels[3 * i] & 0xFF;
            int green = pixels[3 * i + 1] & 0xFF;
            int blue = pixels[3 * i + 2] & 0xFF;
            values[i] = (299 * red + 587 * green + 114 * blue + 500) / 1000;
        }
        return values;
    }
}
