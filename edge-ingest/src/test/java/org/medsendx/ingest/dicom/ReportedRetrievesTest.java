package org.medsendx.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.medsendx.ingest.dicom.HeldDoor.FIND;
import static org.medsendx.ingest.dicom.HeldDoor.GET;
import static org.medsendx.ingest.dicom.HeldDoor.MOVE;
import static org.medsendx.ingest.dicom.HeldDoor.identifier;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.net.Modality;
import org.medsendx.dicom.net.Retriever;

/** Faults that were reported of other servers of query and retrieve: docs/tried-reports.md. */
class ReportedRetrievesTest {

    private static final DataSet STUDY = identifier("STUDY", Tag.StudyInstanceUID, "1.2.1");

    @TempDir Path folder;
    @TempDir Path made;
    private HeldDoor door;

    @BeforeEach
    void open() throws IOException {
        door = new HeldDoor(folder);
        for (int i = 1; i <= 6; i++) {
            door.take(made, i < 6 ? "1.2.1" : "1.2.2", "1.2.3." + i / 6, "1.2.4." + i);
        }
    }

    @AfterEach
    void close() throws IOException {
        door.close();
    }

    private Modality.Found find(DataSet keys) throws IOException {
        return Modality.find(door.peer("MG_1"), FIND, keys, -1);
    }

    private Retriever.Ended get(int cancelAfter, int answer) throws IOException {
        return new Retriever(door.peer("MG_1"), GET, cancelAfter, answer).get(STUDY);
    }

    @Test
    void refuses_a_pattern_where_one_uid_belongs() throws IOException {
        var keys = identifier("IMAGE", Tag.StudyInstanceUID, "*", Tag.SeriesInstanceUID, "*");

        assertThat(find(keys)).isEqualTo(new Modality.Found(List.of(), List.of(), 0xA900));
    }

    @Test
    void says_the_level_in_each_answer_whatever_was_asked_for() throws IOException {
        assertThat(find(identifier("STUDY", Tag.StudyInstanceUID, "")).answers())
                .hasSize(2)
                .allMatch(one -> "STUDY".equals(one.string(Tag.QueryRetrieveLevel)));
    }

    @Test
    void refuses_a_query_without_a_level() throws IOException {
        assertThat(find(new DataSet().putString(Tag.PatientID, VR.LO, "4711")).status())
                .isEqualTo(0xA900);
    }

    @Test
    void finds_each_uid_of_a_list() throws IOException {
        assertThat(find(identifier("STUDY", Tag.StudyInstanceUID, "1.2.1\\1.2.2")).answers())
                .hasSize(2);
    }

    @Test
    void calls_it_a_failure_when_nothing_was_taken() throws IOException {
        assertThat(get(-1, 0xA702).status()).isEqualTo(0xA702);
    }

    @Test
    void does_not_list_what_was_taken_with_a_remark_as_failed() throws IOException {
        var ended = get(-1, 0xB000);

        assertThat(ended.warning()).isEqualTo(5);
        assertThat(ended.failedUids()).isEmpty();
    }

    @Test
    void calls_a_cancel_a_cancel() throws IOException {
        assertThat(get(1, 0).status()).isEqualTo(0xFE00);
    }

    @Test
    void does_not_call_a_destination_for_nothing() throws IOException {
        try (var nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            door.destinations.put(
                    "STATION", HeldDoor.peer(nobody.getLocalPort(), "STATION", "MEDSENDX"));

            var ended =
                    new Retriever(door.peer("MG_1"), MOVE)
                            .move(identifier("STUDY", Tag.StudyInstanceUID, "1.2.9"), "STATION");

            assertThat(ended.status()).isZero();
            nobody.setSoTimeout(1);
            assertThatThrownBy(nobody::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }
}
