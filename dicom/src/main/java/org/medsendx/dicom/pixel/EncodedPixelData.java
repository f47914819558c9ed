package org.medsendx.dicom.pixel;

import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/**
 * Pixel data that was encoded anew without loss and lies in a file until the data set is written.
 */
public final class EncodedPixelData {

    private final String transferSyntaxUid;
    private final Element pixelData;
    private final @Nullable OffsetTable offsets;
    private final FrameFormat format;
    private final String photometricInterpretation;

    EncodedPixelData(
            String transferSyntaxUid,
            Element pixelData,
            @Nullable OffsetTable offsets,
            FrameFormat format,
            String photometricInterpretation) {
        this.transferSyntaxUid = transferSyntaxUid;
        this.pixelData = pixelData;
        this.offsets = offsets;
        this.format = format;
        this.photometricInterpretation = photometricInterpretation;
    }

    /** What the file meta information must name. */
    public String transferSyntaxUid() {
        return transferSyntaxUid;
    }

    /**
     * Puts the pixel data into a data set, with the attributes that depend on its encoding:
     * Photometric Interpretation, Planar Configuration, High Bit and the Extended Offset Table.
     * What says whether the image was ever compressed with loss stays as it is.
     */
    public void putInto(DataSet dataSet) {
        dataSet.putString(Tag.PhotometricInterpretation, VR.CS, photometricInterpretation);
        if (format.samplesPerPixel() > 1) {
            dataSet.putInt(Tag.PlanarConfiguration, VR.US, 0);
        } else {
            dataSet.remove(Tag.PlanarConfiguration);
        }
        dataSet.putInt(Tag.BitsStored, VR.US, format.bitsStored());
        dataSet.putInt(Tag.HighBit, VR.US, format.bitsStored() - 1);
        putFramesInto(dataSet);
    }

    /**
     * Puts the pixel data alone into the data set whose frames were encoded, where the attributes
     * that say how cells are read stay true; those of the Extended Offset Table go with it.
     */
    public void putFramesInto(DataSet dataSet) {
        if (offsets == null) {
            dataSet.remove(Tag.ExtendedOffsetTable);
            dataSet.remove(Tag.ExtendedOffsetTableLengths);
        } else {
            offsets.putInto(dataSet);
        }
        dataSet.put(pixelData);
    }

    /** How many bytes the frames take, their items and offset table included. */
    public long bytes() {
        return pixelData instanceof Element.Encapsulated encapsulated
                ? encapsulated.fragments().stream().mapToLong(one -> 8 + one.length()).sum() + 8
                : 0;
    }
}
