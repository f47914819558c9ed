package org.medsendx.deidentification.rules;

/**
 * How strictly an IOD asks for an attribute (PS3.5, 7.4). Conditional types count as the
 * unconditional ones: an attribute that is there is taken to be asked for.
 */
public enum AttributeType {
    /** Must have a value: Types 1 and 1C. */
    ONE,
    /** Must be there, may be empty: Types 2 and 2C. */
    TWO,
    /** Optional, or not of this IOD. */
    THREE;

    static AttributeType of(String code) {
        return switch (code) {
            case "1", "1C" -> ONE;
            case "2", "2C" -> TWO;
            default -> THREE;
        };
    }

    AttributeType strictest(AttributeType other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
