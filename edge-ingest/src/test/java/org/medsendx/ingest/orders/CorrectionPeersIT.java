package org.medsendx.ingest.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.Peer;
import org.medsendx.dicom.data.UnrepresentableTextException;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;

/**
 * Corrected files of other projects, before the eyes of others: the validator of dicom3tools finds
 * no error that it did not find before, and pydicom reads the new patient, all that was there
 * before, and the same pixels.
 */
class CorrectionPeersIT {

    private static final String VALIDATOR = "/usr/bin/dciodvfy";
    private static final long LARGEST = 120_000;
    private static final int AT_LEAST = 40;
    private static final Pattern ITEM = Pattern.compile("\\[\\d+]");
    private static final Pattern VALUE = Pattern.compile("= <[^>]*>");

    /** The validator did not read the original as the object that it is, and so found little. */
    private static final Pattern UNREAD =
            Pattern.compile(
                    "Information Object Not found|Dicom dataset read failed|Tags out of order"
                            + "|No SOP Class UID");

    /** What was wrong before is wrong there, under the name it had. */
    private static final String AS_IT_WAS =
            "</OriginalAttributesSequence(0400,0561)[]/ModifiedAttributesSequence(0400,0550)[]/";

    private static final String SCRIPT =
            """
            import sys, pydicom

            def same(one, other):
                # A value, or a fragment, of odd length is padded when it is written.
                if isinstance(one, bytes) and len(one) % 2 == 1:
                    return one == other or len(other) == len(one) + 1
                return one == other

            def walked(file):
                try:
                    return list(pydicom.dcmread(file, force=True))
                except Exception:
                    return None

            def check(a, after):
                b = pydicom.dcmread(after)
                assert str(b.PatientName) == 'Muster^Erika', 'name'
                assert b.PatientID == '4711', 'id'
                change = b.OriginalAttributesSequence[-1]
                assert change.ReasonForTheAttributeModification == 'CORRECT', 'reason'
                was = change.ModifiedAttributesSequence[0]
                for element in a:
                    if element.tag in (0x00080005, 0x04000561, 0xFFFAFFFA, 0x4FFE0001):
                        continue
                    if element.tag.element == 0:
                        continue
                    now = b.get(element.tag)
                    then = was.get(element.tag)
                    kept = now is not None and same(element.value, now.value)
                    noted = then is not None and same(element.value, then.value)
                    assert kept or noted, 'lost %s' % element.tag
                assert b.file_meta.MediaStorageSOPInstanceUID == b.SOPInstanceUID, 'meta'

            for line in open(sys.argv[1]):
                before, after = line.rstrip('\\n').split('\\t')
                original = walked(before)
                if original is None:
                    print('unread')
                    continue
                try:
                    check(original, after)
                    print('ok')
                except Exception as e:
                    print(type(e).__name__, e, before)
            """;

    @TempDir Path folder;
    private Order order;

    @BeforeEach
    void put() throws IOException {
        var book = Orders.book(folder);
        Orders.csv(book, "4711,Muster^Erika,1970-01-02,F,A1,CT,2026-03-04,0930,STAT,");
        order = book.all().getFirst();
    }

    private record Pair(Path before, Path after) {}

    private List<Pair> corrected() throws IOException {
        var pairs = new ArrayList<Pair>();
        List<Path> files;
        try (var all = Files.walk(Peer.samples())) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        var correction =
                new PatientCorrection(order, Set.of(), Instant.parse("2026-03-04T05:06:07Z"));
        for (var file : files) {
            if (Files.size(file) > LARGEST) {
                continue;
            }
            DicomFile original;
            try {
                original = DicomReader.read(file, ReadLimits.DEFAULT);
            } catch (DicomFormatException e) {
                continue;
            }
            if (original.dataSet().string(Tag.SOPInstanceUID) == null
                    || original.dataSet().string(Tag.SOPClassUID) == null) {
                continue;
            }
            try {
                var header = correction.of(original.dataSet(), "ct-1");
                var after = folder.resolve(pairs.size() + ".dcm");
                DicomWriter.write(
                        after,
                        new FileMeta(
                                header.string(Tag.SOPClassUID),
                                header.string(Tag.SOPInstanceUID),
                                original.meta().transferSyntaxUid()),
                        header);
                pairs.add(new Pair(file, after));
            } catch (UnrepresentableTextException e) {
                throw new AssertionError("an order in ASCII goes beside everything", e);
            }
        }
        return pairs;
    }

    @Test
    void others_find_what_was_there_and_no_new_fault() throws Exception {
        Peer.require("pydicom", Peer.PYTHON, "-c", "import pydicom");
        Peer.require("dciodvfy", "sh", "-c", "test -x " + VALIDATOR);
        var pairs = corrected();
        assertThat(pairs).hasSizeGreaterThan(AT_LEAST);
        var list = folder.resolve("pairs.txt");
        Files.write(list, pairs.stream().map(one -> one.before() + "\t" + one.after()).toList());
        var script = Files.writeString(folder.resolve("read.py"), SCRIPT);

        var read = Peer.run(Peer.PYTHON, "-W", "ignore", script.toString(), list.toString());
        // One of them is more than pydicom itself reads to its end.
        assertThat(read.lines().stream().filter(line -> !line.equals("ok")))
                .hasSizeLessThan(3)
                .allMatch("unread"::equals);
        assertThat(read.lines()).hasSameSizeAs(pairs);

        int compared = 0;
        for (var pair : pairs) {
            var before = errors(pair.before());
            if (before.stream().noneMatch(line -> UNREAD.matcher(line).find())) {
                assertThat(before)
                        .as("%s", Peer.samples().relativize(pair.before()))
                        .containsAll(errors(pair.after()));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(AT_LEAST / 2);
    }

    private static Set<String> errors(Path file) throws IOException, InterruptedException {
        return Peer.run(VALIDATOR, "-new", file.toString()).lines().stream()
                .filter(line -> line.startsWith("Error"))
                .map(line -> VALUE.matcher(ITEM.matcher(line).replaceAll("[]")).replaceAll("= #"))
                .map(line -> line.replace(AS_IT_WAS, "</"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
