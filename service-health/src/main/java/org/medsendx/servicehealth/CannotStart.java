package org.medsendx.servicehealth;

import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.Quarkus;

/** Ends a service that cannot start: one message for people, no stack trace, exit status 1. */
public final class CannotStart {

    private CannotStart() {}

    /**
     * Says why, and asks the process to end.
     *
     * @param service such as {@code uplink-service}
     * @param problem what is wrong and what to do
     * @return to be thrown, so that nothing more is started. Alone it ends nothing: Quarkus takes
     *     the start for done then, and waits for ever without a word.
     */
    public static PreventFurtherStepsException because(String service, String problem) {
        String message = service + " cannot start: " + problem;
        System.err.println(message);
        Quarkus.asyncExit(1);
        return new PreventFurtherStepsException(message, 1);
    }

    /**
     * For a service that was told to end while it waited for what it needs.
     *
     * @return to be thrown, so that nothing more is started; the process ends with 0
     */
    public static PreventFurtherStepsException stopped(String service) {
        return new PreventFurtherStepsException(service + " was stopped", 0);
    }
}
