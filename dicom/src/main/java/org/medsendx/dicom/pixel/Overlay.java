package org.medsendx.dicom.pixel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/**
 * An overlay plane over the image (PS3.3, C.9.2): graphics or a region of interest, a bit a pixel.
 *
 * @param group its repeating group: 0x6000, 0x6002 to 0x601E
 * @param rows its own rows
 * @param columns its own columns
 * @param originRow the image row of its first row; 1 is the image's first, and less is possible
 * @param originColumn the same for columns
 * @param firstFrame the image frame, from 0, that its first frame is for
 * @param frames how many frames it has; {@link #EVERY_FRAME} for one that is over all of them
 * @param bitPosition the bit of the pixel cells it is embedded in (retired), or {@link #SEPARATE}
 */
public record Overlay(
        int group,
        int rows,
        int columns,
        int originRow,
        int originColumn,
        int firstFrame,
        int frames,
        int bitPosition) {

    /** The number of frames of an overlay that does not say. */
    public static final int EVERY_FRAME = 0;

    /** The bit position of an overlay with Overlay Data of its own. */
    public static final int SEPARATE = -1;

    private static final int FIRST_GROUP = 0x6000;
    private static final int LAST_GROUP = 0x601E;

    /** The same as of an image. */
    private static final long MAX_PIXELS = 1L << 26;

    public Overlay {
        if (rows < 1 || columns < 1 || (long) rows * columns > MAX_PIXELS) {
            throw new IllegalArgumentException("rows and columns of an overlay");
        }
        if (firstFrame < 0 || frames < 0 || bitPosition < SEPARATE || bitPosition > 31) {
            throw new IllegalArgumentException("frames or bit of an overlay");
        }
    }

    /** The overlays of an image in the order of their groups; those without rows are none. */
    public static List<Overlay> of(Image image) {
        List<Overlay> overlays = new ArrayList<>();
        for (int group = FIRST_GROUP; group <= LAST_GROUP; group += 2) {
            Overlay overlay = of(image, group);
            if (overlay != null) {
                overlays.add(overlay);
            }
        }
        return overlays;
    }

    /** Whether a data set says that bits of its pixel cells are an overlay, readable or not. */
    static boolean anyEmbedded(DataSet dataSet) {
        for (int group = FIRST_GROUP; group <= LAST_GROUP; group += 2) {
            if (embedded(dataSet, group)) {
                return true;
            }
        }
        return false;
    }

    private static boolean embedded(DataSet dataSet, int group) {
        return !dataSet.contains(tag(group, Tag.OverlayData))
                && dataSet.intValue(tag(group, Tag.OverlayBitsAllocated), 1) > 1;
    }

    private static @Nullable Overlay of(Image image, int group) {
        DataSet dataSet = image.file().dataSet();
        boolean separate = dataSet.contains(tag(group, Tag.OverlayData));
        int position = dataSet.intValue(tag(group, Tag.OverlayBitPosition), SEPARATE);
        boolean embedded =
                embedded(dataSet, group)
                        && image.samplesPerPixel() == 1
                        && position >= 0
                        && position < image.bitsAllocated();
        // an embedded one has the image's size, whatever it says
        int rows = embedded ? image.rows() : dataSet.intValue(tag(group, Tag.OverlayRows), 0);
        int columns =
                embedded ? image.columns() : dataSet.intValue(tag(group, Tag.OverlayColumns), 0);
        if ((!separate && !embedded)
                || rows < 1
                || columns < 1
                || (long) rows * columns > MAX_PIXELS) {
            return null;
        }
        double[] origin = dataSet.doubles(tag(group, Tag.OverlayOrigin));
        int count = dataSet.intValue(tag(group, Tag.NumberOfFramesInOverlay), EVERY_FRAME);
        int first = dataSet.intValue(tag(group, Tag.ImageFrameOrigin), 1) - 1;
        return new Overlay(
                group,
                rows,
                columns,
                origin.length < 2 || embedded ? 1 : signed(origin[0]),
                origin.length < 2 || embedded ? 1 : signed(origin[1]),
                embedded ? 0 : Math.max(0, first),
                embedded ? image.frames() : Math.max(EVERY_FRAME, count),
                embedded ? position : SEPARATE);
    }

    private static int tag(int group, int tag) {
        return tag + (group - FIRST_GROUP << 16);
    }

    /** SS, but US is found as well. */
    private static int signed(double number) {
        return (short) (int) number;
    }

    /** Whether it lies in bits of the pixel cells that are not stored (retired). */
    public boolean embedded() {
        return bitPosition != SEPARATE;
    }

    /** Whether it has something for a frame of the image. */
    public boolean covers(int frame) {
        return frames == EVERY_FRAME || (frame >= firstFrame && frame - firstFrame < frames);
    }

    /**
     * Its pixels over one frame, row by row: 1 where it is set.
     *
     * @param image the image it is of
     * @param frame a frame it {@linkplain #covers covers}
     * @throws UnsupportedImageException {@code overlay-data} when its data is too short, or what
     *     keeps the image's own pixels from being decoded when it is embedded in them
     */
    public byte[] bits(Image image, int frame) throws IOException, UnsupportedImageException {
        if (!covers(frame)) {
            throw new IllegalArgumentException("the overlay is not over this frame");
        }
        byte[] bits = new byte[rows * columns];
        if (embedded()) {
            int[] cells = image.cells(frame);
            for (int i = 0; i < bits.length; i++) {
                bits[i] = (byte) (cells[i] >>> bitPosition & 1);
            }
            return bits;
        }
        DataSet dataSet = image.file().dataSet();
        Element data = dataSet.get(tag(group, Tag.OverlayData));
        long first = frames == EVERY_FRAME ? 0 : (long) (frame - firstFrame) * bits.length;
        // whole words, because their bytes may have to be exchanged
        long begin = first / 16 * 2;
        long end = (first + bits.length + 15) / 16 * 2;
        long there = data == null ? 0 : Math.min(end, ValueBytes.length(data));
        // some writers leave the last bits out when they do not fill a byte
        if (data == null || there < (first + bits.length) / 8) {
            throw new UnsupportedImageException("overlay-data");
        }
        byte[] bytes = ValueBytes.read(data, begin, (int) (there - begin));
        bytes = Arrays.copyOf(bytes, (int) (end - begin));
        if (data.vr() == VR.OW && dataSet.bigEndian()) {
            ValueBytes.swapPairs(bytes);
        }
        int offset = (int) (first - begin * 8);
        for (int i = 0; i < bits.length; i++) {
            int bit = offset + i;
            bits[i] = (byte) (bytes[bit >> 3] >> (bit & 7) & 1);
        }
        return bits;
    }
}
