package org.medsendx.contracts.catalogue;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * One right as a broker keeps it. Reading, writing and deleting include being told that the thing
 * is there.
 *
 * @param principal who has it
 * @param kind what it is about
 * @param prefixed whether it is about everything whose name begins with {@code name}
 * @param name the name of a topic or consumer group, or its beginning
 */
public record Grant(
        Principal principal, Operation operation, Kind kind, boolean prefixed, String name)
        implements Comparable<Grant> {

    /** What a right can be about. */
    public enum Kind {
        TOPIC,
        GROUP
    }

    /** What a right allows. */
    public enum Operation {
        READ,
        WRITE,
        CREATE,
        DELETE
    }

    /** The right as a line: user, operation, kind, pattern and name, with a space between. */
    @Override
    public String toString() {
        return String.join(
                " ",
                principal.userName(),
                lower(operation),
                lower(kind),
                prefixed ? "prefixed" : "literal",
                name);
    }

    /** Rights as lines, each once and in one order. */
    public static List<String> lines(Collection<Grant> grants) {
        return new TreeSet<>(grants).stream().map(Grant::toString).toList();
    }

    @Override
    public int compareTo(Grant other) {
        return toString().compareTo(other.toString());
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
