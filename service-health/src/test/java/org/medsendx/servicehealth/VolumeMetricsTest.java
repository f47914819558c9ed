package org.medsendx.servicehealth;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeMetricsTest {

    private final MeterRegistry meters = new SimpleMeterRegistry();

    @TempDir Path folder;

    @Test
    void says_what_is_free_and_what_there_is_of_each_volume() throws IOException {
        new VolumeMetrics(meters).show("derived", folder);

        var disk = Files.getFileStore(folder);
        assertThat(value("size")).isEqualTo(disk.getTotalSpace());
        assertThat(value("free")).isPositive().isLessThanOrEqualTo(disk.getTotalSpace());
    }

    @Test
    void says_no_number_while_a_volume_is_away_and_one_when_it_is_there() throws IOException {
        var away = folder.resolve("away");
        new VolumeMetrics(meters).show("derived", away);
        assertThat(value("free")).isNaN();

        Files.createDirectory(away);

        assertThat(value("free")).isPositive();
    }

    private double value(String what) {
        return meters.get("medsendx.volume." + what + ".bytes")
                .tag("volume", "derived")
                .gauge()
                .value();
    }
}
