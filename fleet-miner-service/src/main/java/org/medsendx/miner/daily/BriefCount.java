package org.medsendx.miner.daily;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** A count as bytes: one as far as it goes, five else. */
public final class BriefCount {

    /** The number follows in full. */
    static final int LONG = 255;

    private BriefCount() {}

    public static void write(DataOutputStream out, int count) throws IOException {
        if (count >= 0 && count < LONG) {
            out.writeByte(count);
        } else {
            out.writeByte(LONG);
            out.writeInt(count);
        }
    }

    public static int read(DataInputStream in) throws IOException {
        int brief = in.readUnsignedByte();
        return brief < LONG ? brief : in.readInt();
    }
}
