package org.medsendx.uplink.stow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.net.Dcmtk;
import org.medsendx.dicom.net.Orthanc;
import org.medsendx.uplink.destinations.Road;
import org.medsendx.uplink.destinations.Rule;
import org.medsendx.uplink.destinations.Scan;
import org.medsendx.uplink.syntax.NativeCopies;

/** STOW-RS to Orthanc with its DICOMweb plug-in, killed in the middle. */
class StowOrthancIT {

    private static final int SCANS = 30;
    private static final Pattern ID = Pattern.compile("\"([0-9a-f-]{44})\"");

    @TempDir Path folder;

    @Test
    void everything_is_there_once_after_the_server_and_the_uplink_were_killed() throws Exception {
        Dcmtk.assumePresent("Orthanc");
        assumeTrue(Orthanc.hasDicomWeb());
        var scans = new ArrayList<Scan>();
        Path truck = Files.createDirectory(folder.resolve("truck"));
        for (int i = 0; i < SCANS; i++) {
            scans.add(Scan.ct(truck, i));
        }
        try (var orthanc =
                Orthanc.start(
                        Files.createDirectory(folder.resolve("orthanc")),
                        Optional.empty(),
                        Optional.empty())) {
            try (var road = road(truck, orthanc)) {
                var destinations = road.destinations();
                for (var scan : scans) {
                    destinations.add(scan.job());
                }
                await().until(() -> road.told().size() >= 5);
                orthanc.kill();
                await().until(() -> road.log.stream().anyMatch(one -> one.contains(" waits ")));
            }
            orthanc.again();
            try (var road = road(truck, orthanc)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> road.told().size() == SCANS);
                assertThat(road.told()).doesNotHaveDuplicates().allMatch(e -> e.endsWith(" last"));
            }

            var there = ids(orthanc.get("/instances"));
            assertThat(there).hasSize(SCANS);
            for (String id : there) {
                Path copy = Files.write(folder.resolve(id + ".dcm"), orthanc.file(id));
                String uid = Orthanc.field(orthanc.get("/instances/" + id), "SOPInstanceUID");
                var scan =
                        scans.stream()
                                .filter(one -> one.uid().equals(uid))
                                .findFirst()
                                .orElseThrow();
                assertThat(Scan.pixels(copy)).isEqualTo(scan.pixels());
            }
        }
    }

    private static Road road(Path truck, Orthanc orthanc) throws Exception {
        var road = new Road(truck);
        var store =
                road.keep(
                        new StowStore(
                                new StowSettings(
                                        "orthanc",
                                        orthanc.studies(),
                                        true,
                                        Optional.empty(),
                                        Optional.empty(),
                                        Duration.ofSeconds(5)),
                                new NativeCopies(truck.resolve("copies")),
                                _ -> {}));
        road.lane("orthanc", Rule.ALL, store);
        return road;
    }

    private static List<String> ids(String json) {
        return ID.matcher(json).results().map(one -> one.group(1)).toList();
    }
}
