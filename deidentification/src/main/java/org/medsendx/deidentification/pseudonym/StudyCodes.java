package org.medsendx.deidentification.pseudonym;

import java.io.IOException;

/**
 * Which codes a study uses: those it began with, also after another key became the active one.
 * Thread safe.
 */
public interface StudyCodes {

    /**
     * The codes of a study. A study that is seen for the first time begins with the active ones;
     * when this returns, that is on disk.
     *
     * @param study original Study Instance UID, or what stands for it
     * @throws KeyGoneException when the key that the study began with is not there any more
     * @throws IOException when the disk fails
     */
    Codes of(String study) throws KeyGoneException, IOException;

    /** The codes that a new study begins with. */
    Codes active();

    /** One key for all studies. */
    static StudyCodes always(Codes codes) {
        return new StudyCodes() {
            @Override
            public Codes of(String study) {
                return codes;
            }

            @Override
            public Codes active() {
                return codes;
            }
        };
    }

    /** The key that a study began with is not there; another one would split the study in two. */
    final class KeyGoneException extends Exception {
        private static final long serialVersionUID = 1L;

        KeyGoneException(String keyId) {
            super("no key " + keyId);
        }
    }
}
