package org.medsendx.deidentification.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.medsendx.contracts.Sha256;
import org.medsendx.deidentification.pixels.PixelPlan;
import org.medsendx.deidentification.pixels.PixelPlanner;
import org.medsendx.deidentification.pixels.PixelRules;
import org.medsendx.deidentification.pixels.Rectangle;
import org.medsendx.deidentification.rules.CleanedPaths;
import org.medsendx.deidentification.rules.ContentItem;
import org.medsendx.deidentification.rules.Outcome.Reason;
import org.medsendx.deidentification.rules.PrivateValues;
import org.medsendx.deidentification.rules.Profile;
import org.medsendx.deidentification.rules.Subject;
import org.medsendx.deidentification.unseen.Trimming;
import org.medsendx.deidentification.unseen.Unseen;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/**
 * The last step before a file may leave: it is read again from disk, compared with its original and
 * searched for the subject's own tokens and UIDs. What it finds is told by rule and tag, never by
 * value. One for each instance.
 */
public final class Gate {

    /** Tokens shorter than this many bytes are found in pixel data by chance. */
    static final int SHORTEST_IN_PIXELS = 8;

    /** Text is found in a copy that claims to have none. */
    public static final String SECOND_LOOK = "verify-second-look";

    /** Everything that is checked, by the reasons it may end with. */
    public static final List<String> CHECKS =
            List.of(
                    "verify-unreadable",
                    "verify-meta",
                    "verify-element",
                    "verify-lost",
                    "verify-pixels",
                    "verify-unseen-excess",
                    "verify-unseen-frames",
                    "verify-unseen-codestream",
                    "verify-unseen-offsets",
                    "verify-unseen-bits",
                    SECOND_LOOK,
                    "verify-token",
                    "verify-uid");

    private static final int STEP = 1 << 16;

    private final Profile profile;
    private final ReadLimits limits;
    private final String station;
    private final PixelPlanner planner;

    /** With the pixel rules of the profile. */
    public Gate(Profile profile, ReadLimits limits, String station) {
        this(profile, limits, station, new PixelPlanner(PixelRules.of(profile.spec().pixels())));
    }

    /**
     * @param planner the instance's; looks a second time at a copy that claims to be free of text
     */
    public Gate(Profile profile, ReadLimits limits, String station, PixelPlanner planner) {
        this.planner = planner;
        this.profile = profile;
        this.limits = limits;
        this.station = station;
    }

    /**
     * What the gate says of a written file.
     *
     * @param reasons why it must not leave; empty when it may
     * @param sha256 of the file as it was searched
     * @param bytes its size
     * @param text where the second look found text
     */
    public record Verdict(List<Reason> reasons, String sha256, long bytes, List<Rectangle> text) {
        public Verdict {
            reasons = List.copyOf(reasons);
            text = List.copyOf(text);
        }

        /** Whether nothing is wrong but that text is left. */
        public boolean onlyText() {
            return reasons.size() == 1 && reasons.getFirst().rule().equals(SECOND_LOOK);
        }
    }

    /** Judges a written file whose pixels must be the original's. */
    public Verdict verify(DicomFile original, Subject subject, CleanedPaths cleaned, Path written)
            throws IOException {
        return verify(original, original, subject, cleaned, PixelPlan.UNTOUCHED, written);
    }

    /**
     * Judges a written file.
     *
     * @param shown the original without the bytes that no viewer shows
     * @param pixels what was to be blanked
     * @throws IOException when the disk fails; a file that cannot be parsed is a verdict
     */
    public Verdict verify(
            DicomFile original,
            DicomFile shown,
            Subject subject,
            CleanedPaths cleaned,
            PixelPlan.Ready pixels,
            Path written)
            throws IOException {
        DicomFile again;
        try {
            again = DicomReader.read(written, limits);
            PrivateValues.explainAs(original.dataSet(), again.dataSet());
        } catch (DicomFormatException e) {
            return new Verdict(List.of(new Reason("verify-unreadable", e.tag())), "", 0, List.of());
        }
        List<Reason> reasons = new ArrayList<>();
        if (!subject.newInstance().equals(again.meta().sopInstanceUid())
                || !subject.sopClass().equals(again.meta().sopClassUid())
                || !PixelComparison.syntaxFits(original, again, pixels)) {
            reasons.add(new Reason("verify-meta", Tag.MediaStorageSOPInstanceUID));
        }
        var comparison =
                new Comparison(
                        profile,
                        subject,
                        cleaned,
                        station,
                        PixelClaims.mayDiffer(shown, pixels),
                        PixelClaims.expected(shown, pixels));
        comparison.compare(shown.dataSet(), again.dataSet());
        reasons.addAll(comparison.reasons());
        reasons.addAll(TypeCheck.missing(subject.sopClass(), shown.dataSet(), again.dataSet()));
        boolean decoded = pixels.changesFrames() || pixels.work().frames() > 0;
        if (pixels.changesPixels() && decoded) {
            Reason reason = PixelComparison.judge(original, shown, again, pixels);
            if (reason != null) {
                reasons.add(reason);
            }
        }
        unseen(again, pixels, reasons);
        shortTokens(again.dataSet(), subject, reasons, 0);
        var search = new Search(subject, again, comparison.harmless());
        search.run(written);
        reasons.addAll(search.reasons());
        List<Rectangle> text = List.of();
        if (reasons.isEmpty() && pixels.work().claimed()) {
            text = secondLook(again, pixels, reasons);
        }
        return new Verdict(reasons.stream().distinct().toList(), search.sha256, search.size, text);
    }

    private List<Rectangle> secondLook(
            DicomFile written, PixelPlan.Ready pixels, List<Reason> reasons) throws IOException {
        List<Rectangle> text = List.of();
        boolean looked = false;
        try {
            text = planner.look(written, pixels);
            looked = true;
        } catch (UnsupportedImageException e) {
            // not looked at
        }
        if (!looked || !text.isEmpty()) {
            reasons.add(new Reason(SECOND_LOOK, Tag.PixelData));
        }
        return text;
    }

    /** Bytes that no viewer shows: none may be left, unless the pixels could not be followed. */
    private static void unseen(DicomFile written, PixelPlan.Ready pixels, List<Reason> reasons)
            throws IOException {
        try {
            for (Unseen kind : Trimming.find(written)) {
                reasons.add(new Reason("verify-unseen-" + kind.key(), Tag.PixelData));
            }
        } catch (UnsupportedImageException e) {
            if (pixels.work().frames() > 0) {
                reasons.add(new Reason("verify-pixels", Tag.PixelData));
            }
        }
    }

    /** Tokens that count as whole words only, in values that are words. */
    private static void shortTokens(
            DataSet dataSet, Subject subject, List<Reason> reasons, int depth) {
        for (Element element : dataSet) {
            if (element instanceof Element.Sequence sequence) {
                if (depth == 0 && sequence.tag() == Tag.DeidentificationMethodCodeSequence) {
                    continue;
                }
                for (DataSet item : sequence.items()) {
                    shortTokens(item, subject, reasons, depth + 1);
                }
                continue;
            }
            VR vr = element.vr();
            boolean ours =
                    depth == 0
                            && (element.tag() == Tag.DeidentificationMethod
                                    || element.tag() == Tag.StationName
                                    || element.tag() == Tag.PatientID
                                    || element.tag() == Tag.PatientName);
            if (ours || (!vr.characterSet() && vr != VR.AE && vr != VR.UR)) {
                continue;
            }
            boolean code =
                    ContentItem.CODE.contains(element.tag()) && ContentItem.standardCode(dataSet);
            if (code && element.tag() != Tag.CodeMeaning) {
                continue;
            }
            for (String text : dataSet.strings(element.tag())) {
                if (code ? subject.tokens().inCode(text) : subject.tokens().in(text)) {
                    reasons.add(new Reason("verify-token", element.tag()));
                    break;
                }
            }
        }
    }

    /** The search of one file's bytes, with its digest. */
    private static final class Search implements ByteSearch.Hits {

        private final ByteSearch patterns;
        private final List<long[]> pixels = new ArrayList<>();
        private final HarmlessValues harmless;
        private final DicomFile file;
        private final Map<String, Integer> found = new HashMap<>();
        private boolean uidFound;
        private boolean deflated;
        private String sha256 = "";
        private long size;

        private Search(Subject subject, DicomFile file, HarmlessValues harmless) {
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

        private void run(Path written) throws IOException {
            MessageDigest digest = Sha256.digest();
            pixels.sort((one, two) -> Long.compare(one[0], two[0]));
            ByteSearch.Scan scan = patterns.scan(this);
            long dataSet = file.dataSetPosition();
            try (FileChannel channel = FileChannel.open(written, StandardOpenOption.READ)) {
                var buffer = ByteBuffer.allocate(STEP);
                while (channel.read(buffer.clear()) >= 0) {
                    digest.update(buffer.array(), 0, buffer.position());
                    scan.bytes(buffer.array(), buffer.position());
                    size += buffer.position();
                }
                scan.end();
                if (deflated) {
                    inflate(channel, dataSet);
                }
            }
            sha256 = HexFormat.of().formatHex(digest.digest());
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

        private List<Reason> reasons() {
            List<Reason> reasons = new ArrayList<>();
            if (uidFound) {
                reasons.add(new Reason("verify-uid", null));
            }
            if (!found.isEmpty()) {
                Map<String, Integer> ours = patterns.counts(harmless.values());
                found.forEach((token, times) -> {
                    if (times > ours.getOrDefault(token, 0)) {
                        reasons.add(new Reason("verify-token", null));
                    }
                });
            }
            return reasons;
        }
    }
}
