package org.medsendx.ingest.service;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.medsendx.dicom.net.Callers;
import org.medsendx.dicom.net.Peer;
import org.medsendx.dicom.net.StorageScp;
import org.medsendx.dicom.net.Tls;
import org.medsendx.ingest.config.IngestConfig;
import org.medsendx.ingest.config.IngestConfig.DicomTls;
import org.medsendx.ingest.device.Device;
import org.medsendx.ingest.source.AeTitle;

/**
 * The network part of the configuration after it was checked.
 *
 * @param plain the port without TLS, if it is opened
 * @param secured the port with TLS, if it is opened
 * @param tls our keys, which both ports and reports share, if there are any
 * @param aeTitle our AE title
 */
record DicomSettings(
        Optional<StorageScp.Options> plain,
        Optional<StorageScp.Options> secured,
        Optional<Tls> tls,
        String aeTitle) {

    // For reports: a peer that is away is tried again.
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    /** Where a device takes reports, if that is said; the name is looked up at each call. */
    Optional<Peer> reportsOf(Device device) {
        return device.reports()
                .map(to ->
                        new Peer(
                                new InetSocketAddress(to.host(), to.port()),
                                Objects.requireNonNull(device.aeTitle()),
                                aeTitle,
                                CALL_TIMEOUT,
                                to.tls() ? tls : Optional.empty()));
    }

    /** These, with callers that somebody else decides about. */
    DicomSettings withCallers(Callers callers) {
        return new DicomSettings(
                plain.map(options -> options.withCallers(callers, options.reservedAssociations())),
                secured.map(
                        options -> options.withCallers(callers, options.reservedAssociations())),
                tls,
                aeTitle);
    }

    static DicomSettings of(IngestConfig config, Set<String> sopClasses) {
        var tls = tls(config.tls());
        if (config.tls().only() && config.tls().port().isEmpty()) {
            throw Settings.wrong("tls.only", "no port would be left; set tls.port");
        }
        Optional<StorageScp.Options> plain =
                config.tls().only()
                        ? Optional.empty()
                        : Optional.of(
                                options(
                                        config,
                                        port("dicom-port", config.dicomPort()),
                                        sopClasses));
        Optional<StorageScp.Options> secured = Optional.empty();
        if (config.tls().port().isPresent()) {
            var with =
                    tls.orElseThrow(() ->
                            Settings.wrong(
                                    "tls.port",
                                    "needs tls.certificate, tls.private-key and tls.trusted"));
            int port = port("tls.port", config.tls().port().getAsInt());
            if (port != 0 && plain.isPresent() && port == config.dicomPort()) {
                throw Settings.wrong("tls.port", "is dicom-port; one of them has to be another");
            }
            secured =
                    Optional.of(
                            options(config, port, sopClasses)
                                    .withTls(
                                            config.tls().clientAuth() == DicomTls.ClientAuth.NONE
                                                    ? with.withoutCallerCertificate()
                                                    : with));
        }
        if (!config.commitment().retryInterval().isPositive()) {
            throw Settings.wrong("commitment.retry-interval", "must be positive");
        }
        return new DicomSettings(plain, secured, tls, aeTitle(config));
    }

    private static Optional<Tls> tls(DicomTls config) {
        Optional<Path> certificate = config.certificate();
        Optional<Path> key = config.privateKey();
        Optional<Path> trusted = config.trusted();
        if (certificate.isEmpty() && key.isEmpty() && trusted.isEmpty()) {
            return Optional.empty();
        }
        if (certificate.isEmpty() || key.isEmpty() || trusted.isEmpty()) {
            throw Settings.wrong(
                    "tls.certificate, tls.private-key, tls.trusted", "all of them or none");
        }
        try {
            return Optional.of(Tls.ofPem(certificate.get(), key.get(), trusted.get()));
        } catch (IOException e) {
            throw Settings.wrong(
                    "tls.certificate, tls.private-key, tls.trusted",
                    String.valueOf(e.getMessage()));
        }
    }

    private static String aeTitle(IngestConfig config) {
        return Settings.checked("ae-title", () -> AeTitle.check(config.aeTitle()));
    }

    private static int port(String key, int port) {
        if (port < 0 || port > 65535) {
            throw Settings.wrong(key, "a port is 0 to 65535");
        }
        return port;
    }

    private static StorageScp.Options options(
            IngestConfig config, int port, Set<String> sopClasses) {
        var address = new InetSocketAddress(config.dicomHost(), port);
        if (address.isUnresolved()) {
            throw Settings.wrong("dicom-host", "unknown host");
        }
        String aeTitle = aeTitle(config);
        int places = config.maxAssociations();
        int half = Math.max(1, places / 2);
        int reserved =
                config.sources().isEmpty() && config.devices().file().isEmpty()
                        ? 0
                        : config.reservedAssociations().orElse(Math.min(half, places - 1));
        int rate = (int) Math.min(Integer.MAX_VALUE, config.minReceiveRate().asLongValue());
        int pdu = (int) Math.min(Integer.MAX_VALUE, config.maxPduLength().asLongValue());
        return Settings.checked(
                "max-associations, max-associations-per-address, reserved-associations,"
                        + " max-pdu-length, association-idle-timeout, min-receive-rate or"
                        + " artim-timeout",
                () ->
                        new StorageScp.Options(
                                        address,
                                        aeTitle,
                                        Set.of(),
                                        sopClasses,
                                        config.maxAssociations(),
                                        pdu)
                                .withTimeouts(
                                        config.associationIdleTimeout(), config.artimTimeout())
                                .withMaxAssociationsPerPeer(
                                        config.maxAssociationsPerAddress().orElse(half))
                                .withMinBytesPerSecond(rate)
                                .withCallers(Callers.EVERYBODY, reserved));
    }
}
