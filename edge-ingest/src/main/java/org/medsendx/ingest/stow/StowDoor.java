package org.medsendx.ingest.stow;

/** The way in over HTTP as it runs, for the page that does not know how it is put together. */
@FunctionalInterface
public interface StowDoor {

    /**
     * Takes requests. While the volume could not be opened this throws what HTTP answers with 503.
     */
    StowReceiver stow();
}
