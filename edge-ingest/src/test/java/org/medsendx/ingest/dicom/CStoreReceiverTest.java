package org.medsendx.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.dataSetBytes;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.Caller;
import org.medsendx.dicom.net.StoreHandler.StoreRequest;
import org.medsendx.dicom.net.StoreStatus;
import org.medsendx.ingest.Intakes;
import org.medsendx.ingest.device.Desks;
import org.medsendx.ingest.device.DeviceDesk;
import org.medsendx.ingest.source.Sender;

class CStoreReceiverTest {

    @TempDir Path folder;
    @TempDir Path made;

    private static final DeviceDesk DEVICES = Desks.of(Desks.device("CT_1", "T9", "ct-1"));

    private static CStoreReceiver receiver(Intakes intake) {
        return new CStoreReceiver(intake.reception, DEVICES, StoreTracer.NONE);
    }

    private static StoreRequest request(String uid) {
        return new StoreRequest(
                "a",
                new Caller("CT_1", InetAddress.getLoopbackAddress(), Optional.empty()),
                "MEDSENDX",
                Uid.CTImageStorage,
                uid,
                Uid.ExplicitVRLittleEndian);
    }

    private byte[] dataSet(String uid) throws IOException {
        return dataSetBytes(file(made, ct(uid, "Doe^Jane")));
    }

    @Test
    void below_the_low_watermark_the_sender_keeps_its_instance() throws Exception {
        String uid = uid();
        try (var intake = Intakes.withMinFreeBytes(folder, Long.MAX_VALUE);
                var sink = receiver(intake).begin(request(uid))) {
            sink.stream().write(dataSet(uid));

            assertThat(sink.complete().code()).isEqualTo(0xA700);
            assertThat(Intakes.begun(folder)).isEmpty();
            assertThat(intake.ledger.size()).isZero();
        }
    }

    @Test
    void a_disk_that_fails_at_the_decision_is_no_success() throws Exception {
        String uid = uid();
        try (var intake = Intakes.open(folder)) {
            try (var sink = receiver(intake).begin(request(uid))) {
                sink.stream().write(dataSet(uid));
                intake.ledger.close();

                assertThat(sink.complete().code()).isEqualTo(0xA700);
            }
        }

        try (var intake = Intakes.open(folder);
                var sink = receiver(intake).begin(request(uid))) {
            sink.stream().write(dataSet(uid));
            assertThat(sink.complete()).isEqualTo(StoreStatus.SUCCESS);
            assertThat(intake.events()).hasSize(1);
        }
    }

    @Test
    void an_association_that_breaks_off_leaves_nothing() throws Exception {
        try (var intake = Intakes.open(folder)) {
            try (var sink = receiver(intake).begin(request(uid()))) {
                sink.stream().write(new byte[5000]);
                assertThat(Intakes.begun(folder)).hasSize(1);
            }

            assertThat(Intakes.begun(folder)).isEmpty();
        }
    }

    @Test
    void the_calling_ae_title_says_which_truck_and_scanner() throws Exception {
        String uid = uid();
        try (var intake = Intakes.open(folder);
                var sink = receiver(intake).begin(request(uid))) {
            sink.stream().write(dataSet(uid));
            sink.complete();

            var entry = intake.ledger.list(0, 1, e -> true).getFirst().entry();
            assertThat(entry.input().sender()).isEqualTo(new Sender("T9", "ct-1"));
            assertThat(entry.input().source()).isEqualTo("CT_1");
        }
    }
}
