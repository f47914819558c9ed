package org.medsendx.ingest.stow;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.web.DicomJson;
import org.medsendx.dicom.web.MediaType;
import org.medsendx.dicom.web.MultipartReader;
import org.medsendx.ingest.intake.Reception;
import org.medsendx.ingest.store.Incoming;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Instances whose metadata and bulk data come apart (PS3.18, 10.5 and 8.7): a part of DICOM JSON
 * with one or many data sets, and for each value that is named there by a BulkDataURI a part with
 * that Content-Location, or a part for each frame. Everything goes to one file as it comes; behind
 * the closing boundary each instance is written as a DICOM file of its own. A BulkDataURI that no
 * part answers to is not followed anywhere.
 *
 * <p>{@code application/octet-stream} is native, little endian; media types of images and videos
 * are compressed frames (8.7.3.3), of the transfer syntax that they say or that is theirs by
 * default. What the data set says of the pixels is taken as it is. Not thread safe.
 */
final class MetadataMessage implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MetadataMessage.class);

    /** Error: cannot understand (PS3.4, B.2.3). */
    static final int NOT_UNDERSTOOD = 0xC000;

    private static final String JSON = "application/dicom+json";
    private static final String NATIVE = "application/octet-stream";
    private static final int BUFFER = 64 << 10;
    private static final long UNDEFINED_LENGTH = 0xFFFFFFFFL;

    /** By media type: the transfer syntaxes that it can be of, the default first. */
    private static final Map<String, List<String>> COMPRESSED =
            Map.of(
                    "image/jpeg",
                    List.of(
                            Uid.JPEGLosslessSV1,
                            Uid.JPEGLossless,
                            Uid.JPEGBaseline8Bit,
                            Uid.JPEGExtended12Bit),
                    "image/jls",
                    List.of(Uid.JPEGLSLossless, Uid.JPEGLSNearLossless),
                    "image/jp2",
                    List.of(Uid.JPEG2000Lossless, Uid.JPEG2000),
                    "image/dicom-rle",
                    List.of(Uid.RLELossless));

    /** A value that came in parts of its own. */
    private record Bulk(String transferSyntaxUid, List<Element.Fragment> parts) {

        long length() {
            return parts.stream().mapToLong(Element.Fragment::length).sum();
        }

        boolean isNative() {
            return transferSyntaxUid.equals(Uid.ExplicitVRLittleEndian);
        }
    }

    private final Reception reception;
    private final StowLimits limits;
    private final Incoming spool;
    private long end;
    private long composed;
    private Element.@Nullable Fragment metadata;
    private final Map<String, Bulk> bulk = new HashMap<>();

    /**
     * @throws IOException the disk does not take it
     */
    MetadataMessage(Reception reception, StowLimits limits) throws IOException {
        this.reception = reception;
        this.limits = limits;
        this.spool = reception.begin(new byte[0]);
    }

    /** Whether a part or a whole message of this type is metadata. */
    static boolean isMetadata(@Nullable MediaType type) {
        return type != null && type.name().equals(JSON);
    }

    /** The disk failed, and not whoever sends. */
    static final class DiskException extends IOException {

        private static final long serialVersionUID = 1;

        DiskException(IOException cause) {
            super("the disk does not take it", cause);
        }
    }

    /**
     * Takes a part.
     *
     * @throws StowRefusedException it is of another kind, or says not which value it is
     * @throws DiskException it cannot be written
     * @throws IOException whoever sends is gone
     */
    void take(MultipartReader.Part part) throws StowRefusedException, IOException {
        var type = part.contentType();
        if (isMetadata(type)) {
            if (metadata != null) {
                throw new StowRefusedException(StowRefusal.BAD_METADATA);
            }
            metadata = spooled(part.content(), false);
            return;
        }
        String syntax =
                syntax(type)
                        .orElseThrow(() -> new StowRefusedException(StowRefusal.OTHER_BULK_TYPE));
        String location = part.headers().get("content-location");
        if (location == null || location.isBlank()) {
            throw new StowRefusedException(StowRefusal.NO_LOCATION);
        }
        var value = bulk.computeIfAbsent(location, key -> new Bulk(syntax, new ArrayList<>()));
        if (!value.transferSyntaxUid.equals(syntax)
                || (value.isNative() && !value.parts.isEmpty())) {
            throw new StowRefusedException(StowRefusal.NO_LOCATION);
        }
        value.parts.add(spooled(part.content(), true));
    }

    /** The transfer syntax of the values of a media type; empty when that is none of ours. */
    private static Optional<String> syntax(@Nullable MediaType type) {
        if (type == null) {
            return Optional.empty();
        }
        String said = type.parameter("transfer-syntax");
        if (type.name().equals(NATIVE)) {
            return said == null
                            || said.equals(Uid.ExplicitVRLittleEndian)
                            || said.equals(Uid.ImplicitVRLittleEndian)
                    ? Optional.of(Uid.ExplicitVRLittleEndian)
                    : Optional.empty();
        }
        var known = COMPRESSED.getOrDefault(type.name(), List.of());
        return said == null
                ? known.stream().findFirst()
                : known.stream().filter(said::equals).findFirst();
    }

    /**
     * @param even whether a byte of zero is added to an odd length (PS3.5, 7.1.1)
     */
    private Element.Fragment spooled(InputStream content, boolean even) throws IOException {
        long begin = end;
        byte[] buffer = new byte[BUFFER];
        for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
            spool(buffer, count);
        }
        if (even && ((end - begin) & 1) != 0) {
            spool(new byte[1], 1);
        }
        return new Element.Fragment(begin, end - begin);
    }

    private void spool(byte[] buffer, int count) throws DiskException {
        try {
            spool.write(buffer, 0, count);
        } catch (IOException e) {
            throw new DiskException(e);
        }
        end += count;
    }

    /**
     * Writes each instance to a file of its own, after the last part.
     *
     * @param into where they go, in their order; nothing of them is decided
     * @param progress is called after each
     * @throws StowRefusedException there is no metadata, or it is no DICOM JSON, or has too many
     *     data sets, or one is too large
     * @throws DiskException what came cannot be read again
     */
    void compose(Collection<Part> into, Runnable progress)
            throws StowRefusedException, DiskException {
        var there = metadata;
        if (there == null) {
            throw new StowRefusedException(StowRefusal.BAD_METADATA);
        }
        var values = new Values();
        try (var channel = FileChannel.open(spool.file(), StandardOpenOption.READ)) {
            channel.position(there.position());
            var json =
                    new Bounded(
                            new BufferedInputStream(Channels.newInputStream(channel), BUFFER),
                            there.length());
            DicomJson.readAll(
                    json,
                    ReadLimits.DEFAULT,
                    values,
                    dataSet -> {
                        into.add(written(dataSet, values, into.size()));
                        progress.run();
                    });
        } catch (RefusedWithin e) {
            throw new StowRefusedException(e.refusal);
        } catch (DicomFormatException e) {
            throw new StowRefusedException(
                    e.problem() == DicomFormatException.Problem.TOO_LARGE
                            ? StowRefusal.TOO_LARGE
                            : StowRefusal.BAD_METADATA);
        } catch (IOException e) {
            throw new DiskException(e);
        }
    }

    /** Gets a refusal out of a consumer. */
    private static final class RefusedWithin extends RuntimeException {

        private static final long serialVersionUID = 1;
        private final StowRefusal refusal;

        RefusedWithin(StowRefusal refusal) {
            this.refusal = refusal;
        }
    }

    private Part written(DataSet dataSet, Values values, int before) {
        if (before >= limits.instances()) {
            throw new RefusedWithin(StowRefusal.TOO_LARGE);
        }
        boolean whole = values.whole;
        String syntax = values.syntax;
        composed += values.bytes;
        // One part can be named many times, and disks must not be filled so.
        if (values.bytes > limits.instanceBytes() || composed > limits.requestBytes()) {
            throw new RefusedWithin(StowRefusal.TOO_LARGE);
        }
        values.reset();
        String sopClass = dataSet.string(Tag.SOPClassUID);
        String instance = dataSet.string(Tag.SOPInstanceUID);
        if (sopClass == null || instance == null) {
            return new Part.Unfit(new Outcome.Unknown(NOT_UNDERSTOOD));
        }
        if (!whole) {
            return new Part.Unfit(new Outcome.Failed(sopClass, instance, NOT_UNDERSTOOD));
        }
        // Of a file meta group that is said there the transfer syntax is not that of the parts.
        var meta = new ArrayList<Integer>();
        for (var element : dataSet) {
            if (element.tag() >>> 16 < 0x0008) {
                meta.add(element.tag());
            }
        }
        meta.forEach(dataSet::remove);
        return file(dataSet, new FileMeta(sopClass, instance, syntax));
    }

    private Part file(DataSet dataSet, FileMeta meta) {
        try (var incoming = reception.begin(new byte[0])) {
            DicomWriter.write(Channels.newChannel(incoming), meta, dataSet);
            var sealed = incoming.seal();
            if (sealed.bytes() > limits.instanceBytes()) {
                reception.abandon(sealed);
                throw new RefusedWithin(StowRefusal.TOO_LARGE);
            }
            return new Part.OnDisk(sealed);
        } catch (IOException | UncheckedIOException e) {
            LOG.error(
                    "an instance of a STOW-RS request is not stored: {}",
                    e.getClass().getSimpleName());
            return new Part.Unwritten();
        }
    }

    /** Looks values up among the parts. */
    private final class Values implements DicomJson.BulkValues {

        private boolean whole = true;
        private String syntax = Uid.ExplicitVRLittleEndian;
        private long bytes;

        void reset() {
            whole = true;
            syntax = Uid.ExplicitVRLittleEndian;
            bytes = 0;
        }

        @Override
        public Element of(int tag, VR vr, String uri) {
            var value = bulk.get(uri);
            long length = value == null ? 0 : value.length();
            bytes += length;
            if (value == null
                    || length >= UNDEFINED_LENGTH
                    || (!value.isNative() && tag != Tag.PixelData)) {
                whole = false;
                return new Element.Value(tag, vr, new byte[0]);
            }
            if (value.isNative()) {
                var only = value.parts.getFirst();
                return new Element.Bulk(tag, vr, spool.file(), only.position(), only.length());
            }
            syntax = value.transferSyntaxUid;
            // No offset table: it may be empty (PS3.5, A.4).
            var fragments = new ArrayList<>(List.of(new Element.Fragment(0, 0)));
            fragments.addAll(value.parts);
            return new Element.Encapsulated(tag, VR.OB, spool.file(), fragments);
        }
    }

    /** So much of a stream. */
    private static final class Bounded extends InputStream {

        private final InputStream in;
        private long left;

        Bounded(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = in.read(buffer, offset, (int) Math.min(length, left));
            left -= Math.max(count, 0);
            return count;
        }
    }

    @Override
    public void close() {
        try {
            spool.close();
        } catch (IOException e) {
            LOG.warn("object {} left in incoming/ until the next start", spool.objectId());
        }
    }
}
