package org.medsendx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.medsendx.localstack.follow.Tracker;

/** The verdict on a scan is on the crew's page while the patient is still there. */
@ExtendWith(RunningStack.class)
class VerdictIT {

    private static final Duration PROMISED = Duration.ofSeconds(10);
    private static final Pattern ASSESSED = Pattern.compile("(\\d+) assessed");

    @Test
    void the_verdict_is_on_the_page_ten_seconds_after_the_scanner_heard_success() throws Exception {
        // The first scan warms everything up, and nothing of earlier scenarios is under way.
        var scans = RunningStack.scans(10);
        RunningStack.sendAndFollow(scans.subList(0, 5));
        int before = assessed();
        var slowest = Duration.ZERO;
        for (int i = 5; i < 10; i++) {
            RunningStack.send(List.of(scans.get(i)), new Tracker(1));
            long heard = System.nanoTime();
            int expected = before + i - 4;
            await().atMost(PROMISED)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> assessed() == expected);
            var took = Duration.ofNanos(System.nanoTime() - heard);
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
        }
        System.out.printf("verdict on the page after %d ms at most%n", slowest.toMillis());

        assertThat(page()).containsPattern("class=\"badge (good|look|repeat)\"");
    }

    private static int assessed() throws IOException, InterruptedException {
        var found = ASSESSED.matcher(page());
        assertThat(found.find()).isTrue();
        return Integer.parseInt(found.group(1));
    }

    private static String page() throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(RunningStack.get().addresses().segmenter() + "/"))
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
