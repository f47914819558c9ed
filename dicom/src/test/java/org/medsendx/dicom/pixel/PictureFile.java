package org.medsendx.dicom.pixel;

import java.io.IOException;
import java.nio.file.Path;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.RawDicom;
import org.medsendx.dicom.io.ReadLimits;

/** Small image files, described attribute by attribute. */
final class PictureFile {

    private final RawDicom raw = RawDicom.explicit();
    private String syntax = RawDicom.EXPLICIT;

    /** A picture without pixels yet; more attributes go between this and the pixels, in order. */
    static PictureFile of(int rows, int columns, int samples, String photometric, int bits) {
        var file = new PictureFile();
        RawDicom raw = file.raw;
        raw.element(0x00280002, "US", raw.u16(samples));
        raw.element(0x00280004, "CS", photometric + (photometric.length() % 2 == 1 ? " " : ""));
        raw.element(0x00280010, "US", raw.u16(rows)).element(0x00280011, "US", raw.u16(columns));
        int allocated = bits == 1 ? 1 : (bits + 7) / 8 * 8;
        raw.element(0x00280100, "US", raw.u16(allocated));
        raw.element(0x00280101, "US", raw.u16(bits)).element(0x00280102, "US", raw.u16(bits - 1));
        return file;
    }

    PictureFile with(int tag, int value) {
        raw.element(tag, "US", raw.u16(value));
        return this;
    }

    PictureFile with(int tag, String vr, String value) {
        raw.element(tag, vr, value.length() % 2 == 0 ? value : value + " ");
        return this;
    }

    byte[] pixels(int... bytes) {
        byte[] value = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            value[i] = (byte) bytes[i];
        }
        return RawDicom.file(syntax, raw.element(0x7FE00010, "OW", value).bytes());
    }

    byte[] words(int... words) {
        int[] bytes = new int[words.length * 2];
        for (int i = 0; i < words.length; i++) {
            bytes[2 * i] = words[i];
            bytes[2 * i + 1] = words[i] >> 8;
        }
        return pixels(bytes);
    }

    byte[] stream(String transferSyntax, byte[]... fragments) {
        syntax = transferSyntax;
        raw.header(0x7FE00010, "OB", RawDicom.UNDEFINED).item(new byte[0]);
        for (byte[] fragment : fragments) {
            raw.item(fragment);
        }
        return RawDicom.file(syntax, raw.sequenceDelimiter().bytes());
    }

    static Image read(Path folder, byte[] bytes) throws IOException, UnsupportedImageException {
        DicomFile file = DicomReader.read(RawDicom.write(folder, bytes), ReadLimits.DEFAULT);
        return Image.of(file);
    }
}
