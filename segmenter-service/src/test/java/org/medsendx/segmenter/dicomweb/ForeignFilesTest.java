package org.medsendx.segmenter.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.segmenter.dicomweb.Studies.accept;
import static org.medsendx.segmenter.dicomweb.Studies.bytes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.EventCodec;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;
import org.medsendx.segmenter.dicomweb.Retrieval.Target;

/** Files of other projects, beside the checkout: DICOMweb answers each, or says why not. */
class ForeignFilesTest {

    /** Larger ones take long and say nothing more. */
    private static final long LARGEST = 1 << 20;

    @TempDir Path folder;

    @Test
    void every_file_is_answered_or_refused_in_words_and_decoded_alike_in_every_form()
            throws Exception {
        var files = files();
        Assumptions.assumeFalse(
                files.isEmpty(),
                "there is no folder ../shared/samples or ../shared/cases: skipped");
        var studies = new Studies(folder);
        int decoded = 0;
        for (int i = 0; i < files.size(); i++) {
            if (answers(studies, files.get(i), i + 1)) {
                decoded++;
            }
        }
        assertThat(decoded).isGreaterThan(files.size() / 3);
    }

    private static List<Path> files() throws IOException {
        var found = new ArrayList<Path>();
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            for (var name : List.of("samples", "cases")) {
                Path folder = at.resolve("shared").resolve(name);
                if (Files.isDirectory(folder)) {
                    try (var all = Files.walk(folder)) {
                        all.filter(file -> file.toString().endsWith(".dcm"))
                                .filter(file -> file.toFile().length() < LARGEST)
                                .sorted()
                                .forEach(found::add);
                    }
                }
            }
        }
        return found;
    }

    /**
     * @return whether pixels were decoded
     */
    private boolean answers(Studies studies, Path path, int study) throws Exception {
        studies.add(path, study);
        var target = new Target("2.25." + study, "2.25." + study + ".1", "2.25." + study + ".1.1");
        String name = String.valueOf(path.getFileName());
        String address = "http://truck/dicom-web/studies";
        try {
            var metadata = studies.retrieval.metadata(target, accept("*/*"), address);
            assertThat(EventCodec.JSON.readTree(bytes(metadata))).as(name).hasSize(1);
        } catch (DicomWebException e) {
            assertThat(e.status()).as(name).isEqualTo(500);
            return false;
        }
        assertThat(
                        bytes(
                                studies.retrieval.instances(
                                        target, accept("application/dicom; transfer-syntax=*"))))
                .as(name)
                .isEqualTo(Files.readAllBytes(path));
        studies.search.instances(target.study(), null, Map.of(), address);
        int[] values;
        try {
            values = Image.of(DicomReader.read(path, ReadLimits.DEFAULT)).stored(0);
        } catch (IOException | UnsupportedImageException e) {
            refused(studies, target, name);
            return false;
        }
        var frame = studies.retrieval.frames(target, "1", accept("application/octet-stream"));
        assertThat(bytes(frame).length).as(name).isPositive();
        try {
            assertThat(transcoded(studies, target, name)).as(name).isEqualTo(values);
        } catch (IOException e) {
            // An answer that has begun ends there: a later frame is damaged.
            assertThat(damaged(path)).as(name).isTrue();
        }
        try {
            studies.retrieval.rendered(target, "1", true, Map.of(), accept("*/*"));
        } catch (DicomWebException e) {
            assertThat(e.status()).as(name).isEqualTo(406);
        }
        return true;
    }

    private static boolean damaged(Path path) throws Exception {
        var image = Image.of(DicomReader.read(path, ReadLimits.DEFAULT));
        for (int frame = 0; frame < image.frames(); frame++) {
            try {
                image.stored(frame);
            } catch (UnsupportedImageException e) {
                return true;
            }
        }
        return false;
    }

    private void refused(Studies studies, Target target, String name) throws IOException {
        try {
            studies.retrieval.frames(target, "1", accept("application/octet-stream"));
            assertThat(name).as("was decoded").isEmpty();
        } catch (DicomWebException e) {
            assertThat(e.status()).as(name).isIn(404, 406);
        }
    }

    /** The first frame of the instance as it is given when nothing is said. */
    private int[] transcoded(Studies studies, Target target, String name) throws Exception {
        Answer answer;
        try {
            answer = studies.retrieval.instances(target, accept("application/dicom"));
        } catch (DicomWebException e) {
            throw new AssertionError(name, e);
        }
        var out = new ByteArrayOutputStream();
        answer.body().write(out);
        Path file = folder.resolve("transcoded.dcm");
        Files.write(file, out.toByteArray());
        int[] values = Image.of(DicomReader.read(file, ReadLimits.DEFAULT)).stored(0);
        return Arrays.copyOf(values, values.length);
    }
}
