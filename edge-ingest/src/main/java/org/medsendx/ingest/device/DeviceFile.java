package org.medsendx.ingest.device;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.ingest.source.AeTitle;
import org.medsendx.ingest.source.Sender;
import org.medsendx.strictyaml.YamlFile;
import org.medsendx.strictyaml.YamlFile.Entry;
import org.medsendx.strictyaml.YamlFile.Items;
import org.medsendx.strictyaml.YamlFile.Scalar;
import org.medsendx.strictyaml.YamlFile.Section;
import org.medsendx.strictyaml.YamlFileException;

/** Reads the list of devices. docs/devices.md says what it holds. */
public final class DeviceFile {

    private static final Set<String> KEYS = Set.of("others", "devices");
    private static final Set<String> DEVICE =
            Set.of(
                    "ae-title",
                    "account",
                    "truck",
                    "scanner",
                    "modality",
                    "addresses",
                    "certificates",
                    "policy",
                    "max-associations",
                    "max-instance-size",
                    "commitment-address",
                    "commitment-tls",
                    "query");
    private static final Set<String> CERTIFICATE = Set.of("spki-sha256", "subject");
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,8})([KMG]?)");
    private static final int MOST = 1000;

    private final YamlFile yaml;
    private final Site site;

    /**
     * What a list has to fit.
     *
     * @param truck whom those count for that name no truck
     * @param certificatesAsked whether a port asks callers for certificates
     * @param hasKeys whether there are files for TLS, to report with
     */
    public record Site(String truck, boolean certificatesAsked, boolean hasKeys) {}

    private DeviceFile(String name, Site site) {
        this.yaml = new YamlFile(name);
        this.site = site;
    }

    /**
     * Reads a list.
     *
     * @param name of the file, for messages
     * @throws YamlFileException it cannot be used; names file, line and key, and what is expected
     */
    public static Devices read(String name, String text, Site site) throws YamlFileException {
        return new DeviceFile(name, site).read(text);
    }

    private Devices read(String text) throws YamlFileException {
        Section root = yaml.read(text);
        root.only(KEYS);
        Entry others = root.get("others");
        if (others == null) {
            throw yaml.wrong(
                    root.line(),
                    "others",
                    "is missing: accept, quarantine or refuse whom the list lacks");
        }
        if (!(root.get("devices") instanceof Items items)) {
            throw yaml.wrong(root.line(), "devices", "is missing, or no list of devices");
        }
        if (items.entries().size() > MOST) {
            throw yaml.wrong(items, "more than " + MOST + " devices");
        }
        var devices = new ArrayList<Device>();
        Map<String, Integer> lines = new HashMap<>();
        for (Entry entry : items.entries()) {
            if (!(entry instanceof Section section)) {
                throw yaml.wrong(entry, "a device is a map of keys, such as ae-title: CT_1");
            }
            Device device = device(section);
            unique(section, "ae-title", device.aeTitle(), lines);
            unique(section, "account", device.account(), lines);
            devices.add(device);
        }
        return new Devices(devices, policy(others), new Sender(site.truck(), null), true);
    }

    private void unique(
            Section section, String key, @Nullable String value, Map<String, Integer> lines)
            throws YamlFileException {
        if (value != null) {
            Integer before = lines.put(key + ' ' + value, section.line());
            if (before != null) {
                throw yaml.wrong(
                        section, "its " + key + " is that of the device in line " + before);
            }
        }
    }

    private Device device(Section section) throws YamlFileException {
        section.only(DEVICE);
        Scalar aeTitle = scalar(section, "ae-title");
        Scalar account = scalar(section, "account");
        if (aeTitle == null && account == null) {
            throw yaml.wrong(section, "a device has an ae-title, an account or both");
        }
        Scalar truck = scalar(section, "truck");
        Scalar scanner = scalar(section, "scanner");
        return new Device(
                aeTitle == null ? null : parsed(aeTitle, AeTitle::check),
                account == null ? null : parsed(account, DeviceFile::account),
                new Sender(
                        truck == null ? site.truck() : parsed(truck, Checks::truck),
                        scanner == null ? null : parsed(scanner, Checks::scanner)),
                modalities(section),
                addresses(section),
                certificates(section, aeTitle),
                section.get("policy") == null
                        ? Policy.ACCEPT
                        : policy(section.entries().get("policy")),
                limits(section),
                reports(section),
                queries(section));
    }

    private static String account(String text) {
        if (text.isBlank() || text.length() > 64) {
            throw new IllegalArgumentException("the name of an account is expected");
        }
        return text;
    }

    private Policy policy(@Nullable Entry entry) throws YamlFileException {
        String word = entry instanceof Scalar scalar ? scalar.text() : "";
        for (Policy policy : Policy.values()) {
            if (policy.word().equals(word)) {
                return policy;
            }
        }
        throw entry == null
                ? yaml.wrong(1, "policy", "is missing")
                : yaml.wrong(entry, "accept, quarantine or refuse is expected");
    }

    private Set<String> modalities(Section section) throws YamlFileException {
        var modalities = new LinkedHashSet<String>();
        for (Entry entry : list(section, "modality")) {
            modalities.add(parsed(plain(entry), Checks::modality));
        }
        return modalities;
    }

    private List<AddressRange> addresses(Section section) throws YamlFileException {
        var addresses = new ArrayList<AddressRange>();
        for (Entry entry : list(section, "addresses")) {
            addresses.add(parsed(plain(entry), AddressRange::parse));
        }
        return addresses;
    }

    private List<CertificateBinding> certificates(Section section, @Nullable Scalar aeTitle)
            throws YamlFileException {
        var certificates = new ArrayList<CertificateBinding>();
        for (Entry entry : list(section, "certificates")) {
            if (!(entry instanceof Section one)) {
                throw yaml.wrong(entry, "spki-sha256: DIGEST or subject: NAME is expected");
            }
            one.only(CERTIFICATE);
            Scalar key = scalar(one, "spki-sha256");
            Scalar subject = scalar(one, "subject");
            if (key != null && subject == null) {
                certificates.add(parsed(key, CertificateBinding.Key::new));
            } else if (subject != null && key == null) {
                certificates.add(parsed(subject, CertificateBinding.Subject::parse));
            } else {
                throw yaml.wrong(entry, "one of spki-sha256 and subject is expected");
            }
            if (aeTitle == null) {
                throw yaml.wrong(entry, "a certificate is bound to an ae-title, which is missing");
            }
            if (!site.certificatesAsked()) {
                throw yaml.wrong(
                        entry,
                        "nobody is asked for a certificate: set medsendx.ingest.tls.port, and"
                                + " tls.client-auth to required");
            }
        }
        return certificates;
    }

    private Device.Limits limits(Section section) throws YamlFileException {
        Scalar associations = scalar(section, "max-associations");
        Scalar size = scalar(section, "max-instance-size");
        return new Device.Limits(
                associations == null ? 0 : parsed(associations, DeviceFile::number),
                size == null ? Long.MAX_VALUE : parsed(size, DeviceFile::size));
    }

    private static int number(String text) {
        if (!text.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException("a number from 1 to 9999 is expected");
        }
        return Integer.parseInt(text);
    }

    private static long size(String text) {
        var size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new IllegalArgumentException("a size is expected, such as 512M");
        }
        int shift =
                switch (size.group(2)) {
                    case "K" -> 10;
                    case "M" -> 20;
                    case "G" -> 30;
                    default -> 0;
                };
        return Long.parseLong(size.group(1)) << shift;
    }

    private Optional<Device.Reports> reports(Section section) throws YamlFileException {
        Scalar tls = scalar(section, "commitment-tls");
        boolean secured = tls != null && parsed(tls, DeviceFile::yes);
        if (tls != null && secured && !site.hasKeys()) {
            throw yaml.wrong(
                    tls, "needs medsendx.ingest.tls.certificate, tls.private-key and tls.trusted");
        }
        Scalar address = scalar(section, "commitment-address");
        return address == null
                ? Optional.empty()
                : Optional.of(parsed(address, text -> Device.Reports.parse(text, secured)));
    }

    private boolean queries(Section section) throws YamlFileException {
        Scalar query = scalar(section, "query");
        boolean may = query != null && parsed(query, DeviceFile::yes);
        if (query != null && may && section.get("ae-title") == null) {
            throw yaml.wrong(query, "asks by an ae-title, which is missing");
        }
        return may;
    }

    private static boolean yes(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false is expected");
        };
    }

    private @Nullable Scalar scalar(Section section, String key) throws YamlFileException {
        Entry entry = section.get(key);
        return entry == null ? null : plain(entry);
    }

    private Scalar plain(Entry entry) throws YamlFileException {
        if (entry instanceof Scalar scalar && !scalar.text().isBlank()) {
            return scalar;
        }
        throw yaml.wrong(entry, "a plain value is expected");
    }

    /** A list, or one value in its place. */
    private static List<Entry> list(Section section, String key) {
        Entry entry = section.get(key);
        return switch (entry) {
            case null -> List.of();
            case Items items -> items.entries();
            default -> List.of(entry);
        };
    }

    private <T> T parsed(Scalar scalar, Function<String, T> parse) throws YamlFileException {
        try {
            return parse.apply(scalar.text());
        } catch (IllegalArgumentException e) {
            throw yaml.wrong(scalar, String.valueOf(e.getMessage()));
        }
    }
}
