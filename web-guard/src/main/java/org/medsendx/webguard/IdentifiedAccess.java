package org.medsendx.webguard;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.ServiceUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.medsendx.audit.AuditEvent;
import org.medsendx.audit.AuditEvent.Kind;
import org.medsendx.audit.AuditEvent.Outcome;
import org.medsendx.audit.AuditLog;

/**
 * The door to identified data over HTTP, behind the {@link GuardFilter}, which knows who asks and
 * whether they may. Whoever comes in is in the audit log first. Thread safe.
 */
public final class IdentifiedAccess {

    /** What somebody did at the door. */
    enum Sign {
        IN,
        OUT,
        REFUSED
    }

    private final Supplier<AuditLog> audit;

    /**
     * @param audit where looks are written down, once it is open
     */
    public IdentifiedAccess(Supplier<AuditLog> audit) {
        this.audit = audit;
    }

    /**
     * Writes the audit line of a request.
     *
     * @return who asks
     * @throws ForbiddenException when nobody was admitted
     * @throws ServiceUnavailableException when the audit line cannot be written
     */
    public Person admit(RoutingContext context) {
        Person person = GuardFilter.person(context);
        if (person == null) {
            throw new ForbiddenException();
        }
        HttpServerRequest request = context.request();
        try {
            audit.get()
                    .add(
                            AuditEvent.pageRead(
                                    person.name(),
                                    address(request),
                                    request.method().name(),
                                    String.valueOf(request.path())));
        } catch (IOException e) {
            throw new ServiceUnavailableException();
        }
        return person;
    }

    /**
     * Writes a further audit line about a request that was admitted.
     *
     * @param kind what is done
     * @throws ForbiddenException when nobody was admitted
     * @throws ServiceUnavailableException when the audit line cannot be written
     */
    public void note(RoutingContext context, Kind kind) {
        Person person = GuardFilter.person(context);
        if (person == null) {
            throw new ForbiddenException();
        }
        try {
            audit.get()
                    .add(
                            new AuditEvent(
                                    kind,
                                    Outcome.SUCCESS,
                                    person.name(),
                                    address(context.request()),
                                    List.of(),
                                    null));
        } catch (IOException e) {
            throw new ServiceUnavailableException();
        }
    }

    /**
     * Writes the audit line of a request that brings identified data.
     *
     * @param resource what it is sent to; a path may name a study
     * @return who sends
     * @throws ForbiddenException when nobody was admitted
     * @throws ServiceUnavailableException when the audit line cannot be written
     */
    public Person admitSender(RoutingContext context, String resource) {
        Person person = GuardFilter.person(context);
        if (person == null) {
            throw new ForbiddenException();
        }
        HttpServerRequest request = context.request();
        try {
            audit.get()
                    .add(
                            AuditEvent.sentIn(
                                    person.name(),
                                    address(request),
                                    request.method().name(),
                                    resource));
        } catch (IOException e) {
            throw new ServiceUnavailableException();
        }
        return person;
    }

    /**
     * Writes that somebody signed in or out, or was refused.
     *
     * @param who the name of an account that there is
     * @throws IOException it cannot be written; then nobody is signed in
     */
    void signed(Sign what, String who, String address) throws IOException {
        audit.get()
                .add(
                        switch (what) {
                            case IN ->
                                    AuditEvent.ofAccount(
                                            Kind.SIGNED_IN, Outcome.SUCCESS, who, address);
                            case OUT ->
                                    AuditEvent.ofAccount(
                                            Kind.SIGNED_OUT, Outcome.SUCCESS, who, address);
                            case REFUSED ->
                                    AuditEvent.ofAccount(
                                            Kind.SIGNED_IN, Outcome.MINOR_FAILURE, who, address);
                        });
    }

    /** Where a request comes from. */
    public static String address(HttpServerRequest request) {
        return String.valueOf(request.remoteAddress().hostAddress());
    }
}
