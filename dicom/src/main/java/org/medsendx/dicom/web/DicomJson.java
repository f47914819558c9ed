package org.medsendx.dicom.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomFormatException.Problem;
import org.medsendx.dicom.io.ReadLimits;

/** The DICOM JSON model (PS3.18, F.2), written and read. */
public final class DicomJson {

    private DicomJson() {}

    /** Where a value that is not written inline can be had. */
    public interface BulkUris {

        /** Writes every value inline, however long it is. */
        BulkUris NONE = element -> null;

        /**
         * The BulkDataURI of a value left in its file, or null to write it inline: text and numbers
         * as such, other bytes as InlineBinary, encapsulated pixel data with its items as they are
         * in the file.
         */
        @Nullable String of(Element element);
    }

    /** What a BulkDataURI stands for (PS3.18, F.2.6). */
    public interface BulkValues {

        /** Refuses every BulkDataURI. */
        BulkValues REFUSED =
                (tag, vr, uri) -> {
                    throw new DicomFormatException(Problem.BAD_JSON, tag, 0);
                };

        /**
         * The element with the value that a URI names. The URI is the sender's word: whoever
         * follows it decides where it may lead.
         *
         * @throws IOException when there is no such value
         */
        Element of(int tag, VR vr, String uri) throws IOException;
    }

    /**
     * The data set as DICOM JSON with every value inline, those that were left in the file as well:
     * {@link #write(DataSet, BulkUris, Appendable)} is for long ones. Group lengths are left out,
     * as F.2.2 asks, and so is (0008,0005), as JSON is UTF-8.
     *
     * @throws UncheckedIOException when a value that was left in its file cannot be read there
     */
    public static String write(DataSet dataSet) {
        var json = new StringBuilder(8192);
        try {
            new JsonWriter(json, BulkUris.NONE).write(dataSet);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return json.toString();
    }

    /**
     * The same to a stream of characters, as it is made, with URIs for what is left in files. What
     * gets none is written inline and goes from file to stream in pieces, but for text and numbers,
     * which are held while they are written.
     *
     * @throws DicomFormatException {@code TOO_LARGE} when text or numbers without a URI are longer
     *     than 64 MiB
     */
    public static void write(DataSet dataSet, BulkUris uris, Appendable out) throws IOException {
        new JsonWriter(out, uris).write(dataSet);
    }

    /**
     * Reads one data set. Its text is encoded in UTF-8, and it says so in (0008,0005) when any of
     * its text needs it; the JSON's own (0008,0005) is kept when none does.
     *
     * @param json UTF-8, read to its end, not closed
     * @param limits heap for all values while and after reading, depth of nesting; all inline
     *     values are held, whatever the bulk threshold
     * @throws DicomFormatException when it is not DICOM JSON ({@code BAD_JSON}, {@code TRUNCATED}),
     *     or more than the limits allow
     */
    public static DataSet read(InputStream json, ReadLimits limits, BulkValues bulk)
            throws IOException {
        return new JsonReader(new JsonInput(json, limits), bulk).single();
    }

    /**
     * Reads an array of data sets, such as the payload of a search or of STOW-RS metadata, one
     * after the other; each has the limits for itself. A single data set without an array around it
     * is taken as well.
     *
     * @throws DicomFormatException as above; data sets before the fault were given already
     */
    public static void readAll(
            InputStream json, ReadLimits limits, BulkValues bulk, Consumer<DataSet> each)
            throws IOException {
        new JsonReader(new JsonInput(json, limits), bulk).all(each);
    }
}
