package org.medsendx.webguard;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * Asks whoever connects by TLS for a certificate, where {@link WebConfig#clientCertificates} says
 * so. Nobody has to have one: people sign in.
 */
@Singleton
public final class ClientCertificates implements HttpServerOptionsCustomizer {

    private final boolean asked;

    ClientCertificates(WebConfig config) {
        this.asked = config.clientCertificates();
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        if (asked) {
            options.setClientAuth(ClientAuth.REQUEST);
        }
    }
}
