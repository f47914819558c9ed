package org.medsendx.miner.daily;

/**
 * What is kept of an id in the place of it: FNV-1a with the finaliser of MurmurHash3, so that any
 * bits of it may be taken for a shorter one. Ids are HMACs, so nobody chooses collisions. State
 * that was written holds these numbers: they never change.
 */
public final class IdHash {

    private IdHash() {}

    /** The hash of an id. */
    public static long of(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        return finished(hash);
    }

    /** The hash of an id within something that has an id too; the order matters. */
    static long of(long hash, String within) {
        return finished(hash * 31 + of(within));
    }

    private static long finished(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
