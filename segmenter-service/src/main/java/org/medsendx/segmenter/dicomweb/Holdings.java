package org.medsendx.segmenter.dicomweb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.segmenter.exam.Exam;
import org.medsendx.segmenter.exam.ExamIndex;

/**
 * What there is to search and to retrieve: the instances that the ledger knows, found by their
 * exam, and a bounded number of headers. Files are looked for where the ledger says, never by
 * walking the volume. Thread safe.
 */
public final class Holdings {

    /** Short values of a header are kept of so many instances: some 6 MB. */
    static final int HEADERS = 1000;

    private static final int LONGEST_VALUE = 128;
    private static final int OPEN_FILES = 2;

    private final ExamIndex exams;
    private final Ledger ledger;
    private final Map<UUID, DataSet> headers = lru(HEADERS);
    private final Map<UUID, Open> open = lru(OPEN_FILES);

    /** Where instances are looked up. */
    @FunctionalInterface
    public interface Ledger {

        /** An instance by its object id, or null when it is not known. */
        @Nullable Located find(UUID objectId) throws IOException;
    }

    private record Open(FileTime modified, DicomFile file) {}

    public Holdings(ExamIndex exams, Ledger ledger) {
        this.exams = exams;
        this.ledger = ledger;
    }

    private static <K, V> Map<K, V> lru(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /** The exams, once all are known. */
    ExamIndex exams() throws IOException, DicomWebException {
        if (!exams.ready()) {
            throw new DicomWebException(
                    503,
                    "starting",
                    "The ledger is still being read after a start. Try again soon.");
        }
        exams.refresh();
        return exams;
    }

    /** An exam. */
    Exam exam(String study) throws IOException, DicomWebException {
        var exam = exams().exam(study);
        if (exam == null) {
            throw DicomWebException.notFound("no-such-study", "There is no such study here.");
        }
        return exam;
    }

    /** An instance; its file may be gone. */
    Located instance(String study, String series, String sop)
            throws IOException, DicomWebException {
        Located found = null;
        for (var id : exams().candidates(study, sop)) {
            var located = ledger.find(id);
            if (located != null
                    && located.uids().sopInstanceUid().equals(sop)
                    && located.uids().seriesInstanceUid().equals(series)) {
                // Received anew under another id: the later one counts.
                found = located;
            }
        }
        if (found == null) {
            throw DicomWebException.notFound("no-such-instance", "There is no such instance here.");
        }
        return found;
    }

    /**
     * The instances of a study, or of a series of it, whose files are here; of those with one SOP
     * Instance UID the last.
     */
    List<Located> instances(Exam exam, @Nullable String series) throws IOException {
        var found = new LinkedHashMap<String, Located>();
        for (var scan : exam.scans()) {
            if (series == null || scan.series().equals(series)) {
                var located = ledger.find(scan.objectId());
                if (located != null && isHere(located)) {
                    found.put(located.uids().sopInstanceUid(), located);
                }
            }
        }
        return new ArrayList<>(found.values());
    }

    /**
     * One instance of a study, or of a series of it, whose file is here, or null. Files go in the
     * order they came, some days after their upload, so the first and the last are looked for.
     */
    @Nullable Located representative(Exam exam, @Nullable String series) throws IOException {
        var scans =
                exam.scans().stream()
                        .filter(scan -> series == null || scan.series().equals(series))
                        .toList();
        if (scans.isEmpty()) {
            return null;
        }
        for (var scan : List.of(scans.getLast(), scans.getFirst())) {
            var located = ledger.find(scan.objectId());
            if (located != null && isHere(located)) {
                return located;
            }
        }
        return null;
    }

    static boolean isHere(Located located) {
        return Files.isRegularFile(located.file());
    }

    /** Whether the header of an instance is known without reading its file. */
    boolean knowsHeader(Located located) {
        synchronized (headers) {
            return headers.containsKey(located.objectId());
        }
    }

    /** The short values of a header, without sequences; not to be changed. */
    DataSet header(Located located) throws IOException, DicomWebException {
        synchronized (headers) {
            var known = headers.get(located.objectId());
            if (known != null) {
                return known;
            }
        }
        var whole = file(located).dataSet();
        var kept = new DataSet(whole.bigEndian());
        for (Element element : whole) {
            if (element instanceof Element.Value value
                    && value.bytes().length <= LONGEST_VALUE
                    && (element.tag() >>> 16 & 1) == 0) {
                kept.put(value);
            }
        }
        synchronized (headers) {
            headers.put(located.objectId(), kept);
        }
        return kept;
    }

    /**
     * An instance with its whole header; pixels are left in the file.
     *
     * @throws DicomWebException 410 when the file is gone, 500 when it cannot be read
     */
    DicomFile file(Located located) throws DicomWebException {
        try {
            var modified = Files.getLastModifiedTime(located.file());
            synchronized (open) {
                var known = open.get(located.objectId());
                if (known != null && known.modified().equals(modified)) {
                    return known.file();
                }
            }
            var file = DicomReader.read(located.file(), ReadLimits.DEFAULT);
            synchronized (open) {
                open.put(located.objectId(), new Open(modified, file));
            }
            return file;
        } catch (IOException e) {
            if (!isHere(located)) {
                throw new DicomWebException(
                        410,
                        "deleted-after-upload",
                        "The file was deleted here some time after its upload; the cloud has it.");
            }
            throw new DicomWebException(500, "unreadable", "The file cannot be read.");
        }
    }
}
