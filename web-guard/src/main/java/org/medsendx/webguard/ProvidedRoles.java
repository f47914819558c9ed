package org.medsendx.webguard;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/**
 * Compares the roles that the provider of identities gives with what the table of {@link Routes}
 * wants. Who has said nothing is sent to sign in, or told so (401); who has not the role is refused
 * (403). A service of the cloud makes a bean of it; on a truck there is none.
 */
public class ProvidedRoles implements HttpSecurityPolicy {

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext context,
            Uni<SecurityIdentity> identity,
            AuthorizationRequestContext requestContext) {
        var need = GuardFilter.need(context);
        if (need == null) {
            // The guard has decided: public, or a machine of one's own. What it has not admitted
            // is not answered, whatever is said here.
            return CheckResult.permit();
        }
        return identity.map(who -> {
            if (who.isAnonymous() || !need.isMetBy(who.getRoles())) {
                return CheckResult.DENY;
            }
            GuardFilter.admit(context);
            return CheckResult.PERMIT;
        });
    }
}
