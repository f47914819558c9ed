package org.medsendx.ingest.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.ingest.source.Sender;

class SettingsTest {

    private static Settings settings(Map<String, String> ingest) {
        var properties = new HashMap<String, String>();
        ingest.forEach((key, value) -> properties.put("medsendx.ingest." + key, value));
        return Settings.of(IngestConfigTest.config(properties));
    }

    @ParameterizedTest
    @CsvSource({
        "truck, a truck with spaces",
        "truck, SEVENTEEN-LETTERS",
        "ae-title, SEVENTEEN-LETTERS",
        "ae-title, back\\slash",
        "dicom-port, 70000",
        "max-associations, 0",
        "max-pdu-length, 1K",
        "max-pdu-length, 64M",
        "sources.\"CT_1\".truck, a truck with spaces",
        "sources.\"CT_1\".scanner, a scanner",
        "sources.\"SEVENTEEN-LETTERS\".scanner, ct",
        "known-sources-only, true",
        "additional-sop-classes, one.two",
        "hot-folder, data/identified/hot",
        "hot-folder, data",
        "hot-folder-truck, a truck with spaces",
    })
    void a_bad_value_is_refused_with_its_key(String key, String value) {
        assertThatThrownBy(() -> settings(Map.of(key, value)))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("medsendx.ingest.")
                .hasMessageContaining(key.replaceFirst("\\..*", ""));
    }

    @Test
    void a_sender_is_its_configured_truck_and_scanner_else_the_default_truck() {
        var settings =
                settings(
                        Map.of(
                                "truck", "T1",
                                "sources.\"CT_1\".scanner", "ct-1",
                                "sources.\"MG 2\".truck", "T2",
                                "sources.\"MG 2\".scanner", "mg-2"));

        assertThat(settings.senders().of("CT_1")).isEqualTo(new Sender("T1", "ct-1"));
        assertThat(settings.senders().of("MG 2 ")).isEqualTo(new Sender("T2", "mg-2"));
        assertThat(settings.senders().of("OTHER")).isEqualTo(new Sender("T1", null));
        assertThat(settings.dicom().callingAeTitles()).isEmpty();
    }

    @Test
    void only_known_senders_may_call_when_the_site_says_so() {
        var settings =
                settings(Map.of("sources.\"CT_1\".scanner", "ct-1", "known-sources-only", "true"));

        assertThat(settings.dicom().callingAeTitles()).containsExactly("CT_1");
    }

    @Test
    void a_site_can_add_sop_classes() {
        var settings = settings(Map.of("additional-sop-classes", "1.2.3.4"));

        assertThat(settings.sopClasses()).contains("1.2.3.4", Uid.CTImageStorage);
        assertThat(settings.dicom().sopClasses()).isEqualTo(settings.sopClasses());
    }
}
