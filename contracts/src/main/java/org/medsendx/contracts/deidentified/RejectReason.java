package org.medsendx.contracts.deidentified;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a scan is rejected: the categories in which radiography counts its repeats (AAPM Report No.
 * 151, 2015, on reject analysis, with those of mammography's positioning split), as codes of {@code
 * scans.reviewed} and {@code scans.outcomes}. A later version may know more: a reader takes a code
 * that is not here for {@link #OTHER}.
 */
public enum RejectReason {
    POSITIONING("Positioning"),
    MOTION("Motion"),
    UNDEREXPOSED("Too little exposure"),
    OVEREXPOSED("Too much exposure"),
    CUT_OFF("Anatomy cut off, or collimation"),
    ARTEFACT("Artefact"),
    FOREIGN_OBJECT("Clothing, jewellery or another object"),
    WRONG_MARKER("Wrong side or marker"),
    WRONG_VIEW("Wrong view or protocol"),
    WRONG_PATIENT("Wrong patient or exam"),
    EQUIPMENT("Equipment fault"),
    OTHER("Other");

    private final String title;

    RejectReason(String title) {
        this.title = title;
    }

    /** For people. */
    public String title() {
        return title;
    }

    /** As events have it, such as {@code cut-off}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The reason of a code. */
    public static Optional<RejectReason> of(String code) {
        return Stream.of(values()).filter(reason -> reason.code().equals(code)).findFirst();
    }
}
