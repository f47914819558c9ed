package org.medsendx.segmenter.dicomweb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Dictionary;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.web.DicomJson;
import org.medsendx.segmenter.exam.Exam;

/**
 * Searches studies, series and instances (QIDO-RS; PS3.18, 10.6). Dates and modalities of studies
 * are matched in memory; other attributes of a study need the header of one of its instances, of
 * which a request may read {@value #HEADERS_A_REQUEST}.
 */
public final class Search {

    /** Headers that one search for studies may read before it is told to ask for less. */
    static final int HEADERS_A_REQUEST = 500;

    // Files go in the order they came: behind so many exams without any there are none.
    private static final int GONE_AT_ONCE = 200;

    private static final Set<Integer> OF_INDEX =
            Set.of(
                    Tag.ModalitiesInStudy,
                    Tag.StudyInstanceUID,
                    Tag.SeriesInstanceUID,
                    Tag.SOPInstanceUID);

    private final Holdings holdings;

    public Search(Holdings holdings) {
        this.holdings = holdings;
    }

    /**
     * What was found.
     *
     * @param json DICOM JSON, an array; empty text when nothing was found
     * @param warnings for Warning headers, without their code
     */
    public record Found(String json, List<String> warnings) {}

    /**
     * Studies, newest first.
     *
     * @param query parameters, decoded
     * @param base address of {@code .../studies}
     */
    public Found studies(Map<String, List<String>> query, String base)
            throws IOException, DicomWebException {
        var request = SearchRequest.of(query, SearchLevel.STUDY);
        var results = new Results(request, SearchLevel.STUDY);
        var wanted = request.uids(Tag.StudyInstanceUID);
        if (wanted != null) {
            for (var uid : wanted) {
                var exam = holdings.exams().exam(uid);
                if (exam != null) {
                    study(exam, request, results, base);
                }
            }
        } else {
            var fault = new Exception[1];
            holdings.exams()
                    .newestFirst(exam -> {
                        try {
                            study(exam, request, results, base);
                            return !results.full();
                        } catch (IOException | DicomWebException e) {
                            fault[0] = e;
                            return false;
                        }
                    });
            switch (fault[0]) {
                case IOException e -> throw e;
                case DicomWebException e -> throw e;
                case null, default -> {}
            }
        }
        return results.found();
    }

    private void study(Exam exam, SearchRequest request, Results results, String base)
            throws IOException, DicomWebException {
        String date = request.date();
        String modalities = request.keys().get(Tag.ModalitiesInStudy);
        boolean possible =
                (date == null || SearchRequest.inRange(date, exam.date()))
                        && (modalities == null
                                || exam.modalities().stream()
                                        .anyMatch(has -> oneOf(modalities, has)));
        if (!possible || results.skips(request)) {
            return;
        }
        var one = holdings.representative(exam, null);
        if (one == null) {
            results.gone++;
            return;
        }
        results.gone = 0;
        if (!holdings.knowsHeader(one) && ++results.read > HEADERS_A_REQUEST) {
            throw new DicomWebException(
                    413,
                    "too-broad",
                    "The search reads too many headers: say a StudyDate or a UID.");
        }
        var header = readable(one);
        if (header != null && matches(header, request, SearchLevel.STUDY)) {
            results.add(() -> ofStudy(exam, header, request, base));
        }
    }

    private static boolean oneOf(String keys, String value) {
        for (var key : keys.split("\\\\", -1)) {
            if (SearchRequest.like(key.strip(), value, false)) {
                return true;
            }
        }
        return false;
    }

    /** A header, or null when the file is gone meanwhile or cannot be read. */
    private @Nullable DataSet readable(Located located) throws IOException {
        try {
            return holdings.header(located);
        } catch (DicomWebException e) {
            return null;
        }
    }

    /** Series of a study. */
    public Found series(String study, Map<String, List<String>> query, String base)
            throws IOException, DicomWebException {
        var request = SearchRequest.of(query, SearchLevel.SERIES);
        var results = new Results(request, SearchLevel.SERIES);
        var exam = holdings.exam(study);
        var wanted = request.uids(Tag.SeriesInstanceUID);
        for (var uid : exam.series()) {
            if (wanted != null && !wanted.contains(uid)) {
                continue;
            }
            var one = holdings.representative(exam, uid);
            var header = one == null ? null : readable(one);
            if (header != null && matches(header, request, SearchLevel.SERIES)) {
                results.add(() -> ofSeries(exam, uid, header, request, base));
            }
        }
        return results.found();
    }

    /**
     * Instances of a study, or of one of its series.
     *
     * @param series null for all
     */
    public Found instances(
            String study, @Nullable String series, Map<String, List<String>> query, String base)
            throws IOException, DicomWebException {
        var request = SearchRequest.of(query, SearchLevel.INSTANCE);
        var results = new Results(request, SearchLevel.INSTANCE);
        var exam = holdings.exam(study);
        if (series != null && !exam.series().contains(series)) {
            throw DicomWebException.notFound("no-such-series", "There is no such series here.");
        }
        var wanted = request.uids(Tag.SOPInstanceUID);
        for (var located : holdings.instances(exam, series)) {
            if (wanted != null && !wanted.contains(located.uids().sopInstanceUid())) {
                continue;
            }
            if (results.skips(request)) {
                continue;
            }
            var header = readable(located);
            if (header != null && matches(header, request, SearchLevel.INSTANCE)) {
                results.add(() -> ofInstance(located, header, request, base));
            }
            if (results.full()) {
                break;
            }
        }
        return results.found();
    }

    private static boolean matches(DataSet header, SearchRequest request, SearchLevel level) {
        for (var key : request.keys().entrySet()) {
            int tag = key.getKey();
            // The index has matched these, and the header of one instance need not.
            boolean checked = OF_INDEX.contains(tag);
            if (!checked
                    && level.has(tag)
                    && !SearchRequest.matches(tag, key.getValue(), header.strings(tag))) {
                return false;
            }
        }
        return true;
    }

    private static DataSet taken(
            DataSet header, SearchRequest request, SearchLevel level, SearchLevel own) {
        var tags = new LinkedHashSet<Integer>(own.returned());
        if (request.all()) {
            tags.addAll(level.all());
        }
        for (int tag : request.fields()) {
            if (level.has(tag)) {
                tags.add(tag);
            }
        }
        tags.addAll(request.keys().keySet());
        var result = new DataSet(header.bigEndian());
        if (header.get(Tag.SpecificCharacterSet) instanceof Element.Value set) {
            result.put(set);
        }
        for (int tag : new TreeSet<>(tags)) {
            var element = header.get(tag);
            if (element != null) {
                result.put(element);
            } else if (Dictionary.entry(tag) != null && own.returned().contains(tag)) {
                result.put(new Element.Value(tag, Dictionary.vr(tag), new byte[0]));
            }
        }
        return result;
    }

    private static DataSet ofStudy(Exam exam, DataSet header, SearchRequest request, String base) {
        var result = taken(header, request, SearchLevel.STUDY, SearchLevel.STUDY);
        result.putString(Tag.ModalitiesInStudy, VR.CS, exam.modalities().toArray(String[]::new));
        result.putString(Tag.InstanceAvailability, VR.CS, "ONLINE");
        result.putString(Tag.StudyInstanceUID, VR.UI, exam.study());
        result.putString(Tag.RetrieveURL, VR.UR, base + "/" + exam.study());
        result.putString(
                Tag.NumberOfStudyRelatedSeries, VR.IS, Integer.toString(exam.series().size()));
        result.putString(
                Tag.NumberOfStudyRelatedInstances, VR.IS, Integer.toString(exam.scans().size()));
        return result;
    }

    private static DataSet ofSeries(
            Exam exam, String series, DataSet header, SearchRequest request, String base) {
        var result = taken(header, request, SearchLevel.SERIES, SearchLevel.SERIES);
        long count = exam.scans().stream().filter(scan -> scan.series().equals(series)).count();
        result.putString(Tag.StudyInstanceUID, VR.UI, exam.study());
        result.putString(Tag.SeriesInstanceUID, VR.UI, series);
        result.putString(Tag.RetrieveURL, VR.UR, base + "/" + exam.study() + "/series/" + series);
        result.putString(Tag.NumberOfSeriesRelatedInstances, VR.IS, Long.toString(count));
        return result;
    }

    private static DataSet ofInstance(
            Located located, DataSet header, SearchRequest request, String base) {
        var result = taken(header, request, SearchLevel.INSTANCE, SearchLevel.INSTANCE);
        var uids = located.uids();
        result.putString(Tag.StudyInstanceUID, VR.UI, uids.studyInstanceUid());
        result.putString(Tag.SeriesInstanceUID, VR.UI, uids.seriesInstanceUid());
        result.putString(Tag.SOPInstanceUID, VR.UI, uids.sopInstanceUid());
        result.putString(Tag.InstanceAvailability, VR.CS, "ONLINE");
        result.putString(Tag.RetrieveURL, VR.UR, address(base, located));
        return result;
    }

    /** Where an instance can be retrieved. */
    static String address(String base, Located located) {
        var uids = located.uids();
        return base
                + "/"
                + uids.studyInstanceUid()
                + "/series/"
                + uids.seriesInstanceUid()
                + "/instances/"
                + uids.sopInstanceUid();
    }

    /** Results as they are found: some left out at first, then as many as wanted, then counted. */
    private static final class Results {

        private final StringBuilder json = new StringBuilder("[");
        private final int limit;
        private final List<String> warnings;
        private final Set<Integer> inMemory;
        private int toSkip;
        private int gone;
        private int count;
        private int read;
        private boolean more;

        Results(SearchRequest request, SearchLevel level) {
            this.limit = request.limit();
            this.toSkip = request.offset();
            this.warnings = new ArrayList<>(request.warnings());
            var known = new HashSet<>(OF_INDEX);
            if (level == SearchLevel.STUDY) {
                known.add(Tag.StudyDate);
            }
            this.inMemory = known;
        }

        /** Leaves one out without reading its header, when nothing of a header has to match. */
        boolean skips(SearchRequest request) {
            if (toSkip > 0 && inMemory.containsAll(request.keys().keySet())) {
                toSkip--;
                return true;
            }
            return false;
        }

        void add(Supplier<DataSet> result) {
            if (toSkip > 0) {
                toSkip--;
            } else if (count == limit) {
                more = true;
            } else {
                if (count++ > 0) {
                    json.append(',');
                }
                try {
                    DicomJson.write(result.get(), DicomJson.BulkUris.NONE, json);
                } catch (IOException e) {
                    throw new UncheckedIOException("memory does not fail to be written", e);
                }
            }
        }

        boolean full() {
            return more || gone > GONE_AT_ONCE;
        }

        Found found() {
            if (more) {
                warnings.add("There are additional results that can be requested with offset.");
            }
            return new Found(count == 0 ? "" : json.append(']').toString(), List.copyOf(warnings));
        }
    }
}
