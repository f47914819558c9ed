package org.medsendx.dicom.pixel;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.data.Element.Bulk;
import org.medsendx.dicom.data.Element.Encapsulated;
import org.medsendx.dicom.data.Element.Sequence;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.picture.Raster;

/**
 * The image of a DICOM file (PS3.3, C.7.6.3): its description and its frames.
 *
 * @param rows image rows
 * @param columns image columns
 * @param samplesPerPixel 1 or 3
 * @param frames number of frames
 * @param bitsAllocated 1, 8, 16 or 32
 * @param bitsStored at most bitsAllocated
 * @param signed whether stored values are two's complement
 * @param photometricInterpretation such as {@code MONOCHROME2}
 */
public record Image(
        DicomFile file,
        int rows,
        int columns,
        int samplesPerPixel,
        int frames,
        int bitsAllocated,
        int bitsStored,
        boolean signed,
        String photometricInterpretation) {

    /** More samples a frame are refused: they would take 256 MiB as {@code int}. */
    private static final long MAX_SAMPLES = 1L << 26;

    /**
     * The image of a file.
     *
     * @throws UnsupportedImageException when the file has no image ({@code no-pixel-data}), or one
     *     that cannot be decoded here
     */
    public static Image of(DicomFile file) throws UnsupportedImageException {
        DataSet dataSet = file.dataSet();
        if (!dataSet.contains(Tag.PixelData)) {
            boolean floats =
                    dataSet.contains(Tag.FloatPixelData)
                            || dataSet.contains(Tag.DoubleFloatPixelData);
            throw new UnsupportedImageException(floats ? "float-pixel-data" : "no-pixel-data");
        }
        int bitsAllocated = dataSet.intValue(Tag.BitsAllocated, 0);
        int bitsStored = dataSet.intValue(Tag.BitsStored, bitsAllocated);
        var image =
                new Image(
                        file,
                        dataSet.intValue(Tag.Rows, 0),
                        dataSet.intValue(Tag.Columns, 0),
                        dataSet.intValue(Tag.SamplesPerPixel, 1),
                        Math.max(1, dataSet.intValue(Tag.NumberOfFrames, 1)),
                        bitsAllocated,
                        bitsStored < 1 || bitsStored > bitsAllocated ? bitsAllocated : bitsStored,
                        dataSet.intValue(Tag.PixelRepresentation, 0) == 1,
                        text(dataSet, Tag.PhotometricInterpretation));
        image.check();
        return image;
    }

    private static String text(DataSet dataSet, int tag) {
        String text = dataSet.string(tag);
        return text == null ? "" : text;
    }

    private void check() throws UnsupportedImageException {
        if (rows < 1 || columns < 1) {
            throw new UnsupportedImageException("rows-columns");
        }
        if (samplesPerPixel != 1 && samplesPerPixel != 3) {
            throw new UnsupportedImageException("samples-per-pixel");
        }
        switch (bitsAllocated) {
            case 1, 8, 16, 32 -> {}
            default -> throw new UnsupportedImageException("bits-allocated");
        }
        if ((long) rows * columns * samplesPerPixel > MAX_SAMPLES) {
            throw new UnsupportedImageException("frame-too-large");
        }
    }

    /** What an encoder must know of its frames. */
    public FrameFormat format() {
        return new FrameFormat(rows, columns, samplesPerPixel, bitsAllocated, bitsStored, signed);
    }

    /** How many samples a frame has. */
    int samples() {
        return rows * columns * samplesPerPixel;
    }

    /**
     * The stored values of one frame, sign extended, row by row; samples interleaved (RGBRGB...)
     * for colour. Unsigned values of 32 bits are to be read with {@link Integer#toUnsignedLong}.
     *
     * @param index from 0
     * @throws UnsupportedImageException when the pixel data is shorter than its description ({@code
     *     pixel-data-length}) or in a transfer syntax that is not decoded here ({@code
     *     transfer-syntax})
     */
    public int[] stored(int index) throws IOException, UnsupportedImageException {
        int[] cells = cells(index);
        Samples.extract(this, cells);
        return cells;
    }

    /**
     * Whether {@link #storedRows} can read a frame in parts: native pixels of one sample in whole
     * bytes.
     */
    public boolean hasRows() {
        Element pixels = file.dataSet().get(Tag.PixelData);
        return (pixels instanceof Bulk || pixels instanceof Value)
                && samplesPerPixel == 1
                && bitsAllocated >= 8;
    }

    /**
     * The stored values of some rows of a frame, so that a large one need not be held whole.
     *
     * @param index frame, from 0
     * @param first row, from 0
     * @param count rows
     * @throws UnsupportedImageException as {@link #stored}
     * @throws IllegalStateException when there are none, see {@link #hasRows}
     */
    public int[] storedRows(int index, int first, int count)
            throws IOException, UnsupportedImageException {
        Objects.checkIndex(index, frames);
        Objects.checkFromIndexSize(first, count, rows);
        Element pixels = file.dataSet().get(Tag.PixelData);
        if (pixels == null || !hasRows()) {
            throw new IllegalStateException("these pixels are not in rows");
        }
        int[] cells = NativeFrames.rows(this, pixels, index, first, count);
        Samples.extract(this, cells);
        return cells;
    }

    /**
     * The code stream of a frame as it is in the file, a zero byte that pads it included.
     *
     * @param index from 0
     * @return null when the pixel data is native
     * @throws UnsupportedImageException when it cannot be found among the fragments ({@code
     *     offset-table}, {@code pixel-data-length})
     */
    public byte @Nullable [] encoded(int index) throws IOException, UnsupportedImageException {
        Objects.checkIndex(index, frames);
        return file.dataSet().get(Tag.PixelData) instanceof Encapsulated encapsulated
                ? EncapsulatedFrames.stream(this, encapsulated, index)
                : null;
    }

    /** The same with all bits that are allocated, as unsigned numbers (PS3.5, 8.1.1). */
    int[] cells(int index) throws IOException, UnsupportedImageException {
        if (index < 0 || index >= frames) {
            throw new IndexOutOfBoundsException(index);
        }
        Element pixels = file.dataSet().get(Tag.PixelData);
        return switch (pixels) {
            case Encapsulated encapsulated -> EncapsulatedFrames.cells(this, encapsulated, index);
            case Bulk bulk -> NativeFrames.cells(this, bulk, index);
            case Value value -> NativeFrames.cells(this, value, index);
            case Sequence sequence -> throw new UnsupportedImageException("no-pixel-data");
            case null -> throw new UnsupportedImageException("no-pixel-data");
        };
    }

    /** Whether stored values can be more than an {@code int} says. */
    boolean isUnsigned32() {
        return bitsStored == 32 && !signed;
    }

    /**
     * Photometric Interpretation of what {@link #stored} gives: colour that was halved is full
     * then, JPEG 2000's own transformation undone, and where a JPEG stream's markers contradict the
     * data set, they count (PS3.5, 8.2.1).
     *
     * @param index frame, from 0
     * @throws UnsupportedImageException as {@link #stored}, for what can be known without decoding
     */
    public String storedPhotometricInterpretation(int index)
            throws IOException, UnsupportedImageException {
        Element pixels = file.dataSet().get(Tag.PixelData);
        String declared =
                samplesPerPixel == 3 && pixels instanceof Encapsulated encapsulated
                        ? EncapsulatedFrames.photometricInterpretation(this, encapsulated, index)
                        : photometricInterpretation;
        return switch (declared) {
            case "YBR_FULL_422" -> "YBR_FULL";
            case "YBR_RCT", "YBR_ICT" -> "RGB";
            default -> declared;
        };
    }

    /**
     * Whether the rescale of a frame is absent or numbers; {@link #rescaleSlope} and {@link
     * #rescaleIntercept} stand for nothing when it is not.
     *
     * @param index frame, from 0
     */
    public boolean hasReadableRescale(int index) {
        DataSet attributes = attributes(index, Tag.PixelValueTransformationSequence);
        return !attributes.hasUnreadableNumber(Tag.RescaleSlope)
                && !attributes.hasUnreadableNumber(Tag.RescaleIntercept);
    }

    /** Rescale slope (1 when absent). */
    public double rescaleSlope() {
        return rescaleSlope(0);
    }

    /** Rescale intercept (0 when absent). */
    public double rescaleIntercept() {
        return rescaleIntercept(0);
    }

    /**
     * Rescale slope of one frame (1 when absent); frames of an enhanced image may differ.
     *
     * @param index frame, from 0
     */
    public double rescaleSlope(int index) {
        double slope =
                first(attributes(index, Tag.PixelValueTransformationSequence), Tag.RescaleSlope, 1);
        return slope == 0 ? 1 : slope;
    }

    /**
     * Rescale intercept of one frame (0 when absent); frames of an enhanced image may differ.
     *
     * @param index frame, from 0
     */
    public double rescaleIntercept(int index) {
        DataSet attributes = attributes(index, Tag.PixelValueTransformationSequence);
        return first(attributes, Tag.RescaleIntercept, 0);
    }

    static double first(DataSet dataSet, int tag, double otherwise) {
        double[] values = dataSet.doubles(tag);
        return values.length == 0 || !Double.isFinite(values[0]) ? otherwise : values[0];
    }

    /**
     * Where attributes of a functional group are for one frame: its own item, the shared item, else
     * the data set itself (PS3.3, C.7.6.16).
     */
    public DataSet attributes(int index, int groupSequence) {
        return attributes(file.dataSet(), index, groupSequence);
    }

    /** The same of a header whose pixels nobody asks for. */
    public static DataSet attributes(DataSet dataSet, int index, int groupSequence) {
        List<DataSet> perFrame = dataSet.items(Tag.PerFrameFunctionalGroupsSequence);
        DataSet own = index < perFrame.size() ? group(perFrame.get(index), groupSequence) : null;
        if (own != null) {
            return own;
        }
        List<DataSet> shared = dataSet.items(Tag.SharedFunctionalGroupsSequence);
        DataSet common = shared.isEmpty() ? null : group(shared.getFirst(), groupSequence);
        return common == null ? dataSet : common;
    }

    private static @Nullable DataSet group(DataSet frame, int groupSequence) {
        List<DataSet> items = frame.items(groupSequence);
        return items.isEmpty() ? null : items.getFirst();
    }

    /** Stored values that are padding, or null when the header names none. */
    public @Nullable PaddingRange padding() {
        return PaddingRange.of(this);
    }

    /**
     * Grey or RGB, 8 bit, after rescale, window (header's first, else 1st to 99th percentile) and
     * MONOCHROME1 inversion.
     *
     * @throws UnsupportedImageException as {@link #stored}; {@code photometric-interpretation} when
     *     it is none that is known here or not one of that many samples; {@code palette} when its
     *     tables are missing or make no sense
     */
    public Raster render(int index) throws IOException, UnsupportedImageException {
        return isGrey() ? GreyRendering.render(this, index) : ColourRendering.render(this, index);
    }

    /** Files without a Photometric Interpretation are grey when they have one sample. */
    private boolean isGrey() throws UnsupportedImageException {
        boolean grey = photometricInterpretation.startsWith("MONOCHROME");
        boolean palette = photometricInterpretation.equals("PALETTE COLOR");
        boolean none = photometricInterpretation.isEmpty();
        if (samplesPerPixel == 1 ? !grey && !palette && !none : grey || palette) {
            throw new UnsupportedImageException("photometric-interpretation");
        }
        return samplesPerPixel == 1 && !palette;
    }

    /**
     * What the header says of how a frame is shown and {@link #render} could not follow: codes of
     * {@link GreyTransformation#remarks}, none for colour.
     */
    public List<String> remarks(int index) throws IOException, UnsupportedImageException {
        return isGrey() ? GreyTransformation.of(this, index).remarks() : List.of();
    }

    /**
     * The same for a monochrome frame whose stored values the caller has already, so that they are
     * not decoded twice.
     *
     * @param stored what {@link #stored} gave for this frame
     */
    public Raster renderGrey(int index, int[] stored) throws IOException {
        if (samplesPerPixel != 1 || stored.length != samples()) {
            throw new IllegalArgumentException("not the values of a monochrome frame");
        }
        return GreyRendering.render(this, index, stored);
    }

    /** Size and kind of pixels; never header values. */
    @Override
    public String toString() {
        return "Image[%d x %d, %d frames, %d bits]".formatted(rows, columns, frames, bitsStored);
    }
}
