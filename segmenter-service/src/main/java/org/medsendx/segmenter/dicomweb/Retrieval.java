package org.medsendx.segmenter.dicomweb;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;
import org.medsendx.dicom.web.DicomJson;
import org.medsendx.dicom.web.MultipartWriter;
import org.medsendx.segmenter.dicomweb.Acceptable.Form;

/**
 * Retrieves instances, their metadata, frames and pictures (WADO-RS; PS3.18, 10.4). Frames are
 * decoded two at a time, whoever asks, and one frame after the other is in memory. Thread safe.
 */
public final class Retrieval {

    private static final String DICOM = "application/dicom";
    private static final String JSON = "application/dicom+json";
    private static final String OCTETS = "application/octet-stream";
    private static final String PNG = "image/png";
    private static final String JPEG = "image/jpeg";

    private final Holdings holdings;
    private final Semaphore decoding = new Semaphore(2, true);

    public Retrieval(Holdings holdings) {
        this.holdings = holdings;
    }

    /**
     * What a path names.
     *
     * @param series null for all of the study
     * @param instance null for all of the series
     */
    public record Target(String study, @Nullable String series, @Nullable String instance) {}

    private List<Located> located(Target target) throws IOException, DicomWebException {
        String series = target.series();
        String instance = target.instance();
        if (series != null && instance != null) {
            var one = holdings.instance(target.study(), series, instance);
            // Says so when it is gone.
            holdings.file(one);
            return List.of(one);
        }
        var exam = holdings.exam(target.study());
        if (series != null && !exam.series().contains(series)) {
            throw DicomWebException.notFound("no-such-series", "There is no such series here.");
        }
        var all = holdings.instances(exam, series);
        if (all.isEmpty()) {
            throw new DicomWebException(
                    410,
                    "deleted-after-upload",
                    "The files were deleted here some time after their upload; the cloud has them.");
        }
        return all;
    }

    /** Instances as DICOM (10.4.1.1.1 and 10.4.1.1.2). */
    public Answer instances(Target target, Acceptable acceptable)
            throws IOException, DicomWebException {
        var all = located(target);
        var form =
                acceptable.first(
                        wanted ->
                                wanted.type().equals(DICOM)
                                        && (wanted.multipart() || all.size() == 1)
                                        && all.stream().allMatch(one -> has(one, wanted)),
                        DICOM);
        if (form == null) {
            throw DicomWebException.notAcceptable(
                    "Instances are multipart/related of application/dicom, decoded to Explicit VR"
                            + " Little Endian or, with transfer-syntax=*, as they are stored.");
        }
        if (!form.multipart()) {
            return new Answer(type(all.getFirst(), form), out -> write(all.getFirst(), form, out));
        }
        return multipart(
                DICOM,
                parts -> {
                    for (var one : all) {
                        write(one, form, parts.part(Map.of("Content-Type", type(one, form))));
                    }
                });
    }

    /** Writes the parts of an answer. */
    private interface Parts {
        void write(MultipartWriter parts) throws IOException;
    }

    private static Answer multipart(String type, Parts content) {
        String boundary = UUID.randomUUID().toString();
        String header =
                new MultipartWriter(OutputStream.nullOutputStream(), boundary, type)
                        .contentType()
                        .header();
        return new Answer(
                header,
                out -> {
                    try (var parts = new MultipartWriter(out, boundary, type)) {
                        content.write(parts);
                    }
                });
    }

    /** Whether an instance can be given in a transfer syntax. */
    private boolean has(Located located, Form form) {
        try {
            var file = holdings.file(located);
            String stored = file.meta().transferSyntaxUid();
            String wanted = wanted(form, stored);
            if (wanted.equals(stored)) {
                return true;
            }
            if (!wanted.equals(Uid.ExplicitVRLittleEndian)) {
                return false;
            }
            if (Frames.isNative(file)) {
                return true;
            }
            var image = Image.of(file);
            long bytes = Transcoding.bytes(image);
            return bytes > 0 && bytes < 0xFFFF_FFF0L && Transcoding.decodes(stored);
        } catch (DicomWebException | UnsupportedImageException e) {
            return false;
        }
    }

    /** Explicit VR Little Endian is what is given when nothing is said (8.7.3.5.2). */
    private static String wanted(Form form, String stored) {
        String syntax = form.transferSyntax();
        return syntax == null ? Uid.ExplicitVRLittleEndian : syntax.equals("*") ? stored : syntax;
    }

    private String type(Located located, Form form) throws IOException {
        return DICOM + "; transfer-syntax=" + wanted(form, stored(located));
    }

    private String stored(Located located) throws IOException {
        return file(located).meta().transferSyntaxUid();
    }

    private DicomFile file(Located located) throws IOException {
        try {
            return holdings.file(located);
        } catch (DicomWebException e) {
            throw new IOException(e.code(), e);
        }
    }

    private void write(Located located, Form form, OutputStream out) throws IOException {
        var file = file(located);
        String stored = file.meta().transferSyntaxUid();
        if (wanted(form, stored).equals(stored)) {
            Files.copy(located.file(), out);
            return;
        }
        Transcoding.toExplicitLittleEndian(file, out, this::decoded);
    }

    private byte[] decoded(Image image, int frame) throws IOException {
        try {
            return decode(() -> Frames.decoded(image, frame));
        } catch (DicomWebException e) {
            throw new IOException(e.code(), e);
        }
    }

    /** Something that holds a decoded frame. */
    private interface Work<T> {
        T run() throws IOException, DicomWebException;
    }

    private <T> T decode(Work<T> work) throws IOException, DicomWebException {
        try {
            decoding.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the service stops");
        }
        try {
            return work.run();
        } catch (OutOfMemoryError e) {
            // An array that a hostile stream asked for was not made; the heap is fine.
            throw Frames.undecodable();
        } finally {
            decoding.release();
        }
    }

    /**
     * Metadata (10.4.1.1.2): DICOM JSON without what is long, of which it has the address.
     *
     * @param base address of {@code .../studies}
     */
    public Answer metadata(Target target, Acceptable acceptable, String base)
            throws IOException, DicomWebException {
        var form =
                acceptable.first(
                        wanted ->
                                !wanted.multipart()
                                        && (wanted.type().equals(JSON)
                                                || wanted.type().equals("application/json")),
                        JSON);
        if (form == null) {
            throw DicomWebException.notAcceptable("Metadata is application/dicom+json.");
        }
        var all = located(target);
        return new Answer(
                form.type(),
                out -> {
                    var json =
                            new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
                    json.append('[');
                    for (int i = 0; i < all.size(); i++) {
                        json.append(i == 0 ? "" : ",\n");
                        String address = Search.address(base, all.get(i)) + "/bulkdata/";
                        DicomJson.write(
                                file(all.get(i)).dataSet(),
                                element -> address + hex(element.tag()),
                                json);
                    }
                    json.append(']').flush();
                });
    }

    private static String hex(int tag) {
        return "%08X".formatted(tag);
    }

    /**
     * The value behind an address of metadata (10.4.1.1.5): pixels as their decoded frames, one
     * part each; anything else as it is in the file.
     */
    public Answer bulkdata(Target target, String tag, Acceptable acceptable)
            throws IOException, DicomWebException {
        var one = located(target).getFirst();
        if (tag.equalsIgnoreCase(hex(Tag.PixelData))) {
            var image = Frames.image(holdings.file(one));
            var numbers = new StringBuilder("1");
            for (int frame = 2; frame <= image.frames(); frame++) {
                numbers.append(',').append(frame);
            }
            return frames(target, numbers.toString(), acceptable);
        }
        if (!tag.matches("[0-9A-Fa-f]{8}")) {
            throw DicomWebException.bad("tag", "A tag is eight hexadecimal digits.");
        }
        DataSet header = holdings.file(one).dataSet();
        if (!(header.get(Integer.parseUnsignedInt(tag, 16)) instanceof Element.Bulk bulk)) {
            throw DicomWebException.notFound("no-such-value", "There is no such long value.");
        }
        var form = acceptable.first(wanted -> wanted.type().equals(OCTETS), OCTETS);
        if (form == null) {
            throw DicomWebException.notAcceptable("Bulk data is application/octet-stream.");
        }
        Answer.Body body =
                out -> {
                    try (var channel = FileChannel.open(bulk.file(), StandardOpenOption.READ)) {
                        var to = Channels.newChannel(out);
                        long done = 0;
                        while (done < bulk.length()) {
                            done +=
                                    channel.transferTo(
                                            bulk.position() + done, bulk.length() - done, to);
                        }
                    }
                };
        return form.multipart()
                ? multipart(OCTETS, parts -> body.write(parts.part(Map.of("Content-Type", OCTETS))))
                : new Answer(OCTETS, body);
    }

    /**
     * Frames (10.4.1.1.6): decoded as {@code application/octet-stream}, or as they are stored in
     * the media type of their transfer syntax.
     */
    public Answer frames(Target target, String list, Acceptable acceptable)
            throws IOException, DicomWebException {
        var one = located(target).getFirst();
        var image = Frames.image(holdings.file(one));
        var numbers = Frames.list(list, image.frames());
        String stored = image.file().meta().transferSyntaxUid();
        String compressed = Acceptable.ofFrames(stored);
        var form =
                acceptable.first(
                        wanted ->
                                (wanted.multipart() || numbers.size() == 1)
                                        && frameForm(wanted, stored, compressed),
                        OCTETS);
        if (form == null) {
            throw DicomWebException.notAcceptable(
                    "Frames are multipart/related of application/octet-stream, decoded, or of what"
                            + " they are stored in.");
        }
        boolean asStored =
                compressed != null
                        && (form.type().equals(compressed) || "*".equals(form.transferSyntax()));
        String type =
                asStored
                        ? form.type() + "; transfer-syntax=" + stored
                        : OCTETS + "; transfer-syntax=" + Uid.ExplicitVRLittleEndian;
        // The first before the answer begins, so that what cannot be decoded is said.
        byte[] first = bytes(image, numbers.getFirst(), asStored);
        if (!form.multipart()) {
            return Answer.of(type, first);
        }
        return multipart(
                form.type(),
                parts -> {
                    for (int i = 0; i < numbers.size(); i++) {
                        byte[] frame = first;
                        if (i > 0) {
                            try {
                                frame = bytes(image, numbers.get(i), asStored);
                            } catch (DicomWebException e) {
                                throw new IOException(e.code(), e);
                            }
                        }
                        parts.part(Map.of("Content-Type", type)).write(frame);
                    }
                });
    }

    private static boolean frameForm(Form wanted, String stored, @Nullable String compressed) {
        String syntax = wanted.transferSyntax();
        if (wanted.type().equals(OCTETS)) {
            return syntax == null
                    || syntax.equals("*")
                    || syntax.equals(Uid.ExplicitVRLittleEndian);
        }
        return wanted.type().equals(compressed)
                && (syntax == null || syntax.equals("*") || syntax.equals(stored));
    }

    private byte[] bytes(Image image, int frame, boolean asStored)
            throws IOException, DicomWebException {
        byte[] stored = asStored ? Frames.stored(image, frame) : null;
        return stored == null ? decode(() -> Frames.decoded(image, frame)) : stored;
    }

    /**
     * A picture of a frame, or of the middle one when none is named (10.4.1.1.3 and 10.4.1.1.4).
     *
     * @param list one frame, or null
     * @param thumbnail whether a small one is wanted
     */
    public Answer rendered(
            Target target,
            @Nullable String list,
            boolean thumbnail,
            Map<String, List<String>> query,
            Acceptable acceptable)
            throws IOException, DicomWebException {
        var form =
                acceptable.first(
                        wanted ->
                                !wanted.multipart()
                                        && (wanted.type().equals(PNG)
                                                || wanted.type().equals(JPEG)),
                        JPEG);
        if (form == null) {
            throw DicomWebException.notAcceptable("Pictures are image/jpeg or image/png.");
        }
        var rendering =
                Rendering.of(query, thumbnail ? Rendering.THUMBNAIL : new Rendering(0, 0, null));
        var all = located(target);
        var image = Frames.image(holdings.file(all.get(all.size() / 2)));
        int frame = image.frames() / 2 + 1;
        if (list != null) {
            var numbers = Frames.list(list, image.frames());
            if (numbers.size() != 1) {
                throw DicomWebException.notAcceptable("Pictures are made of one frame at a time.");
            }
            frame = numbers.getFirst();
        }
        int shown = frame;
        boolean jpeg = form.type().equals(JPEG);
        return Answer.of(form.type(), decode(() -> rendering.picture(image, shown, jpeg)));
    }
}
