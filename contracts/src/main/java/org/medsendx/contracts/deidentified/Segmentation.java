package org.medsendx.contracts.deidentified;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;

/**
 * The outcome of segmentation.
 *
 * @param status whether there is a tissue map
 * @param reason why there is none, a code; null when there is one
 * @param tissues the classes; empty when there is no tissue map
 * @param scheme the scheme that named the classes, or null when there are none or none was told
 * @param separation how deep the shallowest valley between two classes is, 0 to 1; null when it was
 *     not measured
 * @param remarks codes of what a reader of the classes must know, such as {@code metal-left-out};
 *     null when there are none
 * @param density what was measured on a whole breast, or null
 * @param method how the classes were made where a model is set; null for k-means where none is, and
 *     in events from before there were models
 */
public record Segmentation(
        Status status,
        @Nullable String reason,
        List<Features.Tissue> tissues,
        @Nullable String scheme,
        @Nullable Double separation,
        @Nullable List<String> remarks,
        @Nullable BreastDensity density,
        @Nullable Method method) {

    public Segmentation {
        Objects.requireNonNull(status, "status");
        tissues = List.copyOf(tissues);
        if ((status == Status.SEGMENTED) != (reason == null)) {
            throw new IllegalArgumentException("exactly a missing tissue map has a reason");
        }
        if (reason != null) {
            Checks.reason(reason);
        }
        if (scheme != null) {
            Checks.reason(scheme);
        }
        if (separation != null && !(separation >= 0 && separation <= 1)) {
            throw new IllegalArgumentException("separation is 0 to 1");
        }
        if (remarks != null) {
            remarks = List.copyOf(remarks);
            remarks.forEach(Checks::reason);
        }
        if (method != null && method.kind() == Method.Kind.MODEL && reason != null) {
            throw new IllegalArgumentException("a missing tissue map was made by no model");
        }
    }

    /** An outcome of which no more is told. */
    public Segmentation(Status status, @Nullable String reason, List<Features.Tissue> tissues) {
        this(status, reason, tissues, null, null, null, null);
    }

    /** An outcome that no model was asked for. */
    public Segmentation(
            Status status,
            @Nullable String reason,
            List<Features.Tissue> tissues,
            @Nullable String scheme,
            @Nullable Double separation,
            @Nullable List<String> remarks,
            @Nullable BreastDensity density) {
        this(status, reason, tissues, scheme, separation, remarks, density, null);
    }

    /** The same with another density. */
    public Segmentation with(@Nullable BreastDensity other) {
        return new Segmentation(
                status, reason, tissues, scheme, separation, remarks, other, method);
    }

    /** The same, and how it was made. */
    public Segmentation by(@Nullable Method other) {
        return new Segmentation(
                status, reason, tissues, scheme, separation, remarks, density, other);
    }

    /**
     * How a tissue map was made where a model is set for that kind of scan.
     *
     * @param kind by the model, or by k-means in its place
     * @param model the model that made it, or that could not; null when that one cannot even be
     *     read
     * @param fallback why k-means stands in, a code; null when the model made it
     */
    public record Method(Kind kind, @Nullable Model model, @Nullable String fallback) {
        public Method {
            Objects.requireNonNull(kind, "kind");
            if ((kind == Kind.MODEL) != (fallback == null)) {
                throw new IllegalArgumentException("k-means stands in for a reason");
            }
            if (kind == Kind.MODEL) {
                Objects.requireNonNull(model, "model");
            }
            if (fallback != null) {
                Checks.reason(fallback);
            }
        }

        /** What made it. */
        public enum Kind {
            /** A learned model. */
            MODEL,
            /** Exact k-means. */
            K_MEANS
        }
    }

    /**
     * A learned model.
     *
     * @param name of its package
     * @param version of its package
     * @param sha256 digest of its network, lower case hex
     */
    public record Model(String name, String version, String sha256) {

        private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
        private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");
        private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

        public Model {
            if (!NAME.matcher(name).matches()
                    || !VERSION.matcher(version).matches()
                    || !DIGEST.matcher(sha256).matches()) {
                throw new IllegalArgumentException("a model has a name, a version and a digest");
            }
        }
    }

    /** Whether there is a tissue map. */
    public enum Status {
        SEGMENTED,
        /**
         * The object has no image, or one that cannot be decoded here. It is uploaded all the same.
         */
        NOT_SEGMENTED
    }
}
