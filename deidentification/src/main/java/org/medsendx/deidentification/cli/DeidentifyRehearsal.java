package org.medsendx.deidentification.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.medsendx.dicom.data.CharacterSets;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element.Sequence;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;

/**
 * What the launcher runs once after a build, so that the JVM can note what {@link
 * DeidentifyCommand} loads, links and does often, for later starts. Everything is invented: no file
 * of anybody is rehearsed with.
 */
public final class DeidentifyRehearsal {

    private static final int SIDE = 512;
    private static final int SLICES = 40;

    private DeidentifyRehearsal() {}

    /** Rehearses where temporary files go. */
    public static void main(String[] args) throws IOException {
        rehearse(Path.of(System.getProperty("java.io.tmpdir")), SLICES);
    }

    /**
     * De-identifies invented slices in a folder of its own, which is gone afterwards, and says
     * nothing.
     *
     * @throws IllegalStateException when a slice was not released
     */
    static void rehearse(Path parent, int slices) throws IOException {
        Path folder = Files.createTempDirectory(parent, "medsendx-rehearsal");
        try {
            Path in = Files.createDirectory(folder.resolve("in"));
            var random = new Random(1);
            for (int i = 0; i < slices; i++) {
                write(in.resolve(i + ".dcm"), i, random);
            }
            Files.writeString(in.resolve("note.txt"), "no DICOM");
            CharacterSets.requireAll();
            var summary = new StringWriter();
            var nobody = new PrintWriter(Writer.nullWriter());
            DeidentifyCommand.commandLine()
                    .setOut(new PrintWriter(summary))
                    .setErr(nobody)
                    .execute(in.toString(), folder.resolve("out").toString(), "--mapping");
            if (!summary.toString().contains(": " + slices + " released, 1 withheld")) {
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

    private static void write(Path file, int number, Random random) throws IOException {
        String uid = "2.25.1." + (number + 1);
        var slice =
                new DataSet()
                        .putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 100")
                        .putString(Tag.ImageType, VR.CS, "ORIGINAL", "PRIMARY", "AXIAL")
                        .putString(Tag.SOPClassUID, VR.UI, Uid.CTImageStorage)
                        .putString(Tag.SOPInstanceUID, VR.UI, uid)
                        .putString(Tag.StudyDate, VR.DA, "20260105")
                        .putString(Tag.SeriesDate, VR.DA, "20260105")
                        .putString(Tag.StudyTime, VR.TM, "101500")
                        .putString(Tag.AccessionNumber, VR.SH, "A4711")
                        .putString(Tag.Modality, VR.CS, "CT")
                        .putString(Tag.Manufacturer, VR.LO, "Invented")
                        .putString(Tag.StudyDescription, VR.LO, "Chest")
                        .putString(Tag.PatientName, VR.PN, "Invented^Person")
                        .putString(Tag.PatientID, VR.LO, "INV-4711")
                        .putString(Tag.PatientBirthDate, VR.DA, "19600229")
                        .putString(Tag.PatientSex, VR.CS, "F")
                        .putString(Tag.StudyInstanceUID, VR.UI, "2.25.1")
                        .putString(Tag.SeriesInstanceUID, VR.UI, "2.25.1.0")
                        .putString(Tag.FrameOfReferenceUID, VR.UI, "2.25.2")
                        .putInt(Tag.InstanceNumber, VR.IS, number + 1)
                        .putString(Tag.RescaleIntercept, VR.DS, "-1024")
                        .putString(Tag.RescaleSlope, VR.DS, "1")
                        .putInt(Tag.SamplesPerPixel, VR.US, 1)
                        .putString(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME2")
                        .putInt(Tag.Rows, VR.US, SIDE)
                        .putInt(Tag.Columns, VR.US, SIDE)
                        .putInt(Tag.BitsAllocated, VR.US, 16)
                        .putInt(Tag.BitsStored, VR.US, 12)
                        .putInt(Tag.HighBit, VR.US, 11)
                        .putInt(Tag.PixelRepresentation, VR.US, 0);
        var procedure =
                new DataSet()
                        .putString(Tag.CodeValue, VR.SH, "CHEST")
                        .putString(Tag.CodingSchemeDesignator, VR.SH, "99INV")
                        .putString(Tag.CodeMeaning, VR.LO, "Chest");
        slice.put(new Sequence(Tag.ProcedureCodeSequence, List.of(procedure)));
        var pixels = ByteBuffer.allocate(SIDE * SIDE * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < SIDE * SIDE; i++) {
            double fromMiddle = Math.hypot(i % SIDE - SIDE / 2.0, i / (double) SIDE - SIDE / 2.0);
            int level = fromMiddle < SIDE / 3.0 ? 1060 : 24;
            pixels.putShort((short) (level + random.nextInt(20)));
        }
        slice.put(new Value(Tag.PixelData, VR.OW, pixels.array()));
        DicomWriter.write(
                file, new FileMeta(Uid.CTImageStorage, uid, Uid.ExplicitVRLittleEndian), slice);
    }
}
