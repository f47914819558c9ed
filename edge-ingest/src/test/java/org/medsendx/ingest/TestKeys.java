package org.medsendx.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import org.medsendx.dicom.net.Tls;

/** A self-signed certificate for 127.0.0.1 and its key as PEM files, made by the JDK's keytool. */
public record TestKeys(Path certificate, Path key) {

    private static final String PASSWORD = "changeit";

    public static TestKeys create(Path folder, String name)
            throws IOException, InterruptedException, GeneralSecurityException {
        return create(folder, name, "-0d");
    }

    /**
     * Good for 30 days.
     *
     * @param from when that begins, as keytool takes it, such as {@code -31d}
     */
    public static TestKeys create(Path folder, String name, String from)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve(name + ".p12");
        Process keytool =
                new ProcessBuilder(
                                List.of(
                                        System.getProperty("java.home") + "/bin/keytool",
                                        "-J-XX:TieredStopAtLevel=1",
                                        "-genkeypair",
                                        "-alias",
                                        name,
                                        "-keyalg",
                                        "EC",
                                        "-dname",
                                        "CN=" + name,
                                        "-ext",
                                        "san=ip:127.0.0.1",
                                        "-startdate",
                                        from,
                                        "-validity",
                                        "30",
                                        "-keystore",
                                        store.toString(),
                                        "-storepass",
                                        PASSWORD))
                        .inheritIO()
                        .start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        return new TestKeys(
                pem(
                        folder.resolve(name + ".crt"),
                        "CERTIFICATE",
                        keys.getCertificate(name).getEncoded()),
                pem(
                        folder.resolve(name + ".key"),
                        "PRIVATE KEY",
                        keys.getKey(name, PASSWORD.toCharArray()).getEncoded()));
    }

    private static Path pem(Path path, String type, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder().encodeToString(bytes);
        return Files.writeString(
                path, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, text));
    }

    /** TLS with this key, that trusts the other. */
    public Tls trusting(TestKeys other) throws IOException {
        return Tls.ofPem(certificate, key, other.certificate());
    }
}
