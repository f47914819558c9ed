package org.medsendx.ingest.hotfolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.dataSetBytes;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Sha256;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.ingest.Intakes;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.store.Budgets;
import org.medsendx.ingest.store.Shelf;

class HotFolderTest {

    @TempDir Path volume;
    @TempDir Path hot;
    @TempDir Path made;
    private Intakes intake;
    private HotFolder hotFolder;

    @BeforeEach
    void open() throws IOException {
        intake = Intakes.open(volume);
        hotFolder = new HotFolder(hot, intake.reception, Intakes.SENDER);
    }

    @AfterEach
    void close() throws IOException {
        intake.close();
    }

    private List<IntakeEntry> scanTwice() throws IOException {
        hotFolder.scan();
        return hotFolder.scan().decided();
    }

    private IntakeEntry only(Path file) throws IOException {
        Files.move(file, hot.resolve("in.dcm"));
        return scanTwice().getFirst();
    }

    @Test
    void a_file_is_taken_as_it_is_and_removed() throws Exception {
        var file = file(made, ct(uid(), "Doe^Jane"));
        byte[] bytes = Files.readAllBytes(file);

        var entry = only(file);

        assertThat(entry.outcome()).isEqualTo("received");
        assertThat(entry.input().source()).isEqualTo("in.dcm");
        assertThat(intake.store.path(Shelf.OBJECTS, entry.input().objectId()))
                .hasBinaryContent(bytes);
        assertThat(entry.input().digest()).isEqualTo(entry.input().sha256());
        assertThat(hot).isEmptyDirectory();
    }

    @Test
    void garbage_that_finds_no_room_in_quarantine_stays_and_keeps_no_image_waiting()
            throws Exception {
        intake.close();
        intake = Intakes.withBudgets(volume, new Budgets(OptionalLong.empty(), OptionalLong.of(4)));
        hotFolder = new HotFolder(hot, intake.reception, Intakes.SENDER);
        Files.write(hot.resolve("a"), new byte[5]);
        Files.write(hot.resolve("b"), new byte[6]);
        Files.move(file(made, ct(uid(), "Doe^Jane")), hot.resolve("c"));

        assertThat(scanTwice())
                .extracting(IntakeEntry::outcome)
                .containsExactly("quarantined", "received");
        assertThat(hotFolder.scan().waiting()).isEqualTo(1);
        assertThat(hot.resolve("b")).exists();

        intake.store.discard(
                intake.ledger.list(0, 1, _ -> true).getFirst().entry().input().objectId());
        assertThat(hotFolder.scan().decided()).hasSize(1);
        assertThat(hot).isEmptyDirectory();
    }

    @Test
    void a_file_is_left_alone_while_it_grows() throws Exception {
        var growing = hot.resolve("growing");
        Files.write(growing, new byte[10]);
        hotFolder.scan();
        Files.write(growing, new byte[10], StandardOpenOption.APPEND);

        var scan = hotFolder.scan();

        assertThat(scan.decided()).isEmpty();
        assertThat(scan.waiting()).isEqualTo(1);
        assertThat(growing).exists();
    }

    @Test
    void files_in_subfolders_are_taken_and_those_in_the_making_are_not() throws Exception {
        Files.createDirectories(hot.resolve("a/b"));
        Files.move(file(made, ct(uid(), "A")), hot.resolve("a/b/one"));
        Files.move(file(made, ct(uid(), "B")), hot.resolve(".two.tmp"));

        assertThat(scanTwice())
                .extracting(entry -> entry.input().source())
                .containsExactly("a/b/one");
        assertThat(hot.resolve(".two.tmp")).exists();
    }

    @Test
    void links_are_not_followed() throws Exception {
        var outside = file(made, ct(uid(), "A"));
        Files.createSymbolicLink(hot.resolve("link"), outside);

        assertThat(scanTwice()).isEmpty();
        assertThat(outside).exists();
    }

    @Test
    void what_is_no_instance_is_quarantined_with_its_reason() throws Exception {
        byte[] whole = Files.readAllBytes(file(made, ct(uid(), "Doe^Jane")));
        var directory = ct(uid(), "Doe^Jane");
        directory.putString(Tag.SOPClassUID, VR.UI, Uid.MediaStorageDirectoryStorage);
        var foreign = ct(uid(), "Doe^Jane");
        foreign.putString(Tag.SOPClassUID, VR.UI, "1.2.3.4");
        var nameless = ct(uid(), "Doe^Jane");
        nameless.remove(Tag.SOPInstanceUID);
        Files.write(hot.resolve("1"), new byte[0]);
        Files.writeString(hot.resolve("2"), "a text\n", StandardCharsets.UTF_8);
        Files.write(hot.resolve("3"), Arrays.copyOf(whole, whole.length - 10));
        Files.move(file(made, directory), hot.resolve("4"));
        Files.move(file(made, foreign), hot.resolve("5"));
        Files.move(file(made, nameless), hot.resolve("6"));
        Files.write(hot.resolve("7"), whole);

        var entries = scanTwice();

        assertThat(entries.subList(0, 6))
                .extracting(Intakes::reason)
                .containsExactly(
                        "empty",
                        "not-dicom",
                        "truncated",
                        "not-an-instance",
                        "sop-class-not-accepted",
                        "not-an-instance");
        assertThat(entries.getLast().outcome()).isEqualTo("received");
        assertThat(entries.subList(0, 6))
                .allSatisfy(entry ->
                        assertThat(intake.store.path(Shelf.QUARANTINE, entry.input().objectId()))
                                .exists());
        assertThat(hot).isEmptyDirectory();
    }

    @Test
    void a_bare_data_set_is_stored_behind_a_head_of_ours() throws Exception {
        byte[] dataSet = dataSetBytes(file(made, ct(uid(), "Doe^Jane")));
        var bare = Files.write(made.resolve("bare"), dataSet);

        var entry = only(bare);

        var stored = intake.store.path(Shelf.OBJECTS, entry.input().objectId());
        assertThat(entry.outcome()).isEqualTo("received");
        assertThat(dataSetBytes(stored)).isEqualTo(dataSet);
        assertThat(DicomReader.read(stored, ReadLimits.DEFAULT).meta().sopClassUid())
                .isEqualTo(Uid.CTImageStorage);
        assertThat(entry.input().sha256())
                .isEqualTo(Sha256.of(stored, 0))
                .isNotEqualTo(entry.input().digest());
        assertThat(entry.input().bytes()).isEqualTo(Files.size(stored));
    }

    @Test
    void what_came_by_c_store_before_is_a_duplicate_in_the_folder() throws Exception {
        String uid = uid();
        var file = file(made, ct(uid, "Doe^Jane"));
        var first = intake.cStore(file, Uid.CTImageStorage, uid);

        var second = only(file);

        assertThat(Intakes.duplicateOf(second)).isEqualTo(first.input().objectId());
    }

    @Test
    void a_crash_between_decision_and_removal_makes_a_duplicate_and_no_second_event()
            throws Exception {
        var file = file(made, ct(uid(), "Doe^Jane"));
        Files.copy(file, hot.resolve("in.dcm"));
        scanTwice();
        Files.copy(file, hot.resolve("in.dcm"));

        var again = scanTwice().getFirst();

        assertThat(again.outcome()).isEqualTo("duplicate");
        assertThat(intake.events()).hasSize(1);
    }
}
