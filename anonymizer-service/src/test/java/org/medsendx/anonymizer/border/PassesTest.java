package org.medsendx.anonymizer.border;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.anonymizer.ledger.Ledger;
import org.medsendx.anonymizer.ledger.LedgerEntry;
import org.medsendx.anonymizer.reidentify.PatientTable;
import org.medsendx.anonymizer.storage.DiskVolumes;
import org.medsendx.audit.AuditLog;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.contracts.identified.Intake;
import org.medsendx.deidentification.Instances;
import org.medsendx.deidentification.release.Reports;
import org.medsendx.deidentification.report.SigningKey;
import org.medsendx.deidentification.rules.Profile;
import org.medsendx.deidentification.vault.VaultKey;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/** How often a slice is read, hashed and parsed at the border: the numbers of the documents. */
class PassesTest {

    private static final Instant NOW = Instant.parse("2026-05-04T23:30:00Z");
    private static final int SLICES = 24;
    private static final int SIDE = 512;

    @TempDir Path folder;

    @Test
    void a_slice_is_hashed_twice_parsed_twice_and_read_six_times_at_the_border() throws Exception {
        assumeTrue(CountedPasses.possible(), "the kernel does not count what is read");
        Path identified = folder.resolve("identified");
        DiskVolumes volumes = DiskVolumes.open(identified, folder.resolve("deidentified"));
        Path signing = folder.resolve("signing.pem");
        SigningKey.create(signing);
        try (var ledger = Ledger.open(volumes.own().resolve("ledger"));
                var patients =
                        PatientTable.open(folder.resolve("patients"), VaultKey.of(new byte[32]));
                var audit =
                        AuditLog.open(
                                folder.resolve("audit"),
                                "anonymizer-service",
                                Clock.fixed(NOW, ZoneOffset.UTC))) {
            var border =
                    new Border(
                            Instances.releaser(),
                            volumes,
                            ledger,
                            new Border.Records(
                                    new Reports(Profile.truck(), SigningKey.read(signing)),
                                    patients,
                                    audit),
                            "truck",
                            Clock.fixed(NOW, ZoneOffset.UTC));
            List<InstanceReceived> slices = new ArrayList<>();
            long bytes = 0;
            for (int i = 0; i <= SLICES; i++) {
                slices.add(receive(volumes, i));
                bytes += i == 0 ? 0 : slices.getLast().bytes();
            }
            // Classes and tables are read with the first.
            release(border, slices.getFirst());

            CountedPasses.Counts counts;
            try (var passes = CountedPasses.begin(folder.resolve("passes.jfr"))) {
                for (InstanceReceived slice : slices.subList(1, slices.size())) {
                    release(border, slice);
                }
                counts = passes.end();
            }

            System.out.printf(
                    "border: read %.2f, hashed %.2f, parsed %.2f times%n",
                    counts.read() / (double) bytes,
                    counts.hashed() / (double) bytes,
                    counts.parsed() / (double) SLICES);
            assertThat(counts.hashed() / (double) bytes).isCloseTo(2, within(0.05));
            assertThat(counts.parsed()).isEqualTo(2 * SLICES);
            assertThat(counts.read() / (double) bytes).isCloseTo(6, within(0.3));
        }
    }

    private static void release(Border border, InstanceReceived slice) throws IOException {
        assertThat(border.decide(slice).decision())
                .isInstanceOf(LedgerEntry.Decision.Released.class);
    }

    private static InstanceReceived receive(DiskVolumes volumes, int number) throws IOException {
        DataSet slice = Instances.ct();
        slice.putString(Tag.SOPInstanceUID, VR.UI, "1.2.840.99.71." + number);
        slice.putInt(Tag.Rows, VR.US, SIDE).putInt(Tag.Columns, VR.US, SIDE);
        var pixels = new byte[SIDE * SIDE * 2];
        for (int i = 0; i < pixels.length; i += 2) {
            // Brighter from left to right: nothing that looks like text.
            int value = 1000 + 50 * number + i / 2 % SIDE;
            pixels[i] = (byte) value;
            pixels[i + 1] = (byte) (value >> 8);
        }
        slice.put(new Element.Value(Tag.PixelData, VR.OW, pixels));
        UUID id = UUID.randomUUID();
        String file = "objects/" + id.toString().substring(0, 2) + "/" + id + ".dcm";
        Path path = volumes.original(file);
        Files.createDirectories(requireNonNull(path.getParent()));
        Instances.write(slice, path);
        return new InstanceReceived(
                id,
                Instances.TRUCK,
                "CT-A",
                Intake.C_STORE,
                file,
                Sha256.of(path),
                Files.size(path),
                Instances.CT,
                "1.2.840.10008.1.2.1",
                NOW);
    }
}
