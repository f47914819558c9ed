package org.medsendx.webguard;

import java.util.ArrayList;
import java.util.List;

/**
 * The cookie of a session: HttpOnly, SameSite=Strict, for the whole service and this host alone
 * (RFC 6265bis). Browsers do not part cookies by port, so each service has a name of its own. With
 * TLS it is Secure and has the prefix {@code __Host-}, which nobody can put beside it who has no
 * TLS.
 */
final class SessionCookie {

    private static final String ATTRIBUTES = "; Path=/; HttpOnly; SameSite=Strict";

    private final String name;

    SessionCookie(String service) {
        this.name = "medsendx-" + service;
    }

    /** The field that gives a browser its token; secure when it came by TLS. */
    String set(String token, boolean secure) {
        return name(secure) + "=" + token + ATTRIBUTES + (secure ? "; Secure" : "");
    }

    /** The field that takes it away. */
    String clear(boolean secure) {
        return name(secure) + "=; Max-Age=0" + ATTRIBUTES + (secure ? "; Secure" : "");
    }

    private String name(boolean secure) {
        return secure ? "__Host-" + name : name;
    }

    /**
     * The tokens of a request.
     *
     * @param fields values of the field Cookie
     * @param tls whether the request came to this service by TLS: then a name without the prefix is
     *     not ours
     */
    List<String> tokens(List<String> fields, boolean tls) {
        var tokens = new ArrayList<String>();
        for (String field : fields) {
            for (String pair : field.split(";", -1)) {
                int equals = pair.indexOf('=');
                String key = equals < 0 ? "" : pair.substring(0, equals).strip();
                if (key.equals(name(true)) || (!tls && key.equals(name(false)))) {
                    tokens.add(pair.substring(equals + 1).strip());
                }
            }
        }
        return tokens;
    }
}
