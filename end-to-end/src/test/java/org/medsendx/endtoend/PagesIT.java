package org.medsendx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.medsendx.webguard.Browser;

/** Every page of the running suite in a real browser: all of it works under its policy. */
@ExtendWith(RunningStack.class)
class PagesIT {

    @Test
    void every_page_works_and_the_browser_refuses_nothing_of_it() throws Exception {
        RunningStack.sendAndFollow(RunningStack.scans(5));
        var addresses = RunningStack.get().addresses();
        try (var browser = Browser.start()) {
            browser.open(addresses.segmenter() + "/");
            assertThat(
                            browser.eval(
                                    "getComputedStyle(document.querySelector('.badge')).borderRadius"))
                    .isEqualTo("99px");
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            browser.eval("document.querySelector('.scans img').naturalWidth > 0")
                                    .equals("true"));
            assertThat(
                            browser.eval(
                                    "getComputedStyle(document.querySelector('.swatch rect')).fill"))
                    .startsWith("rgb(");
            assertThat(
                            browser.eval(
                                    "document.querySelector('.swatch').getBoundingClientRect().width > 5"))
                    .isEqualTo("true");
            picture(browser, "scans");
            browser.loads(() -> browser.eval("document.querySelector('.scans td a').click()"));
            assertThat(browser.address()).contains("/qa/");
            assertThat(browser.eval("document.querySelectorAll('.pass').length > 3"))
                    .isEqualTo("true");
            picture(browser, "scan");

            await().atMost(Duration.ofMinutes(1))
                    .until(() -> {
                        browser.open(addresses.miner() + "/");
                        return browser.eval("document.querySelectorAll('tbody tr').length > 0")
                                .equals("true");
                    });
            assertThat(browser.eval("getComputedStyle(document.querySelector('.tile')).display"))
                    .isEqualTo("block");
            assertThat(browser.eval("getComputedStyle(document.querySelector('.badge')).color"))
                    .isEqualTo("rgb(255, 255, 255)");
            picture(browser, "fleet");
            browser.loads(() -> browser.eval("document.querySelector('a.name').click()"));
            assertThat(browser.address()).contains("/fleet/scanners/");
            assertThat(browser.eval("document.querySelector('h1 .badge').textContent"))
                    .isNotEmpty();
            picture(browser, "fleet-scanner");

            for (String service :
                    new String[] {
                        addresses.ingest(),
                        addresses.anonymizer(),
                        addresses.uplink(),
                        addresses.segmenter()
                    }) {
                browser.open(service + "/login");
                assertThat(browser.eval("document.querySelectorAll('li a').length > 0"))
                        .isEqualTo("true");
            }
            browser.open(addresses.ingest() + "/status");
            assertThat(browser.eval("document.body.innerText")).contains("aeTitle");
            browser.open(addresses.uplink() + "/uplink");
            assertThat(browser.eval("document.body.innerText")).contains("backlog");
            // Of a page that is JSON a browser asks for an icon by itself.
            assertThat(browser.complaints())
                    .allMatch(complaint ->
                            complaint.contains("404") && complaint.endsWith("/favicon.ico"));
        }
    }

    private static void picture(Browser browser, String name) throws Exception {
        String pictures = System.getProperty("pages.pictures");
        if (pictures != null) {
            browser.look(1400, false);
            browser.picture(Path.of(pictures).resolve(name + ".png"));
        }
    }
}
