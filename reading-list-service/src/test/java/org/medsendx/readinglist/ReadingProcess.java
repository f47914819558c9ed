package org.medsendx.readinglist;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.medsendx.contracts.EventCodec;
import org.medsendx.webguard.BuiltService;

/** The service as it is deployed. */
final class ReadingProcess extends BuiltService {

    private ReadingProcess(Path folder, List<String> settings) throws IOException {
        super(folder, "192m", settings);
    }

    /** On a machine of one's own. */
    static ReadingProcess start(Path folder, Map<String, String> settings) throws IOException {
        return start(
                folder,
                settings,
                List.of("-Dmedsendx.web.access=loopback", "-Dquarkus.oidc.tenant-enabled=false"));
    }

    static ReadingProcess start(Path folder, Map<String, String> settings, List<String> more)
            throws IOException {
        var all = new ArrayList<String>();
        settings.forEach((key, value) -> all.add("-D" + key + "=" + value));
        all.addAll(more);
        return new ReadingProcess(folder, all);
    }

    int status(String path) throws IOException, InterruptedException {
        return get(path).statusCode();
    }

    String text(String path) throws IOException, InterruptedException {
        return new String(get(path).body(), StandardCharsets.UTF_8);
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        return EventCodec.JSON.readTree(get(path).body());
    }
}
