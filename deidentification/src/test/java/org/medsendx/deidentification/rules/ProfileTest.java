package org.medsendx.deidentification.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.medsendx.dicom.dictionary.Tag.*;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.medsendx.deidentification.pixels.FrameForm;

class ProfileTest {

    private static final String HEAD = "profile: site\nbase: basic\n";

    @Test
    void ships_the_profile_of_the_design_as_its_default() {
        Profile truck = Profile.truck();

        assertThat(truck.name()).isEqualTo("truck");
        assertThat(truck.spec().options())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                Option.MODIFIED_DATES,
                                ProfileSpec.Use.FULL,
                                Option.DESCRIPTORS,
                                ProfileSpec.Use.FULL,
                                Option.DEVICE,
                                new ProfileSpec.Use(false, Set.of(DeviceSerialNumber)),
                                Option.PATIENT,
                                new ProfileSpec.Use(
                                        false,
                                        Set.of(
                                                PatientSex,
                                                PatientAge,
                                                PatientSize,
                                                PatientWeight))));
        assertThat(truck.spec().overrides()).isEmpty();
        assertThat(truck.spec().safePrivate().isEmpty()).isTrue();
        assertThat(truck.spec().cleanPixelData()).isTrue();
        assertThat(truck.fullOptions()).containsExactly(Option.MODIFIED_DATES, Option.DESCRIPTORS);
        assertThat(truck.description())
                .containsExactly(
                        "retain device identity in part: DeviceSerialNumber",
                        "retain patient characteristics in part: PatientSex, PatientAge",
                        "retain patient characteristics in part: PatientSize",
                        "retain patient characteristics in part: PatientWeight",
                        "ages of 90 years and over as 090Y",
                        "recognizable visual features: not cleaned");
    }

    @Test
    void encodes_frames_on_trucks_and_keeps_them_where_a_profile_says_nothing() throws Exception {
        assertThat(Profile.truck().frames()).isEqualTo(FrameForm.JPEG_LS);
        assertThat(Profile.basic().frames()).isEqualTo(FrameForm.KEEP);
        assertThat(parse(HEAD).frames()).isEqualTo(FrameForm.KEEP);
        assertThat(parse(HEAD + "frames: keep\n").frames()).isEqualTo(FrameForm.KEEP);
        assertThat(parse(HEAD + "frames: jpeg-ls\n").frames()).isEqualTo(FrameForm.JPEG_LS);
        assertThatThrownBy(() -> parse(HEAD + "frames: jpeg\n"))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining("keep or jpeg-ls is expected");
    }

    @Test
    void ships_the_basic_profile_alone() {
        assertThat(Profile.basic().spec().options()).isEmpty();
        assertThat(Profile.basic().dates()).isEqualTo(Profile.Dates.REMOVED);
    }

    @ParameterizedTest
    @EnumSource(value = Option.class, mode = EnumSource.Mode.EXCLUDE, names = "SAFE_PRIVATE")
    void takes_every_option_of_the_table_in_full_and_claims_it(Option option) throws Exception {
        Profile profile = parse(HEAD + "options:\n  " + option.key() + ": full\n");

        assertThat(profile.fullOptions()).containsExactly(option);
    }

    @ParameterizedTest
    @EnumSource(value = Option.class, mode = EnumSource.Mode.EXCLUDE, names = "SAFE_PRIVATE")
    void takes_every_option_in_part_and_describes_it(Option option) throws Exception {
        ActionTable.Row row =
                ActionTable.get().byTag().values().stream()
                        .filter(one -> one.options().containsKey(option))
                        .filter(one -> !one.keyword().isEmpty())
                        .filter(one -> !one.keyword().endsWith("SOPInstanceUID"))
                        .findFirst()
                        .orElseThrow();

        Profile profile =
                parse(HEAD + "options:\n  " + option.key() + ": [\"" + row.pattern() + "\"]\n");

        assertThat(profile.fullOptions()).isEmpty();
        assertThat(profile.description())
                .allMatch(line -> line.length() <= 64)
                .anyMatch(line -> line.contains("in part: "));
    }

    @Test
    void lets_new_uids_and_cleaning_win_over_keeping() throws Exception {
        Profile device =
                parse(
                        HEAD
                                + "options:\n"
                                + "  retain-device-identity: full\n"
                                + "  retain-modified-dates: full\n");

        assertThat(rule(device, "", DeviceSerialNumber).treatment()).isEqualTo(Treatment.KEEP);
        assertThat(rule(device, "", DeviceUID).treatment()).isEqualTo(Treatment.BASIC);
        assertThat(rule(device, "", DeviceUID).basic()).isEqualTo(BasicAction.U);
        assertThat(rule(device, "", DateOfLastCalibration).treatment()).isEqualTo(Treatment.SHIFT);
        Profile patient =
                parse(
                        HEAD
                                + "options:\n"
                                + "  retain-patient-characteristics: full\n"
                                + "  retain-device-identity: full\n");
        assertThat(rule(patient, "", Allergies).treatment()).isEqualTo(Treatment.CLEAN_WORDS);
        assertThat(rule(patient, "", EthnicGroup).treatment()).isEqualTo(Treatment.KEEP);
        assertThat(rule(patient, "", DateOfLastCalibration).treatment()).isEqualTo(Treatment.BASIC);
        assertThat(rule(patient, "", StationAETitle).basic()).isEqualTo(BasicAction.D);
    }

    @Test
    void overrides_by_keyword_tag_and_path() throws Exception {
        Profile profile =
                parse(
                        HEAD
                                + "overrides:\n"
                                + "  Manufacturer: remove\n"
                                + "  \"(0010,2160)\": keep\n"
                                + "  RequestAttributesSequence/ScheduledProcedureStepID: dummy\n");

        assertThat(rule(profile, "", Manufacturer).basic()).isEqualTo(BasicAction.X);
        assertThat(rule(profile, "", EthnicGroup).treatment()).isEqualTo(Treatment.KEEP);
        String item = ElementPath.item("", RequestAttributesSequence, 3);
        assertThat(rule(profile, item, ScheduledProcedureStepID).basic()).isEqualTo(BasicAction.D);
        assertThat(rule(profile, "", ScheduledProcedureStepID).basic()).isNotEqualTo(BasicAction.D);
        assertThat(profile.description())
                .contains(
                        "override, remove: Manufacturer",
                        "override, keep: EthnicGroup",
                        "override, dummy in a sequence: ScheduledProcedureStepID");
    }

    @Test
    void claims_no_option_that_an_override_bends() throws Exception {
        Profile profile =
                parse(
                        HEAD
                                + "options:\n  clean-descriptors: full\n"
                                + "overrides:\n  StudyDescription: keep\n");

        assertThat(profile.fullOptions()).isEmpty();
        assertThat(profile.description()).contains("clean descriptors: but for overrides");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                wrong("profil: x\n", "line 1: profil: unknown key"),
                wrong("base: basic\n", "'profile' is missing"),
                wrong("profile: x\nbase: other\n", "line 2: base: there is one base"),
                wrong("profile: 'a b'\nbase: basic\n", "line 1: profile: the name is"),
                wrong(HEAD + "edition: 2019a\n", "line 3: edition: the table at hand"),
                wrong(HEAD + "base: basic\n", "line 3: base: is there twice"),
                wrong(HEAD + "options:\n  retain-uid: full\n", "line 4: options.retain-uid: unk"),
                wrong(HEAD + "options:\n  retain-uids: yes\n", "full, none or a list"),
                wrong(
                        HEAD + "options:\n  retain-uids:\n    - StudyDate\n",
                        "line 5: options.retain-uids: retain-uids does nothing with StudyDate"),
                wrong(
                        HEAD + "options:\n  retain-uids: [StudyInstanceUid]\n",
                        "PS3.6 has no attribute 'StudyInstanceUid'"),
                wrong(HEAD + "options:\n  retain-uids: [SOPInstanceUID]\n", "go together"),
                wrong(HEAD + "options:\n  clean-graphics: []\n", "an empty list"),
                wrong(
                        HEAD
                                + "options:\n  retain-full-dates: full\n"
                                + "  retain-modified-dates: [StudyDate]\n",
                        "line 4: options.retain-full-dates: contradicts retain-modified-dates"),
                wrong(
                        HEAD + "options:\n  clean-recognizable-visual-features: full\n",
                        "faces are not removed"),
                wrong(HEAD + "overrides:\n  PatientID: keep\n", "always written by the engine"),
                wrong(HEAD + "overrides:\n  OperatorsName: keep\n", "names a person"),
                wrong(HEAD + "overrides:\n  KVP: shift\n", "shift is not for VR DS"),
                wrong(HEAD + "overrides:\n  KVP: blank\n", "an action is expected: keep, remove"),
                wrong(HEAD + "overrides:\n  KVP/Rows: keep\n", "KVP is no sequence"),
                wrong(
                        HEAD + "overrides:\n  KVP: keep\n  \"0018,0060\": remove\n",
                        "line 5: overrides.0018,0060: the attribute is there twice"),
                wrong(HEAD + "overrides:\n  \"0029,1010\": keep\n", "listed below 'private'"),
                wrong(HEAD + "private:\n  - creator: ACME\n", "elements: a list"),
                wrong(
                        HEAD + "private:\n  - creator: ACME\n    elements: [\"0028,xx01\"]\n",
                        "odd group"),
                wrong(
                        HEAD + "private:\n  - creator: ACME\n    elements: [\"0029,1001\"]\n",
                        "odd group"),
                wrong(HEAD + "pixels:\n  max-masked-share: 7\n", "line 4: pixels: "),
                wrong(HEAD + "pixels:\n  colour: red\n", "line 4: pixels: "),
                wrong(HEAD + "options: &o\n  retain-uids: full\n", "line 3: anchors and aliases"),
                wrong(HEAD + "options: !!java.net.URL [x]\n", "tag"),
                wrong(HEAD + "options: [\n", "no YAML"),
                wrong("", "empty"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void says_what_is_wrong_and_where(String text, String message) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(ProfileException.class)
                .hasMessageStartingWith("site.yaml")
                .hasMessageContaining(message);
    }

    @Test
    void refuses_a_file_that_grows_without_end(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("p.yaml"), HEAD + "#".repeat(2 << 20));

        assertThatThrownBy(() -> Profile.read(file)).hasMessageContaining("longer than");
        assertThatThrownBy(() -> parse("[".repeat(50_000))).isInstanceOf(ProfileException.class);
        assertThatThrownBy(() -> Profile.read(folder.resolve("none.yaml")))
                .hasMessageContaining("does not exist");
    }

    private static Arguments wrong(String text, String message) {
        return Arguments.of(text, message);
    }

    private static Profile.Rule rule(Profile profile, String item, int tag) {
        return Objects.requireNonNull(profile.rule(item, tag));
    }

    private static Profile parse(String text) throws ProfileException {
        return Profile.parse("site.yaml", text);
    }
}
