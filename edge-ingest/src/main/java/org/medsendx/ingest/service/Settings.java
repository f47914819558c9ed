package org.medsendx.ingest.service;

import io.quarkus.runtime.configuration.MemorySize;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.ingest.config.IngestConfig;
import org.medsendx.ingest.config.IngestConfig.DicomTls;
import org.medsendx.ingest.crew.CrewSettings;
import org.medsendx.ingest.crew.Language;
import org.medsendx.ingest.device.AddressRange;
import org.medsendx.ingest.device.Device;
import org.medsendx.ingest.device.DeviceFile;
import org.medsendx.ingest.device.Devices;
import org.medsendx.ingest.device.Policy;
import org.medsendx.ingest.source.Sender;
import org.medsendx.ingest.store.Budgets;
import org.medsendx.ingest.store.Room;
import org.medsendx.ingest.stow.StowLimits;

/**
 * The configuration after it was checked.
 *
 * @param devices the list of the settings, or null when it is in a file
 * @param site what a list in a file has to fit
 * @param marks with how much free space instances are taken
 * @param budgets how much files of each kind may take
 * @param archive the hospital's archive, or null for none
 * @param query who gets what the truck holds, or null for nobody
 * @param hotFolder the hot folder, or null for none
 */
record Settings(
        Path identifiedDir,
        @Nullable Devices devices,
        DeviceFile.Site site,
        Set<String> sopClasses,
        DicomSettings dicom,
        StowLimits stow,
        OrderSettings orders,
        @Nullable ArchiveSettings archive,
        @Nullable QuerySettings query,
        Room.Marks marks,
        Budgets budgets,
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
        var devices = config.devices().file().isPresent() ? null : devices(config, truck);
        if (devices == null) {
            checkFile(config);
        }
        var sopClasses = new LinkedHashSet<>(Uid.storageClasses());
        for (String added : config.additionalSopClasses().orElse(List.of())) {
            sopClasses.add(checked("additional-sop-classes", () -> Checks.uid(added.strip())));
        }
        if (devices != null && config.knownSourcesOnly() && devices.all().isEmpty()) {
            throw new CannotStartException(
                    key("known-sources-only") + ": nobody could call; configure sources first");
        }
        var dicom = DicomSettings.of(config, sopClasses);
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
        var crew = crew(config.crew());
        return new Settings(
                identified,
                devices,
                new DeviceFile.Site(
                        truck,
                        dicom.secured().isPresent()
                                && config.tls().clientAuth() == DicomTls.ClientAuth.REQUIRED,
                        dicom.tls().isPresent()),
                sopClasses,
                dicom,
                stow,
                OrderSettings.of(config, identified, hotFolder),
                ArchiveSettings.of(config, dicom, crew.zone()),
                QuerySettings.of(config, dicom, devices, crew.zone()),
                marks(config),
                budgets(config.budget()),
                hotFolder,
                hotFolderSender,
                crew);
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
                address("crew.link-page", crew.linkPage()),
                profiles(crew));
    }

    private static List<String> profiles(IngestConfig.Crew crew) {
        var profiles = crew.profiles().orElse(List.of());
        try {
            profiles.forEach(Checks::profile);
            return profiles;
        } catch (IllegalArgumentException e) {
            throw wrong("crew.profiles", String.valueOf(e.getMessage()));
        }
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

    private static Room.Marks marks(IngestConfig config) {
        long refuse = config.minFreeSpace().asLongValue();
        long resume =
                config.resumeFreeSpace().map(MemorySize::asLongValue).orElse(refuse + refuse / 4);
        long warn =
                config.warnFreeSpace()
                        .map(MemorySize::asLongValue)
                        .orElse(Math.max(resume, 2 * refuse));
        return checked(
                "min-free-space, resume-free-space or warn-free-space",
                () -> new Room.Marks(refuse, resume, warn));
    }

    private static Budgets budgets(IngestConfig.Budget budget) {
        return checked(
                "budget.originals or budget.quarantine",
                () -> new Budgets(bytes(budget.originals()), bytes(budget.quarantine())));
    }

    private static OptionalLong bytes(Optional<MemorySize> size) {
        return size.isEmpty() ? OptionalLong.empty() : OptionalLong.of(size.get().asLongValue());
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

    private static void checkFile(IngestConfig config) {
        if (!config.sources().isEmpty() || config.knownSourcesOnly()) {
            throw wrong(
                    "devices.file",
                    "says all that sources and known-sources-only would: remove those, and list"
                            + " their devices in the file (docs/devices.md)");
        }
        if (!config.devices().reloadEvery().isPositive()) {
            throw wrong("devices.reload-every", "must be positive");
        }
    }

    /** Names are known to be names of AE titles and of accounts alike. */
    private static Devices devices(IngestConfig config, String truck) {
        var devices = new ArrayList<Device>();
        config.sources()
                .forEach((title, source) -> {
                    String key = "sources.\"" + title + '"';
                    devices.add(
                            checked(
                                    key,
                                    () ->
                                            new Device(
                                                    title,
                                                    title.strip(),
                                                    new Sender(
                                                            source.truck().orElse(truck),
                                                            source.scanner().orElse(null)),
                                                    Set.of(),
                                                    addresses(key, source),
                                                    List.of(),
                                                    Policy.ACCEPT,
                                                    Device.Limits.NONE,
                                                    reports(key, source),
                                                    source.query())));
                    if (source.commitmentTls() && config.tls().certificate().isEmpty()) {
                        throw wrong(
                                key + ".commitment-tls",
                                "needs tls.certificate, tls.private-key and tls.trusted");
                    }
                });
        return checked(
                "sources",
                () ->
                        new Devices(
                                devices,
                                config.knownSourcesOnly() ? Policy.REFUSE : Policy.ACCEPT,
                                new Sender(truck, null),
                                false));
    }

    private static List<AddressRange> addresses(String key, IngestConfig.Source source) {
        var addresses = new ArrayList<AddressRange>();
        for (String address : source.addresses().orElse(List.of())) {
            try {
                for (var one : InetAddress.getAllByName(address.strip())) {
                    addresses.add(AddressRange.of(one));
                }
            } catch (UnknownHostException e) {
                throw wrong(
                        key + ".addresses",
                        "one of them is no address and no name that is known now");
            }
        }
        return addresses;
    }

    private static Optional<Device.Reports> reports(String key, IngestConfig.Source source) {
        return source.commitmentAddress()
                .map(address ->
                        checked(
                                key + ".commitment-address",
                                () -> Device.Reports.parse(address, source.commitmentTls())));
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
