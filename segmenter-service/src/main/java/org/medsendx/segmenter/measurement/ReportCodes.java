package org.medsendx.segmenter.measurement;

import static org.medsendx.segmenter.instance.Code.dcm;
import static org.medsendx.segmenter.instance.Code.own;
import static org.medsendx.segmenter.instance.Code.sct;
import static org.medsendx.segmenter.instance.Code.ucum;

import org.jspecify.annotations.Nullable;
import org.medsendx.segmenter.instance.Code;

/** The codes of a measurement report (PS3.16, annex D and TID 1500 with what it includes). */
final class ReportCodes {

    static final Code REPORT = dcm("126000", "Imaging Measurement Report");
    static final Code LANGUAGE = dcm("121049", "Language of Content Item and Descendants");
    static final Code ENGLISH = new Code("en-US", "RFC5646", "English (United States)");
    static final Code OBSERVER_TYPE = dcm("121005", "Observer Type");
    static final Code DEVICE = dcm("121007", "Device");
    static final Code DEVICE_UID = dcm("121012", "Device Observer UID");
    static final Code DEVICE_NAME = dcm("121013", "Device Observer Name");
    static final Code DEVICE_MANUFACTURER = dcm("121014", "Device Observer Manufacturer");
    static final Code DEVICE_MODEL = dcm("121015", "Device Observer Model Name");
    static final Code PROCEDURE_REPORTED = dcm("121058", "Procedure reported");
    static final Code IMAGING_PROCEDURE = sct("363679005", "Imaging procedure");

    static final Code IMAGE_LIBRARY = dcm("111028", "Image Library");
    static final Code IMAGE_LIBRARY_GROUP = dcm("126200", "Image Library Group");
    static final Code MODALITY = dcm("121139", "Modality");
    static final Code TARGET_REGION = dcm("123014", "Target Region");
    static final Code IMAGE_LATERALITY = dcm("111027", "Image Laterality");
    static final Code ROWS = dcm("110910", "Pixel Data Rows");
    static final Code COLUMNS = dcm("110911", "Pixel Data Columns");

    static final Code MEASUREMENTS = dcm("126010", "Imaging Measurements");
    static final Code GROUP = dcm("125007", "Measurement Group");
    static final Code TRACKING_IDENTIFIER = dcm("112039", "Tracking Identifier");
    static final Code TRACKING_UID = dcm("112040", "Tracking Unique Identifier");
    static final Code FINDING = dcm("121071", "Finding");
    static final Code FINDING_SITE = sct("363698007", "Finding Site");
    static final Code LATERALITY = sct("272741003", "Laterality");
    static final Code LEFT = sct("7771000", "Left");
    static final Code RIGHT = sct("24028007", "Right");
    static final Code BREAST = sct("76752008", "Breast");
    static final Code SOURCE = sct("260753009", "Source");
    static final Code ALGORITHM_NAME = dcm("111001", "Algorithm Name");
    static final Code ALGORITHM_VERSION = dcm("111003", "Algorithm Version");
    static final Code ALGORITHM_PARAMETERS = dcm("111002", "Algorithm Parameters");
    static final Code COMMENT = dcm("121106", "Comment");

    static final Code DERIVATION = dcm("121401", "Derivation");
    static final Code MEAN = sct("373098007", "Mean");
    static final Code DEVIATION = sct("386136009", "Standard Deviation");
    static final Code MINIMUM = sct("255605001", "Minimum");
    static final Code MAXIMUM = sct("56851009", "Maximum");
    static final Code MEDIAN = sct("373099004", "Median");
    static final Code PERCENTILE_5 = sct("371888009", "5th Percentile Value of population");
    static final Code PERCENTILE_95 = sct("371889001", "95th Percentile Value of population");
    static final Code PERCENTILE_1 = own("P01", "1st percentile of pixels");
    static final Code PERCENTILE_25 = own("P25", "25th percentile of pixels");
    static final Code PERCENTILE_75 = own("P75", "75th percentile of pixels");
    static final Code PERCENTILE_99 = own("P99", "99th percentile of pixels");

    static final Code ATTENUATION = dcm("112031", "Attenuation Coefficient");
    static final Code PIXEL_VALUE = own("PIXEL-VALUE", "Pixel value");
    static final Code MEASURED_PIXELS = own("MEASURED-PIXELS", "Pixels measured");
    static final Code CLASS_SHARE = own("CLASS-SHARE", "Share of the measured pixels");

    static final Code BREAST_DENSITY = sct("129793001", "Mammography breast density");
    static final Code FIBROGLANDULAR_AREA = dcm("111046", "Percent Fibroglandular Tissue");
    static final Code AREA_UNCERTAINTY =
            own("AREA-UNCERTAINTY", "How far the percent of the area may be off");
    static final Code FIBROGLANDULAR_VOLUME =
            own("DENSITY-VOLUME", "Percent of the breast's volume that is fibroglandular");
    static final Code GRADE = own("DENSITY-GRADE", "Quarter of the area that is dense");
    static final Code GRADE_FROM = own("GRADE-FROM", "Least grade within the uncertainty");
    static final Code GRADE_TO = own("GRADE-TO", "Greatest grade within the uncertainty");
    static final Code NIPPLE_LINE = own("NIPPLE-LINE", "Length of the posterior nipple line");

    static final Code QUALITY = dcm("111050", "Quality Assessment");
    static final Code QUALITY_FINDING = dcm("111052", "Quality Finding");
    static final Code PRIORITY = own("WORK-LIST-PLACE", "Place in the work list, 0 to 100");
    static final Code PRIORITY_INPUT = own("PLACE-INPUT", "What the place was made from");

    static final Code HOUNSFIELD = ucum("[hnsf'U]", "Hounsfield Unit");
    static final Code NO_UNITS = ucum("1", "no units");
    static final Code PERCENT = ucum("%", "Percent");
    static final Code MILLIMETRES = ucum("mm", "millimeter");
    static final Code PIXELS = ucum("{pixels}", "pixels");

    private ReportCodes() {}

    /** An acquisition modality (PS3.16, CID 29); null for others. */
    static @Nullable Code modality(String term) {
        return switch (term) {
            case "CT" -> dcm(term, "Computed Tomography");
            case "MG" -> dcm(term, "Mammography");
            case "MR" -> dcm(term, "Magnetic Resonance");
            case "DX" -> dcm(term, "Digital Radiography");
            case "CR" -> dcm(term, "Computed Radiography");
            case "US" -> dcm(term, "Ultrasound");
            case "PT" -> dcm(term, "Positron emission tomography");
            case "NM" -> dcm(term, "Nuclear Medicine");
            case "XA" -> dcm(term, "X-Ray Angiography");
            case "RF" -> dcm(term, "Radiofluoroscopy");
            default -> null;
        };
    }
}
