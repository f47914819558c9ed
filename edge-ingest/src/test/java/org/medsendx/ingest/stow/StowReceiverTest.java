package org.medsendx.ingest.stow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.contracts.identified.Intake;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.ingest.Intakes;
import org.medsendx.ingest.device.Desks;
import org.medsendx.ingest.device.Device;
import org.medsendx.ingest.device.DeviceDesk;
import org.medsendx.ingest.device.Policy;
import org.medsendx.ingest.dicom.StoreTracer;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.source.Sender;
import org.medsendx.ingest.store.Shelf;

class StowReceiverTest {

    private static final Runnable QUIET = () -> {};
    private static final StowLimits LIMITS = new StowLimits(100, 1 << 20, 8 << 20);
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final Device CT = Desks.device("ct-1", "T1", "scanner-1");
    private static final DeviceDesk DEVICES = Desks.of(CT);

    @TempDir Path folder;
    @TempDir Path sent;
    private Intakes intake;

    @BeforeEach
    void open() throws IOException {
        intake = Intakes.open(folder);
    }

    @AfterEach
    void close() throws IOException {
        intake.close();
    }

    private StowReceiver receiver() {
        return new StowReceiver(intake.reception, DEVICES, LIMITS, StoreTracer.NONE);
    }

    private StowReport post(StowMessage message, @Nullable String study) throws Exception {
        return receiver()
                .take(
                        new ByteArrayInputStream(message.bytes()),
                        message.contentType(),
                        study,
                        "ct-1",
                        HERE,
                        QUIET);
    }

    private StowReport post(Path... files) throws Exception {
        return post(StowMessage.of(files), null);
    }

    private Path scan(String uid, String patient) throws IOException {
        return file(sent, ct(uid, patient));
    }

    private static JsonNode json(StowReport report) throws IOException {
        return new ObjectMapper().readTree(report.json());
    }

    private IntakeEntry entry(long index) throws IOException {
        return intake.ledger.list(index, 1, _ -> true).getFirst().entry();
    }

    private void nothingIsLeft() throws IOException {
        assertThat(Intakes.begun(folder)).isEmpty();
        assertThat(intake.ledger.size()).isZero();
        assertThat(intake.store.objects()).isEmpty();
        assertThat(intake.events()).isEmpty();
    }

    @Test
    void several_instances_are_on_disk_as_they_came_and_named_in_the_answer() throws Exception {
        Path one = scan("2.25.1", "Doe^Jane");
        Path two = scan("2.25.2", "Doe^Jane");

        var report = post(one, two);

        assertThat(report.status()).isEqualTo(200);
        var referenced = json(report).at("/00081199/Value");
        assertThat(referenced)
                .extracting(item -> item.at("/00081155/Value/0").asText())
                .containsExactly("2.25.1", "2.25.2");
        assertThat(referenced.get(0).at("/00081150/Value/0").asText())
                .isEqualTo(Uid.CTImageStorage);
        assertThat(json(report).has("00081198")).isFalse();
        var entry = entry(0);
        assertThat(intake.store.path(Shelf.OBJECTS, entry.input().objectId()))
                .hasSameBinaryContentAs(one);
        assertThat(entry.input().via()).isEqualTo(Intake.STOW_RS);
        assertThat(entry.input().source()).isEqualTo("ct-1");
        assertThat(entry.input().sender()).isEqualTo(new Sender("T1", "scanner-1"));
        assertThat(intake.events()).hasSize(2);
        assertThat(Intakes.begun(folder)).isEmpty();
        assertThat(report.toString()).doesNotContain("2.25");
    }

    @Test
    void the_same_instance_by_two_ways_is_one_and_both_senders_hear_success() throws Exception {
        Path scan = scan("2.25.1", "Doe^Jane");
        Path other = scan("2.25.2", "Doe^Jane");
        intake.cStore(scan, Uid.CTImageStorage, "2.25.1");

        assertThat(post(scan, other, other).status()).isEqualTo(200);
        var again = intake.cStore(other, Uid.CTImageStorage, "2.25.2");

        assertThat(entry(1)).isInstanceOf(IntakeEntry.Duplicate.class);
        assertThat(entry(3)).isInstanceOf(IntakeEntry.Duplicate.class);
        assertThat(again).isInstanceOf(IntakeEntry.Duplicate.class);
        assertThat(intake.store.objects()).hasSize(2);
        assertThat(intake.events()).hasSize(2);
    }

    @Test
    void what_is_not_taken_has_its_reason_and_the_others_are_stored() throws Exception {
        Path good = scan("2.25.1", "Doe^Jane");
        Path conflicting = scan("2.25.1", "Roe^Jane");
        var other = ct("2.25.3", "Doe^Jane").putString(Tag.SOPClassUID, VR.UI, "1.2.3.4");
        byte[] cut = Files.readAllBytes(good);

        var report =
                post(
                        StowMessage.of(good, conflicting, file(sent, other))
                                .part("application/dicom", Arrays.copyOf(cut, cut.length - 9))
                                .part("application/dicom", new byte[0]),
                        null);

        assertThat(report.status()).isEqualTo(202);
        var json = json(report);
        assertThat(json.at("/00081199/Value")).hasSize(1);
        assertThat(json.at("/00081198/Value"))
                .extracting(item -> item.at("/00081197/Value/0").asInt())
                .containsExactly(0x0111, 0x0122);
        assertThat(json.at("/00081198/Value/1/00081155/Value/0").asText()).isEqualTo("2.25.3");
        // What is not readable names no instance.
        assertThat(json.at("/0008119A/Value"))
                .extracting(item -> item.at("/00081197/Value/0").asInt())
                .containsExactly(0xC000, 0xC000);
        assertThat(intake.ledger.list(1, 9, _ -> true))
                .extracting(found -> Intakes.reason(found.entry()))
                .containsExactly("uid-conflict", "sop-class-not-accepted", "truncated", "empty");
    }

    @Test
    void when_none_is_taken_it_is_a_conflict() throws Exception {
        var message =
                new StowMessage()
                        .part("application/dicom", "hello".getBytes(StandardCharsets.US_ASCII));

        assertThat(post(message, null).status()).isEqualTo(409);
    }

    @Test
    void only_instances_of_the_study_that_was_named_are_taken() throws Exception {
        DataSet ours = ct("2.25.1", "Doe^Jane").putString(Tag.StudyInstanceUID, VR.UI, "2.25.7");
        DataSet other = ct("2.25.2", "Doe^Jane").putString(Tag.StudyInstanceUID, VR.UI, "2.25.8");
        Path none = scan("2.25.3", "Doe^Jane");

        var report = post(StowMessage.of(file(sent, ours), file(sent, other), none), "2.25.7");

        assertThat(report.status()).isEqualTo(202);
        assertThat(json(report).at("/00081198/Value"))
                .extracting(item -> item.at("/00081197/Value/0").asInt())
                .containsExactly(0xA900, 0xA900);
        assertThat(Intakes.reason(entry(1))).isEqualTo("study-mismatch");
        assertThat(Intakes.reason(entry(2))).isEqualTo("study-mismatch");
    }

    private StowRefusal refused(byte[] body, @Nullable String type) {
        return catchThrowableOfType(
                        StowRefusedException.class,
                        () ->
                                receiver()
                                        .take(
                                                new ByteArrayInputStream(body),
                                                type,
                                                null,
                                                "ct-1",
                                                HERE,
                                                QUIET))
                .refusal();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            textBlock =
                    """
                    none                                                                  | NOT_MULTIPART
                    application/dicom                                                     | NOT_MULTIPART
                    application/json                                                      | NOT_MULTIPART
                    multipart/form-data; boundary=a-boundary                              | NOT_MULTIPART
                    multipart/related; type="application/dicom"                           | NOT_MULTIPART
                    multipart/related; type="application/dicom+json"; boundary=a-boundary | OTHER_BULK_TYPE
                    multipart/related; type="application/dicom+xml"; boundary=a-boundary  | OTHER_TYPE
                    multipart/related; type="nonsense"; boundary=a-boundary               | OTHER_TYPE
                    multipart/related; type="application/dicom"; boundary=another         | TRUNCATED
                    """)
    void another_kind_of_message_is_refused_and_nothing_of_it_kept(
            @Nullable String type, StowRefusal expected) throws Exception {
        byte[] body = StowMessage.of(scan("2.25.1", "Doe^Jane")).bytes();

        assertThat(refused(body, type)).isEqualTo(expected);
        nothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Multipart/Related; Type=Application/Dicom; Boundary=a-boundary",
                "multipart/related; boundary=\"a-boundary\"; type=\"application/dicom;"
                        + " transfer-syntax=*\"",
                "multipart/related; start=\"<a;boundary=b>\"; boundary=\"a\\-boundary\"",
            })
    void parameters_are_read_however_they_are_quoted_and_ordered(String type) throws Exception {
        byte[] body = StowMessage.of(scan("2.25.1", "Doe^Jane")).bytes();

        var report =
                receiver().take(new ByteArrayInputStream(body), type, null, "ct-1", HERE, QUIET);

        assertThat(report.status()).isEqualTo(200);
    }

    @Test
    void one_part_of_another_kind_refuses_all_of_them() throws Exception {
        var message =
                StowMessage.of(scan("2.25.1", "Doe^Jane"))
                        .part("application/dicom+json", "[]".getBytes(StandardCharsets.US_ASCII));

        assertThat(refused(message.bytes(), message.contentType()))
                .isEqualTo(StowRefusal.OTHER_TYPE);
        nothingIsLeft();
    }

    @Test
    void limits_hold_for_parts_bytes_and_messages() throws Exception {
        byte[] small = new byte[64 << 10];
        var many = new StowMessage();
        for (int i = 0; i < 101; i++) {
            many.part("application/dicom", new byte[8]);
        }
        var large = new StowMessage().part("application/dicom", new byte[(1 << 20) + 1]);
        var whole = new StowMessage();
        for (int i = 0; i < 99; i++) {
            whole.part("application/dicom", new byte[100 << 10]);
        }
        var none = new StowMessage();

        assertThat(refused(many.bytes(), many.contentType())).isEqualTo(StowRefusal.TOO_LARGE);
        assertThat(refused(large.bytes(), large.contentType())).isEqualTo(StowRefusal.TOO_LARGE);
        assertThat(refused(whole.bytes(), whole.contentType())).isEqualTo(StowRefusal.TOO_LARGE);
        assertThat(refused(none.bytes(), none.contentType())).isEqualTo(StowRefusal.EMPTY);
        assertThat(refused(small, many.contentType())).isEqualTo(StowRefusal.TRUNCATED);
        nothingIsLeft();
    }

    @Test
    void a_message_that_is_cut_anywhere_leaves_nothing_and_acknowledges_nothing() throws Exception {
        byte[] whole = StowMessage.of(scan("2.25.1", "Doe^Jane"), scan("2.25.2", "A")).bytes();
        var random = new Random(13);
        for (int i = 0; i < 60; i++) {
            // Up to behind the last boundary but for one of its two hyphens.
            int length = i < 8 ? whole.length - 3 - i : random.nextInt(whole.length - 3);

            assertThat(refused(Arrays.copyOf(whole, length), new StowMessage().contentType()))
                    .as("cut at %d of %d", length, whole.length)
                    .isEqualTo(StowRefusal.TRUNCATED);
        }
        nothingIsLeft();
    }

    @Test
    void a_sender_that_goes_away_leaves_nothing() throws Exception {
        byte[] whole = StowMessage.of(scan("2.25.1", "Doe^Jane"), scan("2.25.2", "A")).bytes();
        var gone =
                new InputStream() {
                    private int next;

                    @Override
                    public int read() throws IOException {
                        if (next == whole.length - 20) {
                            throw new IOException("gone");
                        }
                        return whole[next++] & 0xff;
                    }
                };

        assertThatThrownBy(() ->
                        receiver()
                                .take(
                                        gone,
                                        new StowMessage().contentType(),
                                        null,
                                        "ct-1",
                                        HERE,
                                        QUIET))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
        nothingIsLeft();
    }

    @Test
    void noise_in_a_message_never_stores_what_did_not_come_and_never_hangs() throws Exception {
        byte[] whole = StowMessage.of(scan("2.25.1", "Doe^Jane"), scan("2.25.2", "A")).bytes();
        String type = new StowMessage().contentType();
        var random = new Random(5);
        for (int round = 0; round < 80; round++) {
            byte[] body = whole.clone();
            for (int i = 0; i < 1 + random.nextInt(6); i++) {
                // Where the structure is, as often as in the pixels.
                int at = random.nextInt(random.nextBoolean() ? 400 : body.length);
                body[at] = (byte) (random.nextBoolean() ? '\n' : random.nextInt(256));
            }
            try {
                var report =
                        receiver()
                                .take(
                                        new ByteArrayInputStream(body),
                                        type,
                                        null,
                                        "ct-1",
                                        HERE,
                                        QUIET);
                assertThat(report.status()).isIn(200, 202, 409);
            } catch (StowRefusedException e) {
                assertThat(e.refusal().status()).isIn(400, 413, 415);
            }
            assertThat(Intakes.begun(folder)).isEmpty();
        }
        // Each file on the shelf is one that the ledger says was received.
        long received =
                intake.ledger
                        .list(0, 10_000, entry -> entry instanceof IntakeEntry.Received)
                        .size();
        assertThat(intake.store.objects()).hasSize((int) received);
    }

    @Test
    void a_study_that_is_no_uid_is_refused() throws Exception {
        var message = StowMessage.of(scan("2.25.1", "Doe^Jane"));

        assertThatThrownBy(() -> post(message, "a-name"))
                .isInstanceOfSatisfying(
                        StowRefusedException.class,
                        e -> {
                            assertThat(e.refusal()).isEqualTo(StowRefusal.BAD_STUDY);
                            assertThat(e.getMessage()).doesNotContain("a-name");
                        });
    }

    @Test
    void with_known_senders_only_another_account_may_not_send() throws Exception {
        var message = StowMessage.of(scan("2.25.1", "Doe^Jane"));
        var devices = Desks.of(Policy.REFUSE, CT);
        var strict = new StowReceiver(intake.reception, devices, LIMITS, StoreTracer.NONE);

        assertThatThrownBy(() ->
                        strict.take(
                                new ByteArrayInputStream(message.bytes()),
                                message.contentType(),
                                null,
                                "somebody",
                                HERE,
                                QUIET))
                .isInstanceOfSatisfying(
                        StowRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(StowRefusal.UNKNOWN_SOURCE));
        assertThat(
                        strict.take(
                                        new ByteArrayInputStream(message.bytes()),
                                        message.contentType(),
                                        null,
                                        "ct-1",
                                        HERE,
                                        QUIET)
                                .status())
                .isEqualTo(200);
    }

    @Test
    void without_room_nothing_is_taken_and_the_sender_may_try_again() throws Exception {
        intake.close();
        intake = Intakes.withMinFreeBytes(folder, Long.MAX_VALUE);
        var message = StowMessage.of(scan("2.25.1", "Doe^Jane"));

        assertThat(refused(message.bytes(), message.contentType())).isEqualTo(StowRefusal.NO_ROOM);
        assertThat(StowRefusal.NO_ROOM.status()).isEqualTo(503);
        nothingIsLeft();
    }
}
