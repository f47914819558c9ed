package org.medsendx.ingest.inspect;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.data.Element.Bulk;
import org.medsendx.dicom.data.Element.Encapsulated;
import org.medsendx.dicom.io.DataSetDump;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.io.ReadWarning;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;
import org.medsendx.dicom.web.DicomJson;
import org.medsendx.picture.Png;

/** One DICOM file for a person to look at. Identified data: whoever shows it must say so. */
public final class Inspection {

    private static final long LONGEST_INLINE = 1 << 20;

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

    /** The header as text, an element a line, behind what is not right with the file. */
    public String text() {
        var text = new StringBuilder();
        for (String warning : warnings()) {
            text.append("# Warning: ").append(warning).append('\n');
        }
        return text.append(DataSetDump.text(file.meta(), file.dataSet())).toString();
    }

    /** What of the file is not as the standard has it and was read all the same; no values. */
    public List<String> warnings() {
        return file.warnings().stream().map(ReadWarning::toString).toList();
    }

    /**
     * The data set as DICOM JSON (PS3.18, F.2). Values of more than a megabyte that are still in
     * the file are not repeated: their BulkDataURI says where in the file they begin and how long
     * they are, as {@code ?offset=...&length=...}.
     *
     * @param base what the URIs are relative to: the file's own URI, or nothing when whoever asks
     *     has sent the file
     */
    public void json(String base, Appendable out) throws IOException {
        DicomJson.write(file.dataSet(), element -> uri(base, element), out);
    }

    private static @Nullable String uri(String base, Element element) {
        long offset;
        long end;
        switch (element) {
            case Bulk bulk -> {
                offset = bulk.position();
                end = offset + bulk.length();
            }
            case Encapsulated pixels when !pixels.fragments().isEmpty() -> {
                // from the tag of the first item on
                offset = pixels.fragments().getFirst().position() - 8;
                end = pixels.fragments().getLast().position();
                end += pixels.fragments().getLast().length();
            }
            default -> {
                return null;
            }
        }
        return end - offset <= LONGEST_INLINE
                ? null
                : base + "?offset=" + offset + "&length=" + (end - offset);
    }

    /**
     * What the header says of how the first frame is shown and the picture could not follow, one
     * sentence each; none without a picture.
     */
    public List<String> remarks() throws IOException {
        try {
            return Image.of(file).remarks(0).stream().map(Inspection::sentence).toList();
        } catch (UnsupportedImageException e) {
            return List.of();
        }
    }

    private static String sentence(String remark) {
        return switch (remark) {
            case "window" ->
                    "window: the window is none (its width must be more than 0),"
                            + " so grey goes from the 1st to the 99th percentile";
            case "rescale" ->
                    "rescale: slope or intercept is no number, so stored values are shown"
                            + " without window";
            case "modality-lut" -> "modality-lut: the Modality LUT makes no sense and is left out";
            case "voi-lut" -> "voi-lut: the VOI LUT makes no sense and is left out";
            default -> remark;
        };
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
