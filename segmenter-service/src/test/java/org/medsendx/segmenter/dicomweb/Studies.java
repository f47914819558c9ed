package org.medsendx.segmenter.dicomweb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.PixelDataEncoder;
import org.medsendx.dicom.pixel.UnsupportedImageException;
import org.medsendx.segmenter.exam.ExamIndex;
import org.medsendx.segmenter.exam.ScanLine;
import org.medsendx.segmenter.exam.ScanLines;

/** Files of a few studies in a folder, as the ledger would know them. */
final class Studies implements ScanLines, Holdings.Ledger {

    private final Path folder;
    private final List<ScanLine> lines = new ArrayList<>();
    private final Map<UUID, Located> located = new HashMap<>();
    private final ExamIndex index = new ExamIndex(this);
    final Holdings holdings = new Holdings(index, this);
    final Search search = new Search(holdings);
    final Retrieval retrieval = new Retrieval(holdings);

    Studies(Path folder) {
        this.folder = folder;
    }

    /** Adds an instance: its UIDs, date and patient go into the data set. */
    Located add(DataSet set, int study, int series, int instance, String syntax)
            throws IOException, UnsupportedImageException {
        var uids =
                new InstanceUids(
                        "2.25." + study,
                        "2.25." + study + "." + series,
                        "2.25." + study + "." + series + "." + instance);
        String date = "202001%02d".formatted(study);
        set.putString(Tag.StudyInstanceUID, VR.UI, uids.studyInstanceUid());
        set.putString(Tag.SeriesInstanceUID, VR.UI, uids.seriesInstanceUid());
        set.putString(Tag.SOPInstanceUID, VR.UI, uids.sopInstanceUid());
        set.putString(Tag.StudyDate, VR.DA, date);
        set.putString(Tag.PatientID, VR.LO, "PSEUDO" + study);
        set.putString(Tag.PatientName, VR.PN, "Pseudo^" + study);
        set.putString(Tag.SeriesNumber, VR.IS, Integer.toString(series));
        set.putString(Tag.InstanceNumber, VR.IS, Integer.toString(instance));
        var id = UUID.randomUUID();
        var plain = folder.resolve(id + ".plain");
        String sopClass = "1.2.840.10008.5.1.4.1.1.7";
        var meta = new FileMeta(sopClass, uids.sopInstanceUid(), Uid.ExplicitVRLittleEndian);
        DicomWriter.write(plain, meta, set);
        var file = folder.resolve(id + ".dcm");
        var read = DicomReader.read(plain, ReadLimits.DEFAULT);
        if (syntax.equals(Uid.RLELossless) || syntax.equals(Uid.JPEGLSLossless)) {
            PixelDataEncoder.encode(
                            Image.of(read), syntax, folder.resolve(id + ".pixels"), (_, _) -> {})
                    .putInto(read.dataSet());
        }
        DicomWriter.write(
                file, new FileMeta(sopClass, uids.sopInstanceUid(), syntax), read.dataSet());
        lines.add(
                new ScanLine(
                        lines.size(),
                        id,
                        uids,
                        String.valueOf(set.string(Tag.Modality)),
                        date,
                        "scanner-1",
                        Verdict.GOOD,
                        0));
        var one = new Located(id, uids, file);
        located.put(id, one);
        index.refresh();
        return one;
    }

    /** Adds a file as it is, as an instance of its own study. */
    Located add(Path file, int study) throws IOException {
        var uids =
                new InstanceUids("2.25." + study, "2.25." + study + ".1", "2.25." + study + ".1.1");
        var id = UUID.randomUUID();
        lines.add(
                new ScanLine(
                        lines.size(), id, uids, "OT", "undated", "scanner-1", Verdict.GOOD, 0));
        var one = new Located(id, uids, file);
        located.put(id, one);
        index.refresh();
        return one;
    }

    @Override
    public long first() {
        return 0;
    }

    @Override
    public long size() {
        return lines.size();
    }

    @Override
    public List<ScanLine> since(long from, int limit) {
        return lines.subList((int) from, (int) Math.min(lines.size(), from + limit));
    }

    @Override
    public @Nullable Located find(UUID objectId) {
        return located.get(objectId);
    }

    static byte[] bytes(Answer answer) throws IOException {
        var out = new ByteArrayOutputStream();
        answer.body().write(out);
        return out.toByteArray();
    }

    static String text(Answer answer) throws IOException {
        return new String(bytes(answer), StandardCharsets.ISO_8859_1);
    }

    static Acceptable accept(String header) throws DicomWebException {
        return Acceptable.of(List.of(), List.of(header));
    }
}
