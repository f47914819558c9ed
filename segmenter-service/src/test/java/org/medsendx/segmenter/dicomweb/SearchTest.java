package org.medsendx.segmenter.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.contracts.EventCodec;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.segmenter.Phantom;

/** PS3.18, 10.6. */
class SearchTest {

    private static final String BASE = "http://truck/dicom-web/studies";

    @TempDir Path folder;

    private Studies studies = new Studies(Path.of(""));

    @SuppressWarnings("NullAway.Init") // before each test
    private Located first;

    @BeforeEach
    void put() throws Exception {
        studies = new Studies(folder);
        first = add(Phantom.ct(16, 16, 1), 1, 1, 1);
        add(Phantom.ct(16, 16, 2), 1, 1, 2);
        add(Phantom.mammogram(16, 12, 3), 1, 2, 1);
        add(Phantom.mammogram(16, 12, 4), 2, 1, 1);
        add(Phantom.ct(16, 16, 5), 3, 1, 1);
    }

    private Located add(Phantom phantom, int study, int series, int instance) throws Exception {
        return studies.add(phantom.dataSet(), study, series, instance, Uid.ExplicitVRLittleEndian);
    }

    private static Map<String, List<String>> query(String text) {
        var query = new LinkedHashMap<String, List<String>>();
        for (var pair : text.isEmpty() ? new String[0] : text.split("&")) {
            int equals = pair.indexOf('=');
            query.put(pair.substring(0, equals), List.of(pair.substring(equals + 1)));
        }
        return query;
    }

    private JsonNode studies(String text) throws Exception {
        return json(studies.search.studies(query(text), BASE));
    }

    private static JsonNode json(Search.Found found) throws Exception {
        return EventCodec.JSON.readTree(found.json().isEmpty() ? "[]" : found.json());
    }

    private static String value(JsonNode result, String tag) {
        return result.path(tag).path("Value").path(0).asText();
    }

    @Test
    void gives_the_attributes_of_the_standard_for_studies_newest_first() throws Exception {
        var all = studies("");

        assertThat(all).hasSize(3);
        assertThat(value(all.get(0), "0020000D")).isEqualTo("2.25.3");
        var oldest = all.get(2);
        assertThat(value(oldest, "00080020")).isEqualTo("20200101");
        assertThat(oldest.path("00080061").path("Value").toString()).isEqualTo("[\"CT\",\"MG\"]");
        assertThat(value(oldest, "00081190")).isEqualTo(BASE + "/2.25.1");
        assertThat(value(oldest, "00201206")).isEqualTo("2");
        assertThat(value(oldest, "00201208")).isEqualTo("3");
        assertThat(value(oldest, "00100020")).isEqualTo("PSEUDO1");
        // Type 2 of the table: there, and empty.
        assertThat(oldest.has("00080050")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "StudyDate=20200102, 1",
        "StudyDate=20200102-, 2",
        "StudyDate=-20200102, 2",
        "StudyDate=20200101-20200103, 3",
        "00080020=20200103, 1",
        "ModalitiesInStudy=MG, 2",
        "ModalitiesInStudy=C*, 2",
        "PatientID=PSEUDO2, 1",
        "PatientID=pseudo2, 0",
        "PatientID=PSEUDO*, 3",
        "PatientID=PSEUDO?, 3",
        "PatientName=pseudo^3, 1",
        "StudyInstanceUID=2.25.1, 1",
        "'StudyInstanceUID=2.25.1,2.25.3,2.25.9', 2",
        "StudyInstanceUID=2.25.1\\2.25.2&ModalitiesInStudy=CT, 1",
        "PatientID=, 3",
        "limit=2, 2",
        "offset=2, 1",
        "limit=1&offset=1&PatientID=PSEUDO*, 1",
        "limit=0, 0"
    })
    void matches_as_the_standard_says(String query, int results) throws Exception {
        assertThat(studies(query)).hasSize(results);
    }

    @Test
    void says_that_there_is_more_and_what_it_ignored() throws Exception {
        assertThat(studies.search.studies(query("limit=1"), BASE).warnings())
                .anyMatch(warning -> warning.contains("additional results"));
        assertThat(studies.search.studies(query("limit=3"), BASE).warnings()).isEmpty();
        assertThat(studies.search.studies(query("fuzzymatching=true"), BASE).warnings())
                .anyMatch(warning -> warning.contains("Only literal matching"));
        assertThat(studies.search.studies(query("KVP=120"), BASE).warnings()).hasSize(1);
        assertThat(studies.search.studies(query("fuzzymatching=false"), BASE).warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"limit=many", "offset=-1", "NoSuchKeyword=1", "fuzzymatching=maybe"})
    void refuses_what_makes_no_sense(String query) {
        assertThatThrownBy(() -> studies.search.studies(query(query), BASE))
                .isInstanceOfSatisfying(
                        DicomWebException.class, e -> assertThat(e.status()).isEqualTo(400));
    }

    @Test
    void gives_what_is_asked_for_besides() throws Exception {
        assertThat(studies("PatientID=PSEUDO1").get(0).has("00120062")).isFalse();
        assertThat(value(studies("includefield=PatientIdentityRemoved").get(0), "00120062"))
                .isEqualTo("YES");
        assertThat(value(studies("includefield=all").get(0), "00120062")).isEqualTo("YES");
    }

    @Test
    void finds_series_and_instances_of_a_study() throws Exception {
        var series = json(studies.search.series("2.25.1", query(""), BASE));
        assertThat(series).hasSize(2);
        assertThat(value(series.get(0), "00080060")).isEqualTo("CT");
        assertThat(value(series.get(0), "00201209")).isEqualTo("2");
        assertThat(json(studies.search.series("2.25.1", query("Modality=MG"), BASE))).hasSize(1);

        var instances = json(studies.search.instances("2.25.1", null, query(""), BASE));
        assertThat(instances).hasSize(3);
        assertThat(value(instances.get(0), "00280010")).isEqualTo("16");
        assertThat(value(instances.get(0), "00081190"))
                .isEqualTo(BASE + "/2.25.1/series/2.25.1.1/instances/2.25.1.1.1");
        var second =
                json(
                        studies.search.instances(
                                "2.25.1", "2.25.1.1", query("InstanceNumber=2"), BASE));
        assertThat(second).hasSize(1);
        assertThat(value(second.get(0), "00080018")).isEqualTo("2.25.1.1.2");
        assertThat(json(studies.search.instances("2.25.1", null, query("offset=1&limit=1"), BASE)))
                .hasSize(1);
    }

    @Test
    void a_study_or_series_that_is_not_here_is_not_found() {
        assertThatThrownBy(() -> studies.search.series("2.25.9", query(""), BASE))
                .isInstanceOfSatisfying(
                        DicomWebException.class, e -> assertThat(e.status()).isEqualTo(404));
        assertThatThrownBy(() -> studies.search.instances("2.25.1", "2.25.9", query(""), BASE))
                .isInstanceOfSatisfying(
                        DicomWebException.class, e -> assertThat(e.status()).isEqualTo(404));
    }

    @Test
    void what_was_deleted_after_its_upload_is_not_found_any_more() throws Exception {
        Files.delete(first.file());

        assertThat(json(studies.search.instances("2.25.1", null, query(""), BASE))).hasSize(2);
        assertThat(studies("StudyInstanceUID=2.25.1")).hasSize(1);
    }

    @Test
    void a_wild_card_takes_no_longer_than_the_text_is_long() {
        assertThat(SearchRequest.like("a*".repeat(50) + "b", "a".repeat(5000), false)).isFalse();
        assertThat(SearchRequest.like("*", "", false)).isTrue();
        assertThat(SearchRequest.like("?*", "", false)).isFalse();
        assertThat(SearchRequest.like("D?E^J*", "DOE^JANE", false)).isTrue();
    }
}
