package org.medsendx.uplink.ability;

import java.util.Locale;

/** Something that the uplink would like a store to do, and what it does where a store does not. */
public enum Ability {
    /** Refuses to write where something is ({@code If-None-Match: *}, RFC 9110, 13.1.2). */
    CONDITIONAL_WRITES(
            "looks for each object before it is written, which is one request more, and compares"
                    + " it afterwards; who writes the same key in between is overwritten"),
    /** Refuses to put the parts of an object together where something is. */
    CONDITIONAL_COMPLETION(
            "looks once more right before the parts of an object are put together; who writes the"
                    + " same key in between is overwritten"),
    /** Refuses a body that is not of the SHA-256 that came with it. */
    CHECKSUMS_CHECKED("reads every object back whole, whatever its size"),
    /** Says later which SHA-256 an object has. */
    CHECKSUMS_KEPT(
            "reads objects back up to read-back-limit; of larger ones it believes the store, which"
                    + " took them with a body that matched"),
    /** Encrypts as the settings ask, and says so of each object. */
    ENCRYPTION("sends nothing, because the settings ask for encryption"),
    /** Takes an object in parts. */
    MULTIPART("sends large objects in one piece: a link that breaks costs the whole"),
    /** Lists the uploads in parts that were not finished. */
    UNFINISHED_LISTED(
            "leaves uploads that nobody finishes to a rule of the bucket, which it should have"),
    /** Lets what was written for a trial be removed. */
    REMOVAL(
            "leaves the two small objects of its trial below probe.prefix, the same ones each"
                    + " time");

    private final String without;

    Ability(String without) {
        this.without = without;
    }

    /** What the uplink does without it, in words. */
    public String without() {
        return without;
    }

    /** As status and metrics spell it, such as {@code conditional-writes}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
