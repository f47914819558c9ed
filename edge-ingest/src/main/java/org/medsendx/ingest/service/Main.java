package org.medsendx.ingest.service;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.util.ExceptionUtil;
import io.smallrye.config.ConfigValidationException;
import java.net.BindException;
import org.jspecify.annotations.Nullable;

/** Runs the service; what keeps it from starting is told in one message. */
@QuarkusMain
public final class Main {

    private Main() {}

    /** Runs until the process is told to end. */
    public static void main(String[] args) {
        Quarkus.run(null, Main::exit, args);
    }

    private static void exit(Integer status, @Nullable Throwable failure) {
        if (failure != null) {
            String message = message(failure);
            if (message == null) {
                failure.printStackTrace();
            } else {
                System.err.println(message);
            }
        }
        System.exit(failure != null && status == 0 ? 1 : status);
    }

    /** The message for people, or null when only the stack trace can tell. */
    static @Nullable String message(Throwable failure) {
        var root = ExceptionUtil.getRootCause(failure);
        if (root instanceof CannotStartException) {
            return root.getMessage();
        }
        if (root instanceof BindException) {
            return "edge-ingest cannot start: the HTTP port is taken. Stop the program that uses it"
                    + " (ss -ltnp shows it), or set quarkus.http.port (0 takes a free one).";
        }
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof ConfigValidationException) {
                return "edge-ingest cannot start: " + t.getMessage();
            }
        }
        return null;
    }
}
