package org.medsendx.endtoend.rights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority and what it signed, made by the JDK's keytool, as PEM files. */
final class TestAuthority {

    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final String name;
    private final Path store;

    TestAuthority(Path folder, String name) throws Exception {
        this.folder = folder;
        this.name = name;
        this.store = folder.resolve(name + ".p12");
        keytool("ca", "-ext", "bc:critical", "-ext", "ku:critical=keyCertSign");
    }

    /** Its own certificate. */
    Path certificate() throws IOException, GeneralSecurityException {
        return Files.writeString(
                folder.resolve(name + "-ca.pem"),
                pem("CERTIFICATE", keys().getCertificate("ca").getEncoded()));
    }

    /**
     * A key with a certificate that it signed, good for 30 days.
     *
     * @param host such as {@code ip:127.0.0.1}
     * @param from when that begins, such as {@code -31d}
     */
    String signed(String alias, String host, String from) throws Exception {
        keytool(alias, "-signer", "ca", "-ext", "san=" + host, "-startdate", from);
        var text =
                new StringBuilder(
                        pem(
                                "PRIVATE KEY",
                                keys().getKey(alias, PASSWORD.toCharArray()).getEncoded()));
        for (Certificate certificate : keys().getCertificateChain(alias)) {
            text.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        return text.toString();
    }

    private KeyStore keys() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    private void keytool(String alias, String... more) throws Exception {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-J-XX:TieredStopAtLevel=1",
                                "-genkeypair",
                                "-alias",
                                alias,
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=" + name + "-" + alias,
                                "-validity",
                                "30",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                PASSWORD));
        command.addAll(List.of(more));
        int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IOException("keytool ended with " + exit);
        }
    }

    private static String pem(String type, byte[] bytes) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(
                        type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes));
    }
}
