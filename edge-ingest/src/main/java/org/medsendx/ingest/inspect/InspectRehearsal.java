package org.medsendx.ingest.inspect;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.medsendx.dicom.data.CharacterSets;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import picocli.CommandLine;

/**
 * What the launcher runs once after a build, so that the JVM can note what {@link InspectCommand}
 * loads and links, for later starts. Everything is invented: no file of anybody is rehearsed with.
 */
public final class InspectRehearsal {

    private static final int SIDE = 64;

    private InspectRehearsal() {}

    /** Rehearses where temporary files go. */
    public static void main(String[] args) throws IOException {
        rehearse(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /**
     * Runs the command in each of its ways over files in a folder of its own, which is gone
     * afterwards, and says nothing.
     *
     * @throws IllegalStateException when it went otherwise than it should
     */
    static void rehearse(Path parent) throws IOException {
        Path folder = Files.createTempDirectory(parent, "medsendx-rehearsal");
        try {
            Path slice = write(folder);
            Files.writeString(folder.resolve("note.txt"), "no DICOM");
            CharacterSets.requireAll();
            String picture = folder.resolve("picture.png").toString();
            boolean well =
                    run(slice.toString()) == 0
                            && run(slice.toString(), "--json") == 0
                            && run(slice.toString(), "--png", picture) == 0
                            && run(folder.toString()) == 1; // of the note
            if (!well) {
                throw new IllegalStateException("the rehearsal went wrong");
            }
        } finally {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static int run(String... arguments) {
        var nobody = new PrintWriter(Writer.nullWriter());
        return new CommandLine(new InspectCommand())
                .setOut(nobody)
                .setErr(nobody)
                .execute(arguments);
    }

    private static Path write(Path folder) throws IOException {
        var pixels = new byte[SIDE * SIDE * 2];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i % 7);
        }
        String uid = "2.25.1";
        var slice =
                new DataSet()
                        .putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192")
                        .putString(Tag.SOPClassUID, VR.UI, Uid.CTImageStorage)
                        .putString(Tag.SOPInstanceUID, VR.UI, uid)
                        .putString(Tag.Modality, VR.CS, "CT")
                        .putString(Tag.PatientName, VR.PN, "Invented^Person")
                        .putString(Tag.WindowCenter, VR.DS, "3")
                        .putString(Tag.WindowWidth, VR.DS, "7")
                        .putInt(Tag.SamplesPerPixel, VR.US, 1)
                        .putString(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME2")
                        .putInt(Tag.Rows, VR.US, SIDE)
                        .putInt(Tag.Columns, VR.US, SIDE)
                        .putInt(Tag.BitsAllocated, VR.US, 16)
                        .putInt(Tag.BitsStored, VR.US, 12)
                        .putInt(Tag.HighBit, VR.US, 11)
                        .putInt(Tag.PixelRepresentation, VR.US, 0)
                        .put(new Value(Tag.PixelData, VR.OW, pixels));
        Path file = folder.resolve("slice.dcm");
        DicomWriter.write(
                file, new FileMeta(Uid.CTImageStorage, uid, Uid.ExplicitVRLittleEndian), slice);
        return file;
    }
}
