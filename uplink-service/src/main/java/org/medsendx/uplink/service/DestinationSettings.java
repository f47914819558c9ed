package org.medsendx.uplink.service;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.deidentified.DeliveryConfirmation;
import org.medsendx.dicom.net.Peer;
import org.medsendx.dicom.net.Tls;
import org.medsendx.dicom.web.BearerFile;
import org.medsendx.uplink.config.DestinationsConfig;
import org.medsendx.uplink.config.DestinationsConfig.Destination;
import org.medsendx.uplink.config.DestinationsConfig.Kind;
import org.medsendx.uplink.destinations.Rule;
import org.medsendx.uplink.dimse.CommitmentAsker;
import org.medsendx.uplink.stow.StowSettings;
import org.medsendx.uplink.upload.UploadJob;

/**
 * A destination as it is configured, checked as a whole: what cannot work is said at the start, by
 * key, and not by the first object that does not arrive.
 */
final class DestinationSettings {

    private final String name;
    private final Destination config;
    private final Optional<Tls> tls;

    /** A setting is missing or makes no sense; the message names its key and holds no value. */
    static final class Unusable extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        Unusable(String key, String problem) {
            super(key + " " + problem);
        }
    }

    private DestinationSettings(String name, Destination config, Optional<Tls> tls) {
        this.name = name;
        this.config = config;
        this.tls = tls;
    }

    /**
     * Checks it and reads its keys.
     *
     * @throws Unusable naming the key
     */
    static DestinationSettings of(String name, Destination config) {
        String key = "medsendx.pacs.destinations.\"" + name + "\"";
        try {
            Checks.destination(name);
        } catch (IllegalArgumentException e) {
            throw new Unusable(key, "needs a name of lower-case letters, digits and hyphens");
        }
        if (name.equals(UploadJob.BUCKET)) {
            throw new Unusable(key, "is the name of the bucket");
        }
        if (config.parallel() < 1 || config.parallel() > 16) {
            throw new Unusable(key + ".parallel", "is 1 to 16");
        }
        if (!config.timeout().isPositive()) {
            throw new Unusable(key + ".timeout", "is positive");
        }
        var settings = new DestinationSettings(name, config, tls(key, config));
        switch (config.kind()) {
            case STOW -> settings.checkStow(key);
            case C_STORE -> settings.checkCStore(key);
        }
        return settings;
    }

    private void checkStow(String key) {
        if (config.url().isEmpty()) {
            throw new Unusable(key + ".url", "is missing");
        }
        try {
            stow();
        } catch (IllegalArgumentException e) {
            throw new Unusable(
                    key + ".url", "is no https address of a resource (plain=true allows http)");
        }
    }

    private void checkCStore(String key) {
        if (config.address().isEmpty() || config.aeTitle().isEmpty()) {
            throw new Unusable(key, "needs address and ae-title");
        }
        if (!config.address().get().matches("[^\\s:/]+:\\d{1,5}")) {
            throw new Unusable(key + ".address", "is host:port");
        }
        if (tls.isEmpty() && !config.plain()) {
            throw new Unusable(
                    key + ".tls", "needs certificate, private-key and trusted (or plain=true)");
        }
        try {
            var _ = peer().get();
            if (config.commitment().required()) {
                commitment();
            }
        } catch (IllegalArgumentException e) {
            throw new Unusable(key, "has an AE title or a time that cannot be");
        }
    }

    private static Optional<Tls> tls(String key, Destination config) {
        var files = config.tls();
        try {
            Optional<Tls> tls;
            if (files.certificate().isPresent() || files.privateKey().isPresent()) {
                tls =
                        Optional.of(
                                Tls.ofPem(
                                        files.certificate().orElseThrow(),
                                        files.privateKey().orElseThrow(),
                                        files.trusted().orElseThrow()));
            } else if (files.trusted().isPresent() && config.kind() == Kind.STOW) {
                tls = Optional.of(Tls.ofTrusted(files.trusted().get()));
            } else {
                tls = Optional.empty();
            }
            return files.hostName() ? tls : tls.map(Tls::withoutHostNameCheck);
        } catch (IOException e) {
            throw new Unusable(key + ".tls", "cannot be used: " + e.getMessage());
        } catch (NoSuchElementException e) {
            throw new Unusable(key + ".tls", "needs certificate, private-key and trusted");
        }
    }

    /** Keys of the port for reports; empty when it is plain. */
    static Optional<Tls> reportTls(DestinationsConfig.Reports reports) {
        String key = "medsendx.pacs.reports.tls";
        if (reports.plain()) {
            return Optional.empty();
        }
        var files = reports.tls();
        if (files.certificate().isEmpty()
                || files.privateKey().isEmpty()
                || files.trusted().isEmpty()) {
            throw new Unusable(key, "needs certificate, private-key and trusted (or plain=true)");
        }
        try {
            return Optional.of(
                    Tls.ofPem(
                            files.certificate().get(),
                            files.privateKey().get(),
                            files.trusted().get()));
        } catch (IOException e) {
            throw new Unusable(key, "cannot be used: " + e.getMessage());
        }
    }

    Kind kind() {
        return config.kind();
    }

    Duration timeout() {
        return config.timeout();
    }

    StowSettings stow() {
        return new StowSettings(
                name,
                config.url().orElseThrow(),
                config.plain(),
                tls,
                config.tokenFile().map(BearerFile::new),
                config.timeout());
    }

    /** The node; its name is looked up, and exchanged keys are read, for each call. */
    Supplier<Peer> peer() {
        String address = config.address().orElseThrow();
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon);
        int port = Integer.parseInt(address.substring(colon + 1));
        return () -> {
            if (tls.isPresent()) {
                try {
                    tls.get().reload();
                } catch (IOException e) {
                    // Files in the middle of a rotation: those of before, if they do.
                }
            }
            return new Peer(
                    new InetSocketAddress(host, port),
                    config.aeTitle().orElseThrow(),
                    config.callingAeTitle(),
                    config.timeout(),
                    tls);
        };
    }

    /** Where it can be seen whether it is there. */
    URI address() {
        return kind() == Kind.STOW
                ? config.url().orElseThrow()
                : URI.create("dicom://" + config.address().orElseThrow());
    }

    Optional<CommitmentAsker.Timing> commitment() {
        var asked = config.commitment();
        return kind() == Kind.C_STORE && asked.required()
                ? Optional.of(
                        new CommitmentAsker.Timing(
                                asked.every(), asked.patience(), asked.again(), asked.batch()))
                : Optional.empty();
    }

    DeliveryConfirmation confirmation() {
        return kind() == Kind.STOW ? DeliveryConfirmation.STOW_RS : DeliveryConfirmation.C_STORE;
    }

    Rule rule() {
        return new Rule(
                new HashSet<>(config.modalities().orElse(List.of())),
                new HashSet<>(config.studyWords().orElse(List.of())),
                new HashSet<>(config.trucks().orElse(List.of())));
    }
}
