package org.medsendx.backup;

import java.util.List;
import java.util.Locale;

/** The volumes of a truck, and whose own folders lie on them. */
enum TruckVolume {
    IDENTIFIED(new Own("ingest", "edge-ingest"), new Own("anonymizer", "anonymizer-service")),
    DEIDENTIFIED(new Own("anonymizer", "anonymizer-service")),
    DERIVED(new Own("segmenter", "segmenter-service")),
    FEATURES(new Own("", "anonymizer-service")),
    UPLINK(new Own("", "uplink-service"));

    private final List<Own> folders;

    TruckVolume(Own... folders) {
        this.folders = List.of(folders);
    }

    /**
     * A folder with a data version.
     *
     * @param path within the volume, empty for its root
     */
    record Own(String path, String owner) {

        /** A path below it. */
        String resolve(String name) {
            return path.isEmpty() ? name : path + '/' + name;
        }
    }

    List<Own> folders() {
        return folders;
    }

    /** As options and archives name it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
