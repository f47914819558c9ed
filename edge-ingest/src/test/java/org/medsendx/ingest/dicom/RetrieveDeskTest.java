package org.medsendx.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.dicom.HeldDoor.FIND;
import static org.medsendx.ingest.dicom.HeldDoor.GET;
import static org.medsendx.ingest.dicom.HeldDoor.MOVE;
import static org.medsendx.ingest.dicom.HeldDoor.identifier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Dictionary;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.net.Modality;
import org.medsendx.dicom.net.Retriever;

/** Who gets what of a truck's originals, and what is written down of it. */
class RetrieveDeskTest {

    private static final DataSet ALL =
            identifier(
                    "STUDY",
                    Tag.StudyInstanceUID,
                    "",
                    Tag.NumberOfStudyRelatedInstances,
                    "",
                    Tag.NumberOfStudyRelatedSeries,
                    "",
                    Tag.ModalitiesInStudy,
                    "");

    @TempDir Path folder;
    @TempDir Path made;
    private HeldDoor door;

    @BeforeEach
    void open() throws IOException {
        door = new HeldDoor(folder);
    }

    @AfterEach
    void close() throws IOException {
        door.close();
    }

    private Modality.Found find(DataSet keys) throws IOException {
        return Modality.find(door.peer("MG_1"), FIND, keys, -1);
    }

    private Retriever.Ended get(DataSet keys) throws IOException {
        return new Retriever(door.peer("MG_1"), GET).get(keys);
    }

    private static DataSet study(String uid) {
        return identifier("STUDY", Tag.StudyInstanceUID, uid);
    }

    @Test
    void a_study_is_counted_by_what_is_on_the_disk() throws IOException {
        var ids = new ArrayList<UUID>();
        for (int i = 1; i <= 4; i++) {
            ids.add(door.take(made, "1.2.1", "1.2.1." + (i % 2), "1.2.1.9." + i));
        }
        assertThat(find(ALL).answers())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.string(Tag.NumberOfStudyRelatedInstances)).isEqualTo("4");
                    assertThat(one.string(Tag.NumberOfStudyRelatedSeries)).isEqualTo("2");
                    assertThat(one.string(Tag.ModalitiesInStudy)).isEqualTo("CT");
                    assertThat(one.string(Tag.RetrieveAETitle)).isEqualTo("MEDSENDX");
                });

        // The archive keeps them: both of a series go.
        door.intake.store.clear(List.of(ids.get(0), ids.get(2)));
        assertThat(find(ALL).answers())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.string(Tag.NumberOfStudyRelatedInstances)).isEqualTo("2");
                    assertThat(one.string(Tag.NumberOfStudyRelatedSeries)).isEqualTo("1");
                });
        assertThat(get(study("1.2.1")).instances()).containsOnlyKeys("1.2.1.9.2", "1.2.1.9.4");

        door.intake.store.clear(ids);
        assertThat(find(ALL)).isEqualTo(new Modality.Found(List.of(), List.of(), 0));
        assertThat(get(study("1.2.1")).completed()).isZero();
    }

    @Test
    void what_is_quarantined_is_given_to_nobody() throws IOException {
        door.take(made, "1.2.1", "1.2.1.1", "1.2.1.1.1");
        var other = HeldDoor.image("Roe^Other", "1", "1.2.7", "1.2.7.1", "1.2.1.1.1");
        var conflict = door.take(file(made, other), other);
        assertThat(door.object(conflict)).doesNotExist();

        assertThat(find(ALL).answers()).hasSize(1);
        assertThat(get(study("1.2.7")).instances()).isEmpty();
        assertThat(get(study("1.2.1")).instances()).hasSize(1);
    }

    @Test
    void an_original_that_the_disk_has_changed_is_not_sent() throws IOException {
        var id = door.take(made, "1.2.1", "1.2.1.1", "1.2.1.1.1");
        door.take(made, "1.2.1", "1.2.1.1", "1.2.1.1.2");
        byte[] bytes = Files.readAllBytes(door.object(id));
        bytes[bytes.length - 9] ^= 1;
        Files.write(door.object(id), bytes);

        var ended = get(study("1.2.1"));

        assertThat(ended.status()).isEqualTo(0xB000);
        assertThat(ended.instances()).containsOnlyKeys("1.2.1.1.2");
        assertThat(ended.failedUids()).containsExactly("1.2.1.1.1");
    }

    @Test
    void who_may_not_ask_gets_nothing_and_hears_it() throws IOException {
        door.take(made, "1.2.1", "1.2.1.1", "1.2.1.1.1");
        door.destinations.put("STORE", door.peer("MEDSENDX"));
        var stranger = door.peer("STRANGER");

        assertThat(Modality.find(stranger, FIND, ALL, -1))
                .isEqualTo(new Modality.Found(List.of(), List.of(), 0x0124));
        assertThat(new Retriever(stranger, GET).get(study("1.2.1")).status()).isEqualTo(0x0124);
        assertThat(new Retriever(stranger, MOVE).move(study("1.2.1"), "STORE").status())
                .isEqualTo(0x0124);
        assertThat(door.auditLog()).doesNotContain("STRANGER");
        assertThat(door.asked).containsExactly("find 0124", "get 0124", "move 0124");
    }

    @Test
    void what_was_given_to_whom_is_in_the_audit_log_and_what_was_looked_for_is_not()
            throws IOException {
        var id = door.take(made, "1.2.1", "1.2.1.1", "1.2.1.1.1");
        find(identifier("STUDY", Tag.PatientName, "DOE^*", Tag.StudyInstanceUID, ""));
        find(identifier("STUDY", Tag.PatientName, "NOSUCH^NAME"));
        get(study("1.2.1"));
        door.destinations.put("AWAY", HeldDoor.peer(1, "AWAY", "MEDSENDX"));
        new Retriever(door.peer("MG_1"), MOVE).move(study("1.2.1"), "AWAY");

        var lines = door.auditLog().lines().toList();
        assertThat(lines).hasSize(4).allMatch(line -> line.contains("MG_1"));
        assertThat(lines.get(0)).contains("Query", id.toString(), "STUDY");
        assertThat(lines.get(1)).contains("Query").doesNotContain(id.toString());
        assertThat(lines.get(2)).contains("DICOM Instances Transferred", id.toString());
        assertThat(lines.get(3)).contains(id.toString(), "AWAY");
        assertThat(door.auditLog()).doesNotContain("DOE", "NOSUCH", "1.2.1.1");
    }

    @Test
    void a_destination_that_is_not_configured_gets_nothing() throws IOException {
        door.take(made, "1.2.1", "1.2.1.1", "1.2.1.1.1");

        var ended = new Retriever(door.peer("MG_1"), MOVE).move(study("1.2.1"), "ELSEWHERE");

        assertThat(ended.status()).isEqualTo(0xA801);
        assertThat(door.auditLog()).isEmpty();
    }

    @Test
    void more_than_is_answered_or_sent_at_once_is_told() throws IOException {
        try (var narrow = new HeldDoor(made.resolve("narrow"), 2, 2, 32 << 20)) {
            for (int i = 1; i <= 3; i++) {
                narrow.take(made, "1.2." + i, "1.2." + i + ".1", "1.2.1.1." + i);
                narrow.take(made, "1.2.9", "1.2.9.1", "1.2.9.1." + i);
            }
            var found = Modality.find(narrow.peer("MG_1"), FIND, ALL, -1);
            assertThat(found.answers()).hasSize(2);
            assertThat(found.status()).isEqualTo(0xA700);
            var many = new Retriever(narrow.peer("MG_1"), GET).get(study("1.2.9"));
            assertThat(many.status()).isEqualTo(0xA702);
            assertThat(many.instances()).isEmpty();
            var few = new Retriever(narrow.peer("MG_1"), GET).get(study("1.2.1\\1.2.2"));
            assertThat(few.instances()).hasSize(2);
        }
    }

    @Test
    void exams_that_have_no_room_in_memory_are_left_out_as_a_whole_and_it_is_told()
            throws IOException {
        try (var narrow = new HeldDoor(made.resolve("narrow"), 100, 100, 6000)) {
            for (int i = 1; i <= 8; i++) {
                narrow.take(made, "1.2." + i, "1.2." + i + ".1", "1.2." + i + ".1.1");
            }
            narrow.catalogue.look();
            int kept = narrow.catalogue.standing().studies();
            assertThat(kept).isBetween(2, 6);
            // More of an exam that is out does not make half an exam of it.
            narrow.take(made, "1.2.1", "1.2.1.1", "1.2.1.1.2");

            var all = Modality.find(narrow.peer("MG_1"), FIND, ALL, -1);
            assertThat(all.answers()).hasSize(kept);
            assertThat(all.status()).isEqualTo(0xA700);
            assertThat(Modality.find(narrow.peer("MG_1"), FIND, study("1.2.8"), -1).status())
                    .isZero();
            assertThat(Modality.find(narrow.peer("MG_1"), FIND, study("1.2.1"), -1).status())
                    .isEqualTo(0xA700);
            assertThat(new Retriever(narrow.peer("MG_1"), GET).get(study("1.2.1")).status())
                    .isEqualTo(0xA701);
            assertThat(new Retriever(narrow.peer("MG_1"), GET).get(study("1.2.8")).completed())
                    .isEqualTo(1);
        }
    }

    @Test
    void after_a_restart_everything_is_there_again_and_what_names_no_study_is_not()
            throws IOException {
        door.take(made, "1.2.1", "1.2.1.1", "1.2.1.1.1");
        var nowhere = ct("1.2.3.4.5", "Doe^Jane");
        door.take(file(made, nowhere), nowhere);
        door.close();
        door = new HeldDoor(folder);
        door.take(made, "1.2.2", "1.2.2.1", "1.2.2.1.1");

        assertThat(find(ALL).answers())
                .extracting(one -> one.string(Tag.StudyInstanceUID))
                .containsExactlyInAnyOrder("1.2.1", "1.2.2");
        assertThat(door.catalogue.standing().nowhere()).isEqualTo(1);
    }

    @Test
    void a_key_that_is_not_supported_is_told_and_matches_all() throws IOException {
        door.take(made, "1.2.1", "1.2.1.1", "1.2.1.1.1");

        var found = find(identifier("STUDY", Tag.StudyInstanceUID, "", Tag.Modality, "MG"));

        assertThat(found.pending()).containsExactly(0xFF01);
        assertThat(found.answers().getFirst().contains(Tag.Modality)).isFalse();
    }

    @Test
    void what_is_no_query_of_the_model_is_refused() throws IOException {
        door.take(made, "1.2.1", "1.2.1.1", "1.2.1.1.1");
        for (var keys :
                List.of(
                        new DataSet().putString(Tag.PatientName, VR.PN, "*"),
                        identifier("PATIENT", Tag.PatientName, "*"),
                        identifier("NONE", Tag.PatientName, "*"),
                        identifier("SERIES", Tag.PatientName, "*"),
                        identifier("SERIES", Tag.StudyInstanceUID, "1.2.1\\1.2.2"),
                        identifier("SERIES", Tag.StudyInstanceUID, "*"),
                        identifier("IMAGE", Tag.StudyInstanceUID, "1.2.1"))) {
            assertThat(find(keys)).isEqualTo(new Modality.Found(List.of(), List.of(), 0xA900));
            assertThat(get(keys).status()).isEqualTo(0xA900);
        }
        assertThat(get(identifier("STUDY", Tag.StudyInstanceUID, "")).status()).isEqualTo(0xA900);
        assertThat(get(identifier("STUDY", Tag.StudyInstanceUID, "1.2*")).status())
                .isEqualTo(0xA900);
        assertThat(get(identifier("STUDY", Tag.PatientID, "4711")).status()).isEqualTo(0xA900);
        // Calling a UID a text makes no pattern of it.
        var disguised = identifier("STUDY");
        disguised.putString(Tag.StudyInstanceUID, VR.LO, "*");
        assertThat(find(disguised).answers()).isEmpty();
    }

    @Test
    void a_query_is_cancelled_between_two_answers() throws IOException {
        for (int i = 1; i <= 40; i++) {
            door.take(made, "1.2." + i, "1.2." + i + ".1", "1.2." + i + ".1.1");
        }

        var found = Modality.find(door.peer("MG_1"), FIND, ALL, 1);

        assertThat(found.status()).isIn(0xFE00, 0);
        assertThat(find(ALL).answers()).hasSize(40);
    }

    /** Random identifiers: levels, tags, VRs and bytes that nobody means. */
    @Test
    void whatever_an_identifier_holds_the_door_answers_and_goes_on() throws IOException {
        door.take(made, "1.2.1", "1.2.1.1", "1.2.1.1.1");
        var random = new Random(49);
        int[] tags = {
            Tag.PatientID,
            Tag.PatientName,
            Tag.StudyInstanceUID,
            Tag.SeriesInstanceUID,
            Tag.SOPInstanceUID,
            Tag.StudyDate,
            Tag.StudyTime,
            Tag.Rows,
            Tag.InstanceNumber,
            Tag.SpecificCharacterSet,
            Tag.NumberOfStudyRelatedInstances,
            Tag.ModalitiesInStudy,
            Tag.ReferencedImageSequence,
            0x00090010,
            Tag.PixelData
        };
        String[] levels = {"PATIENT", "STUDY", "SERIES", "IMAGE", "", "study", "*"};
        String[] texts = {
            "*",
            "",
            "1.2.1",
            "1.2.1.1",
            "1.2.1.1.1",
            "????",
            "-",
            "2026-",
            "\\\\\\",
            "ISO_IR 13",
            "\u001b$B",
            "^=^=^",
            "99999999999999999999",
            "Doe^Jane",
            "4711"
        };
        for (int i = 0; i < 150; i++) {
            var keys = new DataSet();
            if (random.nextInt(10) > 0) {
                keys.putString(
                        Tag.QueryRetrieveLevel, VR.CS, levels[random.nextInt(levels.length)]);
            }
            for (int k = random.nextInt(6); k > 0; k--) {
                int tag =
                        random.nextInt(9) == 0
                                ? random.nextInt() & 0x7ffeffff | 0x00080000
                                : tags[random.nextInt(tags.length)];
                VR[] all = {VR.LO, VR.UN, VR.OB, VR.US, VR.PN, Dictionary.vr(tag)};
                VR vr = all[random.nextInt(all.length)];
                if (vr == VR.SQ) {
                    keys.putSequence(tag, new DataSet());
                } else if (random.nextBoolean() && vr.text()) {
                    keys.putString(
                            tag, vr, texts[random.nextInt(texts.length)].replaceAll("[^ -~]", "?"));
                } else {
                    byte[] bytes = new byte[random.nextInt(40)];
                    random.nextBytes(bytes);
                    keys.put(new Value(tag, vr, bytes));
                }
            }
            var found =
                    Modality.find(
                            door.peer("MG_1"),
                            random.nextBoolean() ? FIND : Uid.PatientRootQueryRetrieveFind,
                            keys,
                            -1);
            assertThat(found.status()).as("query %d", i).isIn(0, 0xA900);
            var got = get(keys);
            assertThat(got.status()).as("retrieve %d", i).isIn(0, 0xA900);
        }
        assertThat(get(study("1.2.1")).instances()).hasSize(1);
    }
}
