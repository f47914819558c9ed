package org.medsendx.segmenter.series;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.InstanceUids;
import org.medsendx.contracts.deidentified.Quality.Verdict;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.segmenter.Phantom;
import org.medsendx.segmenter.dicomweb.Holdings;
import org.medsendx.segmenter.dicomweb.Located;
import org.medsendx.segmenter.exam.Exam;

/** Generated series of one exam: files in a folder, and where the ledger would say they are. */
final class SeriesOfSlices implements Holdings.Ledger {

    static final String FRAME = "2.25.77";

    private final Path folder;
    private final List<Exam.Scan> scans = new ArrayList<>();
    private final Map<UUID, Located> located = new HashMap<>();
    private int instances;
    int found;

    SeriesOfSlices(Path folder) {
        this.folder = folder;
    }

    /** An axial slice at a place along z, its first pixel at x and y. */
    static DataSet slice(double x, double y, double z) {
        var set = Phantom.ct(8, 8, 5).dataSet();
        set.putString(Tag.FrameOfReferenceUID, VR.UI, FRAME);
        set.putString(Tag.ImageOrientationPatient, VR.DS, "1", "0", "0", "0", "1", "0");
        set.putString(Tag.ImagePositionPatient, VR.DS, text(x), text(y), text(z));
        return set;
    }

    static DataSet slice(double z) {
        return slice(-100, -100, z);
    }

    /** As DS: 16 characters hold it. */
    static String text(double value) {
        return String.format(java.util.Locale.ROOT, "%.4f", value);
    }

    /** Slices at these places, in this order. */
    SeriesOfSlices at(double... places) throws IOException {
        for (double place : places) {
            add(slice(place));
        }
        return this;
    }

    Path add(DataSet set) throws IOException {
        return add(set, "1", "2.25.1.1." + ++instances);
    }

    Path add(DataSet set, String series, String sop) throws IOException {
        var file = Phantom.write(folder, set);
        var id = UUID.randomUUID();
        var uids = new InstanceUids("2.25.1", "2.25.1." + series, sop);
        located.put(id, new Located(id, uids, file));
        scans.add(
                new Exam.Scan(
                        id,
                        uids.seriesInstanceUid(),
                        String.valueOf(set.string(Tag.Modality)),
                        "scanner-1",
                        Verdict.GOOD,
                        0,
                        null));
        return file;
    }

    Exam exam() {
        return new Exam("2.25.1", "20200101", 0, scans);
    }

    /** The one series, looked at anew. */
    SeriesVolume only() throws IOException {
        var volumes = new SeriesVolumes(this).of(exam(), null);
        if (volumes.size() != 1) {
            throw new AssertionError(volumes.size() + " volumes");
        }
        return volumes.getFirst();
    }

    @Override
    public @Nullable Located find(UUID objectId) {
        found++;
        return located.get(objectId);
    }
}
