package org.medsendx.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/** Programs of others that tests talk to. */
public final class Peers {

    private Peers() {}

    /**
     * Skips the test when a program is not installed; fails it where peers are required, as in CI.
     */
    public static void require(String program) {
        var path = System.getenv("PATH");
        boolean there =
                path != null
                        && Arrays.stream(path.split(":"))
                                .anyMatch(d -> Files.isExecutable(Path.of(d, program)));
        if (!there && "required".equals(System.getenv("MEDSENDX_PEERS"))) {
            throw new AssertionError(program + " is not installed, and MEDSENDX_PEERS=required");
        }
        Assumptions.assumeTrue(there, program + " is not installed: skipped");
    }
}
