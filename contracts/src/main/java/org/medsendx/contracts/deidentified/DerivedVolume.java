package org.medsendx.contracts.deidentified;

/** The clean-zone volumes that derived objects lie on. */
public enum DerivedVolume {
    DEIDENTIFIED,
    DERIVED
}
