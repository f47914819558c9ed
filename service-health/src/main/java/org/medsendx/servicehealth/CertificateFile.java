package org.medsendx.servicehealth;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file with certificates: PEM, whatever else is in it, or a key store of the JDK (PKCS #12, JKS).
 *
 * @param password of a key store; null where its certificates are not encrypted
 */
record CertificateFile(Path path, @Nullable String password) {

    private static final Pattern PEM =
            Pattern.compile(
                    "-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----([^-]+)-----END",
                    Pattern.DOTALL);

    /** Of all that is in the file the first to expire, for chains and for what is trusted. */
    Instant expiry() throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        try {
            List<X509Certificate> certificates = pem(bytes);
            if (certificates.isEmpty()) {
                certificates = store(bytes);
            }
            return certificates.stream()
                    .map(certificate -> certificate.getNotAfter().toInstant())
                    .min(Instant::compareTo)
                    .orElseThrow(() -> new IOException("no certificate in the file"));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("not a file of certificates", e);
        }
    }

    private static List<X509Certificate> pem(byte[] bytes) throws GeneralSecurityException {
        var found = new ArrayList<X509Certificate>();
        var factory = CertificateFactory.getInstance("X.509");
        var blocks = PEM.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        while (blocks.find()) {
            byte[] encoded = Base64.getMimeDecoder().decode(blocks.group(1));
            if (factory.generateCertificate(new ByteArrayInputStream(encoded))
                    instanceof X509Certificate certificate) {
                found.add(certificate);
            }
        }
        return found;
    }

    private List<X509Certificate> store(byte[] bytes) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        try (InputStream in = new ByteArrayInputStream(bytes)) {
            store.load(in, password == null ? null : password.toCharArray());
        }
        var found = new ArrayList<X509Certificate>();
        for (String alias : Collections.list(store.aliases())) {
            var chain =
                    Optional.ofNullable(store.getCertificateChain(alias))
                            .map(List::of)
                            .orElseGet(() -> List.of());
            chain.forEach(one -> add(one, found));
            if (chain.isEmpty()) {
                add(store.getCertificate(alias), found);
            }
        }
        return found;
    }

    private static void add(
            java.security.cert.@Nullable Certificate one, List<X509Certificate> found) {
        if (one instanceof X509Certificate certificate) {
            found.add(certificate);
        }
    }
}
