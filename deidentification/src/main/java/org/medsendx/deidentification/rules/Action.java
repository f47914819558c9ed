package org.medsendx.deidentification.rules;

/** What is done with one element of one instance, after all choices are made. */
public enum Action {
    KEEP,
    REMOVE,
    EMPTY,
    DUMMY,
    NEW_UID
}
