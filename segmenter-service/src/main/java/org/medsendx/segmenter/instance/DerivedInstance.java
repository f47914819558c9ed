package org.medsendx.segmenter.instance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import org.medsendx.contracts.Sha256;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;

/**
 * Begins and ends the data set of an instance made of another one. Patient and study are those of
 * the source, equipment is this software, dates are the source's, and UIDs are digests: the same
 * source and the same result give the same bytes.
 */
public final class DerivedInstance {

    private static final int SERIES_PER_SOURCE = 100;
    private static final int MOST_SERIES_NUMBER = 20_000_000;
    private static final int OTHER_SERIES = 9000;

    private final SourceInstance source;
    private final String kind;
    private final DataSet dataSet = new DataSet();

    private DerivedInstance(SourceInstance source, String kind) {
        this.source = source;
        this.kind = kind;
    }

    /**
     * A new instance in a series of its own, beside that of its source.
     *
     * @param kind what it is, in the names of UIDs
     * @param series what tells the series made of one series apart, 1 to 99
     */
    public static DerivedInstance begin(
            SourceInstance source, MakingDevice device, String kind, Series series) {
        var made = new DerivedInstance(source, kind);
        var dataSet = made.dataSet;
        source.putPatientAndStudy(dataSet);
        device.putInto(dataSet, source);
        dataSet.putString(Tag.SOPClassUID, VR.UI, series.sopClassUid());
        dataSet.putString(Tag.Modality, VR.CS, series.modality());
        dataSet.putString(Tag.SeriesDescription, VR.LO, series.description());
        dataSet.putString(
                Tag.SeriesInstanceUID, VR.UI, made.uid("series", source.seriesInstanceUid()));
        dataSet.putInt(Tag.SeriesNumber, VR.IS, seriesNumber(source, series.offset()));
        dataSet.putInt(
                Tag.InstanceNumber,
                VR.IS,
                Math.max(1, source.header().intValue(Tag.InstanceNumber, 1)));
        var when = source.made();
        dataSet.putString(Tag.ContentDate, VR.DA, when.date());
        dataSet.putString(Tag.ContentTime, VR.TM, when.time());
        if (when.known()) {
            dataSet.putString(Tag.SeriesDate, VR.DA, when.date());
            dataSet.putString(Tag.SeriesTime, VR.TM, when.time());
        }
        return made;
    }

    /**
     * The series of a kind of instance.
     *
     * @param offset what tells the series made of one series apart, 1 to 99
     */
    public record Series(String sopClassUid, String modality, String description, int offset) {}

    private static int seriesNumber(SourceInstance source, int offset) {
        int number = source.header().intValue(Tag.SeriesNumber, -1);
        return number < 0 || number > MOST_SERIES_NUMBER
                ? OTHER_SERIES + offset
                : number * SERIES_PER_SOURCE + offset;
    }

    /** The data set, to be filled. */
    public DataSet dataSet() {
        return dataSet;
    }

    /** A UID of something within this instance. */
    public String uid(String purpose, String of) {
        return DerivedUid.of(kind + " " + purpose, of);
    }

    /** How a file is written. */
    public enum Form {
        /** Explicit VR Little Endian. */
        PLAIN(Uid.ExplicitVRLittleEndian),
        /** Deflated Explicit VR Little Endian (PS3.5, A.5). */
        DEFLATED(Uid.DeflatedExplicitVRLittleEndian);

        private final String transferSyntaxUid;

        Form(String transferSyntaxUid) {
            this.transferSyntaxUid = transferSyntaxUid;
        }
    }

    /**
     * Ends it: the SOP Instance UID is made of the source's and of all that is in the data set, so
     * that another result is another instance.
     *
     * @return the Part 10 file
     */
    public byte[] file(Form form) {
        try {
            String content =
                    Sha256.of(DicomWriter.dataSetBytes(dataSet, Uid.ExplicitVRLittleEndian));
            String uid = DerivedUid.of(kind, source.sopInstanceUid(), content);
            dataSet.putString(Tag.SOPInstanceUID, VR.UI, uid);
            var bytes = new ByteArrayOutputStream();
            try (var channel = Channels.newChannel(bytes)) {
                var meta =
                        new FileMeta(dataSet.string(Tag.SOPClassUID), uid, form.transferSyntaxUid);
                DicomWriter.write(channel, meta, dataSet);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("memory takes what is written", e);
        }
    }

    /** What evidence sequences and references say of the source (PS3.3, table 10-11). */
    public static DataSet reference(SourceInstance source) {
        return new DataSet()
                .putString(Tag.ReferencedSOPClassUID, VR.UI, source.sopClassUid())
                .putString(Tag.ReferencedSOPInstanceUID, VR.UI, source.sopInstanceUid());
    }

    /** An item of Referenced Series Sequence (0008,1115) with the source. */
    public static DataSet referencedSeries(SourceInstance source, int instances) {
        return new DataSet()
                .putString(Tag.SeriesInstanceUID, VR.UI, source.seriesInstanceUid())
                .putSequence(instances, reference(source));
    }
}
