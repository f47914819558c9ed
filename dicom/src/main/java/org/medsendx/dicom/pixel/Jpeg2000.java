package org.medsendx.dicom.pixel;

/**
 * Whether JPEG 2000 can be decoded in this process, by the system's OpenJPEG ({@code
 * libopenjp2.so.7}).
 *
 * @param cause the library's name, or why there is none, for people
 */
public record Jpeg2000(State state, String cause) {

    /** What became of the library. */
    public enum State {
        AVAILABLE,
        /** Nobody wants it: {@code -Dmedsendx.jpeg2000=off}. */
        OFF,
        /** The system has none. */
        NOT_INSTALLED,
        /**
         * The system has it, and this program cannot call it: a native executable that was not told
         * of its calls, native access that is denied, or a library of another version.
         */
        NOT_CALLABLE
    }

    /** Loads the library when that was not done before, and says how it went. */
    public static Jpeg2000 here() {
        return OpenJpeg.loaded().answer();
    }

    /** Whether images in JPEG 2000 can be seen, and so searched. */
    public boolean available() {
        return state == State.AVAILABLE;
    }
}
