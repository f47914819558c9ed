package org.medsendx.deidentification.pixels;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.VR;

/** Ways to read the entries of a palette, whatever its descriptor says of their width. */
enum PaletteReading {
    HIGH("high-bytes"),
    LOW("low-bytes"),
    PACKED("bytes");

    /** Bytes of the largest table: 65536 words. */
    private static final int MOST_ENTRIES = 1 << 17;

    /** Indexes that are further apart are no neighbours. */
    private static final int SAME_COLOUR = 8;

    private final String key;

    PaletteReading(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    byte @Nullable [] render(DataSet dataSet, int[] stored) throws IOException {
        byte[] rgb = new byte[stored.length * 3];
        int[] tags = {
            RedPaletteColorLookupTableData,
            GreenPaletteColorLookupTableData,
            BluePaletteColorLookupTableData
        };
        for (int channel = 0; channel < 3; channel++) {
            double[] descriptor = dataSet.doubles(tags[channel] - 0x100);
            int[] entries = entries(dataSet, tags[channel]);
            if (descriptor.length < 3
                    || entries.length == 0
                    || !plausible(dataSet, tags[channel], descriptor)) {
                return null;
            }
            int first = (int) descriptor[1];
            for (int i = 0; i < stored.length; i++) {
                long at = (long) stored[i] - first;
                int entry = (int) Math.min(entries.length - 1L, Math.max(0, at));
                rgb[3 * i + channel] = (byte) entries[entry];
            }
        }
        return rgb;
    }

    /** Whether length and entries of a table speak against its descriptor, for this reading. */
    private boolean plausible(DataSet dataSet, int tag, double[] descriptor) throws IOException {
        int count = (int) descriptor[0] & 0xFFFF;
        int length = bytes(dataSet.get(tag)).length;
        if (length < 2 * (count == 0 ? 1 << 16 : count)) {
            return this == PACKED;
        }
        boolean high = Arrays.stream(HIGH.entries(dataSet, tag)).anyMatch(entry -> entry != 0);
        boolean narrow = descriptor[2] <= 8;
        return switch (this) {
            case HIGH -> narrow && high;
            case LOW -> narrow == high;
            case PACKED -> false;
        };
    }

    private int[] entries(DataSet dataSet, int tag) throws IOException {
        Element element = dataSet.get(tag);
        byte[] bytes = bytes(element);
        boolean bigEndian = dataSet.bigEndian() && element != null && element.vr() != VR.OB;
        int low = bigEndian ? 1 : 0;
        int[] entries = new int[this == PACKED ? bytes.length : bytes.length / 2];
        for (int i = 0; i < entries.length; i++) {
            entries[i] =
                    switch (this) {
                        case HIGH -> bytes[2 * i + 1 - low];
                        case LOW -> bytes[2 * i + low];
                        case PACKED -> bytes[i ^ low];
                    };
        }
        return entries;
    }

    /**
     * Whether indexes that are not neighbours share a colour, so that some differences are lost.
     */
    static boolean hides(int[] stored, byte[] rgb) {
        Map<Integer, int[]> ranges = new HashMap<>();
        for (int i = 0; i < stored.length; i++) {
            int colour =
                    (rgb[3 * i] & 0xFF) << 16
                            | (rgb[3 * i + 1] & 0xFF) << 8
                            | rgb[3 * i + 2] & 0xFF;
            int[] range = ranges.get(colour);
            if (range == null) {
                ranges.put(colour, new int[] {stored[i], stored[i]});
            } else if (stored[i] < range[0]) {
                range[0] = stored[i];
            } else if (stored[i] > range[1]) {
                range[1] = stored[i];
            }
        }
        return ranges.values().stream().anyMatch(range -> (long) range[1] - range[0] > SAME_COLOUR);
    }

    private static byte[] bytes(@Nullable Element element) throws IOException {
        if (element instanceof Element.Value value) {
            return value.bytes();
        }
        if (element instanceof Element.Bulk bulk && bulk.length() <= MOST_ENTRIES) {
            var bytes = ByteBuffer.allocate((int) bulk.length());
            try (FileChannel channel = FileChannel.open(bulk.file(), StandardOpenOption.READ)) {
                while (bytes.hasRemaining()
                        && channel.read(bytes, bulk.position() + bytes.position()) >= 0) {
                    // until all are there or the file ends
                }
            }
            return bytes.array();
        }
        return new byte[0];
    }
}
