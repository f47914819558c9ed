package org.medsendx.segmenter.instance;

import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/**
 * The software that makes derived instances, as equipment (PS3.3, C.7.5.1 and C.7.5.2) and as an
 * observer.
 *
 * @param version of the build
 */
public record MakingDevice(String version) {

    /** Manufacturer (0008,0070). */
    public static final String MANUFACTURER = "MedSendX";

    /** Manufacturer's Model Name (0008,1090). */
    public static final String MODEL = "MedSendX Edge segmenter";

    public MakingDevice {
        if (version.isBlank() || version.length() > 32) {
            throw new IllegalArgumentException("a version has 1 to 32 characters");
        }
    }

    /** Its UID as an observer; another version is another one. */
    public String uid() {
        return DerivedUid.of("device", MODEL, version);
    }

    /**
     * The equipment attributes.
     *
     * @param source whose Station Name is the truck, which stands for a serial number too
     */
    void putInto(DataSet dataSet, SourceInstance source) {
        dataSet.putString(Tag.Manufacturer, VR.LO, MANUFACTURER);
        dataSet.putString(Tag.ManufacturerModelName, VR.LO, MODEL);
        dataSet.putString(Tag.SoftwareVersions, VR.LO, version);
        String truck = source.header().string(Tag.StationName);
        dataSet.putString(Tag.DeviceSerialNumber, VR.LO, truck == null ? "NONE" : truck);
        if (truck != null) {
            dataSet.putString(Tag.StationName, VR.SH, truck);
        }
    }
}
