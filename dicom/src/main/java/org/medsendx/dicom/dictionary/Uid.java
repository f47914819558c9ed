package org.medsendx.dicom.dictionary;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** UIDs of PS3.6, Annex A: transfer syntaxes and storage SOP classes, with their names. */
public final class Uid {

    public static final String ImplicitVRLittleEndian = "1.2.840.10008.1.2";
    public static final String ExplicitVRLittleEndian = "1.2.840.10008.1.2.1";
    public static final String EncapsulatedUncompressedExplicitVRLittleEndian =
            "1.2.840.10008.1.2.1.98";
    public static final String DeflatedExplicitVRLittleEndian = "1.2.840.10008.1.2.1.99";
    public static final String ExplicitVRBigEndian = "1.2.840.10008.1.2.2";
    public static final String JPEGBaseline8Bit = "1.2.840.10008.1.2.4.50";
    public static final String JPEGExtended12Bit = "1.2.840.10008.1.2.4.51";
    public static final String JPEGLossless = "1.2.840.10008.1.2.4.57";
    public static final String JPEGLosslessSV1 = "1.2.840.10008.1.2.4.70";
    public static final String JPEGLSLossless = "1.2.840.10008.1.2.4.80";
    public static final String JPEGLSNearLossless = "1.2.840.10008.1.2.4.81";
    public static final String JPEG2000Lossless = "1.2.840.10008.1.2.4.90";
    public static final String JPEG2000 = "1.2.840.10008.1.2.4.91";
    public static final String RLELossless = "1.2.840.10008.1.2.5";

    public static final String Verification = "1.2.840.10008.1.1";
    public static final String StorageCommitmentPushModel = "1.2.840.10008.1.20.1";
    public static final String ModalityWorklistFind = "1.2.840.10008.5.1.4.31";
    public static final String ModalityPerformedProcedureStep = "1.2.840.10008.3.1.2.3.3";
    public static final String PatientRootQueryRetrieveFind = "1.2.840.10008.5.1.4.1.2.1.1";
    public static final String PatientRootQueryRetrieveMove = "1.2.840.10008.5.1.4.1.2.1.2";
    public static final String PatientRootQueryRetrieveGet = "1.2.840.10008.5.1.4.1.2.1.3";
    public static final String StudyRootQueryRetrieveFind = "1.2.840.10008.5.1.4.1.2.2.1";
    public static final String StudyRootQueryRetrieveMove = "1.2.840.10008.5.1.4.1.2.2.2";
    public static final String StudyRootQueryRetrieveGet = "1.2.840.10008.5.1.4.1.2.2.3";
    public static final String MediaStorageDirectoryStorage = "1.2.840.10008.1.3.10";
    public static final String ComputedRadiographyImageStorage = "1.2.840.10008.5.1.4.1.1.1";
    public static final String DigitalXRayImageStorageForPresentation =
            "1.2.840.10008.5.1.4.1.1.1.1";
    public static final String DigitalXRayImageStorageForProcessing =
            "1.2.840.10008.5.1.4.1.1.1.1.1";
    public static final String DigitalMammographyXRayImageStorageForPresentation =
            "1.2.840.10008.5.1.4.1.1.1.2";
    public static final String DigitalMammographyXRayImageStorageForProcessing =
            "1.2.840.10008.5.1.4.1.1.1.2.1";
    public static final String CTImageStorage = "1.2.840.10008.5.1.4.1.1.2";
    public static final String EnhancedCTImageStorage = "1.2.840.10008.5.1.4.1.1.2.1";
    public static final String UltrasoundMultiFrameImageStorage = "1.2.840.10008.5.1.4.1.1.3.1";
    public static final String MRImageStorage = "1.2.840.10008.5.1.4.1.1.4";
    public static final String EnhancedMRImageStorage = "1.2.840.10008.5.1.4.1.1.4.1";
    public static final String UltrasoundImageStorage = "1.2.840.10008.5.1.4.1.1.6.1";
    public static final String SecondaryCaptureImageStorage = "1.2.840.10008.5.1.4.1.1.7";
    public static final String BreastTomosynthesisImageStorage = "1.2.840.10008.5.1.4.1.1.13.1.3";
    public static final String SegmentationStorage = "1.2.840.10008.5.1.4.1.1.66.4";

    private static final int HALF = 64;

    private static final Map<String, String> NAMES = new LinkedHashMap<>();
    private static final Set<String> STORAGE = new LinkedHashSet<>();
    private static final Set<String> SYNTAXES = new LinkedHashSet<>();

    static {
        load();
    }

    private Uid() {}

    private static void load() {
        try (InputStream in = Uid.class.getResourceAsStream("uids.tsv")) {
            if (in == null) {
                throw new IllegalStateException("uids.tsv is missing");
            }
            var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] row = line.split("\t", -1);
                NAMES.put(row[0], row[1]);
                switch (row[2]) {
                    case "S" -> STORAGE.add(row[0]);
                    case "T" -> SYNTAXES.add(row[0]);
                    default -> {}
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The storage SOP classes of PS3.4, Annex B (and GG), retired ones that are still met included.
     */
    public static Set<String> storageClasses() {
        return Collections.unmodifiableSet(STORAGE);
    }

    /** The transfer syntaxes of PS3.6, A.4. */
    public static Set<String> transferSyntaxes() {
        return Collections.unmodifiableSet(SYNTAXES);
    }

    /** The name of a transfer syntax or SOP class; empty when it is not in the list. */
    public static String name(String uid) {
        return NAMES.getOrDefault(uid, "");
    }

    /** The UID of a UUID (PS3.5, B.2). */
    public static String ofRandom(UUID id) {
        var high = new BigInteger(Long.toUnsignedString(id.getMostSignificantBits()));
        var low = new BigInteger(Long.toUnsignedString(id.getLeastSignificantBits()));
        return "2.25." + high.shiftLeft(HALF).add(low);
    }
}
