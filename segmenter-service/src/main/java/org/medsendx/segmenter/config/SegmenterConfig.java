package org.medsendx.segmenter.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.medsendx.segmenter.derived.DerivedChoice.SegmentationCoding;
import org.medsendx.segmenter.instance.DerivedInstance.Form;

/** Settings of segmenter-service. */
@ConfigMapping(prefix = "medsendx.segmenter")
public interface SegmenterConfig {

    /** The volume of de-identified files; read only. */
    Path deidentifiedDir();

    /** The segmenter's own volume: pictures, ledger, outbox, dead letters. */
    Path derivedDir();

    /** Pixels of one frame; a larger image is uploaded like any other but not decoded here. */
    @WithDefault("100000000")
    long maxPixels();

    /** How many frames of one image are measured at most, evenly spaced. */
    @WithDefault("64")
    int maxFrames();

    /**
     * Pixels of all measured frames of one image together; of large frames fewer are measured, so
     * that no scan keeps others waiting for longer than its share.
     */
    @WithDefault("100000000")
    long maxMeasuredPixels();

    /**
     * How many scans are read and measured at once; as many as there are processors, but no more
     * than 8, when absent. Results do not hang on it (decision 29), memory does: small scans take
     * some megabytes each, large ones share three quarters of the heap.
     */
    OptionalInt scansAtOnce();

    /**
     * A file of tissue schemes in place of the shipped ones (docs/breast-density.md says where its
     * format is); an error in it stops the start and names file and key.
     */
    Optional<Path> tissueSchemes();

    /** Longest side of either half of a picture, in pixels; larger images are reduced. */
    @WithDefault("800")
    int maxHighlightSide();

    /**
     * How large the file of a picture may be, in bytes; levels of grey are taken away until it is.
     * For an image of more than a million pixels two and a half times as much.
     */
    @WithDefault("60000")
    int maxHighlightBytes();

    /** What is made of a scan, lies beside its instance, and goes up with it. */
    DerivedSettings derived();

    /**
     * Lists of modality codes such as {@code CT,MG}; {@code ALL} is every modality, {@code NONE} is
     * none. What is made and does not go up stays on the truck until its scan is forgotten.
     * docs/derived.md has the sizes.
     */
    interface DerivedSettings {

        /** Modalities with a side-by-side picture. */
        @WithDefault("ALL")
        Set<String> highlight();

        /** Those of them whose picture goes up. */
        @WithDefault("ALL")
        Set<String> highlightUp();

        /**
         * How many images of a series have a picture, beside those that are unusual;
         * docs/derived.md says which.
         */
        @WithDefault("20")
        int highlightsPerSeries();

        /** Modalities with a DICOM SEG of the tissue map. */
        @WithDefault("CT,MG")
        Set<String> segmentation();

        /** Those of them whose DICOM SEG goes up. */
        @WithDefault("CT,MG")
        Set<String> segmentationUp();

        /** Modalities with a DICOM SR of features, quality and triage. */
        @WithDefault("ALL")
        Set<String> measurements();

        /** Those of them whose DICOM SR goes up. */
        @WithDefault("ALL")
        Set<String> measurementsUp();

        /** Modalities with a small picture. */
        @WithDefault("ALL")
        Set<String> thumbnail();

        /** Those of them whose small picture goes up. */
        @WithDefault("ALL")
        Set<String> thumbnailUp();

        /** Longest side of a small picture, in pixels. */
        @WithDefault("128")
        int thumbnailSide();

        /**
         * How the segments of a DICOM SEG are coded: {@code binary}, which every reader knows,
         * {@code labelmap}, whose SOP class is of 2024, or {@code smaller}, whichever file is.
         */
        @WithDefault("binary")
        SegmentationCoding segmentationCoding();

        /**
         * How DICOM files are written: {@code deflated} (Deflated Explicit VR Little Endian) or
         * {@code plain} (Explicit VR Little Endian).
         */
        @WithDefault("deflated")
        Form form();
    }

    /**
     * How long to wait for a file that an event names and that is not there, or not with the bytes
     * that the event tells of; then the scan is reported as not segmented.
     */
    @WithDefault("10s")
    Duration objectWait();

    /** The first wait after a local fault, such as a full disk; it doubles up to the longest. */
    @WithDefault("1s")
    Duration retryFirst();

    /**
     * How often to look whether the truck's Kafka still holds what it acknowledged; what it lost is
     * published again.
     */
    @WithDefault("30s")
    Duration logCheckEvery();

    /** The longest wait after a local fault. Nothing is given up. */
    @WithDefault("30s")
    Duration retryLongest();

    /**
     * The model that segments the scans of a modality, such as {@code phantom-ct} for {@code CT};
     * k-means does where there is none, and where it fails. docs/models.md says what a model is.
     */
    Map<String, String> models();

    /** Folder of the models that a site brings; without it there are those of this program. */
    Optional<Path> modelsDir();

    /** What a model may take. */
    ModelSettings model();

    /** Beyond these k-means stands in, and the event says so. */
    interface ModelSettings {

        /** Time for one scan, with starting and loading. */
        @WithDefault("20s")
        Duration timeLimit();

        /** Memory of its process beside that of a JVM, in MiB. */
        @WithDefault("384")
        int memory();

        /** Threads of its process. */
        @WithDefault("1")
        int threads();
    }

    /** How this service finds what it should have heard of and has not. */
    CatchUpSettings catchUp();

    /** When the outbox of the anonymizer is believed more than the broker. */
    interface CatchUpSettings {

        /**
         * How long an event may be on its way over Kafka; then its work is done from the outbox of
         * its writer on the volume.
         */
        @WithDefault("2m")
        Duration grace();

        /** Time between two looks. */
        @WithDefault("10s")
        Duration every();
    }

    /** What is kept for how long, and then forgotten or deleted. */
    KeepSettings keep();

    /** Times are counted by the truck's clock; docs/decisions/0020 says what never goes. */
    interface KeepSettings {

        /** How long a picture stays after the cloud has confirmed it. */
        @WithDefault("14d")
        Duration uploadedFiles();

        /**
         * How long an event can be published again, for a broker that lost it. One that is not
         * published, or that the uplink has not taken, stays whatever its age.
         */
        @WithDefault("30d")
        Duration outbox();

        /**
         * How long the pages show a scan; then only its id is known. Longer than the outbox of
         * anonymizer-service keeps events.
         */
        @WithDefault("60d")
        Duration ledger();

        /** Time between two looks for what may go. */
        @WithDefault("1h")
        Duration every();
    }

    /** From where on something about a scan is a finding; docs/quality.md has the figures. */
    QualitySettings quality();

    /** Limits of the quality verdict. */
    interface QualitySettings {

        /** Share of the valid pixels at the bright end: somebody should look. */
        @WithDefault("0.01")
        double clippedLook();

        /** Share of the valid pixels at the bright end: take it again. */
        @WithDefault("0.10")
        double clippedRepeat();

        /** Fewer different values than this are few. */
        @WithDefault("8")
        int fewValues();

        /** Low contrast: 98 % of the pixels lie within fewer stored values than this. */
        @WithDefault("8")
        int lowContrast();

        /** Less than this share of the image are valid pixels: mostly masked. */
        @WithDefault("0.10")
        double leastValid();

        /**
         * Share of the outermost valid pixels of a CT slice that are body, where it is
         * reconstructed as wide as the scanner measures: cut off.
         */
        @WithDefault("0.5")
        double cutOff();

        /** So many rows and columns of a detector that stand out. */
        @WithDefault("1")
        int defectLines();

        /** So many single pixels per million that stand out. */
        @WithDefault("50")
        double defectPixels();

        /** Grid lines: height of their peak in dB. */
        @WithDefault("6")
        double gridPeak();

        /** A ring: its height in standard errors. */
        @WithDefault("8")
        double ringScore();

        /** Deviation index (IEC 62494-1) on either side. */
        @WithDefault("3")
        double deviation();

        /** Motion: directionality (docs/features.md) of so much, either side; projections only. */
        @WithDefault("0.4")
        double motion();
    }

    /** What makes the place in the work list; docs/triage.md has the formula. */
    TriageSettings triage();

    /** Points of 100, and how what is usual is learned. */
    interface TriageSettings {

        /** Where every scan begins. */
        @WithDefault("50")
        double base();

        /** For an order with the priority STAT, once one is known. */
        @WithDefault("40")
        double stat();

        /** For an order with the priority HIGH, once one is known. */
        @WithDefault("20")
        double high();

        /** For an order with the priority LOW, once one is known. */
        @WithDefault("-20")
        double low();

        /** For a scan that is to be taken again. */
        @WithDefault("30")
        double repeat();

        /** For a scan whose quality somebody should look at. */
        @WithDefault("10")
        double look();

        /** For a scan that is far from those of its kind. */
        @WithDefault("15")
        double unusual();

        /** Distance from its kind at which points begin, in robust standard deviations. */
        @WithDefault("4")
        double unusualFrom();

        /** Distance at which it has all of them. */
        @WithDefault("8")
        double unusualFull();

        /**
         * Rules of the site for kinds of exams and ages, the first that fits counts: {@code
         * MODALITY/BODYPART/AGE=POINTS}, such as {@code CT/HEAD=15}; AGE is from-to in years.
         */
        Optional<List<String>> rules();

        /** Scans of a kind before one is called unusual. */
        @WithDefault("30")
        int leastScans();

        /** Scans of a kind that are remembered. */
        @WithDefault("200")
        int keptScans();

        /** Kinds of scans that are remembered. */
        @WithDefault("300")
        int kinds();

        /**
         * How long what the fleet calls usual stands in where too few scans of a kind were seen
         * here; {@code 0s} for never.
         */
        @WithDefault("90d")
        Duration fleetAge();
    }
}
