package org.medsendx.deidentification.release;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.medsendx.deidentification.pixels.Blanking;
import org.medsendx.deidentification.pixels.FrameForm;
import org.medsendx.deidentification.pixels.LosslessFrames;
import org.medsendx.deidentification.pixels.PixelPlan;
import org.medsendx.deidentification.pixels.StoredFrames;
import org.medsendx.deidentification.rules.Deidentifier;
import org.medsendx.deidentification.rules.PixelMarks;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/** Writes a copy to disk: its masked frames, its marks, and the whole of it forced to the disk. */
final class CopyFile {

    private CopyFile() {}

    /**
     * A copy on disk.
     *
     * @param clean what it says
     * @param frames how its frames are stored
     */
    record Written(Deidentifier.Deidentified clean, StoredFrames frames) {}

    /**
     * Writes the copy, with its masks.
     *
     * @param form what is wanted of uncompressed frames
     * @param encoder makes JPEG-LS of them
     */
    static Written write(
            DicomFile original,
            Path target,
            Deidentifier.Deidentified clean,
            PixelPlan.Ready pixels,
            FrameForm form,
            LosslessFrames.Encoder encoder)
            throws IOException, UnsupportedImageException {
        Path work = target.resolveSibling(target.getFileName() + ".pixels");
        try {
            Files.deleteIfExists(work);
            FileMeta meta = clean.meta();
            StoredFrames frames =
                    form == FrameForm.JPEG_LS
                            ? LosslessFrames.put(original, pixels, clean.dataSet(), work, encoder)
                            : new StoredFrames.AsTheyCame();
            boolean anew = frames instanceof StoredFrames.JpegLs;
            Blanking.Encoding encoding =
                    pixels.changesFrames() && !anew
                            ? Blanking.apply(original, pixels, clean.dataSet(), work)
                            : null;
            PixelMarks.put(original, pixels, clean.dataSet(), encoding);
            String syntax =
                    anew
                            ? Uid.JPEGLSLossless
                            : encoding == null
                                    ? meta.transferSyntaxUid()
                                    : encoding.transferSyntax();
            var written =
                    new Deidentifier.Deidentified(
                            new FileMeta(meta.sopClassUid(), meta.sopInstanceUid(), syntax),
                            clean.dataSet(),
                            clean.cleaned());
            write(target, written);
            return new Written(written, frames);
        } finally {
            Files.deleteIfExists(work);
        }
    }

    private static void write(Path target, Deidentifier.Deidentified clean) throws IOException {
        var mode =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(target, options, mode)) {
            DicomWriter.write(channel, clean.meta(), clean.dataSet());
            channel.force(true);
        }
    }
}
