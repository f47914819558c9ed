package org.medsendx.miner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.medsendx.webguard.BuiltService;

/** The service as it is deployed, with a state of its own. */
final class MinerProcess extends BuiltService {

    private MinerProcess(Path folder, List<String> settings) throws IOException {
        super(folder, "256m", settings);
    }

    /** On a machine of one's own. */
    static MinerProcess start(Path folder, String bootstrapServers) throws IOException {
        return start(
                folder,
                bootstrapServers,
                List.of("-Dmedsendx.web.access=loopback", "-Dquarkus.oidc.tenant-enabled=false"));
    }

    static MinerProcess start(Path folder, String bootstrapServers, List<String> settings)
            throws IOException {
        var all =
                new ArrayList<>(
                        List.of(
                                "-Dkafka.bootstrap.servers=" + bootstrapServers,
                                "-Dkafka-streams.state.dir=" + folder.resolve("state"),
                                "-Dmedsendx.miner.analyse-every=200ms"));
        all.addAll(settings);
        return new MinerProcess(folder, all);
    }
}
