package org.medsendx.dicom.dcm4che;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.dcm4che.EncodedText.Repertoire.GREEK;
import static org.medsendx.dicom.dcm4che.EncodedText.Repertoire.HANGUL;
import static org.medsendx.dicom.dcm4che.EncodedText.Repertoire.HANZI;
import static org.medsendx.dicom.dcm4che.EncodedText.Repertoire.KANJI;
import static org.medsendx.dicom.dcm4che.EncodedText.Repertoire.KATAKANA;
import static org.medsendx.dicom.dcm4che.EncodedText.Repertoire.LATIN1;
import static org.medsendx.dicom.dcm4che.EncodedText.Repertoire.SUPPLEMENT;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.dcm4che3.data.Attributes;
import org.junit.jupiter.api.Test;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dcm4che.EncodedText.Repertoire;
import org.medsendx.dicom.dcm4che.EncodedText.Sample;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/** Text whose bytes were made by hand, so that it is known who reads it right. */
class CharacterSetsTest {

    private static final int SEEDS = 200;

    /** Private, so that no dictionary has a say. */
    private static final int TAG = 0x00091010;

    private static final List<VR> VRS = List.of(VR.LO, VR.PN, VR.UT);

    private interface Source {
        Sample next(VR vr, long seed);
    }

    private static List<Sample> samples(List<Source> sources) {
        List<Sample> samples = new ArrayList<>();
        for (Source source : sources) {
            for (VR vr : VRS) {
                for (long seed = 0; seed < SEEDS; seed++) {
                    samples.add(source.next(vr, seed));
                }
            }
        }
        return samples;
    }

    /** One set alone. */
    private static List<Sample> plain() {
        List<Source> sources = new ArrayList<>();
        for (Repertoire set : Repertoire.values()) {
            if (!set.twoBytes()) {
                sources.add((vr, seed) -> EncodedText.plain(set, vr, seed));
            }
        }
        Charset gb18030 = Charset.forName("GB18030");
        sources.add((vr, seed) ->
                EncodedText.whole("ISO_IR 192", StandardCharsets.UTF_8, "aé王小東Ж😀", vr, seed));
        sources.add((vr, seed) -> EncodedText.whole("GB18030", gb18030, "a王小东é😀㐂乗", vr, seed));
        sources.add(
                (vr, seed) -> EncodedText.whole("GBK", Charset.forName("GBK"), "a王小东乗乕", vr, seed));
        return samples(sources);
    }

    /** Switches between sets, but for those of {@link #singleByteAfterAscii()}. */
    private static List<Sample> extended() {
        List<Source> sources = new ArrayList<>();
        for (Repertoire set : Repertoire.values()) {
            if (set != LATIN1) {
                sources.add((vr, seed) -> EncodedText.extended(LATIN1, List.of(set), vr, seed));
            }
            if (set.twoBytes() || set == KATAKANA) {
                sources.add((vr, seed) -> EncodedText.extended(null, List.of(set), vr, seed));
            }
        }
        sources.add((vr, seed) -> EncodedText.extended(KATAKANA, List.of(KANJI), vr, seed));
        sources.add((vr, seed) -> EncodedText.extended(null, List.of(KANJI, SUPPLEMENT), vr, seed));
        sources.add((vr, seed) ->
                EncodedText.extended(LATIN1, List.of(KANJI, HANGUL, HANZI, GREEK), vr, seed));
        return samples(sources);
    }

    /** The default repertoire first, then a single-byte set. */
    private static List<Sample> singleByteAfterAscii() {
        List<Source> sources = new ArrayList<>();
        for (Repertoire set : Repertoire.values()) {
            if (!set.twoBytes() && set != KATAKANA) {
                sources.add((vr, seed) -> EncodedText.extended(null, List.of(set), vr, seed));
            }
        }
        return samples(sources);
    }

    private static DataSet ours(Sample sample) {
        return new DataSet()
                .putString(Tag.SpecificCharacterSet, VR.CS, sample.terms().toArray(String[]::new));
    }

    private static Attributes theirs(Sample sample) {
        var theirs = new Attributes();
        theirs.setString(
                Tag.SpecificCharacterSet,
                org.dcm4che3.data.VR.CS,
                sample.terms().toArray(String[]::new));
        return theirs;
    }

    private static List<String> readByUs(Sample sample, byte[] bytes) {
        return ours(sample).put(new Element.Value(TAG, sample.vr(), bytes)).strings(TAG);
    }

    private static List<String> readByThem(Sample sample, byte[] bytes) {
        Attributes theirs = theirs(sample);
        theirs.setBytes(TAG, vr(sample), bytes);
        return Comparison.texts(theirs.getStrings(TAG));
    }

    private static org.dcm4che3.data.VR vr(Sample sample) {
        return org.dcm4che3.data.VR.valueOf(sample.vr().name());
    }

    private static byte[] writtenByUs(Sample sample) {
        DataSet ours = ours(sample);
        ours.putString(TAG, sample.vr(), sample.texts().toArray(String[]::new));
        return ours.get(TAG) instanceof Element.Value value ? value.bytes() : new byte[0];
    }

    private static byte[] writtenByThem(Sample sample) {
        Attributes theirs = theirs(sample);
        theirs.setString(TAG, vr(sample), sample.texts().toArray(String[]::new));
        return theirs.getSafeBytes(TAG);
    }

    @Test
    void both_read_text_in_one_set() {
        for (Sample sample : plain()) {
            assertThat(readByUs(sample, sample.bytes())).isEqualTo(sample.texts());
            assertThat(readByThem(sample, sample.bytes())).isEqualTo(sample.texts());
        }
    }

    @Test
    void both_read_text_that_switches_sets() {
        for (Sample sample : extended()) {
            assertThat(readByUs(sample, sample.bytes())).isEqualTo(sample.texts());
            assertThat(readByThem(sample, sample.bytes())).isEqualTo(sample.texts());
        }
    }

    /**
     * PS3.5, 6.1.2.5.3: a delimiter makes ASCII active again, so nothing need be written before it.
     * dcm4che reads what stands before the delimiter in the set that is active after it.
     */
    @Test
    void only_we_read_a_single_byte_set_that_a_delimiter_ends() {
        int wrong = 0;
        List<Sample> samples = singleByteAfterAscii();
        for (Sample sample : samples) {
            assertThat(readByUs(sample, sample.bytes())).isEqualTo(sample.texts());
            if (!readByThem(sample, sample.bytes()).equals(sample.texts())) {
                wrong++;
            }
        }

        System.out.printf("dcm4che misreads %d of %d such values%n", wrong, samples.size());
        assertThat(wrong).isPositive();
    }

    @Test
    void each_reads_what_the_other_encodes() {
        List<Sample> samples = new ArrayList<>(plain());
        samples.addAll(extended());
        samples.addAll(singleByteAfterAscii());
        for (Sample sample : samples) {
            assertThat(readByThem(sample, writtenByUs(sample)))
                    .as("ours, %s %s", sample.terms(), sample.vr())
                    .isEqualTo(sample.texts());
            assertThat(readByUs(sample, writtenByThem(sample)))
                    .as("dcm4che's, %s %s", sample.terms(), sample.vr())
                    .isEqualTo(sample.texts());
        }
        System.out.println(samples.size() + " texts written by each and read by the other");
    }

    @Test
    void items_inherit_the_character_set_or_have_their_own() {
        byte[] bytes = {(byte) 0xC4, (byte) 0xD6};
        DataSet ours = new DataSet().putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 144");
        var plain = new DataSet().put(new Element.Value(TAG, VR.LO, bytes));
        var own =
                new DataSet()
                        .putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 126")
                        .put(new Element.Value(TAG, VR.LO, bytes));
        ours.putSequence(Tag.ReferencedImageSequence, plain, own);
        var theirs = new Attributes();
        theirs.setString(Tag.SpecificCharacterSet, org.dcm4che3.data.VR.CS, "ISO_IR 144");
        var items = theirs.newSequence(Tag.ReferencedImageSequence, 2);
        var theirPlain = new Attributes();
        items.add(theirPlain);
        theirPlain.setBytes(TAG, org.dcm4che3.data.VR.LO, bytes);
        var theirOwn = new Attributes();
        items.add(theirOwn);
        theirOwn.setString(Tag.SpecificCharacterSet, org.dcm4che3.data.VR.CS, "ISO_IR 126");
        theirOwn.setBytes(TAG, org.dcm4che3.data.VR.LO, bytes);

        assertThat(plain.string(TAG)).isEqualTo("Фж").isEqualTo(theirPlain.getString(TAG));
        assertThat(own.string(TAG)).isEqualTo("ΔΦ").isEqualTo(theirOwn.getString(TAG));
    }
}
