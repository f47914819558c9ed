package org.medsendx.deidentification.patient;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.util.HashSet;
import java.util.Set;
import java.util.function.IntPredicate;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;

/**
 * The words by which a header calls the institution, its departments, stations and places. Words of
 * the clinical vocabulary, of many addresses and of the device's maker are none: they name no
 * place.
 */
final class InstitutionWords {

    private static final int SHORTEST = 4;
    private static final int MAX_DEPTH = 64;

    private static final Set<Integer> PLACES =
            Set.of(
                    InstitutionName,
                    InstitutionAddress,
                    InstitutionalDepartmentName,
                    StationName,
                    ScheduledStationName,
                    PerformedStationName,
                    ScheduledProcedureStepLocation,
                    PerformedLocation,
                    CurrentPatientLocation,
                    PatientInstitutionResidence,
                    RequestingService);

    private static final Set<Integer> DEVICE =
            Set.of(Manufacturer, ManufacturerModelName, SoftwareVersions);

    /** What departments, practices and stations everywhere are called. */
    private static final Set<String> COMMON =
            Set.of(
                    ("radiology radiologie radiologia radiologische radiologisches diagnostic"
                                    + " diagnostics diagnostik imaging bildgebung department dept"
                                    + " abteilung institut institute institution centre center"
                                    + " zentrum practice praxis clinica clinique hopital ospedale"
                                    + " medicine medizin medicina nuclear nuklearmedizin oncology"
                                    + " onkologie surgery chirurgie cardiology kardiologie"
                                    + " gynecology gynakologie neurology neurologie emergency"
                                    + " notfall ambulanz outpatient inpatient ward station"
                                    + " mammography mammographie mammografie screening mobile mobil"
                                    + " truck trailer workstation console scanner tomography"
                                    + " ultrasound sonography rontgen xray general regional"
                                    + " national foundation group gruppe associates service"
                                    + " services laboratory labor research community memorial"
                                    + " saint sankt")
                            .split(" "));

    private final IntPredicate kept;
    private final Set<String> words = new HashSet<>();
    private final Set<String> spared = new HashSet<>();

    private InstitutionWords(IntPredicate kept) {
        this.kept = kept;
    }

    /**
     * The words, folded.
     *
     * @param kept attributes that stay, whose words are spared elsewhere too
     */
    static Set<String> of(DataSet dataSet, IntPredicate kept) {
        var found = new InstitutionWords(kept);
        found.collect(dataSet, 0);
        found.words.removeAll(found.spared);
        return found.words;
    }

    private void collect(DataSet dataSet, int depth) {
        for (Element element : dataSet) {
            int tag = element.tag();
            if (element instanceof Element.Sequence sequence) {
                if (depth < MAX_DEPTH) {
                    sequence.items().forEach(item -> collect(item, depth + 1));
                }
            } else if (DEVICE.contains(tag)) {
                dataSet.strings(tag).forEach(text -> spared.addAll(Folding.words(text)));
            } else if (PLACES.contains(tag)) {
                for (String text : dataSet.strings(tag)) {
                    (kept.test(tag) ? spared : words).addAll(Folding.words(text));
                }
            }
        }
        if (depth == 0) {
            words.removeIf(word -> !names(word));
        }
    }

    private static boolean names(String word) {
        return word.length() >= SHORTEST
                && word.chars().allMatch(Character::isLetter)
                && !COMMON.contains(word)
                && !CommonWords.inAddresses(word);
    }
}
