package org.medsendx.contracts;

/**
 * A Kafka record is not an event of its topic. The code says why and never holds a part of the
 * record.
 */
public final class UnreadableEventException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;

    public UnreadableEventException(String code) {
        super("unreadable event: " + code);
        this.code = Checks.reason(code);
    }

    /** What is wrong, such as {@code missing-ce-id}. */
    public String code() {
        return code;
    }
}
