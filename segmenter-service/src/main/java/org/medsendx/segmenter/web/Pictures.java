package org.medsendx.segmenter.web;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import org.medsendx.outbox.retention.Confirmation.What;
import org.medsendx.outbox.retention.ConfirmedFiles;
import org.medsendx.segmenter.storage.DerivedFiles;
import org.medsendx.segmenter.storage.ScanRecord;

/** Says of pictures what became of them. */
@Singleton
public class Pictures {

    private final DerivedFiles derived;
    private final ConfirmedFiles confirmed;

    public Pictures(DerivedFiles derived, ConfirmedFiles confirmed) {
        this.derived = derived;
        this.confirmed = confirmed;
    }

    /** What became of the picture of a scan, as of now. */
    Picture of(ScanRecord line) throws IOException {
        String highlight = line.highlight();
        if (highlight == null) {
            var inSeries = line.inSeries();
            return inSeries != null && inSeries.leftOut() ? Picture.LEFT_OUT : Picture.NONE;
        }
        if (Files.isRegularFile(derived.resolve(highlight))) {
            return Picture.HERE;
        }
        return confirmed.find(line.objectId(), What.HIGHLIGHT) == null
                ? Picture.MISSING
                : Picture.DELETED_AFTER_UPLOAD;
    }

    /** A scan as it is shown. */
    ScanView view(ScanRecord line) throws IOException {
        return ScanView.of(null, line, of(line));
    }
}
