package org.medsendx.ingest.device;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/** Which certificate a device shows. That it is trusted, TLS has found out before. */
public sealed interface CertificateBinding {

    /** Whether this is it. */
    boolean matches(X509Certificate certificate);

    /**
     * One key, whatever certificates are issued for it.
     *
     * @param sha256 of the SubjectPublicKeyInfo (RFC 5280, 4.1), 64 hex digits
     */
    record Key(String sha256) implements CertificateBinding {

        private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

        public Key {
            sha256 = sha256.replace(":", "").toLowerCase(Locale.ROOT);
            if (!DIGEST.matcher(sha256).matches()) {
                throw new IllegalArgumentException("64 hex digits are expected");
            }
        }

        @Override
        public boolean matches(X509Certificate certificate) {
            try {
                byte[] digest =
                        MessageDigest.getInstance("SHA-256")
                                .digest(certificate.getPublicKey().getEncoded());
                return HexFormat.of().formatHex(digest).equals(sha256);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }

    /**
     * Whatever certificate names this subject: as good as the authority that issues them.
     *
     * @param name a distinguished name as RFC 2253 writes it
     */
    record Subject(X500Principal name) implements CertificateBinding {

        /**
         * @throws IllegalArgumentException it is no distinguished name
         */
        public static Subject parse(String text) {
            try {
                return new Subject(new X500Principal(text));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "a distinguished name is expected, such as CN=ct-1,O=Hospital");
            }
        }

        @Override
        public boolean matches(X509Certificate certificate) {
            return name.equals(certificate.getSubjectX500Principal());
        }
    }
}
