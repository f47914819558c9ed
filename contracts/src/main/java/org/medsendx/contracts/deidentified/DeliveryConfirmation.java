package org.medsendx.contracts.deidentified;

/** What a destination said by which an object counts as delivered there. */
public enum DeliveryConfirmation {
    /** The answer of STOW-RS lists the object among those that were stored (PS3.18, 10.5.3). */
    STOW_RS,
    /** C-STORE ended with success, and no commitment is asked of this destination (PS3.4, B). */
    C_STORE,
    /** The destination has committed itself to keeping the object (PS3.4, J). */
    STORAGE_COMMITMENT
}
