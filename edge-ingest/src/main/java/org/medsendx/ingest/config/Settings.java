package org.medsendx.ingest.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.StorageScp;
import org.medsendx.ingest.source.AeTitle;
import org.medsendx.ingest.source.Sender;
import org.medsendx.ingest.source.Senders;

/**
 * The configuration after it was checked.
 *
 * @param hotFolder the hot folder, or null for none
 */
record Settings(
        Path identifiedDir,
        Senders senders,
        Set<String> sopClasses,
        StorageScp.Options dicom,
        @Nullable Path hotFolder,
        Sender hotFolderSender) {

    /**
     * Checks what the types do not.
     *
     * @throws CannotStartException names the key and says what it should be
     */
    static Settings of(IngestConfig config) {
        String truck = checked("truck", () -> new Sender(config.truck(), null)).truck();
        var senders = senders(config, truck);
        var sopClasses = new LinkedHashSet<>(Uid.storageClasses());
        for (String added : config.additionalSopClasses().orElse(List.of())) {
            sopClasses.add(checked("additional-sop-classes", () -> Checks.uid(added.strip())));
        }
        if (config.dicomPort() < 0 || config.dicomPort() > 65535) {
            throw new CannotStartException(key("dicom-port") + ": a port is 0 to 65535");
        }
        if (config.knownSourcesOnly() && senders.aeTitles().isEmpty()) {
            throw new CannotStartException(
                    key("known-sources-only") + ": nobody could call; configure sources first");
        }
        var address = new InetSocketAddress(config.dicomHost(), config.dicomPort());
        if (address.isUnresolved()) {
            throw new CannotStartException(key("dicom-host") + ": unknown host");
        }
        var dicom = dicom(config, address, senders, sopClasses);
        var identified = config.identifiedDir().toAbsolutePath().normalize();
        Path hotFolder =
                config.hotFolder().map(path -> path.toAbsolutePath().normalize()).orElse(null);
        if (hotFolder != null
                && (hotFolder.startsWith(identified) || identified.startsWith(hotFolder))) {
            throw new CannotStartException(
                    key("hot-folder") + ": must not lie in identified-dir, nor around it");
        }
        var hotFolderSender =
                checked(
                        "hot-folder-truck or hot-folder-scanner",
                        () ->
                                new Sender(
                                        config.hotFolderTruck().orElse(truck),
                                        config.hotFolderScanner().orElse(null)));
        return new Settings(identified, senders, sopClasses, dicom, hotFolder, hotFolderSender);
    }

    private static StorageScp.Options dicom(
            IngestConfig config,
            InetSocketAddress address,
            Senders senders,
            Set<String> sopClasses) {
        String aeTitle = checked("ae-title", () -> AeTitle.check(config.aeTitle()));
        int pdu = (int) Math.min(Integer.MAX_VALUE, config.maxPduLength().asLongValue());
        return checked(
                "max-associations, max-pdu-length or association-idle-timeout",
                () ->
                        new StorageScp.Options(
                                        address,
                                        aeTitle,
                                        config.knownSourcesOnly() ? senders.aeTitles() : Set.of(),
                                        sopClasses,
                                        config.maxAssociations(),
                                        pdu)
                                .withTimeouts(
                                        config.associationIdleTimeout(), Duration.ofSeconds(10)));
    }

    private static Senders senders(IngestConfig config, String truck) {
        var byTitle = new LinkedHashMap<String, Sender>();
        config.sources()
                .forEach((title, source) ->
                        byTitle.put(
                                title,
                                checked(
                                        "sources.\"" + title + '"',
                                        () ->
                                                new Sender(
                                                        source.truck().orElse(truck),
                                                        source.scanner().orElse(null)))));
        return checked("sources", () -> new Senders(new Sender(truck, null), byTitle));
    }

    private static <T> T checked(String key, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new CannotStartException(key(key) + ": " + e.getMessage());
        }
    }

    private static String key(String name) {
        return "medsendx.ingest." + name;
    }
}
