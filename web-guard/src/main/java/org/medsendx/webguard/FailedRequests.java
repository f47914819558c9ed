package org.medsendx.webguard;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the log says of a request that failed in the framework. Its own line has the path, in which
 * a sender may have put the UID of a study, and the message of what was thrown, which may quote
 * what was sent; and whoever asks wrongly has one with every request. What is left are the number
 * that the answer has, the kinds of what was thrown, and where.
 */
final class FailedRequests implements Filter {

    private static final String WRITER = "io.quarkus.vertx.http.runtime.QuarkusErrorHandler";

    // A logger without a reference may be forgotten, and its filter with it.
    private static final Logger LOGGER = Logger.getLogger(WRITER);

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{1,12}){4}(-[0-9]+)?");

    /** What a request is refused with before any of ours is asked, such as one without a host. */
    private static final String REFUSED = "io.vertx.core.VertxException";

    private final Runnable refused;

    /**
     * @param refused told of each request that was refused before ours was asked; it has no line
     */
    FailedRequests(Runnable refused) {
        this.refused = refused;
    }

    /** From now on the log says no more than that. */
    static void watch(Runnable refused) {
        LOGGER.setFilter(new FailedRequests(refused));
    }

    @Override
    public boolean isLoggable(LogRecord record) {
        Throwable thrown = record.getThrown();
        if (thrown != null
                && thrown.getClass().getName().equals(REFUSED)
                && thrown.getCause() == null) {
            refused.run();
            return false;
        }
        record.setMessage("a request failed" + id(record.getParameters()));
        record.setParameters(null);
        if (thrown != null) {
            record.setThrown(Kind.of(thrown, Collections.newSetFromMap(new IdentityHashMap<>())));
        }
        return true;
    }

    private static String id(Object @Nullable [] parameters) {
        if (parameters != null) {
            for (Object parameter : parameters) {
                String text = String.valueOf(parameter);
                if (ID.matcher(text).matches()) {
                    return ", error id: " + text;
                }
            }
        }
        return "";
    }

    /** The kind of something that was thrown, and where, without its words. */
    private static final class Kind extends Throwable {

        private static final long serialVersionUID = 1;

        private Kind(Throwable thrown, @Nullable Throwable cause) {
            super(thrown.getClass().getName(), cause);
            setStackTrace(thrown.getStackTrace());
        }

        static @Nullable Kind of(@Nullable Throwable thrown, Set<Throwable> seen) {
            return thrown == null || !seen.add(thrown)
                    ? null
                    : new Kind(thrown, of(thrown.getCause(), seen));
        }

        @Override
        public String toString() {
            return String.valueOf(getMessage());
        }
    }
}
