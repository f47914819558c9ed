package org.medsendx.deidentification.rules;

/** An action of the Basic Profile as Table E.1-1 writes it (PS3.15, Table E.1-1a). */
public enum BasicAction {
    /** Remove. */
    X("X"),
    /** Empty, or a dummy value. */
    Z("Z"),
    /** A dummy value. */
    D("D"),
    /** A new UID. */
    U("U"),
    X_Z("X/Z"),
    X_D("X/D"),
    Z_D("Z/D"),
    X_Z_D("X/Z/D"),
    /** Remove, empty, or keep with new UIDs inside. */
    X_Z_U("X/Z/U");

    private final String code;

    BasicAction(String code) {
        this.code = code;
    }

    static BasicAction of(String code) {
        for (BasicAction action : values()) {
            if (action.code.equals(code)) {
                return action;
            }
        }
        throw new IllegalArgumentException("no action of PS3.15: " + code);
    }

    /**
     * The one action for an attribute of a Type. The strictest Type decides, also where the table
     * leaves no choice, so that the result stays a valid IOD: a removed attribute of Type 1 becomes
     * a dummy value, one of Type 2 is emptied.
     */
    public Action forType(AttributeType type) {
        return switch (this) {
            case U -> Action.NEW_UID;
            case D -> Action.DUMMY;
            case Z, Z_D -> type == AttributeType.ONE ? Action.DUMMY : Action.EMPTY;
            case X_Z_U -> Action.KEEP;
            case X, X_Z, X_D, X_Z_D ->
                    switch (type) {
                        case ONE -> Action.DUMMY;
                        case TWO -> Action.EMPTY;
                        case THREE -> Action.REMOVE;
                    };
        };
    }
}
