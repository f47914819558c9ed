package org.medsendx.ingest.inspect;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.medsendx.dicom.io.DataSetDump;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.Png;
import org.medsendx.dicom.pixel.UnsupportedImageException;
import org.medsendx.dicom.web.DicomJson;

/** One DICOM file for a person to look at. Identified data: whoever shows it must say so. */
public final class Inspection {

    private final DicomFile file;

    private Inspection(DicomFile file) {
        this.file = file;
    }

    /**
     * Reads a file, which must stay there while this is used.
     *
     * @throws org.medsendx.dicom.io.DicomFormatException when it is not DICOM as declared
     */
    public static Inspection of(Path file) throws IOException {
        return new Inspection(DicomReader.read(file, ReadLimits.DEFAULT));
    }

    /** The header as text, an element a line. */
    public String text() {
        return DataSetDump.text(file.meta(), file.dataSet());
    }

    /** The data set as DICOM JSON (PS3.18, F.2), bulk values left out. */
    public String json() {
        return DicomJson.write(file.dataSet());
    }

    /**
     * The first frame as PNG: grey images through the "bone" look-up table, colour as it is.
     *
     * @throws UnsupportedImageException when there is no picture, or none that can be decoded here
     */
    public void png(OutputStream out) throws IOException, UnsupportedImageException {
        var rendered = Image.of(file).render(0);
        Png.write(out, rendered.channels() == 1 ? Png.bone(rendered) : rendered);
    }
}
