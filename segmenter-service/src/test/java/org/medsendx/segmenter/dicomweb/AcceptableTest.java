package org.medsendx.segmenter.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptableTest {

    private static Acceptable accept(String... values) throws DicomWebException {
        return Acceptable.of(List.of(), List.of(values));
    }

    @Test
    void takes_everything_when_nothing_is_said() throws Exception {
        assertThat(Acceptable.of(List.of(), List.of()).first(form -> true, "application/dicom"))
                .isEqualTo(new Acceptable.Form("application/dicom", null, true));
    }

    @Test
    void prefers_the_higher_quality_and_leaves_out_what_has_none() throws Exception {
        var form =
                accept(
                                "image/png;q=0.5, multipart/related; type=\"image/jls\"; transfer-syntax=*;q=0.9, a/b;q=0")
                        .first(any -> true, "image/png");

        assertThat(form).isEqualTo(new Acceptable.Form("image/jls", "*", true));
        assertThat(accept("a/b;q=0").first(any -> true, "a/b")).isNull();
    }

    @Test
    void the_parameter_of_the_address_goes_before_the_header() throws Exception {
        var form =
                Acceptable.of(List.of("image/png"), List.of("application/json"))
                        .first(any -> true, "image/png");

        assertThat(form).isEqualTo(new Acceptable.Form("image/png", null, false));
    }

    @ParameterizedTest
    @CsvSource({
        "application/dicom+json, true",
        "application/json, true",
        "*/*, true",
        "application/*, true",
        "'multipart/related; type=\"application/dicom+json\"', false",
        "application/dicom+xml, false",
        "text/html, false"
    })
    void knows_who_takes_dicom_json(String header, boolean takes) throws Exception {
        assertThat(accept(header).admitsJson()).isEqualTo(takes);
    }

    @Test
    void refuses_what_is_no_list_of_media_types() {
        assertThatThrownBy(() -> accept("no type")).isInstanceOf(DicomWebException.class);
    }
}
