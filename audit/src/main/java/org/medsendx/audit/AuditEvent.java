package org.medsendx.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody did with identified data or with a key (PS3.15, A.5; RFC 3881). It names
 * objects by their ids on the truck, patients by pseudonyms, keys by their ids; nothing of a header
 * is in it. The reason of a request is what the person typed.
 *
 * @param kind what was done
 * @param outcome how it ended
 * @param user who did it: a name that was given; null when it is the service itself
 * @param address where the request came from, null when it is the truck itself
 * @param objects what it was done with
 * @param reason why, as the person said, or the rule that withheld an instance; null when nobody
 *     has to say
 */
public record AuditEvent(
        Kind kind,
        Outcome outcome,
        @Nullable String user,
        @Nullable String address,
        List<ObjectOf> objects,
        @Nullable String reason) {

    private static final int LONGEST_ID = 200;

    public AuditEvent {
        objects = List.copyOf(objects);
        if (user != null && (user.isBlank() || user.length() > 200)) {
            throw new IllegalArgumentException("a user has a name of at most 200 characters");
        }
        if (reason != null && reason.length() > 1000) {
            throw new IllegalArgumentException("a reason has at most 1000 characters");
        }
    }

    /** Something the service did by itself. */
    public static AuditEvent ofService(
            Kind kind, Outcome outcome, List<ObjectOf> objects, @Nullable String reason) {
        return new AuditEvent(kind, outcome, null, null, objects, reason);
    }

    /**
     * Somebody reads what is identified over HTTP.
     *
     * @param who the name of the account, or {@code http} where nobody has to say
     * @param address where the request comes from
     * @param path without query
     */
    public static AuditEvent pageRead(String who, String address, String method, String path) {
        String page = method + ' ' + path;
        return new AuditEvent(
                Kind.PAGE_READ,
                Outcome.SUCCESS,
                who,
                address,
                List.of(
                        new ObjectOf(
                                "page", page.substring(0, Math.min(LONGEST_ID, page.length())))),
                null);
    }

    /**
     * Somebody sends identified data over HTTP.
     *
     * @param who the name of the account, or {@code http} where nobody has to say
     * @param address where the request comes from
     * @param resource what it is sent to, without what names a study
     */
    public static AuditEvent sentIn(String who, String address, String method, String resource) {
        return new AuditEvent(
                Kind.SENT_IN,
                Outcome.SUCCESS,
                who,
                address,
                List.of(new ObjectOf("page", method + ' ' + resource)),
                null);
    }

    /**
     * Somebody signs in, or out, or is refused.
     *
     * @param kind {@link Kind#SIGNED_IN} or {@link Kind#SIGNED_OUT}
     * @param who the name of an account
     * @param address where the request comes from
     */
    public static AuditEvent ofAccount(Kind kind, Outcome outcome, String who, String address) {
        return new AuditEvent(
                kind, outcome, who, address, List.of(new ObjectOf("account", who)), null);
    }

    /** Event Outcome Indicator (RFC 3881, 5.1.4). */
    public enum Outcome {
        SUCCESS(0),
        MINOR_FAILURE(4),
        SERIOUS_FAILURE(8);

        private final int indicator;

        Outcome(int indicator) {
            this.indicator = indicator;
        }

        int indicator() {
            return indicator;
        }
    }

    /**
     * What was done: Event ID and Event Type Code of PS3.16, CID 400 and CID 401, with Event Action
     * Code (RFC 3881, 5.1.2).
     */
    public enum Kind {
        STARTED("110100", "Application Activity", "E", "110120", "Application Start"),
        STOPPED("110100", "Application Activity", "E", "110121", "Application Stop"),
        RELEASED("110106", "Export", "R", null, null),
        WITHHELD("110106", "Export", "R", null, null),
        PAGE_READ("110103", "DICOM Instances Accessed", "R", null, null),
        SENT_IN("110104", "DICOM Instances Transferred", "C", null, null),
        /**
         * Somebody accepted or rejected a de-identified scan; the reason is the decision as a code.
         */
        REVIEWED("110103", "DICOM Instances Accessed", "U", null, null),
        /**
         * Somebody had an input looked at again, or taken as it is; the reason is what they typed.
         */
        TAKEN_AGAIN("110103", "DICOM Instances Accessed", "U", null, null),
        /**
         * Somebody put the patient of an order into an image; the reason is what they typed, and
         * the key of the order.
         */
        CORRECTED("110103", "DICOM Instances Accessed", "U", null, null),
        /** Somebody had an input deleted that was kept for a person to look at. */
        DISCARDED("110103", "DICOM Instances Accessed", "D", null, null),
        /** Somebody took an input off the list of what needs a person; it stays on the truck. */
        SETTLED("110103", "DICOM Instances Accessed", "U", null, null),
        /**
         * Somebody had originals sent to the hospital's archive again that it had refused; the
         * reason is what they typed.
         */
        SENT_AGAIN("110103", "DICOM Instances Accessed", "U", null, null),
        /** Originals are about to be sent to the hospital's archive, by the service itself. */
        ARCHIVED("110104", "DICOM Instances Transferred", "R", null, null),
        /** Originals are about to be deleted that the archive has committed itself to. */
        CLEARED("110103", "DICOM Instances Accessed", "D", null, null),
        /** Somebody looked for a patient; what they looked for is not written down. */
        PATIENT_SOUGHT("110112", "Query", "E", null, null),
        /**
         * A device asked for what the truck holds, and is about to be told; of each patient, study,
         * series or image that matched one instance is named. What it looked for is not.
         */
        QUERIED("110112", "Query", "E", null, null),
        /** Originals are about to be sent to a device that asked for them. */
        RETRIEVED("110104", "DICOM Instances Transferred", "R", null, null),
        /** By the name of an account. */
        REIDENTIFIED("110110", "Patient Record", "R", null, null),
        /** By a name that only the person who asked gave. */
        REIDENTIFIED_BY_CLAIM("110110", "Patient Record", "R", null, null),
        SIGNED_IN("110114", "User Authentication", "E", "110122", "Login"),
        SIGNED_OUT("110114", "User Authentication", "E", "110123", "Logout"),
        KEY_CREATED("110113", "Security Alert", "E", "110129", "Security Configuration"),
        KEY_ACTIVE("110113", "Security Alert", "E", "110129", "Security Configuration"),
        /** A log of before the chain was put beside it. */
        TAKEN_OVER("110101", "Audit Log Used", "R", null, null),
        CHAIN_BROKEN(
                "110113", "Security Alert", "E", "110135", "Object Security Attributes Changed");

        private final String id;
        private final String display;
        private final String action;
        private final @Nullable String type;
        private final @Nullable String typeDisplay;

        Kind(
                String id,
                String display,
                String action,
                @Nullable String type,
                @Nullable String typeDisplay) {
            this.id = id;
            this.display = display;
            this.action = action;
            this.type = type;
            this.typeDisplay = typeDisplay;
        }

        String id() {
            return id;
        }

        String display() {
            return display;
        }

        String action() {
            return action;
        }

        @Nullable String type() {
            return type;
        }

        @Nullable String typeDisplay() {
            return typeDisplay;
        }
    }

    /**
     * What something was done with.
     *
     * @param type such as {@code instance}, {@code pseudonym}, {@code key}, {@code page}
     * @param id an id of ours
     */
    public record ObjectOf(String type, String id) {
        public ObjectOf {
            if (id.isEmpty() || id.length() > LONGEST_ID) {
                throw new IllegalArgumentException("an id has 1 to 200 characters");
            }
        }
    }
}
