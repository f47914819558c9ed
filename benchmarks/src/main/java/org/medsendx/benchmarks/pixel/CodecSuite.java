package org.medsendx.benchmarks.pixel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.benchmarks.harness.Jmh;
import org.medsendx.benchmarks.harness.Program;
import org.medsendx.benchmarks.harness.Report;
import org.medsendx.benchmarks.harness.Settings;
import org.medsendx.benchmarks.harness.Suite;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.pixel.FrameEncoder;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/**
 * Codecs over a mammogram of 27 MB, one thread, in megabytes of pixels a second. Ours decode to and
 * encode from memory after warming up. A peer is a program: its time for a small image, which is
 * that of its start, is taken off, while what it takes to read and write the files is not. The
 * contenders take turns, and the best round of each counts.
 */
public final class CodecSuite implements Suite {

    private static final int SMALL = 64;
    private static final String UNIT = "MB/s";
    private static final double MEGABYTES = Mammogram.ROWS * Mammogram.COLUMNS * 2 / 1e6;

    /** Keeps the compiler from leaving out work whose result nobody wants. */
    private static volatile @Nullable Object made;

    /** A peer's command without its files. */
    private record PeerCall(String who, List<String> command) {}

    /**
     * A compression.
     *
     * @param transferSyntaxUid of what the first peer encodes
     * @param encoders peers; the first one's file is what everyone decodes
     */
    private record Codec(
            String name, String transferSyntaxUid, List<PeerCall> encoders, PeerCall... decoders) {}

    private static final PeerCall GDCM_RAW = call("GDCM gdcmconv", "gdcmconv", "--raw");

    private static final List<Codec> CODECS =
            List.of(
                    new Codec(
                            "JPEG-LS Lossless",
                            Uid.JPEGLSLossless,
                            List.of(
                                    call("CharLS in dcmtk dcmcjpls", "dcmcjpls"),
                                    call("CharLS in GDCM gdcmconv", "gdcmconv", "--jpegls")),
                            call("CharLS in dcmtk dcmdjpls", "dcmdjpls"),
                            call("CharLS in GDCM gdcmconv", "gdcmconv", "--raw")),
                    new Codec(
                            "RLE Lossless",
                            Uid.RLELossless,
                            List.of(
                                    call("dcmtk dcmcrle", "dcmcrle"),
                                    call("GDCM gdcmconv", "gdcmconv", "--rle")),
                            call("dcmtk dcmdrle", "dcmdrle"),
                            GDCM_RAW),
                    new Codec(
                            "JPEG Lossless SV1",
                            Uid.JPEGLosslessSV1,
                            List.of(call("dcmtk dcmcjpeg", "dcmcjpeg", "+e1")),
                            call("dcmtk dcmdjpeg", "dcmdjpeg"),
                            GDCM_RAW),
                    new Codec(
                            "JPEG Extended of 12 bits",
                            Uid.JPEGExtended12Bit,
                            List.of(call("dcmtk dcmcjpeg", "dcmcjpeg", "+ee")),
                            call("dcmtk dcmdjpeg", "dcmdjpeg"),
                            GDCM_RAW),
                    new Codec(
                            "JPEG 2000 Lossless (OpenJPEG, ours and theirs)",
                            Uid.JPEG2000Lossless,
                            List.of(call("GDCM gdcmconv", "gdcmconv", "--j2k")),
                            GDCM_RAW));

    private static PeerCall call(String who, String... command) {
        return new PeerCall(who, List.of(command));
    }

    @Override
    public String name() {
        return "codecs";
    }

    @Override
    public String what() {
        return "decoding and encoding pixels of a mammogram beside dcmtk (CharLS) and GDCM";
    }

    @Override
    public void run(Settings settings, Report report) throws IOException, InterruptedException {
        Path folder = settings.scratch();
        Path small = Mammogram.write(folder, "small", SMALL, SMALL);
        Path large = Mammogram.write(folder, "large", Mammogram.ROWS, Mammogram.COLUMNS);
        int[] stored = Mammogram.stored(Mammogram.ROWS, Mammogram.COLUMNS);
        int rounds = settings.quick() ? 3 : 7;
        try {
            for (Codec codec : CODECS) {
                measure(codec, folder, small, large, stored, rounds, report);
            }
        } catch (UnsupportedImageException e) {
            throw new IOException("cannot decode or encode here: " + e.code(), e);
        }
        Jmh.run(settings, report, CodecBenchmark.class);
    }

    private static void measure(
            Codec codec,
            Path folder,
            Path small,
            Path large,
            int[] stored,
            int rounds,
            Report report)
            throws IOException, InterruptedException, UnsupportedImageException {
        if (FrameEncoder.supports(codec.transferSyntaxUid())) {
            FrameEncoder encoder = FrameEncoder.of(codec.transferSyntaxUid());
            Work ours =
                    () ->
                            encoder.encode(
                                    stored, Mammogram.format(Mammogram.ROWS, Mammogram.COLUMNS));
            String what = "encode " + codec.name();
            measure(what, ours, codec.encoders(), small, large, folder, rounds, report);
        }
        Path smallEncoded = folder.resolve("small-encoded.dcm");
        Path largeEncoded = folder.resolve("large-encoded.dcm");
        PeerCall maker = codec.encoders().getFirst();
        if (time(maker, small, smallEncoded) == null || time(maker, large, largeEncoded) == null) {
            report.absent("decode " + codec.name(), "MedSendX", "no " + maker.who());
            return;
        }
        Image image = Image.of(DicomReader.read(largeEncoded, ReadLimits.DEFAULT));
        measure(
                "decode " + codec.name(),
                () -> image.stored(0),
                List.of(codec.decoders()),
                smallEncoded,
                largeEncoded,
                folder,
                rounds,
                report);
        Files.delete(smallEncoded);
        Files.delete(largeEncoded);
    }

    /** What is measured of ours. */
    private interface Work {
        Object run() throws IOException, UnsupportedImageException;
    }

    private static void measure(
            String what,
            Work ours,
            List<PeerCall> peers,
            Path small,
            Path large,
            Path folder,
            int rounds,
            Report report)
            throws IOException, InterruptedException, UnsupportedImageException {
        Path out = folder.resolve("peer.dcm");
        double best = Double.MAX_VALUE;
        List<@Nullable Double> theirs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            time(ours);
        }
        for (int round = 0; round < rounds; round++) {
            best = Math.min(best, time(ours));
            for (int i = 0; i < peers.size(); i++) {
                Double start = time(peers.get(i), small, out);
                Double whole = time(peers.get(i), large, out);
                Double net = start == null || whole == null ? null : whole - start;
                if (round == 0) {
                    theirs.add(net);
                } else if (net != null && theirs.get(i) instanceof Double before) {
                    theirs.set(i, Math.min(before, net));
                }
            }
        }
        report.add(what, "MedSendX", MEGABYTES / best, UNIT);
        for (int i = 0; i < peers.size(); i++) {
            if (theirs.get(i) instanceof Double seconds && seconds > 0) {
                report.add(what, peers.get(i).who(), MEGABYTES / seconds, UNIT);
            } else {
                report.absent(what, peers.get(i).who(), "not installed");
            }
        }
    }

    private static double time(Work work) throws IOException, UnsupportedImageException {
        long begin = System.nanoTime();
        made = work.run();
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Seconds, or null when the peer is not installed. */
    private static @Nullable Double time(PeerCall peer, Path from, Path to)
            throws IOException, InterruptedException {
        String program = peer.command().getFirst();
        if (!Program.works(program, "--version")) {
            return null;
        }
        List<String> command = new ArrayList<>(peer.command());
        command.add(from.toString());
        command.add(to.toString());
        long begin = System.nanoTime();
        Program.run(command);
        return (System.nanoTime() - begin) / 1e9;
    }
}
