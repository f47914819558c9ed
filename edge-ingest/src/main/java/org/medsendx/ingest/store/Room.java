package org.medsendx.ingest.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether there is room for another instance, by the space that is free: of a volume, or of what a
 * kind of files may take of it.
 *
 * <pre>
 * AMPLE --below warn--> LOW --below refuse--> FULL --at resume--> LOW --at warn--> AMPLE
 * </pre>
 *
 * <p>Between refusing and taking again lies a gap: an exam that just fits would otherwise be taken
 * and refused in turn, image by image, as something is removed here and there. Thread safe.
 */
public final class Room {

    private static final Logger LOG = LoggerFactory.getLogger(Room.class);

    private static final Words OF_VOLUME =
            new Words(
                    "the volume has room again",
                    "instances are taken again; the volume has little room",
                    "the volume has little room: less than medsendx.ingest.warn-free-space",
                    "instances are refused with 0xA700: less room than"
                            + " medsendx.ingest.min-free-space");

    private final Marks marks;
    private final Words words;
    private State state = State.AMPLE;

    /** How it stands. */
    public enum State {
        /** There is room. */
        AMPLE("ample"),
        /** There is room, and somebody should look. */
        LOW("low"),
        /** Instances are refused. */
        FULL("full");

        private final String code;

        State(String code) {
            this.code = code;
        }

        /** For pages and probes. */
        public String code() {
            return code;
        }
    }

    /**
     * Bytes that are free.
     *
     * @param refuse with less instances are refused
     * @param resume with so much they are taken again
     * @param warn with less somebody should look
     */
    public record Marks(long refuse, long resume, long warn) {

        public Marks {
            if (refuse < 0 || resume < refuse || warn < resume) {
                throw new IllegalArgumentException(
                        "what is free to refuse is not more than to resume, and that not more than"
                                + " to warn");
            }
        }

        /** One mark for all. */
        public static Marks at(long bytes) {
            return new Marks(bytes, bytes, bytes);
        }
    }

    /** What the log says of each change. */
    record Words(String ample, String again, String low, String full) {}

    public Room(Marks marks) {
        this(marks, OF_VOLUME);
    }

    Room(Marks marks, Words words) {
        this.marks = marks;
        this.words = words;
    }

    /**
     * Says how it stands with so much that is free.
     *
     * @param free bytes
     */
    public synchronized State with(long free) {
        State next =
                free < marks.refuse() || (state == State.FULL && free < marks.resume())
                        ? State.FULL
                        : free < marks.warn() ? State.LOW : State.AMPLE;
        if (next != state) {
            tell(next);
            state = next;
        }
        return next;
    }

    private void tell(State next) {
        switch (next) {
            case AMPLE -> LOG.info(words.ample());
            case LOW -> LOG.warn(state == State.FULL ? words.again() : words.low());
            case FULL -> LOG.error(words.full());
        }
    }
}
