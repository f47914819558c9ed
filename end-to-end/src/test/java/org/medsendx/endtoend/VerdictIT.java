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
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.medsendx.localstack.follow.Tracker;

/** The verdict on a scan is on the crew's page while the patient is still there. */
@Tag("alone")
@ExtendWith(RunningStack.class)
class VerdictIT {

    private static final Duration PROMISED = Duration.ofSeconds(10);
    private static final Pattern SCAN =
            Pattern.compile("\"index\":(\\d+),\"objectId\":\"([0-9a-f-]{36})\"");
    private static final Pattern VERDICT =
            Pattern.compile("class=\"badge (good|look|repeat|not-judged)\"");

    @Test
    void the_verdict_is_on_the_page_ten_seconds_after_the_scanner_heard_success() throws Exception {
        // The first scan warms everything up, and nothing of earlier scenarios is under way.
        var scans = RunningStack.scans(10);
        RunningStack.sendAndFollow(scans.subList(0, 5));
        long last = -1;
        for (var more = assessed(last); !more.isEmpty(); more = assessed(last)) {
            last = more.lastKey();
        }
        var slowest = Duration.ZERO;
        for (int i = 5; i < 10; i++) {
            long seen = last;
            RunningStack.send(List.of(scans.get(i)), new Tracker(1));
            long heard = System.nanoTime();
            await().atMost(PROMISED)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        var since = assessed(seen);
                        return !since.isEmpty() && judged(since.lastEntry().getValue());
                    });
            var took = Duration.ofNanos(System.nanoTime() - heard);
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
            assertThat(assessed(seen)).hasSize(1);
            last = assessed(seen).lastKey();
        }
        System.out.printf("verdict on the page after %d ms at most%n", slowest.toMillis());

        assertThat(slowest).isLessThan(PROMISED);
    }

    /** Scans behind a place in the list, a thousand at most: place and object id. */
    private static TreeMap<Long, String> assessed(long after)
            throws IOException, InterruptedException {
        var scans = new TreeMap<Long, String>();
        var found = SCAN.matcher(text("/scans?limit=1000&after=" + after));
        while (found.find()) {
            scans.put(Long.parseLong(found.group(1)), found.group(2));
        }
        return scans;
    }

    /** Whether the page of a scan says how good it is. */
    private static boolean judged(String objectId) throws IOException, InterruptedException {
        return VERDICT.matcher(text("/qa/" + objectId)).find();
    }

    private static String text(String path) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(
                                URI.create(RunningStack.get().addresses().segmenter() + path))
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
