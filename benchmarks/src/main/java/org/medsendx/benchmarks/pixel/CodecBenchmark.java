package org.medsendx.benchmarks.pixel;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.pixel.FrameEdit;
import org.medsendx.dicom.pixel.FrameEncoder;
import org.medsendx.dicom.pixel.FrameFormat;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.PixelDataEncoder;
import org.medsendx.dicom.pixel.UnsupportedImageException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Codecs that have an encoder here, in this process alone; an operation is a megabyte of pixels.
 * Decoding reads its file from the page cache.
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.SECONDS)
public class CodecBenchmark {

    private static final int ROWS = 1000;
    private static final int COLUMNS = 1000;
    private static final int MEGABYTES = ROWS * COLUMNS * 2 / 1_000_000;

    @Param({Uid.JPEGLSLossless, Uid.RLELossless})
    public String transferSyntax = "";

    private final FrameFormat format = Mammogram.format(ROWS, COLUMNS);
    private int[] stored = {};
    private @Nullable Image image;
    private @Nullable Path folder;

    @Setup
    public void draw() throws IOException, UnsupportedImageException {
        stored = Mammogram.stored(ROWS, COLUMNS);
        Path made = Files.createTempDirectory("medsendx-jmh");
        folder = made;
        Path plain = Mammogram.write(made, "plain", ROWS, COLUMNS);
        Image source = Image.of(DicomReader.read(plain, ReadLimits.DEFAULT));
        DataSet dataSet = source.file().dataSet().copy();
        Path pixels = made.resolve("pixels");
        PixelDataEncoder.encode(source, transferSyntax, pixels, FrameEdit.NONE).putInto(dataSet);
        Path encoded = made.resolve("encoded.dcm");
        DicomWriter.write(encoded, new FileMeta(null, null, transferSyntax), dataSet);
        image = Image.of(DicomReader.read(encoded, ReadLimits.DEFAULT));
    }

    @TearDown
    public void delete() throws IOException {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(Objects.requireNonNull(folder))) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(Objects.requireNonNull(folder));
    }

    @Benchmark
    @OperationsPerInvocation(MEGABYTES)
    public int[] decode_megabytes() throws IOException, UnsupportedImageException {
        return Objects.requireNonNull(image).stored(0);
    }

    @Benchmark
    @OperationsPerInvocation(MEGABYTES)
    public byte[] encode_megabytes() throws UnsupportedImageException {
        return FrameEncoder.of(transferSyntax).encode(stored, format);
    }
}
