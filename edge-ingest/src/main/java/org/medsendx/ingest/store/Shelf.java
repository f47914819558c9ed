package org.medsendx.ingest.store;

import java.util.UUID;

/** The two places where a file may stay in the volume {@code identified}. */
public enum Shelf {
    /** Instances that enter the pipeline. */
    OBJECTS {
        @Override
        String folder() {
            return "objects";
        }

        @Override
        public String relative(UUID objectId) {
            String name = objectId.toString();
            return "objects/" + name.substring(0, 2) + '/' + name + ".dcm";
        }
    },
    /** Files that do not; a person looks at them. */
    QUARANTINE {
        @Override
        String folder() {
            return "quarantine";
        }

        @Override
        public String relative(UUID objectId) {
            return "quarantine/" + objectId + ".dcm";
        }
    };

    /** The folder that all of its files lie below. */
    abstract String folder();

    /** The path of a file below the volume, with forward slashes. */
    public abstract String relative(UUID objectId);
}
