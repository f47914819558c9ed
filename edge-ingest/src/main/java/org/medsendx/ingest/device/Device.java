package org.medsendx.ingest.device;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.ingest.source.AeTitle;
import org.medsendx.ingest.source.Sender;

/**
 * Somebody who is expected to send.
 *
 * @param aeTitle what it calls itself by C-STORE, or null
 * @param account what it signs in with by STOW-RS, or null
 * @param sender whom it counts for
 * @param modalities what it sends (0008,0060); empty for anything
 * @param addresses where it calls from; empty for anywhere
 * @param certificates what it shows by C-STORE; empty for whatever the port asks for
 * @param policy what is done with what it sends
 * @param limits what it may take
 * @param reports where it takes reports of storage commitment; over its own association when absent
 * @param queries whether it may ask for what the truck holds, and have it
 */
public record Device(
        @Nullable String aeTitle,
        @Nullable String account,
        Sender sender,
        Set<String> modalities,
        List<AddressRange> addresses,
        List<CertificateBinding> certificates,
        Policy policy,
        Limits limits,
        Optional<Reports> reports,
        boolean queries) {

    public Device {
        if (aeTitle == null && account == null) {
            throw new IllegalArgumentException("an AE title or an account");
        }
        aeTitle = aeTitle == null ? null : AeTitle.check(aeTitle);
        modalities = Set.copyOf(modalities);
        addresses = List.copyOf(addresses);
        certificates = List.copyOf(certificates);
    }

    /**
     * What a device may take.
     *
     * @param associations at once; 0 for as many as anybody
     * @param instanceBytes the largest data set, bytes
     */
    public record Limits(int associations, long instanceBytes) {

        /** As anybody. */
        public static final Limits NONE = new Limits(0, Long.MAX_VALUE);

        public Limits {
            if (associations < 0 || instanceBytes < 1) {
                throw new IllegalArgumentException("a limit is positive");
            }
        }
    }

    /**
     * Where reports of storage commitment go.
     *
     * @param host looked up at each call
     * @param tls whether TLS is spoken there
     */
    public record Reports(String host, int port, boolean tls) {
        public Reports {
            if (host.isBlank() || port < 1 || port > 65535) {
                throw new IllegalArgumentException("host:port is expected");
            }
        }

        /**
         * Reads {@code host:port}.
         *
         * @throws IllegalArgumentException it is not that
         */
        public static Reports parse(String text, boolean tls) {
            int colon = text.lastIndexOf(':');
            String digits = text.substring(colon + 1);
            if (colon < 1 || !digits.matches("[0-9]{1,5}")) {
                throw new IllegalArgumentException("host:port is expected");
            }
            return new Reports(text.substring(0, colon), Integer.parseInt(digits), tls);
        }
    }
}
