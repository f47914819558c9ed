package org.medsendx.segmenter.series;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.segmenter.dicomweb.Holdings;
import org.medsendx.segmenter.exam.Exam;
import org.medsendx.segmenter.series.Remark.Code;

/**
 * Looks at the series of an exam as volumes, when somebody asks. Only headers are read, each once
 * as long as its places are kept; one request reads {@value #HEADERS} of them at most, and the next
 * one goes on. Thread safe: one request reads at a time.
 */
public final class SeriesVolumes {

    /** Headers that one request reads, and slices of a series that are looked at. */
    static final int HEADERS = 2000;

    /** Places that are kept: some 5 MB. */
    private static final int KEPT = 20_000;

    private final Holdings.Ledger ledger;
    private final LinkedHashMap<UUID, Slices> known = new LinkedHashMap<>(16, 0.75f, true);
    private int kept;

    public SeriesVolumes(Holdings.Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * The series of an exam that have several slices.
     *
     * @param first a series that is looked at before the others, or null
     * @throws IOException when the ledger cannot be read; a file that cannot is a remark
     */
    public synchronized List<SeriesVolume> of(Exam exam, @Nullable String first)
            throws IOException {
        var scans = new LinkedHashMap<String, List<Exam.Scan>>();
        if (first != null) {
            scans.put(first, new ArrayList<>());
        }
        for (var scan : exam.scans()) {
            scans.computeIfAbsent(scan.series(), _ -> new ArrayList<>()).add(scan);
        }
        var volumes = new ArrayList<SeriesVolume>();
        int[] left = {HEADERS};
        for (var series : scans.entrySet()) {
            if (!series.getValue().isEmpty()) {
                var volume = volume(series.getKey(), series.getValue(), left);
                if (volume != null) {
                    volumes.add(volume);
                }
            }
        }
        return volumes;
    }

    private @Nullable SeriesVolume volume(String series, List<Exam.Scan> scans, int[] left)
            throws IOException {
        String modality = scans.getFirst().modality();
        if (scans.size() > HEADERS) {
            return SeriesVolume.unread(series, modality, scans.size(), Code.TOO_MANY);
        }
        // Received anew under another id: the later one counts.
        Map<String, Slices> files = new HashMap<>();
        int missing = 0;
        for (var scan : scans) {
            var slices = known.get(scan.objectId());
            if (slices == null) {
                if (left[0] <= 0) {
                    return SeriesVolume.unread(series, modality, scans.size(), Code.NOT_READ_YET);
                }
                slices = read(scan.objectId());
                left[0] -= slices == null ? 1 : Math.max(1, slices.planes().size());
            }
            if (slices == null) {
                missing++;
            } else {
                files.put(slices.sopInstanceUid(), slices);
            }
        }
        return SeriesVolume.of(series, modality, files.values(), missing, HEADERS);
    }

    private @Nullable Slices read(UUID objectId) throws IOException {
        var located = ledger.find(objectId);
        if (located == null) {
            return null;
        }
        Slices slices;
        try {
            var header = DicomReader.read(located.file(), ReadLimits.DEFAULT).dataSet();
            slices = Slices.of(located.uids().sopInstanceUid(), header, HEADERS);
        } catch (IOException e) {
            // Deleted after its upload, or broken: not kept, for it may be read the next time.
            return null;
        }
        known.put(objectId, slices);
        kept += weight(slices);
        var eldest = known.values().iterator();
        while (kept > KEPT) {
            kept -= weight(eldest.next());
            eldest.remove();
        }
        return slices;
    }

    private static int weight(Slices slices) {
        return 1 + slices.planes().size();
    }
}
