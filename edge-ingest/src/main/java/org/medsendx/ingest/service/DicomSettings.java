package org.medsendx.ingest.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.medsendx.dicom.net.KnownCallers;
import org.medsendx.dicom.net.Peer;
import org.medsendx.dicom.net.StorageScp;
import org.medsendx.dicom.net.Tls;
import org.medsendx.ingest.config.IngestConfig;
import org.medsendx.ingest.config.IngestConfig.DicomTls;
import org.medsendx.ingest.source.AeTitle;
import org.medsendx.ingest.source.Senders;

/**
 * The network part of the configuration after it was checked.
 *
 * @param plain the port without TLS, if it is opened
 * @param secured the port with TLS, if it is opened
 * @param reportTo where calling AE titles take reports of storage commitment
 * @param tls our keys, which both ports and reports share, if there are any
 */
record DicomSettings(
        Optional<StorageScp.Options> plain,
        Optional<StorageScp.Options> secured,
        Map<String, ReportAddress> reportTo,
        Optional<Tls> tls) {

    // For reports: a peer that is away is tried again.
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    /** The address is looked up at each call: names may move. */
    record ReportAddress(String host, int port, String ourAeTitle, Optional<Tls> tls) {
        Peer peer(String aeTitle) {
            return new Peer(
                    new InetSocketAddress(host, port), aeTitle, ourAeTitle, CALL_TIMEOUT, tls);
        }
    }

    /** Where this calling AE title takes reports, if that is configured. */
    Optional<Peer> reportsOf(String callingAeTitle) {
        String title = callingAeTitle.strip();
        return Optional.ofNullable(reportTo.get(title)).map(address -> address.peer(title));
    }

    static DicomSettings of(IngestConfig config, Senders senders, Set<String> sopClasses) {
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
                                        senders,
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
                            options(config, port, senders, sopClasses)
                                    .withTls(
                                            config.tls().clientAuth() == DicomTls.ClientAuth.NONE
                                                    ? with.withoutCallerCertificate()
                                                    : with));
        }
        if (!config.commitment().retryInterval().isPositive()) {
            throw Settings.wrong("commitment.retry-interval", "must be positive");
        }
        return new DicomSettings(plain, secured, reportTo(config, tls), tls);
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

    private static Map<String, ReportAddress> reportTo(IngestConfig config, Optional<Tls> tls) {
        var reportTo = new LinkedHashMap<String, ReportAddress>();
        config.sources()
                .forEach((title, source) -> {
                    String key = "sources.\"" + title + "\".commitment-";
                    source.commitmentAddress()
                            .ifPresent(address ->
                                    reportTo.put(
                                            title.strip(),
                                            reportAddress(key, address, config, source, tls)));
                });
        return Map.copyOf(reportTo);
    }

    private static ReportAddress reportAddress(
            String key,
            String address,
            IngestConfig config,
            IngestConfig.Source source,
            Optional<Tls> tls) {
        if (source.commitmentTls() && tls.isEmpty()) {
            throw Settings.wrong(
                    key + "tls", "needs tls.certificate, tls.private-key and tls.trusted");
        }
        int colon = address.lastIndexOf(':');
        String digits = address.substring(colon + 1);
        if (colon < 1 || !digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) == 0) {
            throw Settings.wrong(key + "address", "is host:port");
        }
        return new ReportAddress(
                address.substring(0, colon),
                port(key + "address", Integer.parseInt(digits)),
                AeTitle.check(config.aeTitle()),
                source.commitmentTls() ? tls : Optional.empty());
    }

    private static int port(String key, int port) {
        if (port < 0 || port > 65535) {
            throw Settings.wrong(key, "a port is 0 to 65535");
        }
        return port;
    }

    private static StorageScp.Options options(
            IngestConfig config, int port, Senders senders, Set<String> sopClasses) {
        var address = new InetSocketAddress(config.dicomHost(), port);
        if (address.isUnresolved()) {
            throw Settings.wrong("dicom-host", "unknown host");
        }
        String aeTitle = Settings.checked("ae-title", () -> AeTitle.check(config.aeTitle()));
        int places = config.maxAssociations();
        int half = Math.max(1, places / 2);
        int reserved =
                config.sources().isEmpty()
                        ? 0
                        : config.reservedAssociations().orElse(Math.min(half, places - 1));
        KnownCallers known = knownCallers(config);
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
                                        config.knownSourcesOnly() ? senders.aeTitles() : Set.of(),
                                        sopClasses,
                                        config.maxAssociations(),
                                        pdu)
                                .withTimeouts(
                                        config.associationIdleTimeout(), config.artimTimeout())
                                .withMaxAssociationsPerPeer(
                                        config.maxAssociationsPerAddress().orElse(half))
                                .withMinBytesPerSecond(rate)
                                .withKnownCallers(known, reserved));
    }

    private static KnownCallers knownCallers(IngestConfig config) {
        var known = new LinkedHashMap<String, Set<InetAddress>>();
        config.sources()
                .forEach((title, source) -> {
                    var addresses = new LinkedHashSet<InetAddress>();
                    for (String address : source.addresses().orElse(List.of())) {
                        try {
                            addresses.addAll(List.of(InetAddress.getAllByName(address.strip())));
                        } catch (UnknownHostException e) {
                            throw Settings.wrong(
                                    "sources.\"" + title + "\".addresses",
                                    "one of them is no address and no name that is known now");
                        }
                    }
                    known.put(title.strip(), addresses);
                });
        return new KnownCallers(known);
    }
}
