package org.medsendx.dicom.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS with certificates on both sides, after the Non-Downgrading BCP 195 TLS Profile (PS3.15, B.12;
 * RFC 9325): TLS 1.3 and 1.2, forward secrecy and authenticated ciphers only. As the called side it
 * demands a certificate of the caller, as the calling side it also checks that the peer's
 * certificate names the host; both unless told otherwise.
 */
public final class Tls {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    // 128 bits are enough (RFC 9325, 4.2) and a third faster where AES is in the processor; 256
    // bits
    // for peers that insist.
    private static final String[] CIPHER_SUITES = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    };

    private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "EdDSA");

    private final Keys keys;
    private final boolean hostNameChecked;
    private final boolean callerCertified;

    /** What new connections are made with; shared by all that came from the same files. */
    private static final class Keys {
        private final @Nullable PemFiles files;
        private volatile Loaded loaded;

        Keys(@Nullable PemFiles files, Loaded loaded) {
            this.files = files;
            this.loaded = loaded;
        }
    }

    private record PemFiles(@Nullable Own own, Path trusted) {}

    private record Own(Path certificateChain, Path privateKey) {}

    /**
     * What was read from the files.
     *
     * @param digest of all their bytes
     * @param expiry of the first certificate in the chain that expires
     */
    private record Loaded(SSLContext context, String digest, @Nullable Instant expiry) {}

    private Tls(Keys keys, boolean hostNameChecked, boolean callerCertified) {
        this.keys = keys;
        this.hostNameChecked = hostNameChecked;
        this.callerCertified = callerCertified;
    }

    /** The protocol versions that are spoken, first wish first. */
    public static List<String> protocols() {
        return List.of(PROTOCOLS);
    }

    /** The cipher suites that are spoken, first wish first. */
    public static List<String> cipherSuites() {
        return List.of(CIPHER_SUITES);
    }

    /** With the keys and trust of a context that was made elsewhere. */
    public static Tls of(SSLContext context) {
        return new Tls(new Keys(null, new Loaded(context, "", null)), true, true);
    }

    /**
     * With PEM files.
     *
     * @param certificateChain our certificate first, then those that signed it
     * @param privateKey PKCS #8, not encrypted
     * @param trusted certificates that a peer's chain must lead to
     * @throws IOException a file cannot be read or is not what it should be; says which of the
     *     three
     */
    public static Tls ofPem(Path certificateChain, Path privateKey, Path trusted)
            throws IOException {
        return ofPem(new PemFiles(new Own(certificateChain, privateKey), trusted));
    }

    /**
     * For a calling side that shows no certificate and proves in another way who it is, such as by
     * a token over HTTPS.
     *
     * @param trusted certificates that a peer's chain must lead to
     * @throws IOException the file cannot be read or is not what it should be
     */
    public static Tls ofTrusted(Path trusted) throws IOException {
        return ofPem(new PemFiles(null, trusted));
    }

    private static Tls ofPem(PemFiles files) throws IOException {
        return new Tls(new Keys(files, load(files)), true, true);
    }

    /**
     * What new connections are made with now, for protocols that take care of the rest themselves,
     * such as HTTPS; after a {@link #reload} that changed something it is another one.
     */
    public SSLContext context() {
        return keys.loaded.context();
    }

    /** Protocols and cipher suites as {@link #protocols} and {@link #cipherSuites} name them. */
    public static SSLParameters parameters() {
        return new SSLParameters(CIPHER_SUITES, PROTOCOLS);
    }

    /**
     * Reads the PEM files again. Connections that are made from now on, by this object and those
     * that were derived from it, use what they hold now; those that there are go on as they are.
     *
     * @return whether anything in them had changed
     * @throws IOException when they cannot be used, as in the middle of a rotation; everything
     *     stays as it was
     */
    public boolean reload() throws IOException {
        PemFiles files = keys.files;
        if (files == null || digest(files).equals(keys.loaded.digest())) {
            return false;
        }
        keys.loaded = load(files);
        return true;
    }

    /**
     * When our certificate, or one of those that signed it and are sent along, expires; empty when
     * there is none or it was not read from files.
     */
    public Optional<Instant> expiry() {
        return Optional.ofNullable(keys.loaded.expiry());
    }

    private static String digest(PemFiles files) throws IOException {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            Own own = files.own();
            if (own != null) {
                sha.update(read(own.certificateChain(), "certificate chain"));
                sha.update((byte) 0);
                sha.update(read(own.privateKey(), "private key"));
                sha.update((byte) 0);
            }
            sha.update(read(files.trusted(), "trusted certificates"));
            return HexFormat.of().formatHex(sha.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static Loaded load(PemFiles files) throws IOException {
        try {
            // First, so that a change meanwhile is seen by the next look.
            String digest = digest(files);
            char[] password = {};
            KeyStore ownKeys = KeyStore.getInstance("PKCS12");
            ownKeys.load(null, password);
            Own own = files.own();
            List<X509Certificate> chain = List.of();
            if (own != null) {
                PrivateKey key = privateKey(own.privateKey());
                chain =
                        certificates(own.certificateChain(), "certificate chain").stream()
                                .map(X509Certificate.class::cast)
                                .toList();
                checkPair(key, chain.getFirst());
                ownKeys.setKeyEntry("own", key, password, chain.toArray(Certificate[]::new));
            }
            KeyManagerFactory managers =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(ownKeys, password);
            KeyStore peers = KeyStore.getInstance("PKCS12");
            peers.load(null, password);
            for (Certificate certificate : certificates(files.trusted(), "trusted certificates")) {
                peers.setCertificateEntry("peer" + peers.size(), certificate);
            }
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(peers);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
            @Nullable Instant expiry =
                    chain.stream()
                            .map(certificate -> certificate.getNotAfter().toInstant())
                            .min(Comparator.naturalOrder())
                            .orElse(null);
            return new Loaded(context, digest, expiry);
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up from these files: " + e.getMessage(), e);
        }
    }

    /**
     * Trusts any host that shows a trusted certificate: for peers that are called by an address
     * their certificates do not name.
     */
    public Tls withoutHostNameCheck() {
        return new Tls(keys, false, callerCertified);
    }

    /**
     * As the called side asks for no certificate: what is sent is kept from others, but who sends
     * it is not known.
     */
    public Tls withoutCallerCertificate() {
        return new Tls(keys, hostNameChecked, false);
    }

    SSLSocket called(Socket transport) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        keys.loaded
                                .context()
                                .getSocketFactory()
                                .createSocket(
                                        transport,
                                        transport.getInetAddress().getHostAddress(),
                                        transport.getPort(),
                                        true);
        socket.setUseClientMode(false);
        SSLParameters parameters = parameters();
        parameters.setNeedClientAuth(callerCertified);
        parameters.setUseCipherSuitesOrder(true);
        socket.setSSLParameters(parameters);
        return socket;
    }

    SSLSocket calling(Socket transport, String host) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        keys.loaded
                                .context()
                                .getSocketFactory()
                                .createSocket(transport, host, transport.getPort(), true);
        socket.setUseClientMode(true);
        SSLParameters parameters = parameters();
        if (hostNameChecked) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static Collection<? extends Certificate> certificates(Path file, String what)
            throws IOException, GeneralSecurityException {
        Collection<? extends Certificate> certificates =
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(read(file, what)));
        if (certificates.isEmpty()) {
            throw new IOException("no certificate in the file of the " + what);
        }
        return certificates;
    }

    // A rotation that is under way, or files of two pairs: JSSE would notice at a handshake only.
    private static void checkPair(PrivateKey key, X509Certificate certificate)
            throws IOException, GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "EdDSA";
                };
        byte[] proof = "a pair".getBytes(StandardCharsets.US_ASCII);
        var signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(proof);
        byte[] signed = signature.sign();
        boolean pair;
        try {
            signature.initVerify(certificate.getPublicKey());
            signature.update(proof);
            pair = signature.verify(signed);
        } catch (InvalidKeyException | SignatureException e) {
            pair = false;
        }
        if (!pair) {
            throw new IOException(
                    "the private key does not belong to the first certificate of the chain");
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        String pem = new String(read(file, "private key"), StandardCharsets.US_ASCII);
        String begin = "-----BEGIN PRIVATE KEY-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END PRIVATE KEY-----");
        if (from < 0 || to < from) {
            throw new IOException(
                    "the private key is not PKCS #8 (convert it with: openssl pkcs8 -topk8 -nocrypt)");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
        try {
            for (String algorithm : KEY_ALGORITHMS) {
                try {
                    return KeyFactory.getInstance(algorithm)
                            .generatePrivate(new PKCS8EncodedKeySpec(encoded));
                } catch (InvalidKeySpecException e) {
                    // The next algorithm may know it.
                }
            }
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
        throw new IOException("the private key is of no known algorithm");
    }

    private static byte[] read(Path file, String what) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IOException(
                    "cannot read the file of the " + what + ": " + e.getClass().getSimpleName(), e);
        }
    }
}
