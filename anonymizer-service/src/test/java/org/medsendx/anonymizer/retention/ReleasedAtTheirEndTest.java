package org.medsendx.anonymizer.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.outbox.Outbox;

class ReleasedAtTheirEndTest {

    @TempDir Path folder;
    private final Set<UUID> ended = new HashSet<>();

    @Test
    void what_lies_before_the_first_that_is_not_at_its_end_is_passed() throws IOException {
        try (var outbox = Outbox.open(folder, "anonymizer")) {
            var reader = new ReleasedAtTheirEnd(folder, ended::contains);
            assertThat(reader.passed()).isZero();
            for (int i = 0; i < 1200; i++) {
                outbox.append(instance(i), Sha256.of("" + i), null);
            }
            assertThat(reader.passed()).isZero();
            for (int i = 0; i < 1200; i++) {
                if (i != 700) {
                    ended.add(id(i));
                }
            }
            assertThat(reader.passed()).isEqualTo(700);
            assertThat(reader.passed()).isEqualTo(700);
            ended.add(id(700));
            assertThat(reader.passed()).isEqualTo(1200);
            outbox.append(instance(1200), Sha256.of("1200"), null);
            assertThat(reader.passed()).isEqualTo(1200);
            // A new start reads again what is left.
            assertThat(new ReleasedAtTheirEnd(folder, ended::contains).passed()).isEqualTo(1200);
        }
    }

    private static UUID id(int i) {
        return new UUID(5, i);
    }

    private static InstanceDeidentified instance(int i) {
        return TruckInstances.released(id(i), Sha256.of("" + i));
    }
}
