package org.medsendx.servicehealth;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of certificates that a configuration names, whoever reads them: HTTP and the TLS
 * registry (PEM and PKCS #12), Kafka's clients (all forms), and our own keys. Each has a short name
 * that is made of its key and of nothing in the file.
 */
final class ConfiguredCertificates {

    private static final String REGISTRY = "quarkus\\.tls\\.(?:\"?([\\w-]+)\"?\\.)?";
    private static final String ITEM = "(?:\\[\\d+])?";

    private static final Pattern HTTP =
            Pattern.compile(
                    "quarkus\\.http\\.ssl\\.certificate\\.(files|trust-store-files?)" + ITEM);
    private static final Pattern KEY_PEM =
            Pattern.compile(REGISTRY + "key-store\\.pem\\.\"?[\\w-]+\"?\\.cert");
    private static final Pattern TRUST_PEM =
            Pattern.compile(REGISTRY + "trust-store\\.pem\\.certs" + ITEM);
    private static final Pattern STORE =
            Pattern.compile(REGISTRY + "(key|trust)-store\\.(?:p12|jks)\\.path");
    private static final Pattern KAFKA =
            Pattern.compile("(.*?)\\.?\"?ssl\\.(key|trust)store\\.location\"?");
    private static final Pattern OURS = Pattern.compile("medsendx\\.ingest\\.tls\\.trusted");

    private static final String TRUSTED = "-trusted";

    private ConfiguredCertificates() {}

    /**
     * Finds them.
     *
     * @param keys all keys of the configuration
     * @param value what a key holds, null for nothing
     * @return files by name; a list of files is numbered from the second on
     */
    static Map<String, CertificateFile> of(
            Iterable<String> keys, Function<String, @Nullable String> value) {
        var found = new TreeMap<String, CertificateFile>();
        for (String key : keys) {
            String name = name(key);
            String files = name == null ? null : value.apply(key);
            if (name == null || files == null) {
                continue;
            }
            String passwordKey = passwordKey(key);
            String password = passwordKey.equals(key) ? null : value.apply(passwordKey);
            for (String file : files.split(",", -1)) {
                if (!file.isBlank()) {
                    put(found, name, new CertificateFile(Path.of(file.strip()), password));
                }
            }
        }
        return found;
    }

    private static void put(Map<String, CertificateFile> found, String name, CertificateFile file) {
        if (found.containsValue(file)) {
            return;
        }
        String free = name;
        for (int i = 2; found.containsKey(free); i++) {
            free = name + '-' + i;
        }
        found.put(free, file);
    }

    private static @Nullable String name(String key) {
        var http = HTTP.matcher(key);
        if (http.matches()) {
            return "http" + (http.group(1).equals("files") ? "" : TRUSTED);
        }
        var pem = KEY_PEM.matcher(key);
        if (pem.matches()) {
            return registry(pem.group(1));
        }
        var trusted = TRUST_PEM.matcher(key);
        if (trusted.matches()) {
            return registry(trusted.group(1)) + TRUSTED;
        }
        var store = STORE.matcher(key);
        if (store.matches()) {
            return registry(store.group(1)) + (store.group(2).equals("trust") ? TRUSTED : "");
        }
        var kafka = KAFKA.matcher(key);
        if (kafka.matches()) {
            return client(kafka.group(1)) + (kafka.group(2).equals("trust") ? TRUSTED : "");
        }
        return OURS.matcher(key).matches() ? "cstore" + TRUSTED : null;
    }

    private static String registry(@Nullable String name) {
        return name == null ? "tls" : "tls-" + name.toLowerCase(Locale.ROOT);
    }

    /** Of {@code medsendx.uplink.cloud-kafka} the last part. */
    private static String client(String prefix) {
        String last = prefix.substring(prefix.lastIndexOf('.') + 1).replace("\"", "");
        return last.isEmpty() ? "kafka" : last.toLowerCase(Locale.ROOT);
    }

    private static String passwordKey(String key) {
        return key.replaceFirst("(path|location)(\"?)$", "password$2");
    }
}
