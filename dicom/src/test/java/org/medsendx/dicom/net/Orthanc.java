package org.medsendx.dicom.net;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An Orthanc server of the test's own: temporary storage, free ports, driven over REST, with
 * DICOMweb where its plug-in is installed.
 */
public final class Orthanc implements AutoCloseable {

    public static final String AE_TITLE = "ORTHANC";

    private static final Path DICOM_WEB =
            Path.of("/usr/share/orthanc/plugins/libOrthancDicomWeb.so");

    private final Path configuration;
    private final Path log;
    private final int httpPort;
    private final int dicomPort;
    private final HttpClient http = HttpClient.newHttpClient();

    private Process process;

    private Orthanc(Path configuration, Path log, int httpPort, int dicomPort) throws IOException {
        this.configuration = configuration;
        this.log = log;
        this.httpPort = httpPort;
        this.dicomPort = dicomPort;
        this.process = begin();
    }

    private Process begin() throws IOException {
        return Dcmtk.start(log, List.of(Dcmtk.find("Orthanc").orElseThrow(), "" + configuration));
    }

    /** Whether it can speak DICOMweb here. */
    public static boolean hasDicomWeb() {
        return Files.exists(DICOM_WEB);
    }

    /** Ends it as a power cut would; {@link #again} starts it with what it had on disk. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Starts it again on the same ports. */
    public void again() throws IOException {
        process = begin();
        await().atMost(Duration.ofSeconds(60)).until(this::ready);
    }

    /** Where it takes STOW-RS. */
    public URI studies() {
        return URI.create("http://127.0.0.1:" + httpPort + "/dicom-web/studies");
    }

    /** The port that it speaks DICOM on. */
    public int dicomPort() {
        return dicomPort;
    }

    /**
     * Starts it.
     *
     * @param folder for its configuration and its storage
     * @param own its key, when it shall speak TLS on its DICOM port
     * @param trusted whom it trusts then
     */
    public static Orthanc start(Path folder, Optional<TestKeys> own, Optional<TestKeys> trusted)
            throws IOException {
        int httpPort = Dcmtk.freePort();
        int dicomPort = Dcmtk.freePort();
        String tls = "";
        if (own.isPresent()) {
            tls =
                    """
                    "DicomTlsEnabled": true,
                    "DicomTlsRemoteCertificateRequired": true,
                    "DicomTlsCertificate": "%s",
                    "DicomTlsPrivateKey": "%s",
                    "DicomTlsTrustedCertificates": "%s",
                    """
                            .formatted(
                                    own.get().certificate(),
                                    own.get().key(),
                                    trusted.orElseThrow().certificate());
        }
        Path configuration =
                Files.writeString(
                        folder.resolve("orthanc.json"),
                        """
                        {
                          "Name": "test",
                          "StorageDirectory": "%1$s",
                          "IndexDirectory": "%1$s",
                          "HttpPort": %2$d,
                          "RemoteAccessAllowed": false,
                          "AuthenticationEnabled": false,
                          "KeepAlive": false,
                          "DicomAet": "%3$s",
                          "DicomPort": %4$d,
                          "DicomCheckCalledAet": true,
                          "DicomCheckModalityHost": true,
                          %5$s
                          "Plugins": [%6$s],
                          "DicomAssociationCloseDelay": 0
                        }
                        """
                                .formatted(
                                        folder.resolve("storage"),
                                        httpPort,
                                        AE_TITLE,
                                        dicomPort,
                                        tls,
                                        hasDicomWeb() ? '"' + DICOM_WEB.toString() + '"' : ""));
        Path log = folder.resolve("orthanc.txt");
        Orthanc orthanc = new Orthanc(configuration, log, httpPort, dicomPort);
        try {
            await().atMost(Duration.ofSeconds(30)).until(orthanc::ready);
            return orthanc;
        } catch (RuntimeException e) {
            orthanc.close();
            throw e;
        }
    }

    private boolean ready() throws IOException, InterruptedException {
        if (!process.isAlive()) {
            throw new IllegalStateException("Orthanc ended: " + Files.readString(log));
        }
        try {
            return send(request("/system").build()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where it listens for DICOM, for a caller of that title. */
    public Peer peer(String callingAeTitle, Optional<Tls> tls) {
        return new Peer(
                new InetSocketAddress("127.0.0.1", dicomPort),
                AE_TITLE,
                callingAeTitle,
                Duration.ofSeconds(20),
                tls);
    }

    /** Tells it where a node is. */
    public void knows(String modality, String aeTitle, int port, boolean tls) throws Exception {
        String body =
                """
                {"AET": "%s", "Host": "127.0.0.1", "Port": %d, "UseDicomTls": %b}
                """
                        .formatted(aeTitle, port, tls);
        answer(
                request("/modalities/" + modality)
                        .PUT(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    public String get(String path) throws Exception {
        return answer(request(path).build());
    }

    public String post(String path, String body) throws Exception {
        return answer(
                request(path)
                        .timeout(Duration.ofSeconds(30))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    public String put(String path, String body) throws Exception {
        return answer(request(path).PUT(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    /** Gives it a file. @return its id of the instance */
    public String upload(Path file) throws Exception {
        return field(
                answer(request("/instances").POST(HttpRequest.BodyPublishers.ofFile(file)).build()),
                "ID");
    }

    /** The file as it keeps it. */
    public byte[] file(String instance) throws Exception {
        return http.send(
                        request("/instances/" + instance + "/file").build(),
                        HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    /** A text field of an answer. */
    public static String field(String json, String name) {
        var matcher = Pattern.compile('"' + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + name + " in " + json);
        }
        return matcher.group(1);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path));
    }

    private HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String answer(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = send(request);
        if (response.statusCode() != 200) {
            throw new IOException(
                    request.uri() + " " + response.body() + "\n" + Files.readString(log));
        }
        return response.body();
    }

    @Override
    public void close() {
        http.close();
        try {
            // Its orderly end takes seconds; nothing of it is kept.
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
