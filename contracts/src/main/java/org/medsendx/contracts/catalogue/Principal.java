package org.medsendx.contracts.catalogue;

/** Who logs in to a broker. */
public enum Principal {
    EDGE_INGEST("edge-ingest"),
    ANONYMIZER("anonymizer-service"),
    SEGMENTER("segmenter-service"),
    /** On the cloud's broker each truck has a user of its own with these rights. */
    UPLINK("uplink-service"),
    MINER("fleet-miner-service"),
    READING_LIST("reading-list-service"),
    /** Consumers of studies in the cloud: a work list, a reading room, a research data base. */
    CLOUD_READER("cloud-reader"),
    /** Creates topics and users. May do everything, so no service has its password. */
    OPERATOR("operator");

    private final String userName;

    Principal(String userName) {
        this.userName = userName;
    }

    /** The name of the user; that of a service is the service's. */
    public String userName() {
        return userName;
    }
}
