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
import java.util.Map;
import java.util.Random;
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
import org.medsendx.deidentification.pixels.FrameForm;
import org.medsendx.deidentification.release.Releaser;
import org.medsendx.deidentification.release.Reports;
import org.medsendx.deidentification.report.SigningKey;
import org.medsendx.deidentification.rules.Profile;
import org.medsendx.deidentification.vault.VaultKey;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.ReadLimits;

/** How often a slice is read, hashed and parsed at the border: the numbers of the documents. */
class PassesTest {

    private static final Instant NOW = Instant.parse("2026-05-04T23:30:00Z");
    private static final int SLICES = 24;
    private static final int SIDE = 512;

    @TempDir Path folder;

    @Test
    void a_slice_is_hashed_twice_parsed_twice_and_read_six_times_at_the_border() throws Exception {
        Counted counted = border(FrameForm.KEEP);

        assertThat(counted.hashed()).isCloseTo(2, within(0.05));
        assertThat(counted.parsed()).isEqualTo(2);
        assertThat(counted.read()).isCloseTo(6, within(0.3));
    }

    @Test
    void a_slice_that_leaves_as_jpeg_ls_is_read_five_times_and_its_copy_four_times()
            throws Exception {
        Counted counted = border(FrameForm.JPEG_LS);

        assertThat(counted.copy()).as("smaller than the original").isBetween(0.1, 0.6);
        assertThat(counted.hashed()).isCloseTo(1 + counted.copy(), within(0.05));
        assertThat(counted.parsed()).isEqualTo(2);
        assertThat(counted.read()).isCloseTo(5 + 4 * counted.copy(), within(0.3));
    }

    /**
     * How often, for each slice.
     *
     * @param read originals and copies, as multiples of the originals' bytes
     * @param hashed the same
     * @param parsed files
     * @param copy the copies' bytes over the originals'
     */
    private record Counted(double read, double hashed, double parsed, double copy) {}

    private Counted border(FrameForm form) throws Exception {
        assumeTrue(CountedPasses.possible(), "the kernel does not count what is read");
        Profile profile = Profile.truck().with(form);
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
                            new Border.Rules(
                                    "truck",
                                    new Releaser(profile, Instances.key(), "", ReadLimits.DEFAULT),
                                    new Reports(profile, SigningKey.read(signing))),
                            Map.of(),
                            volumes,
                            ledger,
                            new Border.Records(patients, audit),
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
            long copies = 0;
            try (var passes = CountedPasses.begin(folder.resolve("passes.jfr"))) {
                for (InstanceReceived slice : slices.subList(1, slices.size())) {
                    copies += release(border, slice);
                }
                counts = passes.end();
            }

            var counted =
                    new Counted(
                            counts.read() / (double) bytes,
                            counts.hashed() / (double) bytes,
                            counts.parsed() / (double) SLICES,
                            copies / (double) bytes);
            System.out.println("border, " + form + ": " + counted);
            return counted;
        }
    }

    /** The bytes of the copy. */
    private static long release(Border border, InstanceReceived slice) throws IOException {
        return border.decide(slice).decision() instanceof LedgerEntry.Decision.Released released
                ? released.instance().copy().content().bytes()
                : 0;
    }

    private static InstanceReceived receive(DiskVolumes volumes, int number) throws IOException {
        DataSet slice = Instances.ct();
        slice.putString(Tag.SOPInstanceUID, VR.UI, "1.2.840.99.71." + number);
        slice.putInt(Tag.Rows, VR.US, SIDE).putInt(Tag.Columns, VR.US, SIDE);
        var pixels = new byte[SIDE * SIDE * 2];
        var noise = new Random(number);
        for (int i = 0; i < pixels.length; i += 2) {
            // Brighter from left to right, with noise: nothing that looks like text.
            int value = 1000 + 50 * number + i / 2 % SIDE + noise.nextInt(16);
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
