package org.medsendx.ingest.inspect;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomFormatException.Problem;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;

/** What one line says of a file: the kind of instance it is, or why it is none. */
sealed interface Glimpse {

    /**
     * An instance. Nothing here says whose it is, but for {@link #patient}.
     *
     * @param modality such as {@code CT}; empty when the header names none
     * @param size rows and columns, such as {@code 512 x 512}; empty without pixels
     * @param frames how many; 0 without pixels
     * @param transferSyntax its name, or its UID when it has none
     * @param sopClass its name, or its UID when it has none; empty when the header names none
     * @param warnings how many things are not as the standard has them
     * @param patient Patient ID and name, identified data; empty unless asked for
     */
    record Instance(
            String modality,
            String size,
            int frames,
            String transferSyntax,
            String sopClass,
            int warnings,
            String patient)
            implements Glimpse {}

    /**
     * No instance, or none that can be read.
     *
     * @param why in words, with element and byte where there are some; no value
     */
    record Unreadable(String why) implements Glimpse {}

    /** Longer values are of no use in a line, and are left where they are. */
    ReadLimits HEADER = new ReadLimits(1 << 10, ReadLimits.DEFAULT.maxHeapBytes(), 64);

    /** Reads the header of a file; pixels are found and not read. */
    static Glimpse of(Path file, boolean withPatient) {
        try {
            return instance(DicomReader.read(file, HEADER), withPatient);
        } catch (DicomFormatException e) {
            return new Unreadable(words(e));
        } catch (NoSuchFileException e) {
            return new Unreadable("went away");
        } catch (IOException | RuntimeException e) {
            return new Unreadable("cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static Instance instance(DicomFile file, boolean withPatient) {
        DataSet dataSet = file.dataSet();
        String sopClass = dataSet.string(Tag.SOPClassUID);
        if (sopClass == null) {
            sopClass = file.meta().sopClassUid();
        }
        int rows = dataSet.intValue(Tag.Rows, 0);
        int columns = dataSet.intValue(Tag.Columns, 0);
        boolean image = rows > 0 && columns > 0;
        return new Instance(
                text(dataSet, Tag.Modality),
                image ? rows + " x " + columns : "",
                image ? Math.max(1, dataSet.intValue(Tag.NumberOfFrames, 1)) : 0,
                name(file.meta().transferSyntaxUid()),
                sopClass == null ? "" : name(sopClass),
                file.warnings().size(),
                withPatient
                        ? text(dataSet, Tag.PatientID) + "  " + text(dataSet, Tag.PatientName)
                        : "");
    }

    private static String name(String uid) {
        String name = Uid.name(uid);
        return name.isEmpty() ? uid : name;
    }

    private static String text(DataSet dataSet, int tag) {
        String text = dataSet.string(tag);
        return text == null ? "" : text.strip();
    }

    private static String words(DicomFormatException e) {
        if (e.problem() == Problem.NOT_DICOM || e.problem() == Problem.EMPTY) {
            return words(e.problem());
        }
        @Nullable Integer tag = e.tag();
        return words(e.problem())
                + (tag == null ? "" : " in " + Tag.toString(tag))
                + " at byte "
                + e.position();
    }

    private static String words(Problem problem) {
        return switch (problem) {
            case EMPTY -> "empty";
            case NOT_DICOM -> "not DICOM";
            case TRUNCATED -> "cut off";
            case BAD_LENGTH -> "damaged: a length that cannot be";
            case BAD_VR -> "damaged: no such value representation";
            case BAD_DELIMITER -> "damaged: a delimiter where none belongs";
            case TOO_DEEP -> "sequences within sequences without end";
            case TOO_LARGE -> "more header than may be held";
            case BAD_DEFLATE -> "damaged: cannot be inflated";
            case NO_TRANSFER_SYNTAX -> "how it is encoded is said nowhere";
            case NO_DATA_SET -> "nothing behind the file meta information";
            case BAD_JSON, BAD_MULTIPART -> "not readable: " + problem.code();
        };
    }
}
