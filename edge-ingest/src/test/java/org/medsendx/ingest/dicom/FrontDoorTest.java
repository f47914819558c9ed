package org.medsendx.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.Caller;
import org.medsendx.dicom.net.CommitmentReport;
import org.medsendx.dicom.net.CommitmentRequest;
import org.medsendx.dicom.net.StoreHandler.StoreRequest;
import org.medsendx.dicom.net.StoreStatus;

class FrontDoorTest {

    private static final StoreRequest REQUEST =
            new StoreRequest(
                    "1",
                    new Caller("CT_1", InetAddress.getLoopbackAddress(), Optional.empty()),
                    "MEDSENDX",
                    Uid.CTImageStorage,
                    "1.2.3",
                    Uid.ExplicitVRLittleEndian);

    private final FrontDoor door = new FrontDoor();

    @Test
    void refuses_with_A700_until_the_volume_is_open() throws IOException {
        try (var sink = door.begin(REQUEST)) {
            sink.stream().write(new byte[10]);
            assertThat(sink.complete().code()).isEqualTo(0xA700);
        }
        assertThat(door.isOpen()).isFalse();

        door.open(FrontDoor.Behind.of(_ -> new CStoreReceiver.RefusingSink(StoreStatus.SUCCESS)));

        try (var sink = door.begin(REQUEST)) {
            assertThat(sink.complete()).isEqualTo(StoreStatus.SUCCESS);
        }
        assertThat(door.isOpen()).isTrue();
    }

    @Test
    void commits_to_nothing_until_the_volume_is_open() {
        var request =
                new CommitmentRequest(
                        "1.2.9",
                        List.of(new CommitmentRequest.Instance(Uid.CTImageStorage, "1.2.3")));

        assertThatThrownBy(() -> door.requested("CT_1", request)).isInstanceOf(IOException.class);
    }

    @Test
    void a_report_is_taken_when_the_archive_was_asked_for_it_and_by_nobody_else() throws Exception {
        var report = new CommitmentReport("2.25.5", List.of(), List.of());
        var refusing = new CStoreReceiver.RefusingSink(StoreStatus.SUCCESS);
        assertThatThrownBy(() -> door.reported("PACS", report)).isInstanceOf(IOException.class);

        door.open(FrontDoor.Behind.of(_ -> refusing));
        assertThatThrownBy(() -> door.reported("PACS", report)).isInstanceOf(IOException.class);

        door.open(
                new FrontDoor.Behind(
                        _ -> refusing,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of((caller, said) -> caller.equals("PACS")),
                        Optional.empty()));
        door.reported("PACS", report);
        assertThatThrownBy(() -> door.reported("OTHER", report)).isInstanceOf(IOException.class);
    }
}
