package org.medsendx.miner.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.deidentified.FleetAction;
import org.medsendx.contracts.deidentified.FleetAction.Kind;
import org.medsendx.contracts.deidentified.FleetSummary;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.board.ViewForm;
import org.medsendx.miner.finding.Deed;
import org.medsendx.miner.finding.ScannerFile;
import org.medsendx.miner.listing.SampleFleet;
import org.medsendx.miner.statistics.Answer;
import org.medsendx.miner.statistics.Evidence;
import org.medsendx.miner.statistics.FleetView.Point;
import org.medsendx.miner.statistics.FleetView.Scanner;
import org.medsendx.webguard.Browser;

/**
 * The pages over HTTP and in a real browser, of a fleet that the topics have told of. There is no
 * broker, and none is needed.
 */
@QuarkusTest
class FleetPagesIT {

    private static final int SCANNERS = 10_000;
    private static final String CHANGED = "SCANNER-00001";
    private static final Pattern ROW = Pattern.compile("class=\"name\" href=\"([^\"]+)\"");

    @Inject FleetBoard board;

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource
    URI base;

    /** What the topics would have told; once, since it stays. */
    @BeforeEach
    void told() {
        if (board.scanner(CHANGED) != null) {
            return;
        }
        var fleet = SampleFleet.of(SCANNERS);
        var weeks = fleet.points().stream().collect(Collectors.groupingBy(Point::scanner));
        var now = Instant.now();
        for (var scanner : fleet.scanners()) {
            board.take(
                    ViewForm.event(
                            scanner, weeks.getOrDefault(scanner.id(), List.of()), file(scanner)),
                    now.toEpochMilli());
        }
        board.take(service(now), now.toEpochMilli());
        summary(now);
        board.whole();
    }

    private void summary(Instant analysedAt) {
        board.take(
                new FleetSummary(
                        analysedAt,
                        SampleFleet.TODAY,
                        SCANNERS,
                        SCANNERS / 20,
                        SCANNERS / 20,
                        SampleFleet.of(5).fleetShifts().stream().map(ViewForm::event).toList(),
                        List.of()),
                analysedAt.toEpochMilli());
    }

    private static ScannerFile file(Scanner scanner) {
        var file = ScannerFile.empty(scanner.id());
        if (scanner.answer() != Answer.OUTLIER) {
            return file;
        }
        if (scanner.id().equals(CHANGED)) {
            file = file.with(Deed.of(service(Instant.parse("2026-10-14T09:00:00Z"))));
        }
        return file.judged(
                ScannerFile.Verdict.DIFFERS,
                scanner.evidence().stream().filter(Evidence::decides).map(ViewForm::event).toList(),
                scanner.lastDay(),
                Instant.parse("2026-10-24T08:00:00Z"),
                30);
    }

    private static FleetAction service(Instant at) {
        return new FleetAction(
                "0123456789abcdef0123456789abcdef",
                Kind.SERVICE,
                CHANGED,
                null,
                SampleFleet.TODAY.minusDays(45),
                null,
                "paul",
                at,
                "tube <b>changed</b>");
    }

    private String finding() {
        return board.cases(CHANGED).getFirst().finding().id();
    }

    @Test
    void the_fleet_is_shown_worst_first_page_by_page_with_its_totals() throws Exception {
        var page = text("/");

        assertThat(page)
                .contains("<b>10000</b><span>scanners</span>", "<b>500</b><span>outliers</span>")
                .contains("badge outlier", "no diagnosis", "1-50 of 10000", "as of ")
                .contains("The fleet changed", "noise moved by +4.20 %")
                .doesNotContain("Not current");
        assertThat(rows(page)).hasSize(50);
        assertThat(Pattern.compile("badge outlier").matcher(page).results().count())
                .isGreaterThanOrEqualTo(50);
        var seen = new ArrayList<String>();
        for (int number = 1; number <= 10; number++) {
            seen.addAll(rows(text("/?state=outlier&page=" + number)));
        }
        assertThat(seen).hasSize(500).doesNotHaveDuplicates();
        assertThat(text("/?state=outlier&page=11"))
                .contains("No scanner is as the filter wants it");
    }

    @Test
    void it_can_be_searched_and_filtered_and_its_address_says_how() throws Exception {
        assertThat(rows(text("/?q=scanner-04711")))
                .containsExactly("/fleet/scanners/SCANNER-04711");
        assertThat(rows(text("/?truck=TRUCK-0007"))).hasSize(3);
        var page = text("/?make=HOLOGIC&modality=MG&state=silent&order=name");
        assertThat(page)
                .contains(
                        "<option value=\"HOLOGIC\" selected>",
                        "<option value=\"silent\" selected>");
        assertThat(text("/?make=GE"))
                .contains("/?make=GE&amp;page=2", "href=\"/scanners.csv?make=GE\"");
    }

    @Test
    void what_is_rejected_is_shown_by_reason_with_its_interval() throws Exception {
        assertThat(text("/"))
                .contains("<h2>Rejected, and why</h2>", "on 8000 scanners", "all reasons")
                .contains("href=\"/rejects.csv\"", "foreign object");
        assertThat(rows(text("/?order=rejected")).getFirst()).endsWith("SCANNER-00002");
        assertThat(text("/fleet/scanners/SCANNER-00002"))
                .contains("902 images of 225 exams that somebody decided about")
                .contains(
                        "20.0 %", "18.9 % to 21.3 %", "<td data-label=\"class\">preparation</td>");
        assertThat(text("/fleet/scanners/SCANNER-00004"))
                .contains("Nobody on the truck decided about its images.");
        assertThat(text("/rejects.csv?q=SCANNER-00002").lines()).hasSize(1 + 4);
        assertThat(get("/rejects.csv").headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"rejects.csv\"");
        assertThat(json("/rejects")).hasSize(8000);
        var most = json("/rejects").get(0);
        assertThat(most.path("id").asText()).isEqualTo("SCANNER-00002");
        assertThat(most.path("reviews").path("reasons").get(0).path("reason").asText())
                .isEqualTo("positioning");
        assertThat(json("/scanners/SCANNER-00002").path("reviews").path("scans").asInt())
                .isEqualTo(902);
        assertThat(text("/q/openapi")).contains("/rejects", "/rejects.csv", "ReviewRates");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/?q=%3Cscript%3Ealert(1)%3C/script%3E&truck=%22%3E&state=none&order=x&limit=-5",
                "/?q=a&page=99999999&limit=2000000000",
                "/fleet/compare?s=%3Cb%3E&feature=%3Cscript%3E",
                "/fleet/findings?scanner=..%2F..&state=zzz&cause=%3Cscript%3E&page=-1"
            })
    void what_makes_no_sense_in_an_address_is_left_out(String path) throws Exception {
        assertThat(text(path)).doesNotContain("<script>", "<b>\"", "alert(1)</");
    }

    @Test
    void a_scanner_has_its_answer_in_words_its_charts_and_what_people_said() throws Exception {
        var page = text("/fleet/scanners/" + CHANGED);

        assertThat(page)
                .contains("It moved away from its own beginning, and the others did not.")
                .contains("Gain: -3.20 % (95 %: -3.90 to -2.50), since 2026-10-19")
                .contains(
                        "(2026-10-16 to 2026-10-21)",
                        "class of cause: gain",
                        "Where to look, for gain: ")
                .contains("<svg class=\"chart wide\"", "<svg class=\"chart narrow\"", "change-days")
                .contains(">service</text>", "service, said by paul", "tube &lt;b&gt;changed")
                .contains("/fleet/findings/" + finding(), "/scanners/" + CHANGED + "/marks")
                .doesNotContain("style=", "<b>changed");
        assertThat(text("/fleet/scanners/" + CHANGED + "?feature=edgeWidthMm"))
                .contains("<h2>edge width mm</h2>");
        assertThat(text("/fleet/scanners/" + CHANGED + "?problem=no-day"))
                .contains("Not done: that is no day it can be about.");
        assertThat(get("/fleet/scanners/NOBODY").statusCode()).isEqualTo(404);
        assertThat(get("/fleet/findings/NOTHING").statusCode()).isEqualTo(404);
    }

    @Test
    void a_finding_has_its_life_and_what_its_state_allows() throws Exception {
        var page = text("/fleet/findings/" + finding());

        assertThat(page)
                .contains("badge open", "by the measurements", "I look into it", "It is dealt with")
                .contains("/findings/" + finding() + "/acknowledge", "name=\"note\"")
                .doesNotContain("It is not dealt with", "learns anew");
        assertThat(text("/fleet/findings?scanner=" + CHANGED)).contains(finding());
        assertThat(text("/fleet/findings?scanner=" + CHANGED + "&state=resolved"))
                .doesNotContain(finding());
        assertThat(text("/fleet/findings?cause=noise")).contains("None.");
        assertThat(text("/fleet/findings")).contains("1-50 of 500");
    }

    @Test
    void a_form_that_cannot_be_kept_is_answered_with_the_page_that_says_so() throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var answer =
                    http.send(
                            HttpRequest.newBuilder(base.resolve("/scanners/" + CHANGED + "/marks"))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .header("Origin", base.toString().replaceFirst("/$", ""))
                                    .POST(BodyPublishers.ofString("kind=service&day=yesterday"))
                                    .build(),
                            BodyHandlers.discarding());

            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(answer.headers().firstValue("Location").orElse(""))
                    .endsWith("/fleet/scanners/" + CHANGED + "?problem=no-day");
        }
    }

    @Test
    void two_to_six_scanners_are_compared_and_others_refused_in_words() throws Exception {
        assertThat(text("/fleet/compare?s=SCANNER-00001&s=SCANNER-00021&feature=gain"))
                .contains("<svg class=\"chart wide\"", "polyline", "class=\"second\"")
                .contains("<option value=\"gain\" selected>");
        assertThat(text("/fleet/compare?s=SCANNER-00001+SCANNER-00002,SCANNER-00003"))
                .contains("class=\"third\"");
        assertThat(text("/fleet/compare?s=SCANNER-00001")).contains("One scanner alone");
        assertThat(text("/fleet/compare?s=SCANNER-00001&s=NOBODY"))
                .contains("There is no scanner NOBODY.");
        assertThat(
                        text(
                                "/fleet/compare?s=SCANNER-00001+SCANNER-00002+SCANNER-00003"
                                        + "+SCANNER-00004+SCANNER-00005+SCANNER-00006+SCANNER-00007"))
                .contains("7 scanners are more than can be told apart");
        assertThat(text("/fleet/compare")).contains("Tick scanners");
    }

    @Test
    void the_clusters_stand_with_what_they_cannot_say() throws Exception {
        assertThat(text("/fleet/clusters"))
                .contains("Nothing is decided by it", "/report.png", "badge outlier");
        var picture = ImageIO.read(new ByteArrayInputStream(get("/report.png").body()));
        assertThat(picture.getWidth()).isEqualTo(1200);
    }

    @Test
    void a_report_for_the_file_and_tables_for_spreadsheets_are_files() throws Exception {
        var pdf = get("/fleet/scanners/" + CHANGED + "/report.pdf");
        assertThat(pdf.headers().firstValue("Content-Type")).hasValue("application/pdf");
        assertThat(pdf.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"" + CHANGED + ".pdf\"");
        try (var read = Loader.loadPDF(pdf.body())) {
            assertThat(new PDFTextStripper().getText(read)).contains(CHANGED, "said by paul");
        }
        assertThat(text("/scanners.csv?state=outlier").lines()).hasSize(501);
        assertThat(text("/findings.csv").lines()).hasSize(501);
        assertThat(get("/scanners.csv").headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/csv");
    }

    @Test
    void programs_are_told_the_same() throws Exception {
        var overview = json("/overview");
        assertThat(overview.path("state").asText()).isEqualTo("current");
        assertThat(overview.path("scanners").asInt()).isEqualTo(SCANNERS);
        assertThat(overview.path("answers").path("outlier").asInt()).isEqualTo(500);
        assertThat(overview.path("fleetShifts").get(0).path("feature").asText()).isEqualTo("noise");
        assertThat(json("/scanners")).hasSize(SCANNERS);
        var outlier = json("/scanners?state=outlier&q=" + CHANGED).get(0);
        assertThat(outlier.path("status").asText()).isEqualTo("outlier");
        assertThat(outlier.path("since").asText()).isEqualTo("2026-10-19");
        var one = json("/scanners/" + CHANGED);
        assertThat(one.path("evidence")).hasSize(4);
        assertThat(one.path("findings").get(0).path("id").asText()).isEqualTo(finding());
        assertThat(json("/scanners/" + CHANGED + "/gain").path("chart").size()).isGreaterThan(50);
        assertThat(get("/scanners/" + CHANGED + "/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/scanners/NOBODY").statusCode()).isEqualTo(404);
        assertThat(text("/q/openapi"))
                .contains("/scanners/{scanner}", "/overview", "/findings/{finding}/{act}");
    }

    @Test
    void an_old_board_is_not_shown_as_the_present() throws Exception {
        try {
            summary(Instant.now().minus(Duration.ofHours(3)));

            assertThat(text("/")).contains("Not current.", "180 minutes ago", "NOT CURRENT, as of");
            assertThat(text("/fleet/scanners/" + CHANGED)).contains("Not current.");
            assertThat(json("/overview").path("state").asText()).isEqualTo("stale");
        } finally {
            summary(Instant.now());
        }
    }

    @Test
    void only_pages_with_charts_may_have_scripts() throws Exception {
        for (var path : List.of("/", "/fleet/findings", "/fleet/clusters")) {
            assertThat(policy(path)).as(path).doesNotContain("script-src");
            assertThat(text(path)).as(path).doesNotContain("<script", "style=");
        }
        for (var path :
                List.of(
                        "/fleet/scanners/" + CHANGED,
                        "/fleet/compare",
                        "/fleet/findings/" + finding())) {
            assertThat(policy(path))
                    .as(path)
                    .contains("script-src 'self'")
                    .doesNotContain("unsafe");
        }
        assertThat(text("/charts/live.js")).doesNotContain("innerHTML", "http");
    }

    @Test
    void ten_thousand_scanners_are_no_wait() throws Exception {
        text("/");
        double page = quickest(() -> text("/?page=3"));
        double search = quickest(() -> text("/?q=siemens+0042&order=newest"));
        double scanner = quickest(() -> text("/fleet/scanners/" + CHANGED));
        double all = quickest(() -> text("/scanners"));

        System.out.printf(
                "10,000 scanners: page %.0f ms, search %.0f ms, scanner %.0f ms, all as JSON %.0f"
                        + " ms%n",
                page, search, scanner, all);
        assertThat(page).isLessThan(1000);
        assertThat(search).isLessThan(1000);
        assertThat(scanner).isLessThan(1000);
        assertThat(all).isLessThan(5000);
        assertThat(text("/").length()).isLessThan(500_000);
    }

    private interface Asked {
        String ask() throws Exception;
    }

    /** In milliseconds, of ten. */
    private static double quickest(Asked asked) throws Exception {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            long begun = System.nanoTime();
            asked.ask();
            best = Math.min(best, (System.nanoTime() - begun) / 1e6);
        }
        return best;
    }

    @Test
    void a_person_goes_from_the_fleet_to_a_scanner_with_keys_and_zooms() throws Exception {
        try (var browser = Browser.start()) {
            browser.look(1400, false);
            browser.open(base + "?state=outlier");
            browser.eval("document.querySelector('input[name=q]').focus()");
            for (char letter : CHANGED.toCharArray()) {
                browser.key(String.valueOf(letter));
            }
            browser.loads(() -> browser.key("Enter"));
            assertThat(browser.eval("String(document.querySelectorAll('form tbody tr').length)"))
                    .isEqualTo("1");
            browser.loads(() -> browser.eval("document.querySelector('a.name').click()"));
            assertThat(browser.address()).endsWith("/fleet/scanners/" + CHANGED);
            String drawn =
                    browser.eval(
                            "String(document.querySelectorAll('svg.wide circle.value').length)");

            browser.eval("document.querySelector('button.closer').focus()");
            browser.key("Enter");

            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            browser.eval("String(!!document.querySelector('.live .plot canvas'))")
                                    .equals("true"));
            assertThat(browser.eval("document.querySelector('.charted').dataset.drawn"))
                    .isEqualTo(drawn);
            picture(browser, "zoom-1400-light");
            browser.look(1400, true);
            picture(browser, "zoom-1400-dark");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void every_page_fits_its_screen_in_both_themes_and_breaks_no_policy() throws Exception {
        var pages =
                List.of(
                        "/",
                        "/fleet/scanners/" + CHANGED,
                        "/fleet/scanners/SCANNER-00011",
                        "/fleet/scanners/SCANNER-00002?feature=rejects",
                        "/?q=SCANNER-00002",
                        "/fleet/compare?s=SCANNER-00001&s=SCANNER-00002&s=SCANNER-00021&s=SCANNER-00004",
                        "/fleet/clusters",
                        "/fleet/findings",
                        "/fleet/findings/" + finding());
        try (var browser = Browser.start()) {
            for (boolean dark : new boolean[] {false, true}) {
                for (int wide : new int[] {1400, 390}) {
                    browser.look(wide, dark);
                    for (int i = 0; i < pages.size(); i++) {
                        browser.open(base.resolve(pages.get(i)).toString());
                        assertThat(
                                        browser.eval(
                                                "String(document.documentElement.scrollWidth <="
                                                        + " window.innerWidth + 1)"))
                                .as(pages.get(i) + " at " + wide)
                                .isEqualTo("true");
                        picture(browser, i + "-" + wide + (dark ? "-dark" : "-light"));
                        browser.eval("window.scrollTo(0, 860)");
                        picture(browser, i + "-" + wide + (dark ? "-dark" : "-light") + "-below");
                    }
                }
            }
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static void picture(Browser browser, String name) throws Exception {
        String pictures = System.getProperty("pages.pictures");
        if (pictures != null) {
            browser.picture(Path.of(pictures).resolve(name + ".png"));
        }
    }

    private static List<String> rows(String page) {
        return ROW.matcher(page).results().map(row -> row.group(1)).toList();
    }

    private String policy(String path) throws Exception {
        return get(path).headers().firstValue("Content-Security-Policy").orElse("");
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(base.resolve(path)).build(), BodyHandlers.ofByteArray());
        }
    }

    private String text(String path) throws Exception {
        var answer = get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private JsonNode json(String path) throws Exception {
        return EventCodec.JSON.readTree(text(path));
    }
}
