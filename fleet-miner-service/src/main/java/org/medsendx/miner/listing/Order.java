package org.medsendx.miner.listing;

/** What comes first in a list of scanners. */
public enum Order {
    /** What somebody should look at. */
    WORST,
    /** By name. */
    NAME,
    /** Who was heard of last. */
    NEWEST,
    /** Of whose images surely most are rejected. */
    REJECTED
}
