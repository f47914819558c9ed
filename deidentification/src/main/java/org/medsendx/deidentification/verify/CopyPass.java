package org.medsendx.deidentification.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Sha256;
import org.medsendx.deidentification.rules.Subject;
import org.medsendx.deidentification.unseen.UnusedBits;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomFile;

/**
 * The one pass over a written copy, from its first byte to its last: its digest, the search for the
 * subject's tokens and original UIDs, the comparison of large values with the original's, and the
 * look at unused bits of native pixels.
 */
final class CopyPass implements ByteSearch.Hits {

    /** Tokens shorter than this many bytes are found in pixel data by chance. */
    static final int SHORTEST_IN_PIXELS = 8;

    private static final int STEP = 1 << 16;

    private final ByteSearch patterns;
    private final BulkComparison bulk;
    private final UnusedBits.@Nullable Scan bits;
    private final List<long[]> pixels = new ArrayList<>();
    private final HarmlessValues harmless;
    private final DicomFile file;
    private final Map<String, Integer> found = new HashMap<>();
    private boolean uidFound;
    private boolean deflated;
    private String sha256 = "";
    private long size;

    /**
     * @param file the copy as it was read
     * @param harmless values in which the bytes of a token are no leak
     * @param bulk values that must be the original's
     * @param bits looks at the cells of native pixels; null when there is nothing to look at
     */
    CopyPass(
            Subject subject,
            DicomFile file,
            HarmlessValues harmless,
            BulkComparison bulk,
            UnusedBits.@Nullable Scan bits) {
        this.bits = bits;
        this.bulk = bulk;
        this.file = file;
        this.harmless = harmless;
        patterns = new ByteSearch(subject.tokens().searched(), subject.originalUids());
        deflated = file.meta().transferSyntaxUid().equals(Uid.DeflatedExplicitVRLittleEndian);
        locate(file.dataSet());
    }

    private void locate(DataSet dataSet) {
        for (Element element : dataSet) {
            switch (element) {
                case Element.Bulk bulk -> {
                    if (!bulk.vr().text()) {
                        pixels.add(new long[] {bulk.position(), bulk.length()});
                    }
                }
                case Element.Encapsulated encapsulated -> {
                    for (Element.Fragment fragment : encapsulated.fragments()) {
                        pixels.add(new long[] {fragment.position(), fragment.length()});
                    }
                }
                case Element.Sequence sequence -> sequence.items().forEach(this::locate);
                case Element.Value value -> {}
            }
        }
    }

    /** Reads the copy. */
    void run(Path written, Findings findings) throws IOException {
        findings.runs(Check.TOKEN, Check.UID);
        bulk.begin();
        MessageDigest digest = Sha256.digest();
        pixels.sort((one, two) -> Long.compare(one[0], two[0]));
        ByteSearch.Scan scan = patterns.scan(this);
        long dataSet = file.dataSetPosition();
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.READ)) {
            var buffer = ByteBuffer.allocate(STEP);
            while (channel.read(buffer.clear()) >= 0) {
                digest.update(buffer.array(), 0, buffer.position());
                scan.bytes(buffer.array(), buffer.position());
                bulk.bytes(buffer.array(), buffer.position(), size);
                if (bits != null) {
                    bits.bytes(buffer.array(), buffer.position(), size);
                }
                size += buffer.position();
            }
            scan.end();
            if (deflated) {
                inflate(channel, dataSet);
            }
        }
        sha256 = Sha256.hex(digest);
        tell(findings);
    }

    /** SHA-256 of the copy as it was read. */
    String sha256() {
        return sha256;
    }

    /** Size of the copy. */
    long bytes() {
        return size;
    }

    // The reader has inflated it before within its limits, so this ends.
    private void inflate(FileChannel channel, long position) throws IOException {
        var inflater = new Inflater(true);
        ByteSearch.Scan scan = patterns.scan(this);
        var in = ByteBuffer.allocate(STEP);
        var out = new byte[STEP];
        channel.position(position);
        try {
            while (!inflater.finished()) {
                if (inflater.needsInput()) {
                    if (channel.read(in.clear()) < 0) {
                        break;
                    }
                    inflater.setInput(in.array(), 0, in.position());
                }
                scan.bytes(out, inflater.inflate(out));
            }
        } catch (DataFormatException e) {
            uidFound = true;
        } finally {
            inflater.end();
        }
        scan.end();
    }

    @Override
    public void token(String token, long position, int length) {
        if (length >= SHORTEST_IN_PIXELS || deflated || !inPixels(position)) {
            found.merge(token, 1, Integer::sum);
        }
    }

    @Override
    public void uid(long position) {
        uidFound = true;
    }

    private boolean inPixels(long position) {
        int low = 0;
        int high = pixels.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long[] range = pixels.get(middle);
            if (position < range[0]) {
                high = middle - 1;
            } else if (position >= range[0] + range[1]) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    private void tell(Findings findings) {
        bulk.different().forEach(tag -> findings.fail(Comparison.different(tag), tag));
        if (bits != null && bits.found()) {
            findings.fail(Check.UNSEEN_BITS, Tag.PixelData);
        }
        if (uidFound) {
            findings.fail(Check.UID, null);
        }
        if (!found.isEmpty()) {
            Map<String, Integer> ours = patterns.counts(harmless.values());
            found.forEach((token, times) -> {
                if (times > ours.getOrDefault(token, 0)) {
                    findings.fail(Check.TOKEN, null);
                }
            });
        }
    }
}
