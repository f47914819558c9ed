package org.medsendx.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.net.Dcmtk;
import org.medsendx.dicom.net.StorageScp;
import org.medsendx.dicom.net.StoreHandler;
import org.medsendx.dicom.net.StoreStatus;
import org.medsendx.webguard.Browser;

/**
 * The work list of the packaged service in a real browser: long series, and what an archive
 * refuses.
 */
class WorkListIT {

    private static final int IMAGES = 12;

    @TempDir Path folder;
    @TempDir Path made;

    /** A node that takes images of one class and forgets them. */
    private static StorageScp archive(int port, String sopClass) throws IOException {
        return StorageScp.listen(
                new StorageScp.Options(
                        new InetSocketAddress("127.0.0.1", port),
                        "ARCHIVE",
                        Set.of(),
                        Set.of(sopClass),
                        8,
                        64 << 10),
                request ->
                        new StoreHandler.Sink() {
                            @Override
                            public OutputStream stream() {
                                return OutputStream.nullOutputStream();
                            }

                            @Override
                            public StoreStatus complete() {
                                return StoreStatus.SUCCESS;
                            }

                            @Override
                            public void close() {}
                        });
    }

    private void send(ServiceProcess service, String series, int images, boolean right)
            throws Exception {
        try (var scu = service.associate("MEDSENDX")) {
            for (int i = 0; i < images; i++) {
                String uid = uid();
                Path image =
                        file(
                                made,
                                ct(uid, "Doe^Jane")
                                        .putString(Tag.SeriesInstanceUID, VR.UI, series));
                ServiceProcess.store(scu, image, right ? uid : uid());
            }
        }
    }

    private static long asides(ServiceProcess service) throws Exception {
        return service.get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("medsendx_ingest_archive_aside"))
                .mapToLong(line -> Math.round(Double.parseDouble(line.replaceAll(".* ", ""))))
                .findFirst()
                .orElse(-1);
    }

    @Test
    void a_series_is_one_matter_and_what_the_archive_refuses_is_sent_again_by_a_person()
            throws Exception {
        int port = Dcmtk.freePort();
        try (var refusing = archive(port, Uid.MRImageStorage);
                var service =
                        ServiceProcess.start(
                                folder,
                                Map.of(
                                        "kafka.bootstrap.servers", "127.0.0.1:1",
                                        "medsendx.ingest.sources.\"CT_1\".scanner", "ct-1",
                                        "medsendx.ingest.archive.address", "127.0.0.1:" + port,
                                        "medsendx.ingest.archive.tls", "false",
                                        "medsendx.ingest.archive.every", "100ms",
                                        "medsendx.ingest.archive.retry-after", "100ms",
                                        "medsendx.ingest.archive.tries", "2"))) {
            send(service, "1.2.1", 3, true);
            send(service, "1.2.2", IMAGES, false);
            send(service, "1.2.3", 1, false);
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            asides(service) == 3
                                    && service.get("/worklist").body().contains("12 images"));
            assertThat(service.get("/truck").body())
                    .contains("3 originals that the hospital archive refuses");

            theWayOfOneSaysIt(service);

            try (var browser = Browser.start()) {
                looksAtTheList(browser, service);
                theSeriesIsDecidedAboutAsOne(browser, service);
                refusing.close();
                whatWasRefusedGoesAgain(browser, service, port);
                assertThat(browser.complaints()).isEmpty();
            }
            assertThat(service.log()).doesNotContain("Doe", "1.2.2");
        }
    }

    private static void theWayOfOneSaysIt(ServiceProcess service) throws Exception {
        int refused = 0;
        for (var entry : service.json("/instances?limit=1000")) {
            String id = entry.get("objectId").asText();
            var aside = service.json("/instances/" + id).get("aside");
            boolean waits = !aside.isNull();
            refused += waits ? 1 : 0;
            assertThat(entry.get("outcome").asText().equals("received")).isEqualTo(waits);
            assertThat(
                            service.get("/where/" + id + "?lang=en")
                                    .body()
                                    .contains("(not-accepted, since"))
                    .isEqualTo(waits);
            if (waits) {
                assertThat(aside.get("code").asText()).isEqualTo("not-accepted");
            }
        }
        assertThat(refused).isEqualTo(3);
    }

    private static void looksAtTheList(Browser browser, ServiceProcess service) throws Exception {
        for (var language :
                Map.of("de", "12 Bilder", "fr", "12 images", "en", "12 images").entrySet()) {
            browser.open(service.uri("/worklist?lang=" + language.getKey()).toString());
            assertThat(browser.eval("document.querySelector('.count').textContent"))
                    .isEqualTo(language.getValue());
        }
        browser.open(service.uri("/worklist?lang=en").toString());
        assertThat(browser.eval("String(document.querySelectorAll('section.work').length)"))
                .isEqualTo("3");
        browser.eval("document.querySelectorAll('details').forEach(one => one.open = true)");
        assertThat(browser.eval("String(document.querySelectorAll('.images')[0].children.length)"))
                .isEqualTo("" + IMAGES);
        assertThat(browser.eval("document.querySelector('.archive').innerText"))
                .contains("does not take images of this kind", "not-accepted", "3 images");
        for (int width : List.of(1400, 390)) {
            for (boolean dark : new boolean[] {false, true}) {
                browser.look(width, dark);
                assertThat(
                                browser.eval(
                                        "String(document.documentElement.scrollWidth"
                                                + " <= document.documentElement.clientWidth)"))
                        .as("nothing is beyond %d px", width)
                        .isEqualTo("true");
                browser.eval("document.querySelector('.images').scrollIntoView()");
                picture(browser, "series-" + width + (dark ? "-dark" : ""));
            }
        }
        // One of them alone.
        browser.loads(() ->
                browser.eval("document.querySelector('.images a[href*=\"image=\"]').click()"));
        assertThat(browser.eval("String(document.querySelectorAll('section.work').length)"))
                .isEqualTo("1");
        assertThat(browser.eval("String(document.querySelectorAll('input[name=together]').length)"))
                .isEqualTo("0");
    }

    private static void theSeriesIsDecidedAboutAsOne(Browser browser, ServiceProcess service)
            throws Exception {
        browser.open(service.uri("/worklist").toString());
        submit(browser, "form:has(input[name=together])", "the device was mended");
        assertThat(browser.eval("document.getElementById('remark').textContent"))
                .isEqualTo("Done.");
        assertThat(service.get("/worklist").body()).doesNotContain("12 images");
        assertThat(
                        Files.readString(service.volume.resolve("ingest/audit.jsonl"))
                                .split("the device was mended", -1))
                .hasSize(IMAGES + 1);
    }

    private static void whatWasRefusedGoesAgain(Browser browser, ServiceProcess service, int port)
            throws Exception {
        // While nobody listened, an attempt to connect may have been given this port itself.
        try (var taking =
                await().atMost(Duration.ofSeconds(30))
                        .ignoreException(IOException.class)
                        .until(() -> archive(port, Uid.CTImageStorage), StorageScp::listening)) {
            assertThat(taking.port()).isEqualTo(port);
            browser.open(service.uri("/worklist").toString());
            submit(browser, ".archive form", "the archive takes CT now");
            assertThat(browser.eval("location.href + document.body.innerText")).contains("Done.");
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            asides(service) == 0
                                    && service.get("/q/metrics")
                                            .body()
                                            .contains(
                                                    "medsendx_ingest_archive_sent "
                                                            + (3.0 + IMAGES)));
            assertThat(Files.readString(service.volume.resolve("ingest/audit.jsonl")))
                    .contains("the archive takes CT now", "olga");
        }
    }

    private static void submit(Browser browser, String form, String reason) throws Exception {
        String inForm = "document.querySelector('" + form + "').querySelector";
        browser.eval(inForm + "('input[name=reason]').value = '" + reason + "'");
        browser.eval(inForm + "('input[name=by]').value = 'olga'");
        browser.loads(() -> browser.eval(inForm + "('button').click()"));
    }

    /** To be looked at; kept only where somebody asks for it. */
    private static void picture(Browser browser, String name) throws IOException {
        String pictures = System.getProperty("pages.pictures");
        if (pictures != null) {
            Files.createDirectories(Path.of(pictures));
            browser.picture(Path.of(pictures).resolve(name + ".png"));
        }
    }
}
