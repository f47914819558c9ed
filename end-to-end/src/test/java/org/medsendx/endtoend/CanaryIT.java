package org.medsendx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.InflaterInputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.localstack.follow.Tracker;
import org.medsendx.localstack.follow.Tracker.End;
import org.medsendx.localstack.send.InputFile;

/**
 * A marker stands in every text attribute of the dictionary, in private elements, in nested items,
 * in the patient's name and in the file's name. It must not turn up anywhere past the border, nor
 * in any log, header or metric.
 */
@ExtendWith(RunningStack.class)
class CanaryIT {

    private static final String CANARY = "ZQXKANARIA";
    private static final String UID = "2.25.271828182845904523536028747135266249";
    private static final String BIRTH_DATE = "19470831";

    private static Tracker tracker = new Tracker(0);
    private static InputFile released = new InputFile(Path.of(""), "", "");

    @BeforeAll
    static void send() throws Exception {
        var folder = RunningStack.folder("canary-" + CANARY);
        var scan = RunningStack.scans(5).getFirst();
        var planted = folder.resolve(CANARY + "^JANE.dcm");
        plant(scan.file(), planted);
        var cutOff = folder.resolve(CANARY + "-cut.dcm");
        Files.write(cutOff, Arrays.copyOf(Files.readAllBytes(planted), 60_000));
        released = new InputFile(planted, planted.getFileName().toString(), scan.callingAeTitle());
        tracker =
                RunningStack.sendAndFollow(
                        List.of(
                                released,
                                new InputFile(
                                        cutOff,
                                        cutOff.getFileName().toString(),
                                        scan.callingAeTitle())));
    }

    private static void plant(Path from, Path to) throws IOException {
        var file = DicomReader.read(from, ReadLimits.DEFAULT);
        var data = file.dataSet();
        for (int tag : TextAttributes.all()) {
            fill(data, tag);
        }
        var item = new DataSet();
        for (int tag : TextAttributes.all()) {
            fill(item, tag);
        }
        data.putSequence(Tag.ReferencedSeriesSequence, item);
        data.putString(0x00190010, VR.LO, "PHANTOMATIK");
        data.putString(0x00191001, VR.LO, CANARY);
        data.putString(Tag.PatientName, VR.PN, CANARY + "^JANE");
        data.putString(Tag.PatientID, VR.LO, CANARY + "0815");
        data.putString(Tag.PatientBirthDate, VR.DA, BIRTH_DATE);
        data.putString(Tag.StudyInstanceUID, VR.UI, UID);
        data.putString(Tag.SeriesInstanceUID, VR.UI, UID + ".1");
        data.putString(Tag.SOPInstanceUID, VR.UI, UID + ".2");
        DicomWriter.write(
                to,
                new FileMeta(
                        file.meta().sopClassUid(), UID + ".2", file.meta().transferSyntaxUid()),
                data);
    }

    private static void fill(DataSet data, int tag) {
        data.putString(tag, TextAttributes.vr(tag), CANARY);
    }

    @Test
    void the_planted_scan_itself_is_released() {
        assertThat(tracker.end(released)).isInstanceOf(End.Released.class);
    }

    @Test
    void no_topic_of_truck_or_cloud_holds_the_marker() {
        for (var broker : Broker.values()) {
            var records = TopicRecords.all(broker);
            assertThat(records).isNotEmpty();
            for (var record : records) {
                assertClean(record.topic(), bytes(record));
            }
        }
    }

    private static byte[] bytes(ConsumerRecord<byte[], byte[]> record) {
        var out = new ByteArrayOutputStream();
        if (record.key() != null) {
            out.writeBytes(record.key());
        }
        if (record.value() != null) {
            out.writeBytes(record.value());
        }
        record.headers().forEach(h -> out.writeBytes(h.value()));
        return out.toByteArray();
    }

    @Test
    void no_object_picture_or_file_past_the_border_holds_the_marker() throws IOException {
        var work = RunningStack.get().folders().work();
        for (var name :
                List.of(
                        "deidentified",
                        "derived",
                        "features",
                        "uplink",
                        "s3",
                        "miner",
                        "kafka-cloud")) {
            var files = files(work.resolve(name));
            for (var file : files) {
                assertThat(work.relativize(file).toString().toUpperCase(Locale.ROOT))
                        .doesNotContain(CANARY);
                var bytes = Files.readAllBytes(file);
                assertClean(name, bytes);
                if (file.toString().endsWith(".png")) {
                    assertClean("text of a picture", pngText(bytes));
                }
            }
        }
        assertThat(files(work.resolve("s3"))).isNotEmpty();
        assertThat(files(work.resolve("derived"))).isNotEmpty();
    }

    @Test
    void no_log_holds_the_marker() throws IOException {
        var logs = files(RunningStack.get().folders().logs());
        assertThat(logs).hasSizeGreaterThanOrEqualTo(8);
        for (var log : logs) {
            assertClean(log.getFileName().toString(), Files.readAllBytes(log));
        }
    }

    @Test
    void no_metric_and_no_page_of_the_clean_zone_holds_the_marker() throws Exception {
        var addresses = RunningStack.get().addresses();
        var pages = new ArrayList<String>();
        for (var service :
                List.of(
                        addresses.ingest(),
                        addresses.anonymizer(),
                        addresses.uplink(),
                        addresses.segmenter(),
                        addresses.miner())) {
            pages.add(service + "/q/metrics");
            pages.add(service + "/q/health");
        }
        pages.addAll(
                List.of(
                        addresses.uplink() + "/uplink",
                        addresses.segmenter() + "/",
                        addresses.segmenter() + "/scans",
                        addresses.miner() + "/",
                        addresses.miner() + "/scanners"));
        try (var http = HttpClient.newHttpClient()) {
            for (var page : pages) {
                var response =
                        http.send(
                                HttpRequest.newBuilder(URI.create(page)).build(),
                                HttpResponse.BodyHandlers.ofByteArray());
                assertThat(response.statusCode()).as(page).isIn(200, 503);
                assertClean(page, response.body());
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static void assertClean(String where, byte[] bytes) {
        for (var charset : charsets().entrySet()) {
            var text = new String(bytes, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
            for (var secret : List.of(CANARY, UID, BIRTH_DATE)) {
                var needle =
                        new String(
                                secret.getBytes(charset.getValue()), StandardCharsets.ISO_8859_1);
                assertThat(text.contains(needle))
                        .as("%s in %s (%s)", secret, where, charset.getKey())
                        .isFalse();
            }
        }
    }

    private static Map<String, Charset> charsets() {
        var charsets = new LinkedHashMap<String, Charset>();
        charsets.put("one byte", StandardCharsets.UTF_8);
        charsets.put("UTF-16LE", StandardCharsets.UTF_16LE);
        charsets.put("UTF-16BE", StandardCharsets.UTF_16BE);
        return charsets;
    }

    // The text chunks of a PNG, inflated where they are compressed.
    private static byte[] pngText(byte[] png) throws IOException {
        var text = new ByteArrayOutputStream();
        int position = 8;
        while (position + 8 <= png.length) {
            int length = ByteBuffer.wrap(png, position, 4).getInt();
            var type = new String(png, position + 4, 4, StandardCharsets.US_ASCII);
            if (type.equals("tEXt") || type.equals("iTXt")) {
                text.write(png, position + 8, length);
            } else if (type.equals("zTXt")) {
                int start = position + 8;
                while (png[start] != 0) {
                    start++;
                }
                try (var inflated =
                        new InflaterInputStream(
                                new ByteArrayInputStream(
                                        png, start + 2, position + 8 + length - start - 2))) {
                    inflated.transferTo(text);
                }
            }
            position += 12 + length;
        }
        return text.toByteArray();
    }
}
