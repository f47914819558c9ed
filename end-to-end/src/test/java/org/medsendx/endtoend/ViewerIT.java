package org.medsendx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.webguard.Browser;

/** The QA page in a real browser, as somebody works with it. */
@ExtendWith(RunningStack.class)
class ViewerIT {

    private static final Duration LONG = Duration.ofSeconds(40);

    @Test
    void somebody_looks_into_an_image_and_accepts_it() throws Exception {
        RunningStack.sendAndFollow(RunningStack.scans(10));
        String qa = RunningStack.get().addresses().segmenter();
        try (var browser = Browser.start()) {
            browser.look(1400, false);
            browser.open(qa + "/?order=newest&modality=MG&state=open");
            assertThat(browser.eval("document.querySelectorAll('tbody tr').length > 0"))
                    .isEqualTo("true");
            picture(browser, "list-1400-light");
            browser.loads(() -> browser.eval("document.querySelector('.scans td a').click()"));
            live(browser);
            String image = browser.address();
            String id = image.substring(image.lastIndexOf('/') + 1);

            String before = browser.eval(SUM);
            String width = data(browser, "width");
            browser.drag("#viewer canvas", 120, 0);
            await().atMost(LONG).until(() -> !data(browser, "width").equals(width));
            await().atMost(LONG).until(() -> !browser.eval(SUM).equals(before));

            browser.key("i");
            await().atMost(LONG).until(() -> data(browser, "inverted").equals("true"));
            browser.key("r");
            await().atMost(LONG).until(() -> data(browser, "width").equals(width));
            await().atMost(LONG).until(() -> browser.eval(SUM).equals(before));
            browser.key("1");
            await().atMost(LONG).until(() -> data(browser, "zoom").equals("1"));
            browser.key("r");

            browser.key("h");
            await().atMost(LONG).until(() -> data(browser, "overlay").equals("true"));
            browser.key("m");
            browser.drag("#viewer canvas", 100, 60);
            await().atMost(LONG).until(() -> !data(browser, "length").isEmpty());
            picture(browser, "viewer-1400-light");

            browser.key("a");
            assertThat(browser.eval("document.activeElement.id")).isEqualTo("accept");
            browser.loads(() -> browser.key("Enter"));
            assertThat(browser.eval("document.querySelector('#review .badge').textContent"))
                    .isEqualTo("accepted");
            live(browser);
            browser.open(qa + "/?order=newest&state=accepted&limit=200");
            assertThat(browser.eval("document.body.innerHTML")).contains(id);
            await().atMost(LONG).until(() -> told(id, "\"decision\":\"ACCEPTED\""));
            // The fleet miner is told too, with the real day and without the way to the study.
            await().atMost(LONG)
                    .until(() ->
                            outcomes().stream()
                                    .anyMatch(
                                            value -> value.contains("\"decision\":\"ACCEPTED\"")));
            assertThat(outcomes())
                    .allSatisfy(value -> assertThat(value).doesNotContain(id, "2.25."));

            looks(browser, qa, image);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    /** Whether the cloud was told: the uplink has carried it. */
    private static boolean told(String id, String words) {
        return TopicRecords.all(Broker.CLOUD).stream()
                .filter(record -> record.topic().equals("scans.reviewed.v1"))
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .anyMatch(value -> value.contains(id) && value.contains(words));
    }

    private static List<String> outcomes() {
        return TopicRecords.all(Broker.CLOUD).stream()
                .filter(record -> record.topic().equals("scans.outcomes.v1"))
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private static void looks(Browser browser, String qa, String image) throws Exception {
        for (boolean dark : new boolean[] {true, false}) {
            for (int wide : new int[] {1400, 390}) {
                String name = wide + (dark ? "-dark" : "-light");
                browser.look(wide, dark);
                browser.open(qa + "/");
                fits(browser);
                picture(browser, "list-" + name);
                browser.open(image);
                live(browser);
                fits(browser);
                picture(browser, "viewer-" + name);
            }
        }
    }

    /** Nothing is wider than the screen. */
    private static void fits(Browser browser) {
        assertThat(browser.eval("document.documentElement.scrollWidth <= window.innerWidth + 1"))
                .isEqualTo("true");
    }

    private static void live(Browser browser) {
        await().atMost(LONG)
                .until(() ->
                        browser.eval(
                                        "String(!!document.querySelector('#viewer.live')"
                                                + " && document.getElementById('viewer').dataset.width"
                                                + " !== undefined)")
                                .equals("true"));
    }

    /** A number that another picture does not have. */
    private static final String SUM =
            "(() => { const shown = document.querySelector('#viewer canvas'); const c ="
                    + " document.createElement('canvas'); c.width = shown.width; c.height ="
                    + " shown.height; const g = c.getContext('2d', {willReadFrequently: true});"
                    + " g.drawImage(shown, 0, 0); const d = g.getImageData(0, 0, c.width,"
                    + " c.height).data; let s = 0; for (let i = 0; i < d.length; i += 4) s = (s * 31"
                    + " + d[i]) % 1000000007; return String(s); })()";

    private static String data(Browser browser, String name) {
        return browser.eval("document.getElementById('viewer').dataset." + name + " ?? ''");
    }

    private static void picture(Browser browser, String name) throws Exception {
        String pictures = System.getProperty("pages.pictures");
        if (pictures != null) {
            browser.picture(Path.of(pictures).resolve(name + ".png"));
        }
    }
}
