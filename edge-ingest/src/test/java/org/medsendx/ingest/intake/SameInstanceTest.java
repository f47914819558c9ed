package org.medsendx.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.ingest.Instances;

class SameInstanceTest {

    @TempDir Path folder;

    private boolean same(Consumer<DataSet> one, Consumer<DataSet> other) throws IOException {
        return SameInstance.inBoth(file(one), file(other), ReadLimits.DEFAULT);
    }

    private Path file(Consumer<DataSet> change) throws IOException {
        var scan =
                Instances.ct("2.25.5", "Doe^Jane")
                        .putString(Tag.PixelSpacing, VR.DS, "0.5", "0.50")
                        .putSequence(
                                Tag.ReferencedImageSequence,
                                new DataSet()
                                        .putString(Tag.ReferencedSOPInstanceUID, VR.UI, "2.25.6"));
        change.accept(scan);
        return Instances.file(folder, scan);
    }

    @Test
    void notation_padding_and_character_set_are_of_the_file_and_not_of_the_instance()
            throws Exception {
        assertThat(same(_ -> {}, _ -> {})).isTrue();
        assertThat(same(_ -> {}, set -> set.putString(Tag.PixelSpacing, VR.DS, "5E-1", "+.5 ")))
                .isTrue();
        assertThat(
                        same(
                                latin1("Müller"),
                                set ->
                                        set.putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192")
                                                .putString(Tag.InstitutionName, VR.LO, "Müller")))
                .isTrue();
    }

    @Test
    void delimiters_of_a_name_behind_which_nothing_comes_say_nothing() throws Exception {
        assertThat(same(name("Doe^Jane^^^=^="), name("Doe^Jane"))).isTrue();
        assertThat(same(name("Doe^Jane=^"), name("Doe^Jane ^ ="))).isTrue();

        assertThat(same(name("Doe^Jane"), name("Doe^^Jane"))).isFalse();
        assertThat(same(name("=Doe^Jane"), name("Doe^Jane"))).isFalse();
        assertThat(same(name("Doe^Jane=A"), name("Doe^Jane==A"))).isFalse();
    }

    private static Consumer<DataSet> name(String name) {
        return set -> set.putString(Tag.PatientName, VR.PN, name);
    }

    private static Consumer<DataSet> latin1(String name) {
        return set ->
                set.putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 100")
                        .put(
                                new Element.Value(
                                        Tag.InstitutionName,
                                        VR.LO,
                                        (name + " ").getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void another_value_an_element_more_or_less_or_another_item_is_another_instance()
            throws Exception {
        assertThat(same(_ -> {}, set -> set.putString(Tag.PatientName, VR.PN, "Roe^Jane")))
                .isFalse();
        assertThat(same(_ -> {}, set -> set.putString(Tag.PixelSpacing, VR.DS, "0.5", "0.51")))
                .isFalse();
        assertThat(same(_ -> {}, set -> set.remove(Tag.Modality))).isFalse();
        assertThat(same(_ -> {}, set -> set.putString(Tag.PatientID, VR.LO, "4711"))).isFalse();
        assertThat(
                        same(
                                _ -> {},
                                set ->
                                        set.items(Tag.ReferencedImageSequence)
                                                .getFirst()
                                                .putString(
                                                        Tag.ReferencedSOPInstanceUID,
                                                        VR.UI,
                                                        "2.25.7")))
                .isFalse();
        assertThat(
                        same(
                                _ -> {},
                                set ->
                                        set.putSequence(
                                                Tag.ReferencedImageSequence,
                                                new DataSet()
                                                        .putString(
                                                                Tag.ReferencedSOPInstanceUID,
                                                                VR.UI,
                                                                "2.25.6"),
                                                new DataSet())))
                .isFalse();
    }

    /** Both decode to the same replacement, and are not the same for it. */
    @Test
    void text_that_cannot_be_decoded_is_compared_by_its_bytes() throws Exception {
        Consumer<DataSet> first = utf8(0xC3, 0x28);
        Consumer<DataSet> second = utf8(0xA0, 0x28);

        assertThat(same(first, first)).isTrue();
        assertThat(same(first, second)).isFalse();
    }

    private static Consumer<DataSet> utf8(int... bytes) {
        byte[] value = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            value[i] = (byte) bytes[i];
        }
        return set ->
                set.putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192")
                        .put(new Element.Value(Tag.InstitutionName, VR.LO, value));
    }

    /** The same bytes, which are another text. */
    @Test
    void unknown_values_are_compared_by_bytes_only_where_the_character_set_is_the_same()
            throws Exception {
        byte[] bytes = {(byte) 0xC3, (byte) 0xA4};
        Consumer<DataSet> unknown =
                set -> set.put(new Element.Value(0x00091010, VR.UN, bytes.clone()));
        Consumer<DataSet> latin =
                unknown.andThen(
                        set -> set.putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 100"));
        Consumer<DataSet> utf8 =
                unknown.andThen(
                        set -> set.putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192"));

        assertThat(same(latin, latin)).isTrue();
        assertThat(same(latin, utf8)).isFalse();
    }

    @Test
    void blanks_and_lines_at_the_begin_of_a_long_text_count() throws Exception {
        assertThat(
                        same(
                                set -> set.putString(Tag.ImageComments, VR.LT, "a"),
                                set -> set.putString(Tag.ImageComments, VR.LT, "  a")))
                .isFalse();
        assertThat(
                        same(
                                set -> set.putString(Tag.ImageComments, VR.LT, "a"),
                                set -> set.putString(Tag.ImageComments, VR.LT, "a  ")))
                .isTrue();
    }

    @Test
    void a_single_bit_of_a_pixel_makes_another_instance() throws Exception {
        Path one = file(_ -> {});
        byte[] bytes = Files.readAllBytes(one);
        for (int back : new int[] {1, 2, 4096, 8190}) {
            byte[] changed = bytes.clone();
            changed[bytes.length - back] ^= 1;
            Path other = Files.write(folder.resolve("changed-" + back), changed);

            assertThat(SameInstance.inBoth(one, other, ReadLimits.DEFAULT)).isFalse();
        }
    }
}
