package org.medsendx.dicom.io;

import org.medsendx.dicom.dictionary.Uid;

/**
 * How the elements of a data set are encoded (PS3.5, 10 and A).
 *
 * @param implicitVr whether headers lack the VR
 * @param bigEndian whether tags, lengths and values are big endian
 * @param deflated whether the whole data set is deflated
 */
record TransferSyntax(boolean implicitVr, boolean bigEndian, boolean deflated) {

    static final TransferSyntax IMPLICIT_LITTLE = new TransferSyntax(true, false, false);
    static final TransferSyntax EXPLICIT_LITTLE = new TransferSyntax(false, false, false);
    static final TransferSyntax EXPLICIT_BIG = new TransferSyntax(false, true, false);
    private static final TransferSyntax DEFLATED = new TransferSyntax(false, false, true);

    private static final String PAPYRUS_3 = "1.2.840.10008.1.20";
    private static final String JPIP_REFERENCED_DEFLATE = "1.2.840.10008.1.2.4.95";
    private static final String JPIP_HTJ2K_REFERENCED_DEFLATE = "1.2.840.10008.1.2.4.205";

    /** All syntaxes but a few are explicit VR little endian. */
    static TransferSyntax of(String uid) {
        return switch (uid) {
            case Uid.ImplicitVRLittleEndian, PAPYRUS_3 -> IMPLICIT_LITTLE;
            case Uid.ExplicitVRBigEndian -> EXPLICIT_BIG;
            case Uid.DeflatedExplicitVRLittleEndian,
                    JPIP_REFERENCED_DEFLATE,
                    JPIP_HTJ2K_REFERENCED_DEFLATE ->
                    DEFLATED;
            default -> EXPLICIT_LITTLE;
        };
    }

    /** The UID of a native syntax that was found by looking at the bytes. */
    String nativeUid() {
        return implicitVr
                ? Uid.ImplicitVRLittleEndian
                : bigEndian ? Uid.ExplicitVRBigEndian : Uid.ExplicitVRLittleEndian;
    }
}
