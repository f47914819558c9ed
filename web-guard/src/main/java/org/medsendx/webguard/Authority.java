package org.medsendx.webguard;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Host and port of a Host field, a request target or an origin (RFC 3986, 3.2; RFC 9110, 7.2),
 * spelt in one way: lower case, without the dot of the root, IPv6 addresses in brackets and short.
 *
 * @param name a host name, an IPv4 address, or an IPv6 address in brackets
 * @param port empty for the default of the scheme
 */
public record Authority(String name, OptionalInt port) {

    // No user information, no percent encoding, no zone, nothing outside of ASCII.
    private static final Pattern FORM =
            Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._-]{1,254})(?::([0-9]{1,5}))?");

    private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.[0-9]{1,3}){3}");

    /** What this text means; empty when it is no host with an optional port. */
    public static Optional<Authority> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        OptionalInt port = OptionalInt.empty();
        if (matcher.group(2) != null) {
            port = OptionalInt.of(Integer.parseInt(matcher.group(2)));
            if (port.getAsInt() > 65535) {
                return Optional.empty();
            }
        }
        String name = matcher.group(1).toLowerCase(Locale.ROOT);
        if (name.startsWith("[")) {
            try {
                // A literal: nothing is looked up.
                InetAddress address = InetAddress.ofLiteral(name.substring(1, name.length() - 1));
                String host = address.getHostAddress();
                return Optional.of(
                        new Authority(host.contains(":") ? "[" + host + "]" : host, port));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        return name.isEmpty() || name.startsWith(".") || name.endsWith(".") || name.contains("..")
                ? Optional.empty()
                : Optional.of(new Authority(name, port));
    }

    /** Whether it names this machine to itself, and to nobody else (RFC 6761, 6.3). */
    public boolean isLoopback() {
        return name.equals("localhost")
                || name.equals("[0:0:0:0:0:0:0:1]")
                || LOOPBACK_V4.matcher(name).matches();
    }

    /** Whether both are the same place, where an absent port is this one. */
    boolean isSamePlace(Authority other, int defaultPort) {
        return name.equals(other.name)
                && port.orElse(defaultPort) == other.port.orElse(defaultPort);
    }
}
