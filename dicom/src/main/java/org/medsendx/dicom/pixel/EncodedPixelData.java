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
        if (offsets == null) {
            dataSet.remove(Tag.ExtendedOffsetTable);
            dataSet.remove(Tag.ExtendedOffsetTableLengths);
        } else {
            offsets.putInto(dataSet);
        }
        dataSet.put(pixelData);
    }
}
