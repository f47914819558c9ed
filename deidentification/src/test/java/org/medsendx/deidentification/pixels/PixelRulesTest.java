package org.medsendx.deidentification.pixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PixelRulesTest {

    private static final Map<String, Object> AREA =
            Map.of("x", 0, "y", 0, "width", 800, "height", 40);

    @Test
    void keeps_its_defaults_where_a_section_is_silent() {
        assertThat(PixelRules.of(Map.of())).isEqualTo(PixelRules.DEFAULT);
        assertThat(PixelRules.of(Map.of("detector", Map.of("max-frames", 5))).detector())
                .isEqualTo(new PixelRules.Detector(true, 0.7, 0.4, 0.9, 5));
    }

    @Test
    void reads_every_key() {
        Map<String, Object> section =
                Map.of(
                        "policies",
                        Map.of("ultrasound", "blank-outside-regions", "screen-save", "withhold"),
                        "detector",
                        Map.of(
                                "enabled",
                                false,
                                "threshold",
                                0.6,
                                "outside-regions",
                                0.4,
                                "unhinted",
                                1,
                                "max-frames",
                                3),
                        "max-masked-share",
                        0.25,
                        "max-masked-share-ultrasound",
                        0.35,
                        "release-unmasked",
                        false,
                        "recolour",
                        true,
                        "devices",
                        List.of(
                                Map.of(
                                        "name", "acme-xp",
                                        "manufacturer", "Acme",
                                        "model", "XP 10",
                                        "sop-class", "1.2.840.10008.5.1.4.1.1.6.1",
                                        "rows", 600,
                                        "columns", 800,
                                        "regions", List.of(AREA))));

        PixelRules rules = PixelRules.of(section);

        assertThat(rules.policy(ImageKind.ULTRASOUND)).isEqualTo(Policy.BLANK_OUTSIDE_REGIONS);
        assertThat(rules.policy(ImageKind.SCREEN_SAVE)).isEqualTo(Policy.WITHHOLD);
        assertThat(rules.policy(ImageKind.OTHER)).isEqualTo(Policy.DETECT);
        assertThat(rules.detector()).isEqualTo(new PixelRules.Detector(false, 0.6, 0.4, 1, 3));
        assertThat(rules.maxMaskedShare()).isEqualTo(0.25);
        assertThat(rules.maxMaskedShareUltrasound()).isEqualTo(0.35);
        assertThat(rules.releaseUnmasked()).isFalse();
        assertThat(rules.recolour()).isTrue();
        assertThat(rules.devices())
                .containsExactly(
                        new PixelRules.Device(
                                "acme-xp",
                                "Acme",
                                "XP 10",
                                "1.2.840.10008.5.1.4.1.1.6.1",
                                600,
                                800,
                                List.of(new Rectangle(0, 0, 800, 40))));
    }

    static List<Arguments> mistakes() {
        return List.of(
                Arguments.of(Map.of("polices", Map.of()), "pixels has an unknown key: polices"),
                Arguments.of(
                        Map.of("policies", Map.of("ct", "detect")),
                        "pixels.policies has an unknown key: ct"),
                Arguments.of(
                        Map.of("policies", Map.of("other", "blur")),
                        "pixels.policies.other is not detect, regions, blank-outside-regions,"
                                + " withhold or leave"),
                Arguments.of(Map.of("policies", "detect"), "pixels.policies is not a map"),
                Arguments.of(
                        Map.of("detector", Map.of("max-frames", "all")),
                        "pixels.detector.max-frames is not a whole number"),
                Arguments.of(
                        Map.of("detector", Map.of("max-frames", 0)),
                        "pixels.detector.max-frames is less than 1"),
                Arguments.of(
                        Map.of("max-masked-share", 10), "pixels.max-masked-share is not in 0 to 1"),
                Arguments.of(
                        Map.of("release-unmasked", "no"),
                        "pixels.release-unmasked is not true or false"),
                Arguments.of(Map.of("devices", Map.of()), "pixels.devices is not a list"),
                Arguments.of(
                        Map.of("devices", List.of(Map.of("name", "a", "regions", List.of(AREA)))),
                        "pixels.devices: a names no manufacturer, model or sop-class"),
                Arguments.of(
                        Map.of("devices", List.of(Map.of("name", "a", "model", "b"))),
                        "pixels.devices: a has no regions"),
                Arguments.of(
                        Map.of(
                                "devices",
                                List.of(
                                        Map.of(
                                                "name",
                                                "a",
                                                "model",
                                                "b",
                                                "regions",
                                                List.of(Map.of("x", 0))))),
                        "pixels.devices[0].regions[0] needs x, y, width and height"),
                Arguments.of(
                        Map.of(
                                "devices",
                                List.of(
                                        Map.of("name", "a", "model", "b", "regions", List.of(AREA)),
                                        Map.of(
                                                "name",
                                                "a",
                                                "model",
                                                "c",
                                                "regions",
                                                List.of(AREA)))),
                        "pixels.devices: two are called a"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void says_what_is_wrong_in_a_section(Map<String, Object> section, String message) {
        assertThatThrownBy(() -> PixelRules.of(section))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
