package org.medsendx.deidentification.rules;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.VR;

/**
 * The attributes that say how an instance was de-identified (PS3.3, C.7.1.1 and C.12.1). Whatever
 * the input had there is replaced: a mark in an input proves nothing.
 */
public final class Marks {

    /** The attributes that are written. */
    public static final Set<Integer> TAGS =
            Set.of(
                    PatientIdentityRemoved,
                    DeidentificationMethod,
                    DeidentificationMethodCodeSequence,
                    LongitudinalTemporalInformationModified);

    private static final String BASIC_CODE = "113100";
    private static final String BASIC_MEANING = "Basic Application Confidentiality Profile";

    private Marks() {}

    static void put(DataSet dataSet, Profile profile) {
        List<String> methods = new ArrayList<>();
        methods.add("MedSendX Edge: PS3.15 2025b Basic Profile, " + profile.name());
        methods.addAll(profile.description());
        List<DataSet> codes = new ArrayList<>();
        codes.add(code(BASIC_CODE, BASIC_MEANING));
        for (Option option : profile.fullOptions()) {
            codes.add(code(option.code(), option.meaning()));
        }
        dataSet.put(Dummies.text(PatientIdentityRemoved, VR.CS, "YES"));
        dataSet.put(Dummies.text(DeidentificationMethod, VR.LO, String.join("\\", methods)));
        dataSet.putSequence(DeidentificationMethodCodeSequence, codes.toArray(DataSet[]::new));
        dataSet.put(
                Dummies.text(
                        LongitudinalTemporalInformationModified,
                        VR.CS,
                        switch (profile.dates()) {
                            case REMOVED -> "REMOVED";
                            case MODIFIED -> "MODIFIED";
                            case FULL -> "UNMODIFIED";
                        }));
    }

    /**
     * Says of a clean data set that burned-in text was cleaned (Clean Pixel Data Option, PS3.15,
     * E.3.1).
     */
    public static void pixelsCleaned(DataSet dataSet) {
        List<DataSet> codes = new ArrayList<>(dataSet.items(DeidentificationMethodCodeSequence));
        codes.add(code("113101", "Clean Pixel Data Option"));
        dataSet.putSequence(DeidentificationMethodCodeSequence, codes.toArray(DataSet[]::new));
        dataSet.put(Dummies.text(BurnedInAnnotation, VR.CS, "NO"));
    }

    /** Adds a sentence of at most 64 characters to the Deidentification Method (0012,0063). */
    public static void method(DataSet dataSet, String words) {
        List<String> methods = new ArrayList<>(dataSet.strings(DeidentificationMethod));
        methods.add(words);
        dataSet.put(Dummies.text(DeidentificationMethod, VR.LO, String.join("\\", methods)));
    }

    private static DataSet code(String value, String meaning) {
        return new DataSet()
                .put(Dummies.text(CodeValue, VR.SH, value))
                .put(Dummies.text(CodingSchemeDesignator, VR.SH, "DCM"))
                .put(Dummies.text(CodeMeaning, VR.LO, meaning));
    }
}
