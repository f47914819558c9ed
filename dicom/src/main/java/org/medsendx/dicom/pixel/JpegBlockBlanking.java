package org.medsendx.dicom.pixel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.pixel.JpegStream.Component;
import org.medsendx.dicom.pixel.JpegStream.Scan;
import org.medsendx.dicom.pixel.JpegStream.ScanComponent;

/**
 * Blanks parts of a JPEG image without decoding it to pixels: the blocks of eight by eight samples
 * that the parts touch become flat black, and every other block keeps its quantised coefficients
 * bit for bit (ITU-T T.81; DICOM processes 1 and, of 8 bits, 2). So nothing is lost a second time.
 *
 * <p>What decoding needs is written again, and no more: comments, application segments but JFIF
 * (without its thumbnail) and Adobe, tables that no component uses and bytes behind the image are
 * left out. Quantization tables stay as they are; Huffman tables do unless they lack a code that
 * the differences beside blank blocks need.
 *
 * <p>Where colour has fewer samples than brightness, a block of colour covers two or four of
 * brightness. Those of its pixels that lie outside the parts keep their brightness and lose their
 * colour, and decoders that smooth colour between samples show the next one or two pixels in
 * colours that are a little different. No pixel of the parts themselves gets any colour of its
 * neighbours.
 */
public final class JpegBlockBlanking {

    private static final int BASELINE = 0xC0;
    private static final int EXTENDED = 0xC1;
    private static final int BLOCK = 8;

    /** The DC coefficient of a block of the lowest samples, not quantised. */
    private static final int BLACK = 1 << 10;

    private static final int MAX_STEP = 1 << 11;
    private static final long MAX_SAMPLES = 1L << 26;

    /**
     * A part of an image in pixels; what of it lies outside the image counts for nothing.
     *
     * @param row the first row, from 0
     * @param column the first column, from 0
     */
    public record Part(int row, int column, int rows, int columns) {
        public Part {
            if (rows < 1 || columns < 1) {
                throw new IllegalArgumentException("an empty part of an image");
            }
        }

        private long bottom() {
            return (long) row + rows;
        }

        private long right() {
            return (long) column + columns;
        }
    }

    /**
     * A stream with its parts blanked.
     *
     * @param changed for each part that is in the image, the pixels that a decoder may show
     *     otherwise than before: whole blocks and what smoothed colour reaches
     */
    @SuppressWarnings("ArrayRecordComponent") // a code stream, made to be written
    public record Blanked(byte[] stream, List<Part> changed) {
        public Blanked {
            changed = List.copyOf(changed);
        }
    }

    private final JpegStream jpeg;
    private final byte[] stream;
    private final Scan scan;
    private final int begin;
    private final Geometry[] geometry;
    private final List<Part> changed = new ArrayList<>();

    /** Where the blocks of one component are, and what the blank ones have. */
    private static final class Geometry {
        private final Component component;
        private final int blocksAcross;
        private final int blocksDown;
        private final BitSet blank;
        private final int dc;

        Geometry(Component component, int blocksAcross, int blocksDown, int dc) {
            this.component = component;
            this.blocksAcross = blocksAcross;
            this.blocksDown = blocksDown;
            this.dc = dc;
            this.blank = new BitSet(blocksAcross * blocksDown);
        }
    }

    private JpegBlockBlanking(byte[] stream, String declared, List<Part> parts)
            throws UnsupportedImageException {
        this.stream = stream;
        this.jpeg = new JpegStream(stream);
        Scan first = jpeg.nextScan();
        if (first == null) {
            throw JpegStream.broken();
        }
        this.scan = first;
        this.begin = jpeg.position();
        check();
        this.geometry = geometry(JpegColour.of(jpeg, declared));
        for (Part part : parts) {
            boolean outside =
                    part.right() <= 0
                            || part.bottom() <= 0
                            || part.column() >= jpeg.columns
                            || part.row() >= jpeg.rows;
            if (!outside) {
                changed.add(mark(part));
            }
        }
    }

    /**
     * The stream with parts of its image blanked.
     *
     * @param photometricInterpretation what the data set says of the stream's colour
     * @param parts none only removes what decoding does not need
     * @throws UnsupportedImageException {@code jpeg-process} for anything but baseline and extended
     *     sequential Huffman coding of 8 bits, {@code jpeg-scans} when components have scans of
     *     their own, {@code code-stream} when it is malformed; then decode and encode anew
     */
    public static Blanked blank(byte[] stream, String photometricInterpretation, List<Part> parts)
            throws UnsupportedImageException {
        return new JpegBlockBlanking(stream, photometricInterpretation, parts).blanked();
    }

    private void check() throws UnsupportedImageException {
        boolean sequential = jpeg.process == BASELINE || jpeg.process == EXTENDED;
        if (!sequential || jpeg.precision != 8) {
            throw new UnsupportedImageException("jpeg-process");
        }
        int count = jpeg.components.size();
        if (count != 1 && count != 3) {
            throw new UnsupportedImageException("samples-per-pixel");
        }
        if (scan.components().size() != count) {
            throw new UnsupportedImageException("jpeg-scans");
        }
        long samples = (long) jpeg.rows * jpeg.columns * count;
        boolean[] seen = new boolean[count];
        boolean fits =
                samples > 0
                        && samples <= MAX_SAMPLES
                        // as in decoding: a block takes two bits at least
                        && samples <= 16L * 32 * 8 * stream.length;
        for (ScanComponent component : scan.components()) {
            fits &= !seen[component.index()];
            seen[component.index()] = true;
        }
        if (!fits) {
            throw JpegStream.broken();
        }
    }

    private boolean single() {
        return scan.components().size() == 1;
    }

    private int largest(boolean horizontal) {
        return jpeg.components.stream()
                .mapToInt(c -> horizontal ? c.horizontal() : c.vertical())
                .max()
                .orElse(1);
    }

    private Geometry[] geometry(String colour) throws UnsupportedImageException {
        int hMax = largest(true);
        int vMax = largest(false);
        Geometry[] all = new Geometry[scan.components().size()];
        for (int i = 0; i < all.length; i++) {
            int index = scan.components().get(i).index();
            Component component = jpeg.components.get(index);
            // a scan of one component has no blocks beyond the image (A.2.2)
            int across =
                    single()
                            ? JpegDctDecoder.ceiling(jpeg.columns, BLOCK)
                            : JpegDctDecoder.ceiling(jpeg.columns, BLOCK * hMax)
                                    * component.horizontal();
            int down =
                    single()
                            ? JpegDctDecoder.ceiling(jpeg.rows, BLOCK)
                            : JpegDctDecoder.ceiling(jpeg.rows, BLOCK * vMax)
                                    * component.vertical();
            boolean neutral = index > 0 && colour.equals("YBR_FULL");
            int step = jpeg.steps(component)[0];
            if (step < 1) {
                throw JpegStream.broken();
            }
            // -128 in every sample or a little less: decoders clamp, but not what is far outside,
            // so a step that leaps over it makes grey
            int black = step > MAX_STEP ? 0 : -JpegDctDecoder.ceiling(BLACK, step);
            all[i] = new Geometry(component, across, down, neutral ? 0 : black);
        }
        return all;
    }

    /** Marks the blocks that a part touches; the pixels they have to do with. */
    private Part mark(Part part) {
        int top = Integer.MAX_VALUE;
        int left = Integer.MAX_VALUE;
        int bottom = 0;
        int right = 0;
        for (Geometry one : geometry) {
            Span rows = rows(one.component, part);
            Span columns = columns(one.component, part);
            for (int row = rows.first(); row <= rows.last(); row++) {
                int begin = row * one.blocksAcross;
                one.blank.set(begin + columns.first(), begin + columns.last() + 1);
            }
            top = Math.min(top, rows.begin());
            bottom = Math.max(bottom, rows.end());
            left = Math.min(left, columns.begin());
            right = Math.max(right, columns.end());
        }
        return new Part(top, left, bottom - top, right - left);
    }

    private Span rows(Component component, Part part) {
        int most = single() ? 1 : largest(false);
        int factor = single() ? 1 : component.vertical();
        return Span.of(part.row(), part.bottom(), jpeg.rows, factor, most);
    }

    private Span columns(Component component, Part part) {
        int most = single() ? 1 : largest(true);
        int factor = single() ? 1 : component.horizontal();
        return Span.of(part.column(), part.right(), jpeg.columns, factor, most);
    }

    /**
     * Blocks of a component in one direction.
     *
     * @param begin the first pixel that they may change
     * @param end behind the last one
     */
    private record Span(int first, int last, int begin, int end) {

        static Span of(long from, long to, int size, int factor, int most) {
            // smoothing reaches one sample of a component that has fewer
            int reach = factor < most ? JpegDctDecoder.ceiling(most, factor) : 0;
            long low = Math.max(0, from - reach);
            long high = Math.min(size, to + reach);
            int first = (int) (low * factor / most / BLOCK);
            int last = (int) ((high - 1) * factor / most / BLOCK);
            long begin = (long) first * BLOCK * most / factor - reach;
            long end = ((last + 1L) * BLOCK * most + factor - 1) / factor + reach;
            return new Span(first, last, (int) Math.max(0, begin), (int) Math.min(size, end));
        }
    }

    private Blanked blanked() throws UnsupportedImageException {
        int count = scan.components().size();
        var counting = new JpegBlockCoder.Counting(count);
        transcode(counting);
        @Nullable HuffmanCodes[] dc = new HuffmanCodes[4];
        @Nullable HuffmanCodes[] ac = new HuffmanCodes[4];
        var out = new ByteSink(stream.length + 1024);
        writeHeader(out);
        for (int id = 0; id < 4; id++) {
            dc[id] = codes(jpeg.dcTables[id], counting.dc(scan, id));
            ac[id] = codes(jpeg.acTables[id], counting.ac(scan, id));
            writeTable(out, id, dc[id]);
            writeTable(out, 0x10 | id, ac[id]);
        }
        writeScanHeader(out);
        var writing = new JpegBlockCoder.Writing(scan, dc, ac, out);
        transcode(writing);
        writing.finish();
        out.u16(0xFFD9);
        return new Blanked(out.bytes(), changed);
    }

    private static @Nullable HuffmanCodes codes(@Nullable HuffmanTable table, long[] occurrences) {
        if (table == null || Arrays.stream(occurrences).sum() == 0) {
            return null;
        }
        HuffmanCodes own = table.codes();
        return own.has(occurrences) ? own : HuffmanCodes.optimal(occurrences);
    }

    /** Decodes the scan's symbols and gives them to a coder, with blank blocks in place of some. */
    private void transcode(JpegBlockCoder coder) throws UnsupportedImageException {
        var bits = new EntropyBits(stream, begin);
        int[] last = new int[geometry.length];
        int[] lastWritten = new int[geometry.length];
        Geometry first = geometry[0];
        int across = single() ? 1 : first.component.horizontal();
        int down = single() ? 1 : first.component.vertical();
        int columns = first.blocksAcross / across;
        int rows = first.blocksDown / down;
        int left = jpeg.restartInterval;
        int restarts = 0;
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                if (jpeg.restartInterval > 0 && left == 0) {
                    bits.restart();
                    Arrays.fill(last, 0);
                    Arrays.fill(lastWritten, 0);
                    coder.restart(restarts++ & 7);
                    left = jpeg.restartInterval;
                }
                left--;
                for (int i = 0; i < geometry.length; i++) {
                    unit(coder, bits, i, x, y, last, lastWritten);
                }
            }
        }
    }

    private void unit(
            JpegBlockCoder coder,
            EntropyBits bits,
            int i,
            int x,
            int y,
            int[] last,
            int[] lastWritten)
            throws UnsupportedImageException {
        Geometry one = geometry[i];
        ScanComponent tables = scan.components().get(i);
        HuffmanTable dc = DctScan.table(jpeg.dcTables[tables.dcTable()]);
        HuffmanTable ac = DctScan.table(jpeg.acTables[tables.acTable()]);
        int across = single() ? 1 : one.component.horizontal();
        int down = single() ? 1 : one.component.vertical();
        for (int v = 0; v < down; v++) {
            for (int h = 0; h < across; h++) {
                boolean blank = one.blank.get((y * down + v) * one.blocksAcross + x * across + h);
                int category = dc.decode(bits);
                if (category > JpegBlockCoder.LARGEST_CATEGORY) {
                    throw JpegStream.broken();
                }
                last[i] += bits.difference(category);
                int value = blank ? one.dc : last[i];
                coder.dc(i, value - lastWritten[i]);
                lastWritten[i] = value;
                coefficients(coder, bits, i, ac, blank);
                if (blank) {
                    coder.ac(i, JpegBlockCoder.END_OF_BLOCK, 0);
                }
            }
        }
    }

    /** The symbols behind the DC coefficient (F.2.2.2), taken and perhaps passed on. */
    private static void coefficients(
            JpegBlockCoder coder, EntropyBits bits, int i, HuffmanTable ac, boolean blank)
            throws UnsupportedImageException {
        int k = 1;
        while (k < 64) {
            int symbol = ac.decode(bits);
            int size = symbol & 15;
            boolean ends = size == 0 && symbol != JpegBlockCoder.SIXTEEN_ZEROS;
            int value = size == 0 ? 0 : bits.take(size);
            k += (symbol >> 4) + 1;
            if (size > 0 && k > 64) {
                throw JpegStream.broken();
            }
            if (!blank) {
                coder.ac(i, ends ? JpegBlockCoder.END_OF_BLOCK : symbol, value);
            }
            if (ends) {
                return;
            }
        }
    }

    /** Everything before the scan but Huffman tables, as the stream has it. */
    private void writeHeader(ByteSink out) throws UnsupportedImageException {
        out.u16(0xFFD8);
        if (jpeg.jfif > 0) {
            out.u16(0xFFE0);
            out.u16(2 + JpegStream.JFIF_LENGTH);
            // without the thumbnail, whose width and height are the last two bytes
            out.bytes(jpeg.part(jpeg.jfif, JpegStream.JFIF_LENGTH - 2), 0, 12);
            out.u16(0);
        }
        if (jpeg.adobe > 0) {
            out.u16(0xFFEE);
            out.u16(2 + JpegStream.ADOBE_LENGTH);
            out.bytes(jpeg.part(jpeg.adobe, JpegStream.ADOBE_LENGTH), 0, JpegStream.ADOBE_LENGTH);
        }
        boolean[] written = new boolean[4];
        for (Component component : jpeg.components) {
            if (!written[component.quantization()]) {
                written[component.quantization()] = true;
                writeQuantization(out, component);
            }
        }
        out.u16(0xFF00 | jpeg.process);
        out.u16(8 + 3 * jpeg.components.size());
        out.u8(jpeg.precision);
        out.u16(jpeg.rows);
        out.u16(jpeg.columns);
        out.u8(jpeg.components.size());
        for (Component component : jpeg.components) {
            out.u8(component.id());
            out.u8(component.horizontal() << 4 | component.vertical());
            out.u8(component.quantization());
        }
        if (jpeg.restartInterval > 0) {
            out.u16(0xFFDD);
            out.u16(4);
            out.u16(jpeg.restartInterval);
        }
    }

    private void writeQuantization(ByteSink out, Component component)
            throws UnsupportedImageException {
        int[] steps = jpeg.steps(component);
        boolean wide = Arrays.stream(steps).anyMatch(step -> step > 0xFF);
        out.u16(0xFFDB);
        out.u16(3 + (wide ? 128 : 64));
        out.u8((wide ? 0x10 : 0) | component.quantization());
        for (int step : steps) {
            if (wide) {
                out.u16(step);
            } else {
                out.u8(step);
            }
        }
    }

    private static void writeTable(ByteSink out, int kind, @Nullable HuffmanCodes codes) {
        if (codes != null) {
            out.u16(0xFFC4);
            out.u16(3 + codes.size());
            out.u8(kind);
            codes.write(out);
        }
    }

    private void writeScanHeader(ByteSink out) {
        out.u16(0xFFDA);
        out.u16(6 + 2 * scan.components().size());
        out.u8(scan.components().size());
        for (ScanComponent component : scan.components()) {
            out.u8(jpeg.components.get(component.index()).id());
            out.u8(component.dcTable() << 4 | component.acTable());
        }
        out.u8(0);
        out.u8(63);
        out.u8(0);
    }
}
