package org.medsendx.ingest.archive;

/** Something keeps all originals from going; the message is a code. */
final class HeldUp extends Exception {

    private static final long serialVersionUID = 1L;

    HeldUp(String code) {
        super(code);
    }
}
