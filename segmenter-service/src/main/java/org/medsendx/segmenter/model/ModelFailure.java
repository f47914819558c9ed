package org.medsendx.segmenter.model;

import java.io.Serial;

/** Why a model made no tissue map of a scan; the scan gets another. */
public final class ModelFailure extends Exception {

    @Serial private static final long serialVersionUID = 1L;

    /** What can be wrong, as the code that events carry. */
    public enum Reason {
        /** The package, its manifest or its network is not where the settings say. */
        MISSING("model-missing", false),
        /** The manifest is not one; the message says where. */
        MANIFEST("model-manifest", false),
        /** The network is not the one that the manifest was written for. */
        DIGEST("model-digest", false),
        /** The network cannot be loaded, or its inputs, outputs or values are not as agreed. */
        FOREIGN("model-foreign", false),
        /** The package is for another kind of scan. */
        OTHER_SCAN("model-for-another-scan", false),
        /** The image lacks what the model needs to know: pixel spacing, orientation, its unit. */
        GEOMETRY("model-lacks-geometry", false),
        /** The image is too large for this process, or too flat for this model. */
        SIZE("model-size", false),
        /** This machine has no ONNX Runtime, or no Java to run it with. */
        NO_RUNTIME("model-no-runtime", false),
        /** It took longer than it may. */
        SLOW("model-slow", true),
        /** It wanted more memory than it may have. */
        MEMORY("model-memory", true),
        /** Its process ended. */
        CRASHED("model-crashed", true),
        /** It failed a short while ago and is not asked again yet. */
        RESTING("model-resting", false);

        private final String code;
        private final boolean tiring;

        Reason(String code, boolean tiring) {
            this.code = code;
            this.tiring = tiring;
        }

        /** As events carry it. */
        public String code() {
            return code;
        }

        /** Whether trying again at once would cost the next scan as much as this one. */
        boolean tiring() {
            return tiring;
        }
    }

    private final Reason reason;

    /**
     * @param message for the log: nothing of an image or its header
     */
    public ModelFailure(Reason reason, String message) {
        super(reason.code() + ": " + message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
