package org.medsendx.ingest.service;

import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.ingest.config.IngestConfig;
import org.medsendx.ingest.crew.CrewSettings;
import org.medsendx.ingest.crew.Language;
import org.medsendx.ingest.source.Sender;
import org.medsendx.ingest.source.Senders;
import org.medsendx.ingest.stow.StowLimits;

/**
 * The configuration after it was checked.
 *
 * @param hotFolder the hot folder, or null for none
 */
record Settings(
        Path identifiedDir,
        Senders senders,
        Set<String> sopClasses,
        DicomSettings dicom,
        StowLimits stow,
        OrderSettings orders,
        @Nullable Path hotFolder,
        Sender hotFolderSender,
        CrewSettings crew) {

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
        if (config.knownSourcesOnly() && senders.aeTitles().isEmpty()) {
            throw new CannotStartException(
                    key("known-sources-only") + ": nobody could call; configure sources first");
        }
        var dicom = DicomSettings.of(config, senders, sopClasses);
        var stow = stow(config);
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
        return new Settings(
                identified,
                senders,
                sopClasses,
                dicom,
                stow,
                OrderSettings.of(config, identified, hotFolder),
                hotFolder,
                hotFolderSender,
                crew(config.crew()));
    }

    private static CrewSettings crew(IngestConfig.Crew crew) {
        ZoneId zone;
        try {
            zone = crew.zone().map(ZoneId::of).orElseGet(ZoneId::systemDefault);
        } catch (DateTimeException e) {
            throw wrong("crew.zone", "must be a time zone such as Europe/Berlin");
        }
        var language =
                Language.of(crew.language())
                        .orElseThrow(() -> wrong("crew.language", "must be en, de or fr"));
        return new CrewSettings(
                zone,
                language,
                crew.window(),
                address("crew.qa-page", crew.qaPage()),
                address("crew.link-page", crew.linkPage()));
    }

    private static @Nullable String address(String key, Optional<URI> address) {
        if (address.isEmpty()) {
            return null;
        }
        String text = address.get().toString();
        if (!text.startsWith("http://") && !text.startsWith("https://")) {
            throw wrong(key, "must be an address that begins with http:// or https://");
        }
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static StowLimits stow(IngestConfig config) {
        var stow = config.stow();
        if (stow.maxRequests() < 1) {
            throw wrong("stow.max-requests", "must be 1 or more");
        }
        // The server has one limit for whatever it is sent.
        if (stow.maxRequestSize().asLongValue() < config.inspectMaxSize().asLongValue()) {
            throw wrong("stow.max-request-size", "must not be less than inspect-max-size");
        }
        return checked(
                "stow.max-instances, stow.max-instance-size or stow.max-request-size",
                () ->
                        new StowLimits(
                                stow.maxInstances(),
                                stow.maxInstanceSize().asLongValue(),
                                stow.maxRequestSize().asLongValue()));
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

    static <T> T checked(String key, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw wrong(key, String.valueOf(e.getMessage()));
        }
    }

    static CannotStartException wrong(String key, String why) {
        return new CannotStartException(key(key) + ": " + why);
    }

    private static String key(String name) {
        return "medsendx.ingest." + name;
    }
}
