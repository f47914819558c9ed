package org.medsendx.anonymizer.border;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.dictionary.Tag.BurnedInAnnotation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.anonymizer.ledger.Ledger;
import org.medsendx.anonymizer.ledger.LedgerEntry;
import org.medsendx.anonymizer.ledger.ReleasedInstance;
import org.medsendx.anonymizer.reidentify.PatientTable;
import org.medsendx.anonymizer.storage.DiskVolumes;
import org.medsendx.audit.AuditLog;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.contracts.deidentified.OrderPriority;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.contracts.identified.InstanceWithheld;
import org.medsendx.contracts.identified.Intake;
import org.medsendx.contracts.identified.OrderMatch;
import org.medsendx.deidentification.Instances;
import org.medsendx.deidentification.release.Releaser;
import org.medsendx.deidentification.release.Reports;
import org.medsendx.deidentification.report.SigningKey;
import org.medsendx.deidentification.rules.Profile;
import org.medsendx.deidentification.vault.VaultKey;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;

class BorderTest {

    private static final Instant NOW = Instant.parse("2026-05-04T23:30:00Z");

    @TempDir Path folder;
    private Ledger ledger;
    private DiskVolumes volumes;
    private Border border;
    private Border.Records records;
    private SigningKey signingKey;

    @BeforeEach
    void open() throws Exception {
        volumes = DiskVolumes.open(folder.resolve("identified"), folder.resolve("deidentified"));
        ledger = Ledger.open(volumes.own().resolve("ledger"));
        Path signing = folder.resolve("signing.pem");
        SigningKey.create(signing);
        signingKey = SigningKey.read(signing);
        records =
                new Border.Records(
                        PatientTable.open(folder.resolve("patients"), vault()),
                        AuditLog.open(
                                folder.resolve("audit"), "test", Clock.fixed(NOW, ZoneOffset.UTC)));
        border = border();
    }

    private static VaultKey vault() {
        return VaultKey.of(new byte[32]);
    }

    @AfterEach
    void close() throws IOException {
        ledger.close();
        records.patients().close();
        records.audit().close();
    }

    @Test
    void puts_a_released_copy_into_the_clean_zone_and_remembers_it() throws IOException {
        InstanceReceived received = receive(Instances.ct(), "CT-A");

        LedgerEntry entry = border.decide(received);

        var released = released(entry);
        String id = received.objectId().toString();
        assertThat(released.copy().content().file())
                .isEqualTo("objects/" + id.substring(0, 2) + "/" + id + ".dcm");
        Path file = folder.resolve("deidentified").resolve(released.copy().content().file());
        assertThat(file).isRegularFile().hasSize(released.copy().content().bytes());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(released.copy().scanner()).isEqualTo("CT-A");
        assertThat(released.acquisitionDay()).isEqualTo(LocalDate.of(2024, 3, 10));
        assertThat(released.copy().objectKey().path()).startsWith(Instances.TRUCK + "/20");
        assertThat(ledger.find(received.objectId())).isEqualTo(released);
        assertThat(folder.resolve("identified/anonymizer/work")).isEmptyDirectory();
    }

    @Test
    void decides_once_also_after_a_restart() throws IOException {
        InstanceReceived received = receive(Instances.ct(), null);
        LedgerEntry first = border.decide(received);
        Files.delete(volumes.original(received.file()));

        assertThat(border.decide(received)).isEqualTo(first);
        ledger.close();
        ledger = Ledger.open(volumes.own().resolve("ledger"));
        assertThat(border().decide(received)).isEqualTo(first);
        assertThat(ledger.size()).isEqualTo(1);
    }

    @Test
    void carries_the_priority_of_an_order_and_nothing_else_of_it() throws IOException {
        InstanceReceived plain = receive(Instances.ct(), null);
        var ordered =
                with(
                        plain,
                        new OrderMatch(
                                OrderPriority.STAT,
                                OrderMatch.Check.DIFFERS,
                                List.of(OrderMatch.Difference.BIRTH_DATE)),
                        null);

        border.decide(ordered);
        ledger.close();
        ledger = Ledger.open(volumes.own().resolve("ledger"));

        // As it is told again after a restart.
        LedgerEntry entry = border().decide(ordered);
        assertThat(entry.decision())
                .isInstanceOfSatisfying(
                        LedgerEntry.Decision.Released.class,
                        released ->
                                assertThat(
                                                EventCodec.JSON
                                                        .valueToTree(
                                                                new InstanceDeidentified(
                                                                        released.instance().copy(),
                                                                        released
                                                                                .transferSyntaxUid(),
                                                                        released.orderPriority()))
                                                        .toString())
                                        .contains("\"orderPriority\":\"STAT\"")
                                        .doesNotContain("DIFFERS", "BIRTH_DATE"));
    }

    @Test
    void keeps_what_it_withholds_out_of_the_clean_zone() throws IOException {
        DataSet dataSet = Instances.ct();
        dataSet.putString(BurnedInAnnotation, VR.CS, "YES");

        LedgerEntry entry = border.decide(receive(dataSet, null));

        assertThat(reasons(entry))
                .singleElement()
                .satisfies(reason -> {
                    assertThat(reason.rule()).isEqualTo("PIXELS-nothing-found");
                    assertThat(reason.tag()).isEqualTo("00280301");
                });
        assertThat(folder.resolve("deidentified/objects")).isEmptyDirectory();
    }

    @Test
    void names_a_scanner_that_nobody_configured_by_its_serial_number() throws IOException {
        DataSet without = Instances.ct();
        without.remove(Tag.DeviceSerialNumber);

        var named = released(border.decide(receive(Instances.ct(), null)));
        var unknown = released(border.decide(receive(without, null)));
        assertThat(named.copy().scanner()).matches("s-[0-9a-f]{16}");
        assertThat(unknown.copy().scanner()).isEqualTo("unknown");
    }

    @Test
    void takes_the_day_of_receipt_where_the_header_has_none() throws IOException {
        DataSet dataSet = Instances.ct();
        for (int tag :
                new int[] {Tag.StudyDate, Tag.SeriesDate, Tag.AcquisitionDate, Tag.ContentDate}) {
            dataSet.remove(tag);
        }

        var released = released(border.decide(receive(dataSet, null)));

        assertThat(released.acquisitionDay()).isEqualTo(LocalDate.of(2026, 5, 4));
        assertThat(released.copy().objectKey().path()).contains("/undated/");
    }

    @ParameterizedTest
    @CsvSource({
        "20240310, 20240310, 0",
        "20990101, 20240310, 1",
        "20240310, 20990101, 1",
        "19700101, 19700101, 1"
    })
    void counts_once_what_has_no_date_to_be_believed(String study, String acquired, long count)
            throws IOException {
        DataSet dataSet = Instances.ct();
        dataSet.putString(Tag.StudyDate, VR.DA, study);
        dataSet.putString(Tag.AcquisitionDate, VR.DA, acquired);
        var received = receive(dataSet, null);

        border.decide(received);
        border.decide(received);

        assertThat(border.undated()).isEqualTo(count);
    }

    @Test
    void wakes_the_uplink_and_pages_in_order_of_release() throws Exception {
        var wakes = new AtomicInteger();
        DataSet annotated = Instances.ct();
        annotated.putString(BurnedInAnnotation, VR.CS, "YES");
        try (var ignored = ledger.onReleased(wakes::incrementAndGet)) {
            for (int i = 0; i < 3; i++) {
                border.decide(receive(annotated, null));
                border.decide(receive(Instances.ct(), "S" + i));
            }
        }
        border.decide(receive(Instances.ct(), "S3"));

        assertThat(wakes).hasValue(3);
        assertThat(ledger.size()).isEqualTo(4);
        assertThat(ledger.since(1, 2))
                .extracting(one -> one.copy().scanner())
                .containsExactly("S1", "S2");
        assertThat(ledger.since(4, 10)).isEmpty();
        assertThat(ledger.entries(0, 100)).hasSize(7);
    }

    @Test
    void refuses_a_copy_of_its_own_by_its_digest_and_not_by_its_marks() throws IOException {
        InstanceReceived first = receive(Instances.ct(), null);
        var released = released(border.decide(first));
        DataSet marked = Instances.ct();
        marked.putString(Tag.PatientIdentityRemoved, VR.CS, "YES");

        Path copy = folder.resolve("deidentified").resolve(released.copy().content().file());
        LedgerEntry again = border.decide(receive(Files.readAllBytes(copy), null));
        LedgerEntry forged = border.decide(receive(marked, null));

        assertThat(reasons(again))
                .extracting(InstanceWithheld.Reason::rule)
                .containsExactly("ALREADY-deidentified");
        assertThat(released(forged).copy().content().bytes()).isPositive();
    }

    @Test
    void never_releases_an_original_that_is_not_what_was_received() throws IOException {
        InstanceReceived received = receive(Instances.ct(), null);
        Path original = volumes.original(received.file());
        byte[] bytes = Files.readAllBytes(original);
        // Another patient's pixels, or one bit that the disk turned: a readable instance all the
        // same.
        bytes[bytes.length - 4] ^= 1;
        Files.write(original, bytes);

        LedgerEntry entry = border.decide(received);

        assertThat(reasons(entry))
                .extracting(InstanceWithheld.Reason::rule)
                .containsExactly("original-changed");
        assertThat(folder.resolve("deidentified/objects")).isEmptyDirectory();
        assertThat(folder.resolve("identified/anonymizer/work")).isEmptyDirectory();
    }

    private static InstanceReceived with(
            InstanceReceived plain, @Nullable OrderMatch order, @Nullable String profile) {
        return new InstanceReceived(
                plain.objectId(),
                plain.truck(),
                plain.scanner(),
                plain.via(),
                plain.file(),
                plain.sha256(),
                plain.bytes(),
                plain.sopClassUid(),
                plain.transferSyntaxUid(),
                plain.receivedAt(),
                order,
                profile);
    }

    @Test
    void decides_by_the_profile_that_a_person_chose_for_the_instance_and_says_so()
            throws IOException {
        var scan = Instances.ct().putString(Tag.PatientSex, VR.CS, "F");

        LedgerEntry usual = border.decide(receive(scan, null));
        LedgerEntry chosen = border.decide(with(receive(other(scan), null), null, "basic"));

        assertThat(List.of(usual.profile(), chosen.profile())).containsExactly("truck", "basic");
        assertThat(List.of(sex(usual), sex(chosen))).containsExactly("F", "-");
    }

    /** The same of another instance, since what was released once is not taken again. */
    private static DataSet other(DataSet scan) {
        return scan.copy().putString(Tag.SOPInstanceUID, VR.UI, Instances.INSTANCE + ".7");
    }

    private String sex(LedgerEntry entry) throws IOException {
        Path copy = folder.resolve("deidentified").resolve(released(entry).copy().content().file());
        String sex = DicomReader.read(copy, ReadLimits.DEFAULT).dataSet().string(Tag.PatientSex);
        return sex == null || sex.isEmpty() ? "-" : sex;
    }

    @Test
    void withholds_what_is_to_be_decided_by_a_profile_that_is_not_there() throws IOException {
        LedgerEntry entry = border.decide(with(receive(Instances.ct(), null), null, "another"));

        assertThat(reasons(entry))
                .extracting(InstanceWithheld.Reason::rule)
                .containsExactly("unknown-profile");
        assertThat(folder.resolve("deidentified/objects")).isEmptyDirectory();
    }

    @Test
    void withholds_an_instance_whose_original_is_gone() throws IOException {
        InstanceReceived received = receive(Instances.ct(), null);
        Files.delete(volumes.original(received.file()));

        assertThat(reasons(border.decide(received)))
                .extracting(InstanceWithheld.Reason::rule)
                .containsExactly("original-missing");
    }

    @Test
    void removes_unverified_copies_that_a_crash_left() throws IOException {
        Path left = Files.writeString(volumes.work(UUID.randomUUID()), "half");

        DiskVolumes.open(folder.resolve("identified"), folder.resolve("deidentified"));

        assertThat(left).doesNotExist();
    }

    private static ReleasedInstance released(LedgerEntry entry) {
        return switch (entry.decision()) {
            case LedgerEntry.Decision.Released released -> released.instance();
            case LedgerEntry.Decision.Withheld withheld ->
                    throw new AssertionError("withheld: " + withheld.reasons());
        };
    }

    private static List<InstanceWithheld.Reason> reasons(LedgerEntry entry) {
        return switch (entry.decision()) {
            case LedgerEntry.Decision.Released released ->
                    throw new AssertionError("released " + entry.objectId());
            case LedgerEntry.Decision.Withheld withheld -> withheld.reasons();
        };
    }

    private Border border() {
        return new Border(
                rules("truck", Profile.truck()),
                Map.of("basic", rules("basic", Profile.basic())),
                volumes,
                ledger,
                records,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private Border.Rules rules(String name, Profile profile) {
        return new Border.Rules(
                name,
                new Releaser(profile, Instances.key(), "", ReadLimits.DEFAULT),
                new Reports(profile, signingKey));
    }

    private InstanceReceived receive(DataSet dataSet, @Nullable String scanner) throws IOException {
        Path file = Instances.write(dataSet, folder.resolve("sent.dcm"));
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        return receive(bytes, scanner);
    }

    private InstanceReceived receive(byte[] bytes, @Nullable String scanner) throws IOException {
        UUID id = UUID.randomUUID();
        String file = "objects/" + id.toString().substring(0, 2) + "/" + id + ".dcm";
        Path path = volumes.original(file);
        Files.createDirectories(requireNonNull(path.getParent()));
        Files.write(path, bytes);
        return new InstanceReceived(
                id,
                Instances.TRUCK,
                scanner,
                Intake.C_STORE,
                file,
                Sha256.of(bytes),
                Files.size(path),
                Instances.CT,
                "1.2.840.10008.1.2.1",
                NOW);
    }
}
