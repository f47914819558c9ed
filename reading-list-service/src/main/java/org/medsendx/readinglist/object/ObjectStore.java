package org.medsendx.readinglist.object;

import java.io.IOException;
import java.io.InputStream;

/** Where objects are, for reading. */
public interface ObjectStore {

    /**
     * Opens an object.
     *
     * @throws GoneException when it is not there
     * @throws UnavailableException when the store does not give it
     */
    Opened open(String bucket, String key) throws GoneException, UnavailableException;

    /** An object that is being read. */
    interface Opened extends AutoCloseable {

        /** Its bytes. */
        InputStream content();

        /** How many the store says there are. */
        long bytes();

        /** Ends reading, also in the middle. */
        @Override
        void close();
    }

    /** The store does not answer, or refuses; the message is a code. */
    final class UnavailableException extends IOException {

        private static final long serialVersionUID = 1L;

        public UnavailableException(String code) {
            super(code);
        }
    }

    /** The object is not there: the store's own rules let it go, or a person did. */
    final class GoneException extends IOException {

        private static final long serialVersionUID = 1L;

        public GoneException() {
            super("gone");
        }
    }
}
