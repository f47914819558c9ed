package org.medsendx.dicom.dictionary;

import org.jspecify.annotations.Nullable;

/**
 * The value representations of PS3.5, 6.2, with what encoding and decoding need to know of them.
 */
public enum VR {
    AE(Kind.TEXT, 1),
    AS(Kind.TEXT, 1),
    AT(Kind.BINARY, 2),
    CS(Kind.TEXT, 1),
    DA(Kind.TEXT, 1),
    DS(Kind.TEXT, 1),
    DT(Kind.TEXT, 1),
    FD(Kind.BINARY, 8),
    FL(Kind.BINARY, 4),
    IS(Kind.TEXT, 1),
    LO(Kind.CHARACTERS, 1),
    LT(Kind.CHARACTERS, 1),
    OB(Kind.LONG_BINARY, 1),
    OD(Kind.LONG_BINARY, 8),
    OF(Kind.LONG_BINARY, 4),
    OL(Kind.LONG_BINARY, 4),
    OV(Kind.LONG_BINARY, 8),
    OW(Kind.LONG_BINARY, 2),
    PN(Kind.CHARACTERS, 1),
    SH(Kind.CHARACTERS, 1),
    SL(Kind.BINARY, 4),
    SQ(Kind.LONG_BINARY, 1),
    SS(Kind.BINARY, 2),
    ST(Kind.CHARACTERS, 1),
    SV(Kind.LONG_BINARY, 8),
    TM(Kind.TEXT, 1),
    UC(Kind.LONG_CHARACTERS, 1),
    UI(Kind.TEXT, 1),
    UL(Kind.BINARY, 4),
    UN(Kind.LONG_BINARY, 1),
    UR(Kind.LONG_TEXT, 1),
    US(Kind.BINARY, 2),
    UT(Kind.LONG_CHARACTERS, 1),
    UV(Kind.LONG_BINARY, 8);

    private enum Kind {
        TEXT,
        CHARACTERS,
        BINARY,
        LONG_TEXT,
        LONG_CHARACTERS,
        LONG_BINARY
    }

    private static final @Nullable VR[] BY_CODE = new VR[26 * 26];

    static {
        for (VR vr : values()) {
            BY_CODE[index(vr.name().charAt(0), vr.name().charAt(1))] = vr;
        }
    }

    private final Kind kind;
    private final int unit;

    VR(Kind kind, int unit) {
        this.kind = kind;
        this.unit = unit;
    }

    /**
     * The VR of a two-letter code as explicit VR encodings carry it, or null when there is none.
     */
    public static @Nullable VR of(int first, int second) {
        if (first < 'A' || first > 'Z' || second < 'A' || second > 'Z') {
            return null;
        }
        return BY_CODE[index(first, second)];
    }

    private static int index(int first, int second) {
        return (first - 'A') * 26 + second - 'A';
    }

    /** Whether the value is text. */
    public boolean text() {
        return switch (kind) {
            case TEXT, CHARACTERS, LONG_TEXT, LONG_CHARACTERS -> true;
            case BINARY, LONG_BINARY -> false;
        };
    }

    /** Whether Specific Character Set applies to the value (PS3.5, 6.1.2.3). */
    public boolean characterSet() {
        return kind == Kind.CHARACTERS || kind == Kind.LONG_CHARACTERS;
    }

    /** Whether an explicit VR header has a 32-bit length for it (PS3.5, 7.1.2). */
    public boolean longForm() {
        return switch (kind) {
            case LONG_TEXT, LONG_CHARACTERS, LONG_BINARY -> true;
            case TEXT, CHARACTERS, BINARY -> false;
        };
    }

    /** Whether a backslash separates values of it; not in ST, LT, UT and UR. */
    public boolean multipleText() {
        return text() && this != ST && this != LT && this != UT && this != UR;
    }

    /** The byte that makes a value's length even: a space for text, NUL for the rest and for UI. */
    public byte padding() {
        return (byte) (text() && this != UI ? ' ' : 0);
    }

    /** The bytes of the unit that byte order applies to; 1 where it does not. */
    public int unit() {
        return unit;
    }
}
