package org.medsendx.ingest.device;

import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * Network addresses that begin with the same bits, such as {@code 192.0.2.0/24}; one address is a
 * range of its own. Names are not looked up: who answers for a name could name itself.
 *
 * @param network an address of the range
 * @param bits how many bits are the same
 */
public record AddressRange(InetAddress network, int bits) {

    // The JDK would take 10.7 for 10.0.0.7.
    private static final Pattern NUMBERS =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    public AddressRange {
        if (bits < 0 || bits > network.getAddress().length * 8) {
            throw new IllegalArgumentException("more bits than an address has");
        }
    }

    /** One address alone. */
    public static AddressRange of(InetAddress address) {
        return new AddressRange(address, address.getAddress().length * 8);
    }

    /**
     * Reads {@code 192.0.2.7}, {@code 192.0.2.0/24} or {@code 2001:db8::/32}.
     *
     * @throws IllegalArgumentException it is none; says what is expected
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!NUMBERS.matcher(address).matches()) {
            throw new IllegalArgumentException(
                    "an address in numbers is expected, or a range such as 192.0.2.0/24");
        }
        InetAddress one;
        int bits;
        try {
            one = InetAddress.ofLiteral(address);
            bits =
                    slash < 0
                            ? one.getAddress().length * 8
                            : Integer.parseInt(text.substring(slash + 1));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "an address in numbers is expected, or a range such as 192.0.2.0/24");
        }
        return new AddressRange(one, bits);
    }

    /** As a file writes it. */
    @Override
    public String toString() {
        String address = network.getHostAddress();
        return bits == network.getAddress().length * 8 ? address : address + '/' + bits;
    }

    /** Whether an address is in it; one of the other IP version is not. */
    public boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] its = address.getAddress();
        if (mine.length != its.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit & 7);
            if ((mine[bit >> 3] & mask) != (its[bit >> 3] & mask)) {
                return false;
            }
        }
        return true;
    }
}
