package org.medsendx.ingest.service;

/** The service cannot start as it is configured or installed; the message says what to do. */
final class CannotStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotStartException(String message) {
        super("edge-ingest cannot start: " + message);
    }
}
