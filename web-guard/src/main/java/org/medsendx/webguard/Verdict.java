package org.medsendx.webguard;

/** What is decided about a request. */
public sealed interface Verdict {

    /** It may be answered. */
    record Admitted() implements Verdict {}

    /** It is not answered. */
    record Refused(Refusal refusal) implements Verdict {}
}
