package org.medsendx.segmenter.stratum;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;

/**
 * The further parts of a stratum. Each is a word of a list in this class, or of a form in which no
 * name can be written, or a band; what is not is {@code OTHER}. So nothing that somebody typed into
 * a header gets into an event by this way. What de-identification takes is {@code NONE}.
 */
final class StratumParts {

    static final String NONE = StratumReader.NONE;

    /** What a header says and no list knows. */
    static final String OTHER = "OTHER";

    /** How manufacturers begin, in upper case without spaces, and what they are called here. */
    private static final List<Map.Entry<String, String>> MAKES =
            List.of(
                    Map.entry("SIEMENS", "SIEMENS"),
                    Map.entry("GE", "GE"),
                    Map.entry("GENERALELECTRIC", "GE"),
                    Map.entry("PHILIPS", "PHILIPS"),
                    Map.entry("CANON", "CANON"),
                    Map.entry("TOSHIBA", "CANON"),
                    Map.entry("HOLOGIC", "HOLOGIC"),
                    Map.entry("LORAD", "HOLOGIC"),
                    Map.entry("FUJI", "FUJIFILM"),
                    Map.entry("HITACHI", "FUJIFILM"),
                    Map.entry("AGFA", "AGFA"),
                    Map.entry("CARESTREAM", "CARESTREAM"),
                    Map.entry("KODAK", "CARESTREAM"),
                    Map.entry("KONICA", "KONICA_MINOLTA"),
                    Map.entry("SAMSUNG", "SAMSUNG"),
                    Map.entry("SHIMADZU", "SHIMADZU"),
                    Map.entry("NEUSOFT", "NEUSOFT"),
                    Map.entry("UNITEDIMAGING", "UIH"),
                    Map.entry("UIH", "UIH"),
                    Map.entry("IMS", "IMS"),
                    Map.entry("PLANMED", "PLANMED"),
                    Map.entry("PLANMECA", "PLANMECA"),
                    Map.entry("METALTRONICA", "METALTRONICA"),
                    Map.entry("NEUROLOGICA", "SAMSUNG"),
                    Map.entry("VAREX", "VAREX"));

    /** Model names that are known, in upper case with single underscores. */
    private static final List<String> MODELS =
            List.of(
                    "SOMATOM_DEFINITION",
                    "SOMATOM_FORCE",
                    "SOMATOM_DRIVE",
                    "SOMATOM_EDGE",
                    "SOMATOM_GO",
                    "SOMATOM_ON_SITE",
                    "SOMATOM_SCOPE",
                    "SOMATOM_PERSPECTIVE",
                    "SOMATOM_CONFIDENCE",
                    "SOMATOM_X",
                    "NAEOTOM_ALPHA",
                    "SENSATION",
                    "EMOTION",
                    "BIOGRAPH",
                    "MAMMOMAT_INSPIRATION",
                    "MAMMOMAT_REVELATION",
                    "MAMMOMAT_FUSION",
                    "MAMMOMAT_NOVATION",
                    "REVOLUTION",
                    "OPTIMA_CT",
                    "DISCOVERY_CT",
                    "LIGHTSPEED",
                    "BRIGHTSPEED",
                    "HISPEED",
                    "SENOGRAPHE_ESSENTIAL",
                    "SENOGRAPHE_PRISTINA",
                    "SENOGRAPHE_DS",
                    "SENO_CRYSTAL",
                    "INGENUITY",
                    "BRILLIANCE",
                    "INCISIVE",
                    "ICT",
                    "IQON",
                    "MX16",
                    "AQUILION_ONE",
                    "AQUILION_PRIME",
                    "AQUILION_LIGHTNING",
                    "AQUILION_PRECISION",
                    "AQUILION",
                    "SELENIA_DIMENSIONS",
                    "3DIMENSIONS",
                    "LORAD_SELENIA",
                    "AMULET",
                    "FDR",
                    "SCENARIA",
                    "SUPRIA",
                    "ECLOS",
                    "DX-D",
                    "DRX",
                    "AERODR",
                    "BODYTOM",
                    "OMNITOM",
                    "CERETOM",
                    "UCT",
                    "NEUVIZ",
                    "CLARITY",
                    "GIOTTO");

    /**
     * One or two letters, two digits and a letter at most, as B30f, Br40d, I31f or FC08; other
     * kernels are a list. No name and no number of a person is written so.
     */
    private static final Pattern KERNEL = Pattern.compile("[A-Z]{1,2}[0-9]{2}[A-Z]?");

    private static final Set<String> KERNELS =
            Set.of(
                    "STANDARD",
                    "SOFT",
                    "BONE",
                    "BONEPLUS",
                    "LUNG",
                    "DETAIL",
                    "EDGE",
                    "CHST",
                    "CHEST",
                    "A",
                    "B",
                    "C",
                    "D",
                    "E",
                    "L",
                    "YA",
                    "YB",
                    "YC",
                    "YD",
                    "YE",
                    "IMR1",
                    "UA",
                    "UB",
                    "UC",
                    "SHARP",
                    "SMOOTH");

    private static final Set<String> VIEWS =
            Set.of(
                    "CC", "MLO", "ML", "LM", "LMO", "XCCL", "XCCM", "FB", "SIO", "ISO", "CV", "AT",
                    "RL", "RM", "PA", "AP", "LL", "RLD", "LLD", "RLO", "LLO", "LATERAL", "LAT",
                    "OBL");

    private static final double[] SLICES = {1, 2, 3, 5, 8};
    private static final String[] SLICE_BANDS = {"0-1", "1-2", "2-3", "3-5", "5-8", "8-50"};
    private static final int THICKNESS_BAND = 20;
    private static final double THICKEST = 200;

    private StratumParts() {}

    static String make(DataSet header) {
        var text = plain(header.string(Tag.Manufacturer), "");
        if (text.isEmpty()) {
            return NONE;
        }
        return MAKES.stream()
                .filter(make -> text.startsWith(make.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(OTHER);
    }

    static String model(DataSet header) {
        var text = plain(header.string(Tag.ManufacturerModelName), "_");
        if (text.isEmpty()) {
            return NONE;
        }
        return MODELS.stream()
                .filter(model -> ("_" + text).contains("_" + model))
                .findFirst()
                .orElse(OTHER);
    }

    static String kernel(DataSet header) {
        var text = plain(header.string(Tag.ConvolutionKernel), "");
        if (text.isEmpty()) {
            return NONE;
        }
        return KERNELS.contains(text) || KERNEL.matcher(text).matches() ? text : OTHER;
    }

    static String sliceBand(DataSet header) {
        var thickness = header.doubles(Tag.SliceThickness);
        if (thickness.length == 0 || !(thickness[0] > 0 && thickness[0] <= 50)) {
            return NONE;
        }
        int band = 0;
        while (band < SLICES.length && thickness[0] >= SLICES[band]) {
            band++;
        }
        return SLICE_BANDS[band];
    }

    /**
     * An agent that de-identification emptied leaves an empty attribute, which says neither yes nor
     * no.
     */
    static String contrast(DataSet header, String modality) {
        if (!modality.equals("CT") && !modality.equals("MR")) {
            return NONE;
        }
        var agent = header.string(Tag.ContrastBolusAgent);
        if ((agent != null && !agent.isBlank())
                || !header.items(Tag.ContrastBolusAgentSequence).isEmpty()
                || header.string(Tag.ContrastBolusIngredient) != null
                || positive(header.doubles(Tag.ContrastBolusVolume))) {
            return "YES";
        }
        return header.contains(Tag.ContrastBolusAgent) ? NONE : "NO";
    }

    static String intent(DataSet header) {
        var text = plain(header.string(Tag.PresentationIntentType), "");
        return switch (text) {
            case "FORPROCESSING" -> "PROCESSING";
            case "FORPRESENTATION" -> "PRESENTATION";
            case "" -> NONE;
            default -> OTHER;
        };
    }

    static String view(DataSet header) {
        var text = plain(header.string(Tag.ViewPosition), "");
        return text.isEmpty() ? NONE : VIEWS.contains(text) ? text : OTHER;
    }

    static String thicknessBand(DataSet header, String modality) {
        var thickness = header.doubles(Tag.BodyPartThickness);
        if (!modality.equals("MG")
                || thickness.length == 0
                || !(thickness[0] > 0 && thickness[0] < THICKEST)) {
            return NONE;
        }
        int band = (int) thickness[0] / THICKNESS_BAND * THICKNESS_BAND;
        return band + "-" + (band + THICKNESS_BAND - 1);
    }

    private static boolean positive(double[] values) {
        return values.length > 0 && values[0] > 0;
    }

    private static String plain(@Nullable String text, String between) {
        return text == null
                ? ""
                : text.toUpperCase(Locale.ROOT)
                        .strip()
                        .replaceAll("[^A-Z0-9.-]+", between)
                        .replaceAll("^_+|_+$", "");
    }
}
