package org.medsendx.dicom.dcm4che;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.io.RawDicom.BIG_ENDIAN;
import static org.medsendx.dicom.io.RawDicom.DEFLATED;
import static org.medsendx.dicom.io.RawDicom.EXPLICIT;
import static org.medsendx.dicom.io.RawDicom.IMPLICIT;
import static org.medsendx.dicom.io.RawDicom.UNDEFINED;
import static org.medsendx.dicom.io.RawDicom.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.dcm4che3.data.Attributes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.RawDicom;
import org.medsendx.dicom.io.ReadLimits;

/** Files that are not as they should be, or use a rare corner of the standard. */
class PeculiarFilesTest {

    private static final String JPEG_LOSSLESS = "1.2.840.10008.1.2.4.70";

    @TempDir private Path folder;

    private enum Verdict {
        AGREE,
        BOTH_REFUSE,
        ONLY_WE_READ,
        ONLY_THEY_READ,
        DIFFER
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Case(String name, Verdict verdict, byte[] bytes) {
        @Override
        public String toString() {
            return name + ": " + verdict;
        }
    }

    private static RawDicom name(RawDicom raw) {
        return raw.element(0x00100010, "PN", "Doe^Jane");
    }

    private static RawDicom named() {
        return name(RawDicom.explicit());
    }

    private static byte[] item(RawDicom writer, RawDicom item) {
        return writer.item(item.element(0x00081155, "UI", "1.2.3\0").bytes()).bytes();
    }

    private static List<Case> cases() {
        byte[] implicitItem = item(RawDicom.implicit(), RawDicom.implicit());
        byte[] explicitItem = item(RawDicom.explicit(), RawDicom.explicit());
        byte[] meta = RawDicom.meta(EXPLICIT);
        byte[] secondMeta = Arrays.copyOfRange(meta, 132, meta.length);
        byte[] wrongMetaLength = file(EXPLICIT, named().bytes());
        wrongMetaLength[140] += 20;
        byte[] whole = file(EXPLICIT, named().bytes());
        return List.of(
                // sequences in UN (PS3.5, 6.2.2)
                agree(
                        "private UN of undefined length",
                        RawDicom.explicit()
                                .element(0x00090010, "LO", "X ")
                                .header(0x00091010, "UN", UNDEFINED)
                                .raw(implicitItem)
                                .sequenceDelimiter()),
                agree(
                        "a known sequence in UN",
                        RawDicom.explicit().element(0x00081140, "UN", implicitItem)),
                agree(
                        "explicit VR inside UN",
                        RawDicom.explicit().element(0x00081140, "UN", explicitItem)),
                agree(
                        "explicit VR inside UN of undefined length",
                        RawDicom.explicit()
                                .header(0x00081140, "UN", UNDEFINED)
                                .raw(explicitItem)
                                .sequenceDelimiter()),
                new Case(
                        "little endian inside UN in big endian",
                        Verdict.AGREE,
                        file(
                                BIG_ENDIAN,
                                RawDicom.bigEndian()
                                        .header(0x00081140, "UN", UNDEFINED)
                                        .raw(implicitItem)
                                        .raw(RawDicom.implicit().sequenceDelimiter().bytes())
                                        .bytes())),
                // UN is little endian (PS3.5, 6.2.2): ours stays UN, theirs is US in the wrong
                // order
                new Case(
                        "a number in UN in big endian",
                        Verdict.DIFFER,
                        file(
                                BIG_ENDIAN,
                                RawDicom.bigEndian()
                                        .element(0x00280010, "UN", new byte[] {1, 2})
                                        .bytes())),
                agree(
                        "a number in UN",
                        RawDicom.explicit().element(0x00280010, "UN", new byte[] {1, 2})),
                // values and order
                agree("an odd length", named().element(0x00100020, "LO", "ID1")),
                agree("text padded with NUL", named().element(0x00100020, "LO", "ID1\0")),
                agree("descending tags", named().element(0x00080060, "CS", "CT")),
                agree(
                        "an element twice",
                        named().element(0x00100020, "LO", "ID").element(0x00100020, "LO", "JD")),
                agree(
                        "a group length",
                        RawDicom.explicit()
                                .element(0x00100000, "UL", new byte[] {16, 0, 0, 0})
                                .element(0x00100010, "PN", "Doe^Jane")),
                agree("NUL bytes at the end", named().raw(new byte[512])),
                // delimiters
                agree(
                        "a stray item delimiter",
                        named().itemDelimiter().element(0x00100020, "LO", "ID")),
                agree(
                        "a stray sequence delimiter",
                        named().sequenceDelimiter().element(0x00100020, "LO", "ID")),
                refused(
                        "no delimiters at the end",
                        RawDicom.explicit().header(0x00081140, "SQ", UNDEFINED).raw(explicitItem)),
                // meta group (PS3.10, 7.1)
                new Case("a wrong meta group length", Verdict.AGREE, wrongMetaLength),
                new Case(
                        "no preamble", Verdict.AGREE, Arrays.copyOfRange(whole, 132, whole.length)),
                new Case(
                        "neither meta group nor VRs",
                        Verdict.AGREE,
                        name(RawDicom.implicit().element(0x00080016, "UI", "1.2.3\0")).bytes()),
                new Case(
                        "no meta group in big endian",
                        Verdict.AGREE,
                        name(RawDicom.bigEndian().element(0x00080016, "UI", "1.2.3\0")).bytes()),
                new Case(
                        "two meta groups",
                        Verdict.ONLY_WE_READ,
                        file(
                                IMPLICIT,
                                RawDicom.explicit()
                                        .raw(secondMeta)
                                        .raw(name(RawDicom.implicit()).bytes())
                                        .bytes())),
                // another encoding than declared
                new Case(
                        "explicit VR declared implicit",
                        Verdict.ONLY_WE_READ,
                        file(IMPLICIT, named().bytes())),
                new Case(
                        "implicit VR declared explicit",
                        Verdict.ONLY_WE_READ,
                        file(EXPLICIT, name(RawDicom.implicit()).bytes())),
                new Case(
                        "an implicit element among explicit ones",
                        Verdict.ONLY_WE_READ,
                        file(
                                EXPLICIT,
                                named().raw(
                                                RawDicom.implicit()
                                                        .element(0x00100020, "LO", "ID")
                                                        .bytes())
                                        .element(0x00100040, "CS", "F ")
                                        .bytes())),
                new Case(
                        "explicit items in implicit VR",
                        Verdict.ONLY_WE_READ,
                        file(
                                IMPLICIT,
                                RawDicom.implicit()
                                        .element(0x00081140, "SQ", explicitItem)
                                        .bytes())),
                new Case(
                        "a VR of a later edition in the long form",
                        Verdict.ONLY_WE_READ,
                        file(
                                EXPLICIT,
                                named().tag(0x00180010)
                                        .raw(ascii("ZZ\0\0\4\0\0\0abcd"))
                                        .element(0x00200010, "SH", "ID")
                                        .bytes())),
                agree(
                        "an unknown VR in the short form",
                        named().tag(0x00180010)
                                .raw(ascii("ZZ\4\0abcd"))
                                .element(0x00200010, "SH", "ID")),
                agree(
                        "spaces for a VR",
                        named().tag(0x00180010)
                                .raw(ascii("  \4\0abcd"))
                                .element(0x00200010, "SH", "ID")),
                // RFC 1951 is due (PS3.5, A.5), RFC 1950 is understood
                new Case(
                        "deflated with a zlib header",
                        Verdict.AGREE,
                        file(DEFLATED, zlib(named().bytes()))),
                // not there, or not DICOM
                refused("a value that is cut off", named().header(0x00100020, "LO", 20)),
                refused("a header that is cut off", named().tag(0x00100020)),
                refused("bytes that are no header", named().raw(new byte[] {0x10, 0, 0x20})),
                refused(
                        "a sequence longer than the file",
                        RawDicom.explicit().header(0x00081140, "SQ", 5000).raw(explicitItem)),
                refused(
                        "a sequence shorter than its item",
                        RawDicom.explicit()
                                .header(0x00081140, "SQ", explicitItem.length - 4)
                                .raw(explicitItem)
                                .element(0x00100020, "LO", "ID")),
                refused(
                        "4 GB of pixels that are not there",
                        RawDicom.explicit().header(0x7FE00010, "OW", 0xFFFFFFF0L)),
                new Case("an empty file", Verdict.BOTH_REFUSE, new byte[0]),
                new Case("a text", Verdict.BOTH_REFUSE, ascii("No DICOM at all. ".repeat(20))),
                new Case(
                        "a fragment of undefined length",
                        Verdict.BOTH_REFUSE,
                        file(
                                JPEG_LOSSLESS,
                                RawDicom.explicit()
                                        .header(0x7FE00010, "OB", UNDEFINED)
                                        .item(new byte[0])
                                        .openItem()
                                        .raw(new byte[16])
                                        .sequenceDelimiter()
                                        .bytes())),
                new Case(
                        "fragments without a delimiter",
                        Verdict.BOTH_REFUSE,
                        file(
                                JPEG_LOSSLESS,
                                RawDicom.explicit()
                                        .header(0x7FE00010, "OB", UNDEFINED)
                                        .item(new byte[0])
                                        .item(new byte[16])
                                        .bytes())),
                // ours refuses what has no elements, and more levels than the limit that it is
                // given
                new Case("no data set", Verdict.ONLY_THEY_READ, file(EXPLICIT, new byte[0])),
                new Case("100 levels", Verdict.ONLY_THEY_READ, file(EXPLICIT, deep(100))),
                // dcm4che runs out of stack
                new Case("5,000 levels", Verdict.BOTH_REFUSE, file(EXPLICIT, deep(5000))));
    }

    private static Case agree(String name, RawDicom dataSet) {
        return new Case(name, Verdict.AGREE, file(EXPLICIT, dataSet.bytes()));
    }

    private static Case refused(String name, RawDicom dataSet) {
        return new Case(name, Verdict.BOTH_REFUSE, file(EXPLICIT, dataSet.bytes()));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] deep(int levels) {
        RawDicom raw = RawDicom.explicit();
        for (int i = 0; i < levels; i++) {
            raw.header(0x00081140, "SQ", UNDEFINED).openItem();
        }
        for (int i = 0; i < levels; i++) {
            raw.itemDelimiter().sequenceDelimiter();
        }
        return raw.bytes();
    }

    private static byte[] zlib(byte[] plain) {
        var deflater = new Deflater();
        deflater.setInput(plain);
        deflater.finish();
        byte[] out = new byte[plain.length + 100];
        int length = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, length + (length & 1));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void both_see_it_as_listed(Case peculiar) throws IOException {
        Path file = Files.write(folder.resolve("peculiar.dcm"), peculiar.bytes());

        DataSet ours = ours(file);
        Attributes theirs = theirs(file);

        assertThat(verdict(ours, theirs)).isEqualTo(peculiar.verdict());
    }

    private static @Nullable DataSet ours(Path file) throws IOException {
        try {
            return DicomReader.read(file, ReadLimits.DEFAULT).dataSet();
        } catch (DicomFormatException e) {
            return null;
        }
    }

    private static @Nullable Attributes theirs(Path file) {
        try {
            return Dcm4che.read(file).dataSet();
        } catch (IOException e) {
            return null;
        }
    }

    private static Verdict verdict(@Nullable DataSet ours, @Nullable Attributes theirs)
            throws IOException {
        if (ours == null) {
            return theirs == null ? Verdict.BOTH_REFUSE : Verdict.ONLY_THEY_READ;
        }
        if (theirs == null) {
            return Verdict.ONLY_WE_READ;
        }
        return Comparison.of(ours, theirs).differences().isEmpty() ? Verdict.AGREE : Verdict.DIFFER;
    }
}
