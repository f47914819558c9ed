package org.medsendx.dicom.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A self-signed certificate for 127.0.0.1 and its key, made by the JDK's keytool, as PEM files. */
public record TestKeys(Path certificate, Path key) {

    private static final String PASSWORD = "changeit";

    private static final Map<String, TestKeys> SHARED = new HashMap<>();
    private static @Nullable Path sharedFolder;

    /** The same for every test of a run, because keytool takes seconds; for 127.0.0.1. */
    public static synchronized TestKeys shared(String name, String algorithm)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path folder = sharedFolder;
        if (folder == null) {
            folder = Files.createTempDirectory("test-keys");
            sharedFolder = folder;
            Path made = folder;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(made)));
        }
        String which = name + '-' + algorithm;
        TestKeys keys = SHARED.get(which);
        if (keys == null) {
            keys = create(folder, which, algorithm, "ip:127.0.0.1");
            SHARED.put(which, keys);
        }
        return keys;
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            // It is in the system's folder for what may be removed.
        }
    }

    public static TestKeys create(Path folder, String name, String algorithm, String host)
            throws IOException, InterruptedException, GeneralSecurityException {
        return create(folder, name, algorithm, host, "-0d");
    }

    /**
     * Good for 30 days.
     *
     * @param from when that begins, as keytool takes it, such as {@code -31d}
     */
    public static TestKeys create(
            Path folder, String name, String algorithm, String host, String from)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve(name + ".p12");
        Process keytool =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                                .toString(),
                                        "-J-XX:TieredStopAtLevel=1",
                                        "-genkeypair",
                                        "-alias",
                                        "k",
                                        "-keyalg",
                                        algorithm,
                                        "-keysize",
                                        // Larger RSA keys take keytool many seconds.
                                        algorithm.equals("RSA") ? "2048" : "256",
                                        "-dname",
                                        "CN=" + name,
                                        "-ext",
                                        "san=" + host,
                                        "-startdate",
                                        from,
                                        "-validity",
                                        "30",
                                        "-keystore",
                                        store.toString(),
                                        "-storepass",
                                        PASSWORD))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(name + ".txt").toFile())
                        .start();
        if (keytool.waitFor() != 0) {
            throw new IOException(Files.readString(folder.resolve(name + ".txt")));
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return new TestKeys(
                pem(
                        folder.resolve(name + ".crt"),
                        "CERTIFICATE",
                        keys.getCertificate("k").getEncoded()),
                pem(
                        folder.resolve(name + ".key"),
                        "PRIVATE KEY",
                        keys.getKey("k", PASSWORD.toCharArray()).getEncoded()));
    }

    private static Path pem(Path path, String type, byte[] bytes) throws IOException {
        return Files.writeString(
                path,
                "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                        .formatted(type, Base64.getMimeEncoder().encodeToString(bytes), type));
    }

    /** TLS with this key, that trusts the other. */
    public Tls trusting(TestKeys other) throws IOException {
        return Tls.ofPem(certificate, key, other.certificate());
    }
}
