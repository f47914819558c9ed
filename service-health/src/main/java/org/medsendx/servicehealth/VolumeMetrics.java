package org.medsendx.servicehealth;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much room the volumes of a service have, in bytes, for pages and alerts. Volumes that are
 * folders of one disk say the same.
 */
public final class VolumeMetrics {

    private final MeterRegistry meters;

    public VolumeMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * Shows a volume. One that is away or not there yet is not a number until it is.
     *
     * @param volume name of the volume, never its path
     */
    public void show(String volume, Path folder) {
        gauge("medsendx.volume.free.bytes", "Room that is left", volume, folder, FREE);
        gauge("medsendx.volume.size.bytes", "Size of the disk", volume, folder, SIZE);
    }

    private interface Size {
        long of(FileStore store) throws IOException;
    }

    private static final Size FREE = FileStore::getUsableSpace;
    private static final Size SIZE = FileStore::getTotalSpace;

    private void gauge(String name, String what, String volume, Path folder, Size size) {
        Gauge.builder(name, folder, there -> bytes(there, size))
                .description(what)
                .tag("volume", volume)
                .strongReference(true)
                .register(meters);
    }

    private static double bytes(Path folder, Size size) {
        try {
            return size.of(Files.getFileStore(folder));
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
