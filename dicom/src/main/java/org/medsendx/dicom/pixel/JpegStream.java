package org.medsendx.dicom.pixel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The marker segments of a JPEG stream (ITU-T T.81, B), up to a scan's first entropy-coded byte.
 */
final class JpegStream {

    private static final int SOF0 = 0xC0;
    private static final int SOF3 = 0xC3;
    private static final int DHT = 0xC4;
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int DQT = 0xDB;
    private static final int DRI = 0xDD;
    private static final int APP0 = 0xE0;
    private static final int APP14 = 0xEE;
    private static final byte[] JFIF = {'J', 'F', 'I', 'F', 0};
    private static final byte[] ADOBE = {'A', 'd', 'o', 'b', 'e'};

    /** The bytes of an Adobe segment, of which the last is the transform. */
    static final int ADOBE_LENGTH = 12;

    /** The bytes of a JFIF segment without its thumbnail. */
    static final int JFIF_LENGTH = 14;

    /**
     * A component of the frame.
     *
     * @param horizontal horizontal sampling factor
     * @param vertical vertical sampling factor
     * @param quantization number of its quantization table
     */
    record Component(int id, int horizontal, int vertical, int quantization) {}

    /** A component in a scan with its tables. */
    record ScanComponent(int index, int dcTable, int acTable) {}

    /**
     * Scan header; {@code start} is the predictor and {@code low} the point transform in lossless.
     */
    record Scan(List<ScanComponent> components, int start, int end, int high, int low) {}

    private final byte[] stream;
    private int position;

    int process = -1;
    int precision;
    int rows;
    int columns;
    int restartInterval;

    /** Where the value of a JFIF or an Adobe segment begins; 0 without one. */
    int jfif;

    int adobe;
    final List<Component> components = new ArrayList<>();
    final @Nullable HuffmanTable[] dcTables = new HuffmanTable[4];
    final @Nullable HuffmanTable[] acTables = new HuffmanTable[4];
    final int[] @Nullable [] quantization = new int[4] @Nullable [];

    JpegStream(byte[] stream) throws UnsupportedImageException {
        this.stream = stream;
        if (stream.length < 4 || u16(0) != (0xFF00 | SOI)) {
            throw broken();
        }
        position = 2;
    }

    static UnsupportedImageException broken() {
        return new UnsupportedImageException("code-stream");
    }

    private int u8(int at) throws UnsupportedImageException {
        if (at >= stream.length) {
            throw broken();
        }
        return stream[at] & 0xFF;
    }

    private int u16(int at) throws UnsupportedImageException {
        return u8(at) << 8 | u8(at + 1);
    }

    /** Reads segments up to the next scan's data; null at the end of the image. */
    @Nullable Scan nextScan() throws UnsupportedImageException {
        while (true) {
            while (position < stream.length && u8(position) != 0xFF) {
                position++;
            }
            while (position < stream.length && u8(position) == 0xFF) {
                position++;
            }
            if (position >= stream.length) {
                return null;
            }
            int marker = u8(position++);
            if (marker == EOI) {
                return null;
            }
            if (marker == 0 || marker == 0x01 || (marker >= 0xD0 && marker <= SOI)) {
                continue;
            }
            int length = u16(position);
            int begin = position + 2;
            int end = position + length;
            if (length < 2 || end > stream.length) {
                throw broken();
            }
            position = end;
            switch (marker) {
                case DHT -> huffman(begin, end);
                case DQT -> quantization(begin, end);
                case DRI -> restartInterval = u16(begin);
                case APP0 -> jfif = named(begin, end, JFIF, JFIF_LENGTH) ? begin : jfif;
                case APP14 -> adobe = named(begin, end, ADOBE, ADOBE_LENGTH) ? begin : adobe;
                case SOS -> {
                    return scan(begin, end);
                }
                default -> {
                    if (marker >= SOF0 && marker <= 0xCF && marker != 0xC8 && marker != 0xCC) {
                        frame(marker, begin, end);
                    }
                }
            }
        }
    }

    private boolean named(int begin, int end, byte[] name, int length) {
        return end - begin >= length
                && Arrays.equals(stream, begin, begin + name.length, name, 0, name.length);
    }

    /** A part of a segment. */
    byte[] part(int begin, int length) {
        return Arrays.copyOfRange(stream, begin, begin + length);
    }

    /** Where the scan's entropy-coded bytes begin. */
    int position() {
        return position;
    }

    /** Goes on behind a scan. */
    void position(int behind) {
        position = behind;
    }

    boolean lossless() {
        return process == SOF3;
    }

    /** The quantization table of a component, in zigzag order. */
    int[] steps(Component component) throws UnsupportedImageException {
        int[] steps = quantization[component.quantization()];
        if (steps == null) {
            throw broken();
        }
        return steps;
    }

    private void frame(int marker, int begin, int end) throws UnsupportedImageException {
        if (process >= 0) {
            throw broken();
        }
        process = marker;
        precision = u8(begin);
        rows = u16(begin + 1);
        columns = u16(begin + 3);
        int count = u8(begin + 5);
        if (end - begin < 6 + 3 * count || count < 1 || count > 4) {
            throw broken();
        }
        for (int i = 0; i < count; i++) {
            int at = begin + 6 + 3 * i;
            int factors = u8(at + 1);
            var component = new Component(u8(at), factors >> 4, factors & 15, u8(at + 2));
            if (component.horizontal() < 1
                    || component.horizontal() > 4
                    || component.vertical() < 1
                    || component.vertical() > 4
                    || component.quantization() > 3) {
                throw broken();
            }
            components.add(component);
        }
    }

    private void huffman(int begin, int end) throws UnsupportedImageException {
        int at = begin;
        while (at < end) {
            int kind = u8(at);
            int[] counts = new int[16];
            int total = 0;
            for (int i = 0; i < 16; i++) {
                counts[i] = u8(at + 1 + i);
                total += counts[i];
            }
            if ((kind & 15) > 3 || kind >> 4 > 1 || total > 256 || at + 17 + total > end) {
                throw broken();
            }
            byte[] symbols = Arrays.copyOfRange(stream, at + 17, at + 17 + total);
            HuffmanTable table = new HuffmanTable(counts, symbols);
            (kind >> 4 == 0 ? dcTables : acTables)[kind & 15] = table;
            at += 17 + total;
        }
    }

    private void quantization(int begin, int end) throws UnsupportedImageException {
        int at = begin;
        while (at < end) {
            int kind = u8(at++);
            int width = kind >> 4 == 0 ? 1 : 2;
            if ((kind & 15) > 3 || at + 64 * width > end) {
                throw broken();
            }
            int[] table = new int[64];
            for (int i = 0; i < 64; i++) {
                table[i] = width == 1 ? u8(at + i) : u16(at + 2 * i);
            }
            quantization[kind & 15] = table;
            at += 64 * width;
        }
    }

    private Scan scan(int begin, int end) throws UnsupportedImageException {
        int count = u8(begin);
        if (count < 1 || count > components.size() || end - begin < 4 + 2 * count) {
            throw broken();
        }
        List<ScanComponent> scanned = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int id = u8(begin + 1 + 2 * i);
            int tables = u8(begin + 2 + 2 * i);
            int index = 0;
            while (index < components.size() && components.get(index).id() != id) {
                index++;
            }
            if (index == components.size() || tables >> 4 > 3 || (tables & 15) > 3) {
                throw broken();
            }
            scanned.add(new ScanComponent(index, tables >> 4, tables & 15));
        }
        int at = begin + 1 + 2 * count;
        int approximation = u8(at + 2);
        return new Scan(scanned, u8(at), u8(at + 1), approximation >> 4, approximation & 15);
    }
}
