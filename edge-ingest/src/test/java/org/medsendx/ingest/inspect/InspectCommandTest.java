package org.medsendx.ingest.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element.Coding;
import org.medsendx.dicom.data.Element.Sequence;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.ingest.Instances;
import picocli.CommandLine;

class InspectCommandTest {

    @TempDir Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int inspect(Object... args) {
        var words = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = args[i].toString();
        }
        return new CommandLine(new InspectCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
    }

    private Path ct() throws IOException {
        return Instances.file(folder, Instances.ct("2.25.1", "Doe^Jane"));
    }

    @Test
    void prints_the_header() throws Exception {
        assertThat(inspect(ct())).isZero();
        assertThat(out.toString()).contains("(0010,0010)", "PatientName", "Doe^Jane");
    }

    @Test
    void prints_dicom_json() throws Exception {
        assertThat(inspect(ct(), "--json")).isZero();

        var json = new ObjectMapper().readTree(out.toString());
        assertThat(json.at("/00100010/Value/0/Alphabetic").asText()).isEqualTo("Doe^Jane");
    }

    @Test
    void writes_the_first_frame_as_a_picture() throws Exception {
        var picture = folder.resolve("picture.png");

        assertThat(inspect(ct(), "--png", picture)).isZero();

        var image = ImageIO.read(picture.toFile());
        assertThat(image.getWidth()).isEqualTo(64);
        assertThat(image.getHeight()).isEqualTo(64);
    }

    @Test
    void says_that_there_is_no_picture_and_prints_the_header_all_the_same() throws Exception {
        var dataSet = Instances.ct("2.25.1", "Doe^Jane");
        dataSet.remove(Tag.PixelData);
        var picture = folder.resolve("picture.png");

        int status = inspect(Instances.file(folder, dataSet), "--png", picture);

        assertThat(status).isEqualTo(1);
        assertThat(out.toString()).contains("Doe^Jane");
        assertThat(err.toString()).contains("no picture");
        assertThat(picture).doesNotExist();
    }

    @Test
    void says_what_is_wrong_with_a_file_without_a_stack_trace() throws Exception {
        var text = Files.writeString(folder.resolve("x"), "hello");

        assertThat(inspect(text)).isEqualTo(1);
        assertThat(inspect(folder.resolve("none"))).isEqualTo(1);
        assertThat(err.toString()).contains("not-dicom", "no such file").doesNotContain("\tat ");
    }

    @Test
    void wrong_use_is_2() {
        assertThat(inspect()).isEqualTo(2);
    }

    @Test
    void says_where_long_values_are_and_repeats_short_ones() throws Exception {
        var dataSet = Instances.ct("2.25.1", "Doe^Jane");
        dataSet.put(new Value(Tag.EncapsulatedDocument, VR.OB, new byte[100_000]));
        dataSet.put(new Value(Tag.PixelData, VR.OW, new byte[2 << 20]));
        var file = Instances.file(folder, dataSet);

        assertThat(inspect(file, "--json")).isZero();

        var json = new ObjectMapper().readTree(out.toString());
        assertThat(json.at("/00420011/InlineBinary").asText()).hasSize(133_336).startsWith("AAAA");
        String uri = json.at("/7FE00010/BulkDataURI").asText();
        assertThat(uri)
                .isEqualTo(
                        file.toUri()
                                + "?offset="
                                + (Files.size(file) - (2 << 20))
                                + "&length="
                                + (2 << 20));
    }

    @Test
    void names_what_a_file_lacks_and_what_a_picture_could_not_follow() throws Exception {
        var dataSet = Instances.ct("2.25.1", "Doe^Jane");
        dataSet.putString(Tag.WindowCenter, VR.DS, "40").putString(Tag.WindowWidth, VR.DS, "0");
        // behind the pixel data
        var items = List.of(new DataSet());
        dataSet.put(new Sequence(0xFFFAFFFA, items, Coding.UNDEFINED_LENGTH));
        var file = Instances.file(folder, dataSet);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 8));

        assertThat(inspect(file, "--png", folder.resolve("picture.png"))).isZero();

        assertThat(out.toString())
                .startsWith("# Warning: missing-sequence-delimiter in (FFFA,FFFA) at byte ");
        assertThat(err.toString())
                .contains("warning: missing-sequence-delimiter in (FFFA,FFFA)")
                .contains("the picture: window: ")
                .doesNotContain("Doe");
    }
}
