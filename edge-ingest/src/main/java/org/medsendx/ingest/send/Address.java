package org.medsendx.ingest.send;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Where to send to. */
sealed interface Address {

    /** A node that takes C-STORE. */
    record Node(String host, int port) implements Address {}

    /** A server that takes STOW-RS. */
    record Studies(URI uri) implements Address {

        boolean secure() {
            return "https".equalsIgnoreCase(uri.getScheme());
        }
    }

    Pattern NODE = Pattern.compile("(\\[[0-9A-Fa-f:.%a-z]+]|[^:\\[\\]/@\\s]+):([0-9]{1,5})");

    /**
     * Parses {@code HOST:PORT}, IPv6 addresses in brackets, or the URL of a STOW-RS resource.
     *
     * @throws IllegalArgumentException when it is neither; says what is expected
     */
    static Address parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("http://") || lower.startsWith("https://")) {
            return studies(text);
        }
        var matcher = NODE.matcher(text);
        if (matcher.matches()) {
            int port = Integer.parseInt(matcher.group(2));
            String host = matcher.group(1);
            if (port >= 1 && port <= 65535) {
                return new Node(
                        host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
            }
        }
        throw new IllegalArgumentException(
                "expected HOST:PORT, or an address of STOW-RS such as"
                        + " https://pacs.example/dicom-web/studies");
    }

    private static Studies studies(String text) {
        try {
            var uri = new URI(text);
            if (uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null) {
                return new Studies(uri);
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new IllegalArgumentException("not the address of a resource");
    }
}
