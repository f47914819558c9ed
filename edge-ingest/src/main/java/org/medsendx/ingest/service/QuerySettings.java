package org.medsendx.ingest.service;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.Peer;
import org.medsendx.ingest.archive.Hours;
import org.medsendx.ingest.config.IngestConfig;
import org.medsendx.ingest.device.Device;
import org.medsendx.ingest.device.Devices;
import org.medsendx.ingest.retrieve.Root;
import org.medsendx.ingest.source.AeTitle;

/**
 * Queries and retrieves of the configuration after they were checked.
 *
 * @param mostBytes about what the list of studies may take in memory
 * @param destinations where C-MOVE may send to, by AE title
 * @param timeout longest wait for one of them
 */
record QuerySettings(
        Hours hours,
        int mostAnswers,
        int mostInstances,
        long mostBytes,
        Map<String, Device.Reports> destinations,
        Duration timeout) {

    private static final int COUNTED = 65_535;
    private static final long LEAST_BYTES = 1 << 20;

    /** What can be asked for by C-FIND: the worklist, and what the truck holds. */
    static Set<String> findClasses(IngestConfig config) {
        var classes = new HashSet<String>();
        if (config.worklist().enabled()) {
            classes.add(Uid.ModalityWorklistFind);
        }
        if (config.query().enabled()) {
            classes.addAll(Root.findClasses());
        }
        return classes;
    }

    /**
     * @param devices the list of the settings, or null when it is in a file
     * @return null when it is not offered
     */
    static @Nullable QuerySettings of(
            IngestConfig config, DicomSettings dicom, @Nullable Devices devices, ZoneId zone) {
        var query = config.query();
        if (!query.enabled()) {
            return null;
        }
        var hours =
                Settings.checked(
                        "query.hours", () -> Hours.parse(query.hours().orElse(List.of()), zone));
        if (query.maxAnswers() < 1) {
            throw Settings.wrong("query.max-answers", "must be positive");
        }
        if (query.maxInstances() < 1 || query.maxInstances() > COUNTED) {
            throw Settings.wrong("query.max-instances", "must be 1 to " + COUNTED);
        }
        if (query.maxMemory().asLongValue() < LEAST_BYTES) {
            throw Settings.wrong("query.max-memory", "must be 1M or more");
        }
        if (!query.timeout().isPositive()) {
            throw Settings.wrong("query.timeout", "must be positive");
        }
        var destinations = new HashMap<String, Device.Reports>();
        query.destinations()
                .forEach((title, destination) -> {
                    String key = "query.destinations.\"" + title + '"';
                    if (destination.tls() && dicom.tls().isEmpty()) {
                        throw Settings.wrong(
                                key + ".tls",
                                "needs tls.certificate, tls.private-key and tls.trusted");
                    }
                    destinations.put(
                            Settings.checked(key, () -> AeTitle.check(title)),
                            Settings.checked(
                                    key + ".address",
                                    () ->
                                            Device.Reports.parse(
                                                    destination.address(), destination.tls())));
                });
        if (devices != null && devices.all().stream().noneMatch(Device::queries)) {
            throw Settings.wrong(
                    "query.enabled", "nobody could ask; set query of a device below sources");
        }
        return new QuerySettings(
                hours,
                query.maxAnswers(),
                query.maxInstances(),
                query.maxMemory().asLongValue(),
                Map.copyOf(destinations),
                query.timeout());
    }

    /** Where an AE title takes instances, if it is configured; its name is looked up now. */
    Optional<Peer> destination(String title, DicomSettings dicom) {
        return Optional.ofNullable(destinations.get(title))
                .map(to ->
                        new Peer(
                                new InetSocketAddress(to.host(), to.port()),
                                title,
                                dicom.aeTitle(),
                                timeout,
                                to.tls() ? dicom.tls() : Optional.empty()));
    }
}
