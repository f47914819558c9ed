package org.medsendx.benchmarks.fleet;

import java.util.List;

/**
 * A kind of exam: what is in its images, and by how much patients differ. Every figure that
 * somebody has published is from there; the rest is a guess on the unkind side, and says so.
 *
 * @param modality as DICOM has it
 * @param bodyPart as DICOM has it
 * @param protocol as the makers ship it; {@code NONE} where the view stands for it
 * @param tissues what an image shows, from low to high values
 * @param noise spread of the pixels at the usual dose
 * @param edge usual width of an edge, mm
 * @param common log spread between patients that all tissues of one share: size, beam hardening,
 *     exposure control
 * @param walk log spread of the shares from one slice to the next (slices of one patient)
 */
record ExamKind(
        String modality,
        String bodyPart,
        String protocol,
        List<Tissue> tissues,
        double noise,
        double edge,
        double common,
        double walk) {

    /**
     * One tissue.
     *
     * @param signal above the unit's zero, which is -1000 HU or 0
     * @param texture spread of its pixels beside the noise
     * @param share usual share of the image
     * @param shareSpread log spread of the share between patients
     * @param patient log spread of the signal between patients
     * @param image the same between images of one patient
     */
    record Tissue(
            double signal,
            double texture,
            double share,
            double shareSpread,
            double patient,
            double image) {}

    boolean slices() {
        return modality.equals("CT");
    }

    double zero() {
        return slices() ? -1000 : 0;
    }

    String unit() {
        return slices() ? "HU" : "stored";
    }

    /**
     * Livers of healthy people have 58.3 HU with a standard deviation of 8.9 between people: 0.8 %
     * of the signal (forensic series of 64, Int. J. Legal Med. 2019, doi
     * 10.1007/s00414-019-02016-1). Global noise levels of clinical exams: 3 to 10 HU for heads, 10
     * to 20 for bodies (Ahmad et al., Med. Phys. 2021, PMC9291315; Christianson et al., AJR 205,
     * 2015). Lung, bone and the walks along slices are guesses.
     */
    static final ExamKind CHEST =
            new ExamKind(
                    "CT",
                    "CHEST",
                    "ROUTINE",
                    List.of(
                            new Tissue(14, 6, 0.36, 0.15, 0.1, 0.02),
                            new Tissue(150, 80, 0.22, 0.3, 0.2, 0.05),
                            new Tissue(900, 22, 0.15, 0.4, 0.009, 0.003),
                            new Tissue(1050, 22, 0.22, 0.2, 0.008, 0.003),
                            new Tissue(1380, 170, 0.05, 0.25, 0.04, 0.015)),
                    13,
                    1.5,
                    0.003,
                    0.15);

    static final ExamKind ABDOMEN =
            new ExamKind(
                    "CT",
                    "ABDOMEN",
                    "PORTAL_VENOUS",
                    List.of(
                            new Tissue(14, 6, 0.40, 0.15, 0.1, 0.02),
                            new Tissue(895, 22, 0.20, 0.45, 0.009, 0.003),
                            new Tissue(1060, 20, 0.25, 0.2, 0.008, 0.003),
                            new Tissue(1130, 35, 0.11, 0.25, 0.02, 0.006),
                            new Tissue(1350, 160, 0.04, 0.25, 0.04, 0.015)),
                    12,
                    1.5,
                    0.003,
                    0.12);

    static final ExamKind HEAD =
            new ExamKind(
                    "CT",
                    "HEAD",
                    "ROUTINE",
                    List.of(
                            new Tissue(14, 6, 0.48, 0.08, 0.1, 0.02),
                            new Tissue(900, 25, 0.04, 0.25, 0.009, 0.003),
                            new Tissue(1033, 9, 0.38, 0.1, 0.003, 0.001),
                            new Tissue(1900, 280, 0.10, 0.15, 0.03, 0.01)),
                    4.5,
                    1.2,
                    0.002,
                    0.1);

    /**
     * Exposure control repeats within 5 % (Eur. Radiol. Exp. 2024, doi 10.1186/s41747-024-00447-z);
     * what processing for presentation leaves of it is a guess.
     */
    static final ExamKind BREAST =
            new ExamKind(
                    "MG",
                    "BREAST",
                    "NONE",
                    List.of(
                            new Tissue(110, 18, 0.42, 0.25, 0.03, 0.02),
                            new Tissue(900, 70, 0.36, 0.3, 0.02, 0.012),
                            new Tissue(1850, 140, 0.17, 0.45, 0.025, 0.015),
                            new Tissue(2350, 120, 0.05, 0.5, 0.025, 0.02)),
                    20,
                    0.2,
                    0.012,
                    0.05);

    static final ExamKind THORAX =
            new ExamKind(
                    "DX",
                    "CHEST",
                    "NONE",
                    List.of(
                            new Tissue(380, 60, 0.25, 0.3, 0.05, 0.02),
                            new Tissue(1400, 200, 0.45, 0.2, 0.03, 0.02),
                            new Tissue(2700, 260, 0.30, 0.25, 0.03, 0.02)),
                    25,
                    0.3,
                    0.015,
                    0.02);
}
