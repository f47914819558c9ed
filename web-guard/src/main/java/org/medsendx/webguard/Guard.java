package org.medsendx.webguard;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests a service answers, against what a browser can be made to do by a page of
 * somebody else:
 *
 * <ul>
 *   <li>DNS rebinding: the Host must be a loopback name or a configured one (RFC 9110, 7.4: 421).
 *   <li>Cross-site requests: a foreign Origin or Sec-Fetch-Site (Fetch Metadata Request Headers, 2)
 *       is refused for everything but a plain navigation, which shows the page to the person and to
 *       nobody else.
 *   <li>Cross-site request forgery: what is no GET, HEAD or OPTIONS must come from a page of the
 *       service itself, or from no browser at all, and say a content type that a form or a simple
 *       cross-origin request cannot have.
 * </ul>
 *
 * <p>Health and metrics are answered under any name: probes call a pod by its address, and nothing
 * identified is there. Nothing is looked up and nothing remembered; thread safe.
 */
public final class Guard {

    /** The fields that are looked at, in lower case. */
    public static final Set<String> FIELDS =
            Set.of(
                    "host",
                    "origin",
                    "referer",
                    "sec-fetch-site",
                    "sec-fetch-mode",
                    "sec-fetch-dest",
                    "sec-fetch-user",
                    "content-type");

    private static final Verdict ADMITTED = new Verdict.Admitted();

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");

    // None of them is a CORS-safelisted type (Fetch, 2.2.2): a page elsewhere cannot send them
    // without asking first, and is not answered when it asks.
    private static final Set<String> TYPES =
            Set.of(
                    "application/json",
                    "application/dicom",
                    "application/octet-stream",
                    "multipart/related");

    /** The forms that there are; only a browser that says it shows our own page may send one. */
    private static final Pattern FORMS =
            Pattern.compile(
                    "/login|/logout|/uplink/limits|/where|/qa/[0-9a-f-]{36}/review"
                            + "|/worklist/[0-9a-f-]{36}/(retry|release|discard|close|correct)"
                            + "|/worklist/archive/[a-z0-9-]{1,40}"
                            + "|/findings/[0-9a-f]{32}/[a-z-]{1,32}"
                            + "|/scanners/[A-Za-z0-9][A-Za-z0-9._-]{0,63}/marks");

    private static final String FORM = "application/x-www-form-urlencoded";

    private static final Pattern PROBES =
            Pattern.compile("/q/(metrics|health(/[a-z]+){0,2})(\\?[ -~]*)?");
    private static final Pattern ABSOLUTE = Pattern.compile("https?://([^/?#]*)([/?#].*)?");
    private static final Pattern ORIGIN = Pattern.compile("(https?)://([^/?#@]+)");

    private final List<Authority> hosts;

    /**
     * @param hosts names besides those of loopback: {@code name} for every port, or {@code
     *     name:port}
     * @throws IllegalArgumentException one of them is no host with an optional port
     */
    public Guard(Collection<String> hosts) {
        List<Authority> known = new ArrayList<>();
        for (String host : hosts) {
            known.add(
                    Authority.parse(host.strip())
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            "expected name or name:port, IPv6 addresses in"
                                                    + " brackets")));
        }
        this.hosts = List.copyOf(known);
    }

    /** Decides about a request. */
    public Verdict judge(WebRequest request) {
        Refusal refusal = refusal(request);
        return refusal == null ? ADMITTED : new Verdict.Refused(refusal);
    }

    private @Nullable Refusal refusal(WebRequest request) {
        boolean changing = CHANGING.contains(request.method());
        if (!changing && !SAFE.contains(request.method())) {
            return Refusal.METHOD;
        }
        if (!changing && PROBES.matcher(request.target()).matches()) {
            return null;
        }
        Optional<Authority> host = host(request);
        if (host.isEmpty() || doubled(request)) {
            return Refusal.MALFORMED;
        }
        if (!isOurs(host.get())) {
            return Refusal.FOREIGN_HOST;
        }
        Refusal foreign =
                changing ? fromElsewhere(request, host.get()) : shown(request, host.get());
        if (foreign != null || !changing) {
            return foreign;
        }
        return hasType(request, own(request)) ? null : Refusal.CONTENT_TYPE;
    }

    /** The one Host; empty when there is none, or several, or the target says another. */
    private static Optional<Authority> host(WebRequest request) {
        List<String> values = request.all("host");
        if (values.size() != 1) {
            return Optional.empty();
        }
        Optional<Authority> host = Authority.parse(values.getFirst());
        String target = request.target();
        if (host.isEmpty() || target.startsWith("/") || target.equals("*")) {
            return host;
        }
        // RFC 9112, 3.2.2: what the target says counts, and both are the same from a good client.
        var absolute = ABSOLUTE.matcher(target);
        return absolute.matches() && Authority.parse(absolute.group(1)).equals(host)
                ? host
                : Optional.empty();
    }

    private static boolean doubled(WebRequest request) {
        return FIELDS.stream().anyMatch(name -> request.all(name).size() > 1);
    }

    private boolean isOurs(Authority host) {
        return host.isLoopback()
                || hosts.stream()
                        .anyMatch(known ->
                                known.name().equals(host.name())
                                        && (known.port().isEmpty()
                                                || known.port().equals(host.port())));
    }

    /** For what only shows something. */
    private static @Nullable Refusal shown(WebRequest request, Authority host) {
        if (originIsForeign(request, host)) {
            return Refusal.FOREIGN_ORIGIN;
        }
        if (siteIsForeign(request)) {
            // A link that a person followed: the page opens as a document of its own.
            boolean navigation =
                    !request.method().equals("OPTIONS")
                            && request.all("origin").isEmpty()
                            && request.all("sec-fetch-mode").equals(List.of("navigate"))
                            && request.all("sec-fetch-dest").equals(List.of("document"));
            return navigation ? null : Refusal.FOREIGN_ORIGIN;
        }
        return null;
    }

    /** For what changes something: from our own page, or from no browser. */
    private static @Nullable Refusal fromElsewhere(WebRequest request, Authority host) {
        if (originIsForeign(request, host) || siteIsForeign(request)) {
            return Refusal.FOREIGN_ORIGIN;
        }
        boolean browser =
                FIELDS.stream()
                        .filter(name -> name.startsWith("sec-fetch-") || name.equals("referer"))
                        .anyMatch(name -> !request.all(name).isEmpty());
        return own(request) || !browser ? null : Refusal.FOREIGN_ORIGIN;
    }

    /** Whether a browser says that a page of ours asks; that it is not foreign is known. */
    private static boolean own(WebRequest request) {
        return !request.all("origin").isEmpty()
                || request.all("sec-fetch-site").equals(List.of("same-origin"));
    }

    private static boolean originIsForeign(WebRequest request, Authority host) {
        List<String> values = request.all("origin");
        if (values.isEmpty()) {
            return false;
        }
        // "null", which sandboxed and local pages send, is an origin that is not ours.
        var origin = ORIGIN.matcher(values.getFirst());
        if (!origin.matches()) {
            return true;
        }
        int defaultPort = origin.group(1).equals("https") ? 443 : 80;
        // The scheme may differ: TLS may end in front of the service.
        return Authority.parse(origin.group(2))
                .map(authority -> !authority.isSamePlace(host, defaultPort))
                .orElse(true);
    }

    private static boolean siteIsForeign(WebRequest request) {
        List<String> values = request.all("sec-fetch-site");
        return !values.isEmpty()
                && !values.getFirst().equals("same-origin")
                && !values.getFirst().equals("none");
    }

    private static boolean hasType(WebRequest request, boolean own) {
        List<String> values = request.all("content-type");
        if (values.isEmpty()) {
            return false;
        }
        String type = values.getFirst();
        int end = type.indexOf(';');
        type = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return TYPES.contains(type)
                || (own && type.equals(FORM) && FORMS.matcher(request.target()).matches());
    }
}
