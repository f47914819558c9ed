package org.medsendx.backup;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the volumes are mounted; in the border's pod the environment says it. */
final class VolumeOptions {

    @Option(
            names = "--identified",
            paramLabel = "DIR",
            defaultValue = "${env:MEDSENDX_ANONYMIZER_IDENTIFIED_DIR:-identified}",
            description = "Volume identified (default: ${DEFAULT-VALUE}).")
    @Nullable Path identified;

    @Option(
            names = "--deidentified",
            paramLabel = "DIR",
            defaultValue = "${env:MEDSENDX_ANONYMIZER_DEIDENTIFIED_DIR:-deidentified}",
            description = "Volume deidentified (default: ${DEFAULT-VALUE}).")
    @Nullable Path deidentified;

    @Option(
            names = "--derived",
            paramLabel = "DIR",
            defaultValue = "${env:MEDSENDX_ANONYMIZER_DERIVED_DIR:-derived}",
            description = "Volume derived (default: ${DEFAULT-VALUE}).")
    @Nullable Path derived;

    @Option(
            names = "--features",
            paramLabel = "DIR",
            defaultValue = "${env:MEDSENDX_ANONYMIZER_FEATURES_DIR:-features}",
            description = "Volume features (default: ${DEFAULT-VALUE}).")
    @Nullable Path features;

    @Option(
            names = "--uplink",
            paramLabel = "DIR",
            defaultValue = "${env:MEDSENDX_ANONYMIZER_UPLINK_DIR:-uplink}",
            description = "Volume uplink (default: ${DEFAULT-VALUE}).")
    @Nullable Path uplink;

    Map<TruckVolume, Path> all() {
        var all = new EnumMap<TruckVolume, Path>(TruckVolume.class);
        put(all, TruckVolume.IDENTIFIED, identified);
        put(all, TruckVolume.DEIDENTIFIED, deidentified);
        put(all, TruckVolume.DERIVED, derived);
        put(all, TruckVolume.FEATURES, features);
        put(all, TruckVolume.UPLINK, uplink);
        return all;
    }

    private static void put(Map<TruckVolume, Path> all, TruckVolume volume, @Nullable Path path) {
        if (path == null) {
            throw new IllegalStateException("called without parsing");
        }
        all.put(volume, path.toAbsolutePath().normalize());
    }
}
