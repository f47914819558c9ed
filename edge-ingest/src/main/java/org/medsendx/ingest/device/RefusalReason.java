package org.medsendx.ingest.device;

import java.util.Locale;
import org.medsendx.dicom.net.Callers;

/** Why somebody was turned away. */
public enum RefusalReason {
    /** Who calls is not on the list. */
    UNKNOWN_DEVICE,
    /** The list says that it calls from elsewhere. */
    OTHER_ADDRESS,
    /** The list says that it shows a certificate, and it showed none. */
    NO_CERTIFICATE,
    /** The list says that it shows another certificate. */
    OTHER_CERTIFICATE,
    /** The certificate is bound to another AE title. */
    CERTIFICATE_OF_ANOTHER,
    /** The list says that it may not send. */
    DEVICE_REFUSED,
    /** An instance is larger than its device may send. */
    INSTANCE_TOO_LARGE,
    /** It calls another AE title than ours. */
    CALLED_AE_TITLE,
    /** There was no place for another association. */
    NO_PLACE,
    /** What it asked for is no association that is known here. */
    PROTOCOL,
    /** It does not speak TLS, or shows no certificate that is trusted. */
    NO_TLS;

    /** For programs, metrics and pages. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static RefusalReason of(Callers.Cause cause) {
        return switch (cause) {
            case CALLED_AE_TITLE -> CALLED_AE_TITLE;
            case NO_PLACE -> NO_PLACE;
            case PROTOCOL -> PROTOCOL;
            case NO_TLS -> NO_TLS;
        };
    }
}
