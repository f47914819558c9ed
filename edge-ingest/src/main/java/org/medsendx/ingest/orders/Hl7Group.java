package org.medsendx.ingest.orders;

/** The segments of one order of an HL7 message as they are met; empty for those that are not. */
final class Hl7Group {

    final String control;
    String request = "";
    String timing = "";
    String imaging = "";
    String study = "";

    /**
     * @param control its ORC
     */
    Hl7Group(String control) {
        this.control = control;
    }

    /** Another step of the same request. */
    Hl7Group nextStep() {
        var next = new Hl7Group(control);
        next.request = request;
        next.timing = timing;
        next.study = study;
        return next;
    }
}
