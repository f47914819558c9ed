package org.medsendx.ingest.retrieve;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Dictionary;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.ReadLimits;

/**
 * What a query can know of one instance, read from its file. Text is in UTF-8 from here on,
 * whatever the file has. Identified data.
 *
 * @param patientAndStudy attributes of the two upper levels
 * @param series those of its series
 * @param image those of its own
 * @param terms the character set of the file
 */
record Header(
        DataSet patientAndStudy,
        DataSet series,
        DataSet image,
        String studyUid,
        String seriesUid,
        String sopInstanceUid,
        String sopClassUid,
        String terms) {

    /** No attribute of these levels is as long in earnest; what is longer is not known here. */
    private static final int LONGEST = 2048;

    private static final ReadLimits LIMITS = new ReadLimits(LONGEST, 64L << 20, 64);

    private static final String UTF_8 = "ISO_IR 192";

    /** So many are read at once, whoever asks: each may take what the limits allow. */
    private static final Semaphore PERMITS = new Semaphore(2);

    /**
     * Reads a file.
     *
     * @return null when it does not say of which study, series or instance it is
     * @throws IOException it cannot be read, whatever the reason; says nothing of its values
     */
    static @Nullable Header of(Path file) throws IOException {
        DataSet set;
        PERMITS.acquireUninterruptibly();
        try {
            set = DicomReader.read(file, LIMITS).dataSet();
        } catch (RuntimeException | StackOverflowError e) {
            // A defect of ours must not quote the file.
            throw new IOException("unreadable");
        } finally {
            PERMITS.release();
        }
        String study = set.string(Tag.StudyInstanceUID);
        String series = set.string(Tag.SeriesInstanceUID);
        String instance = set.string(Tag.SOPInstanceUID);
        String sopClass = set.string(Tag.SOPClassUID);
        if (study == null || series == null || instance == null || sopClass == null) {
            return null;
        }
        var above = copy(set, Level.PATIENT.stored(), empty());
        return new Header(
                copy(set, Level.STUDY.stored(), above),
                copy(set, Level.SERIES.stored(), empty()),
                copy(set, Level.IMAGE.stored(), empty()),
                study,
                series,
                instance,
                sopClass,
                String.join("\\", set.strings(Tag.SpecificCharacterSet)));
    }

    private static DataSet empty() {
        return new DataSet().putString(Tag.SpecificCharacterSet, VR.CS, UTF_8);
    }

    private static DataSet copy(DataSet from, Set<Integer> tags, DataSet into) {
        for (int tag : tags) {
            if (!(from.get(tag) instanceof Value value) || value.isEmpty()) {
                continue;
            }
            VR vr = Dictionary.vr(tag);
            if (vr.text()) {
                into.putString(tag, vr, from.strings(tag).toArray(String[]::new));
            } else {
                into.putInt(tag, vr, from.intValue(tag, 0));
            }
        }
        return into;
    }

    /** A row of the catalogue as bytes, which take a tenth of what the data set does. */
    static byte[] packed(DataSet row) throws IOException {
        return DicomWriter.dataSetBytes(row, Uid.ExplicitVRLittleEndian);
    }

    static DataSet unpacked(byte[] row) {
        try {
            return DicomReader.readDataSet(row, Uid.ExplicitVRLittleEndian, ReadLimits.DEFAULT);
        } catch (IOException e) {
            throw new IllegalStateException("a row of our own cannot be read");
        }
    }

    /** Says that there is one, not whose. */
    @Override
    public String toString() {
        return "Header[...]";
    }
}
