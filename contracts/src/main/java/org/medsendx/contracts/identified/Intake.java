package org.medsendx.contracts.identified;

/** The way an instance came in. */
public enum Intake {
    C_STORE,
    HOT_FOLDER,
    STOW_RS
}
