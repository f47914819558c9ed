package org.medsendx.uplink.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Destinations beside the bucket, or instead of it: PACSs that take STOW-RS or C-STORE. */
@ConfigMapping(prefix = "medsendx.pacs")
public interface DestinationsConfig {

    /**
     * Destinations by name: lower-case letters, digits and hyphens, at most 32, and not {@code
     * bucket}.
     */
    Map<String, Destination> destinations();

    /** Where nodes report that commit themselves over an association of their own. */
    Reports reports();

    /** One destination. */
    interface Destination {

        /** What it speaks: {@code stow} or {@code c-store}. */
        Kind kind();

        /** STOW-RS: the resource that instances are posted to, {@code https://…/studies}. */
        Optional<URI> url();

        /** STOW-RS: a file with a bearer token, read anew for each request. */
        Optional<Path> tokenFile();

        /** C-STORE: {@code host:port}. */
        Optional<String> address();

        /** C-STORE: its AE title. */
        Optional<String> aeTitle();

        /** C-STORE: ours. */
        @WithDefault("MEDSENDX")
        String callingAeTitle();

        /**
         * Speaks without TLS, for a test or a network of its own: who is on the way reads and
         * changes what is sent.
         */
        @WithDefault("false")
        boolean plain();

        /** Keys and trust, PEM. C-STORE over TLS needs all three. */
        PacsTls tls();

        /** The object's own Modality, such as {@code MG,SEG,SR}; all when absent. */
        Optional<List<String>> modalities();

        /** One of these words stands in the Study Description; whatever it says when absent. */
        Optional<List<String>> studyWords();

        /** Trucks whose scans it gets; all when absent. */
        Optional<List<String>> trucks();

        /** How many objects are on their way to it at once, at most. */
        @WithDefault("1")
        int parallel();

        /** Longest wait for it: to connect, and for each answer; also without a byte sent. */
        @WithDefault("60s")
        Duration timeout();

        /** C-STORE: storage commitment. */
        StorageCommitment commitment();
    }

    /** What a destination speaks. */
    enum Kind {
        /** STOW-RS over HTTPS. */
        STOW,
        /** C-STORE over TLS. */
        C_STORE
    }

    /** PEM files; exchanged files are used from the next connection on. */
    interface PacsTls {

        /** Our certificate, followed by those that signed it. */
        Optional<Path> certificate();

        /** The key of our certificate: PKCS #8, not encrypted. */
        Optional<Path> privateKey();

        /**
         * The certificates that the destination's must lead to; STOW-RS: the system's when absent.
         */
        Optional<Path> trusted();

        /** Whether the certificate has to name the host that is called. */
        @WithDefault("true")
        boolean hostName();
    }

    /** Storage commitment (PS3.4, J). */
    interface StorageCommitment {

        /**
         * An object counts as delivered when the node has committed itself to keeping it; without,
         * when it said success.
         */
        @WithDefault("true")
        boolean required();

        /** Time between two looks for what was not asked about. */
        @WithDefault("15s")
        Duration every();

        /** How long the report is waited for on the association of its request. */
        @WithDefault("10s")
        Duration patience();

        /** After so long without a report it is asked for again. */
        @WithDefault("10m")
        Duration again();

        /** How many instances one request names at most. */
        @WithDefault("200")
        int batch();
    }

    /** A port for reports of storage commitment. */
    interface Reports {

        /**
         * The port; none is opened when absent, and reports come over the request's association.
         */
        OptionalInt port();

        /** The address that it listens on. */
        @WithDefault("0.0.0.0")
        String host();

        /** Our AE title there. */
        @WithDefault("MEDSENDX")
        String aeTitle();

        /** Speaks without TLS. */
        @WithDefault("false")
        boolean plain();

        /** Keys and trust, PEM: all three are needed, but for a plain port. */
        ReportTls tls();
    }

    /** PEM files of the port for reports. */
    interface ReportTls {

        /** Our certificate, followed by those that signed it. */
        Optional<Path> certificate();

        /** The key of our certificate: PKCS #8, not encrypted. */
        Optional<Path> privateKey();

        /** The certificates that a caller's must lead to. */
        Optional<Path> trusted();
    }
}
