package org.medsendx.dicom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.dicom.io.Allocation;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomFormatException.Problem;
import org.medsendx.dicom.web.MultipartReader.Part;

class MultipartTest {

    private static final MediaType TYPE =
            Objects.requireNonNull(
                    MediaType.parse(
                            "Multipart/Related; type=\"application/dicom\"; start=\"<a;b>\";"
                                    + " boundary=\"a b\""));

    /** Gives a few bytes at a time, so that boundaries are split everywhere. */
    private static final class Dripping extends ByteArrayInputStream {
        private final int most;

        Dripping(byte[] bytes, int most) {
            super(bytes);
            this.most = most;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(most, length));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<String> contents(InputStream in, MediaType type) throws IOException {
        var reader = new MultipartReader(in, type, MultipartLimits.DEFAULT);
        List<String> contents = new ArrayList<>();
        for (Part part = reader.next(); part != null; part = reader.next()) {
            contents.add(new String(part.content().readAllBytes(), StandardCharsets.ISO_8859_1));
        }
        return contents;
    }

    private static DicomFormatException refused(String message, MultipartLimits limits) {
        return catchThrowableOfType(
                DicomFormatException.class,
                () -> {
                    var reader =
                            new MultipartReader(
                                    new ByteArrayInputStream(ascii(message)), TYPE, limits);
                    while (reader.next() != null) {
                        // the next passes it
                    }
                });
    }

    @Test
    void reads_parts_between_preamble_and_epilogue() throws IOException {
        String message =
                "preamble\r\n--a b  \r\nContent-Type: application/dicom;\r\n transfer-syntax=*\r\n"
                        + "content-type: second\r\nContent-Location: x\r\n\r\none\r\n--a \r\n"
                        + "\r\n--a b\r\n\r\n\r\n--a b\r\n\r\n\r\r\n-\r\n--a b--\r\n--a b\r\nepilogue";
        for (int most = 1; most < 20; most++) {
            InputStream in = new Dripping(ascii(message), most);
            var reader = new MultipartReader(in, TYPE, MultipartLimits.DEFAULT);

            Part first = Objects.requireNonNull(reader.next());
            assertThat(first.headers()).containsEntry("content-location", "x");
            assertThat(first.contentType())
                    .isEqualTo(new MediaType("application/dicom", Map.of("transfer-syntax", "*")));
            assertThat(new String(first.content().readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("one\r\n--a \r\n");
            Part second = Objects.requireNonNull(reader.next());
            assertThat(second.headers()).isEmpty();
            assertThat(second.content().readAllBytes()).isEmpty();
            Part third = Objects.requireNonNull(reader.next());
            assertThat(third.content().readAllBytes()).isEqualTo(ascii("\r\r\n-"));
            assertThat(reader.next()).isNull();
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void reads_what_it_writes_wherever_the_stream_is_split() throws IOException {
        var random = new Random(3);
        List<String> parts = new ArrayList<>(List.of("", "\r\n--", "\r\n--b\r", "-", "\r"));
        byte[] noise = new byte[40_000];
        random.nextBytes(noise);
        parts.add(new String(noise, StandardCharsets.ISO_8859_1));
        var out = new ByteArrayOutputStream();
        var writer = new MultipartWriter(out, "boundary", "application/dicom");
        for (String part : parts) {
            try (OutputStream content = writer.part(Map.of("Content-Type", "application/dicom"))) {
                content.write(ascii(part));
            }
        }
        writer.close();

        for (int most : new int[] {1, 2, 3, 7, 4096, 100_000}) {
            InputStream in = new Dripping(out.toByteArray(), most);
            assertThat(contents(in, writer.contentType())).isEqualTo(parts);
        }
        // A slash stands between quotes only (RFC 2045, 5.1; RFC 2387, 3.1).
        assertThat(writer.contentType().header()).contains("; type=\"application/dicom\"");
        MediaType parsed = MediaType.parse(writer.contentType().header());
        assertThat(parsed).isEqualTo(writer.contentType());
        assertThat(Objects.requireNonNull(parsed).parameter("type")).isEqualTo("application/dicom");
    }

    @Test
    void what_looks_like_a_boundary_in_the_data_ends_nothing() throws IOException {
        var random = new Random(11);
        String delimiter = "\r\n--boundary";
        for (int round = 0; round < 500; round++) {
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                var part = new StringBuilder();
                for (int piece = 0; piece < random.nextInt(12); piece++) {
                    // A beginning of the delimiter that is not the whole of it, or its text without
                    // the line end before it.
                    part.append(
                            switch (random.nextInt(4)) {
                                case 0 -> delimiter.substring(0, random.nextInt(12));
                                case 1 -> "x--boundary--";
                                case 2 -> " \n--boundary\r\n";
                                default -> "\r\r\n-";
                            });
                }
                // What stands before the delimiter must not complete one.
                parts.add(part.append('.').toString());
            }
            var out = new ByteArrayOutputStream();
            var writer = new MultipartWriter(out, "boundary", "application/dicom");
            for (String part : parts) {
                writer.part(Map.of()).write(ascii(part));
            }
            writer.close();

            InputStream in = new Dripping(out.toByteArray(), 1 + random.nextInt(30));
            assertThat(contents(in, writer.contentType())).isEqualTo(parts);
        }
    }

    @Test
    void a_boundary_as_long_as_orthanc_makes_it_is_one() throws IOException {
        String boundary = "0123456789".repeat(7) + "abc";
        var type = new MediaType("multipart/related", Map.of("boundary", boundary));
        String message = "--" + boundary + "\r\n\r\nx\r\n--" + boundary + "--\r\n";

        assertThat(contents(new Dripping(ascii(message), 7), type)).containsExactly("x");
        assertThatThrownBy(() ->
                        new MultipartReader(
                                InputStream.nullInputStream(),
                                new MediaType(
                                        "multipart/related", Map.of("boundary", "b".repeat(251))),
                                MultipartLimits.DEFAULT))
                .isInstanceOf(DicomFormatException.class);
    }

    @Test
    void line_ends_of_line_feeds_alone_are_no_message() {
        String message = "--a b\nContent-Type: application/dicom\n\ncontent\n--a b--\n";

        assertThat(refused(message, MultipartLimits.DEFAULT).problem())
                .isEqualTo(Problem.BAD_MULTIPART);
        // The boundary of a message that only later has line feeds is not found.
        assertThat(refused("--a b\r\n\r\ncontent\n--a b--\n", MultipartLimits.DEFAULT).problem())
                .isEqualTo(Problem.TRUNCATED);
    }

    @Test
    void headers_without_end_are_cut_off_before_they_are_held() {
        var limits = new MultipartLimits(3, 1000, 1000);
        for (String endless : List.of("A: " + "b".repeat(100_000), "A: b\r\n".repeat(20_000))) {
            assertThat(refused("--a b\r\n" + endless, limits))
                    .satisfies(fault -> assertThat(fault.problem()).isEqualTo(Problem.TOO_LARGE))
                    .satisfies(fault -> assertThat(fault.position()).isLessThan(1100));
        }
    }

    @Test
    void passes_what_was_not_read_of_a_part() throws IOException {
        String message = "--a b\r\n\r\n0123456789\r\n--a b\r\n\r\nx\r\n--a b--";
        var reader =
                new MultipartReader(
                        new ByteArrayInputStream(ascii(message)), TYPE, MultipartLimits.DEFAULT);

        assertThat(Objects.requireNonNull(reader.next()).content().read()).isEqualTo('0');
        assertThat(Objects.requireNonNull(reader.next()).content().readAllBytes())
                .isEqualTo(ascii("x"));
        assertThat(reader.next()).isNull();
    }

    @Test
    void holds_a_window_and_never_a_part() throws IOException {
        long length = 64L << 20;
        InputStream zeros =
                new InputStream() {
                    private long given;

                    @Override
                    public int read() {
                        return given++ < length ? 0 : -1;
                    }

                    @Override
                    public int read(byte[] into, int offset, int count) {
                        int given = (int) Math.min(count, length - this.given);
                        this.given += given;
                        return given == 0 ? -1 : given;
                    }
                };
        InputStream head = new ByteArrayInputStream(ascii("--a b\r\n\r\n"));
        InputStream tail = new ByteArrayInputStream(ascii("\r\n--a b--"));
        InputStream whole = new SequenceInputStream(new SequenceInputStream(head, zeros), tail);
        var reader = new MultipartReader(whole, TYPE, MultipartLimits.DEFAULT);
        Part part = Objects.requireNonNull(reader.next());
        byte[] buffer = new byte[8192];
        long allocated = Allocation.now();

        long read = 0;
        for (int count = part.content().read(buffer);
                count >= 0;
                count = part.content().read(buffer)) {
            read += count;
        }

        assertThat(read).isEqualTo(length);
        assertThat(Allocation.now() - allocated).isLessThan(1 << 20);
        assertThat(reader.next()).isNull();
    }

    @Test
    void refuses_messages_that_end_early_or_are_none() {
        String whole = "--a b\r\nA: b\r\n\r\ncontent\r\n--a b--";
        for (int length = 0; length < whole.length(); length++) {
            var problem = refused(whole.substring(0, length), MultipartLimits.DEFAULT);
            assertThat(problem.problem()).isEqualTo(Problem.TRUNCATED);
            assertThat(problem.position()).isBetween(0L, (long) length);
        }
        for (String bad :
                List.of(
                        "--a bX\r\n\r\n",
                        "--a b\r\nno header\r\n\r\n",
                        "--a b\r\n folded: first\r\n\r\n",
                        "--a b\r\nA: b\n\r\n")) {
            assertThat(refused(bad, MultipartLimits.DEFAULT).problem())
                    .isEqualTo(Problem.BAD_MULTIPART);
        }
    }

    @Test
    void keeps_limits_on_parts_headers_and_content() {
        String part = "--a b\r\nA: b\r\n\r\ncontent\r\n";
        String three = part + part + part + "--a b--";

        assertThat(refused(three, new MultipartLimits(3, 8, 7))).isNull();
        assertThat(refused(three, new MultipartLimits(2, 8, 7)).problem())
                .isEqualTo(Problem.TOO_LARGE);
        assertThat(refused(three, new MultipartLimits(3, 7, 7)).problem())
                .isEqualTo(Problem.TOO_LARGE);
        assertThat(refused(three, new MultipartLimits(3, 8, 6)).problem())
                .isEqualTo(Problem.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/dicom; boundary=x",
                "multipart/related",
                "multipart/related; boundary=\"\"",
                "multipart/related; boundary=\u00fcx"
            })
    void needs_a_boundary(String header) {
        MediaType type = MediaType.parse(header);

        if (type != null) {
            assertThatThrownBy(() ->
                            new MultipartReader(
                                    InputStream.nullInputStream(), type, MultipartLimits.DEFAULT))
                    .isInstanceOf(DicomFormatException.class);
        } else {
            assertThat(header).contains("\u00fc");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "/", "a/", "a/b; x", "a/b; x=\"", "a/b; x=1; X=2", "a b/c"})
    void a_header_that_is_no_media_type_is_none(String header) {
        assertThat(MediaType.parse(header)).isNull();
    }

    @Test
    void refuses_header_injection_when_writing() throws IOException {
        var writer = new MultipartWriter(OutputStream.nullOutputStream(), "b", "text/plain");

        assertThatThrownBy(() -> writer.part(Map.of("A", "b\r\nC: d")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
