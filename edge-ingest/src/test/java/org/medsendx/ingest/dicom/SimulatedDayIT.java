package org.medsendx.ingest.dicom;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.deidentified.OrderPriority;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.contracts.identified.OrderMatch;
import org.medsendx.contracts.identified.OrderMatch.Check;
import org.medsendx.contracts.identified.OrderMatch.Difference;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.net.Dcmtk;
import org.medsendx.dicom.net.Modality;
import org.medsendx.ingest.Instances;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.ledger.IntakeLedger;
import org.medsendx.ingest.mpps.Steps;
import org.medsendx.ingest.orders.Order;
import org.medsendx.ingest.orders.Orders;

/**
 * A day of 40 orders. The scanner asks for the worklist, scans 28 patients by it and tells what it
 * did; at 12 it is offline, and what a person types is wrong in one way or another.
 */
class SimulatedDayIT {

    private static final int ORDERS = 40;
    private static final String[] PRIORITIES = {"routine", "routine", "stat", "low", "high"};

    @TempDir Path folder;

    private final Map<String, OrderMatch> expected = new HashMap<>();
    private final List<String> files = new ArrayList<>();

    private static String name(int i) {
        // Letters, since digits are no difference that a person makes.
        return "Family"
                + (char) ('A' + i / 26)
                + (char) ('A' + i % 26)
                + "^Given"
                + (char) ('A' + i % 7);
    }

    private static String birth(int i) {
        return "19%02d%02d11".formatted(40 + i, 1 + i % 12);
    }

    private static OrderPriority priority(int i) {
        return OrderPriority.valueOf(
                PRIORITIES[i % PRIORITIES.length].toUpperCase(java.util.Locale.ROOT));
    }

    private DataSet image(String id, String name, String birth, String accession, String study) {
        var set = Instances.ct(Instances.uid(), name);
        set.putString(Tag.Modality, VR.CS, "MG")
                .putString(Tag.PatientID, VR.LO, id)
                .putString(Tag.PatientBirthDate, VR.DA, birth)
                .putString(Tag.StudyInstanceUID, VR.UI, study)
                .putString(Tag.ImageLaterality, VR.CS, "R");
        if (!accession.isEmpty()) {
            set.putString(Tag.AccessionNumber, VR.SH, accession);
        }
        return set;
    }

    private void scanned(DataSet image, OrderMatch match) throws Exception {
        files.add(Instances.file(folder, image).toString());
        expected.put(IntakeLedger.keyOf(requireNonNull(image.string(Tag.SOPInstanceUID))), match);
    }

    private static OrderMatch differs(int i, Difference... what) {
        return new OrderMatch(priority(i), Check.DIFFERS, List.of(what));
    }

    @Test
    void each_mismatch_is_told_nothing_is_lost_and_the_urgent_are_known() throws Exception {
        Dcmtk.assumePresent("storescu");
        var lines = new ArrayList<String>();
        for (int i = 0; i < ORDERS; i++) {
            lines.add(
                    "%d,%s,%s,F,ACC%d,MG,20260302,%02d%02d,%s,right"
                            .formatted(
                                    1000 + i,
                                    name(i),
                                    birth(i),
                                    i,
                                    8 + i / 6,
                                    i % 6 * 10,
                                    PRIORITIES[i % PRIORITIES.length]));
        }
        try (var door = new TruckDoor(folder, 100)) {
            assertThat(Orders.csv(door.book, lines.toArray(String[]::new)).taken())
                    .isEqualTo(ORDERS);
            var worklist = worklist(door);

            for (int i = 0; i < 28; i++) {
                byTheWorklist(door, worklist.get(i), i);
            }
            byHand();
            var command =
                    new ArrayList<>(
                            List.of(
                                    Dcmtk.find("storescu").orElseThrow(),
                                    "-aet",
                                    "MG_1",
                                    "-aec",
                                    "MEDSENDX",
                                    "127.0.0.1",
                                    "" + door.scp.port()));
            command.addAll(files);
            var sent = Dcmtk.run(folder, command.toArray(String[]::new));

            assertThat(sent.exit()).as(sent.output()).isZero();
            assertThat(told(door)).isEqualTo(expected);
            assertThat(door.book.counts())
                    .isEqualTo(
                            Map.of(
                                    Order.State.COMPLETED,
                                    27,
                                    Order.State.DISCONTINUED,
                                    1,
                                    Order.State.SCHEDULED,
                                    12));
            // What is done is asked for no more.
            assertThat(worklist(door)).hasSize(13);
        }
    }

    private static List<DataSet> worklist(TruckDoor door) throws Exception {
        var step =
                new DataSet()
                        .putString(Tag.Modality, VR.CS, "MG")
                        .putString(Tag.ScheduledProcedureStepStartDate, VR.DA, "20260302")
                        .putString(Tag.ScheduledProcedureStepID, VR.SH, "");
        var keys =
                new DataSet()
                        .putString(Tag.PatientName, VR.PN, "")
                        .putString(Tag.PatientID, VR.LO, "")
                        .putString(Tag.PatientBirthDate, VR.DA, "")
                        .putString(Tag.AccessionNumber, VR.SH, "")
                        .putString(Tag.StudyInstanceUID, VR.UI, "")
                        .putSequence(Tag.ScheduledProcedureStepSequence, step);
        var found = Modality.find(door.peer("MG_1"), keys, -1);
        assertThat(found.status()).isZero();
        return found.answers();
    }

    private void byTheWorklist(TruckDoor door, DataSet answer, int i) throws Exception {
        String accession = requireNonNull(answer.string(Tag.AccessionNumber));
        String study = requireNonNull(answer.string(Tag.StudyInstanceUID));
        String step =
                requireNonNull(
                        answer.items(Tag.ScheduledProcedureStepSequence)
                                .getFirst()
                                .string(Tag.ScheduledProcedureStepID));
        String uid = Instances.uid();
        assertThat(Modality.create(door.peer("MG_1"), uid, Steps.begun(study, accession, step)))
                .extracting(Modality.Told::status)
                .isEqualTo(0);
        scanned(
                image(
                        requireNonNull(answer.string(Tag.PatientID)),
                        requireNonNull(answer.string(Tag.PatientName)),
                        requireNonNull(answer.string(Tag.PatientBirthDate)),
                        accession,
                        study),
                new OrderMatch(priority(i), Check.MATCHES, List.of()));
        var end = i == 5 ? Steps.state("DISCONTINUED") : Steps.completed();
        assertThat(Modality.set(door.peer("MG_1"), uid, end).status()).isZero();
        assertThat(Modality.set(door.peer("MG_1"), uid, end))
                .isEqualTo(new Modality.Told(0x0110, 0xA710, uid));
    }

    private void byHand() throws Exception {
        for (int i = 28; i < 40; i++) {
            String id = "" + (1000 + i);
            String study = Instances.uid();
            switch (i % 6) {
                case 0 ->
                        scanned(
                                image(id, name(i) + "x", birth(i), "", study),
                                differs(i, Difference.PATIENT_NAME));
                case 1 ->
                        scanned(
                                image("9" + id, name(i), birth(i), "", study),
                                differs(i, Difference.PATIENT_ID));
                case 2 ->
                        scanned(
                                image(id, name(i), "19010101", "ACC" + i, study),
                                differs(i, Difference.BIRTH_DATE));
                case 3 -> {
                    var left = image(id, name(i), birth(i), "ACC" + i, study);
                    left.putString(Tag.ImageLaterality, VR.CS, "L");
                    scanned(left, differs(i, Difference.LATERALITY));
                }
                case 4 ->
                        scanned(
                                image("X" + i, "Nobody^Known", "19010101", "", study),
                                OrderMatch.noOrder());
                default ->
                        // Everything typed, and typed well.
                        scanned(
                                image(id, name(i).replace('^', ' '), birth(i), "", study),
                                new OrderMatch(priority(i), Check.MATCHES, List.of()));
            }
        }
    }

    private static Map<String, OrderMatch> told(TruckDoor door) throws Exception {
        var keys = new HashMap<UUID, String>();
        for (var numbered : door.intake.ledger.list(0, 1000, entry -> true)) {
            assertThat(numbered.entry()).isInstanceOf(IntakeEntry.Received.class);
            var received = (IntakeEntry.Received) numbered.entry();
            keys.put(received.input().objectId(), received.uidKey());
        }
        var told = new HashMap<String, OrderMatch>();
        for (var event : door.intake.events()) {
            var received = (InstanceReceived) event.data();
            told.put(
                    requireNonNull(keys.get(received.objectId())),
                    requireNonNull(received.order()));
        }
        return told;
    }

    @Test
    void the_check_of_a_received_image_outlives_a_restart() throws Exception {
        try (var door = new TruckDoor(folder, 10)) {
            Orders.csv(door.book, "1,Doe^Jane,,F,A1,MG,,,stat,");
            var image = image("1", "Doe^Jane", "", "A1", "1.2");
            door.intake.cStore(
                    Instances.file(folder, image),
                    requireNonNull(image.string(Tag.SOPClassUID)),
                    requireNonNull(image.string(Tag.SOPInstanceUID)));
        }
        try (var door = new TruckDoor(folder, 10)) {
            var entry =
                    (IntakeEntry.Received)
                            door.intake.ledger.list(0, 1, one -> true).getFirst().entry();
            assertThat(entry.order())
                    .isEqualTo(new OrderMatch(OrderPriority.STAT, Check.MATCHES, List.of()));
        }
        assertThat(Files.exists(folder.resolve("orders"))).isTrue();
    }
}
