package org.medsendx.segmenter.web;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.segmenter.highlight.Layout;
import org.medsendx.segmenter.qa.HeaderChecks;
import org.medsendx.segmenter.qa.ReportView;
import org.medsendx.segmenter.storage.ScanRecord;

/**
 * The de-identified file of a scan as its page shows it.
 *
 * @param readable whether it is here and can be read
 * @param instance where DICOMweb has it
 * @param frames how many frames it has; 0 when it has no pixels
 * @param map where the tissue map is in the picture, and of which frame it is: {@code
 *     x,y,width,height,width of the picture,frame}; null when there is none
 * @param checks the marks in its header
 * @param report the report beside it, or null
 */
public record ScanFile(
        boolean readable,
        String instance,
        int frames,
        @Nullable String map,
        List<HeaderChecks.Check> checks,
        @Nullable ReportView report) {

    static ScanFile of(ScanRecord line, Path file, int mostSide) {
        var uids = line.assessed().instance().uids();
        String instance =
                "/dicom-web/studies/%s/series/%s/instances/%s"
                        .formatted(
                                uids.studyInstanceUid(),
                                uids.seriesInstanceUid(),
                                uids.sopInstanceUid());
        try {
            var header = DicomReader.read(file, ReadLimits.DEFAULT).dataSet();
            boolean pixels = header.contains(Tag.PixelData);
            int frames = pixels ? Math.max(1, header.intValue(Tag.NumberOfFrames, 1)) : 0;
            return new ScanFile(
                    true,
                    instance,
                    frames,
                    line.highlight() == null ? null : map(header, frames, mostSide),
                    HeaderChecks.of(header, line.assessed().truck()),
                    ReportView.beside(file, line.inputSha256()));
        } catch (IOException e) {
            return new ScanFile(false, instance, 0, null, List.of(), null);
        }
    }

    private static @Nullable String map(DataSet header, int frames, int mostSide) {
        int rows = header.intValue(Tag.Rows, 0);
        int columns = header.intValue(Tag.Columns, 0);
        if (rows < 1 || columns < 1) {
            return null;
        }
        var layout = Layout.of(rows, columns, mostSide);
        return "%d,%d,%d,%d,%d,%d"
                .formatted(
                        layout.right(),
                        layout.top(),
                        layout.panelWidth(),
                        layout.panelHeight(),
                        layout.width(),
                        frames / 2 + 1);
    }
}
