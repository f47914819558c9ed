package org.medsendx.segmenter.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.segmenter.Phantom;
import org.medsendx.segmenter.series.Stack.Spacing;

class SeriesVolumesTest {

    @SuppressWarnings("NullAway.Init") // set by JUnit
    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before each
    private SeriesOfSlices slices;

    @BeforeEach
    void empty() {
        slices = new SeriesOfSlices(folder);
    }

    private static List<String> remarks(SeriesVolume volume) {
        return volume.remarks().stream().map(one -> one.code() + " " + one.count()).toList();
    }

    private static Stack stack(SeriesVolume volume) {
        var stack = volume.stack();
        if (stack == null) {
            throw new AssertionError("no stack: " + remarks(volume));
        }
        return stack;
    }

    @Test
    void even_slices_in_any_order_are_a_stack_without_a_remark() throws IOException {
        for (var order : List.of(List.of(0, 1, 2, 3), List.of(3, 2, 1, 0), List.of(2, 0, 3, 1))) {
            var series = new SeriesOfSlices(folder);
            for (int place : order) {
                series.at(-20 + 1.25 * place);
            }

            var volume = series.only();

            assertThat(volume.slices()).isEqualTo(4);
            assertThat(volume.remarks()).isEmpty();
            assertThat(volume.stack())
                    .isEqualTo(new Stack(4, new Spacing(1.25, 1.25, 1.25), 3.75, 0));
        }
    }

    @Test
    void a_missing_slice_is_a_gap() throws IOException {
        var volume = slices.at(0, 2, 4, 8, 10, 16).only();

        assertThat(remarks(volume)).containsExactly("gap 2");
        assertThat(stack(volume).spacing()).isEqualTo(new Spacing(2, 2, 6));
        assertThat(stack(volume).extentMm()).isEqualTo(16);
    }

    @Test
    void slices_of_which_half_the_neighbours_are_missing_have_gaps() throws IOException {
        assertThat(remarks(slices.at(0, 1, 3).only())).containsExactly("gap 1");
    }

    @Test
    void a_spacing_that_differs_is_uneven_and_no_gap() throws IOException {
        var volume = slices.at(0, 2, 4, 6.5, 8.5).only();

        assertThat(remarks(volume)).containsExactly("uneven-spacing 1");
        assertThat(stack(volume).spacing()).isEqualTo(new Spacing(2, 2, 2.5));
    }

    @Test
    void positions_rounded_to_a_tenth_of_a_millimetre_are_even() throws IOException {
        for (int i = 0; i < 40; i++) {
            slices.at(Math.rint(0.625 * i * 10) / 10);
        }

        assertThat(slices.only().remarks()).isEmpty();
    }

    @Test
    void a_slice_where_another_is_already_is_doubled_and_no_spacing_of_nothing()
            throws IOException {
        var volume = slices.at(0, 1, 2, 1, 3, 2).only();

        assertThat(volume.slices()).isEqualTo(6);
        assertThat(remarks(volume)).containsExactly("doubled-position 2");
        assertThat(stack(volume)).isEqualTo(new Stack(4, new Spacing(1, 1, 1), 3, 0));
    }

    @Test
    void slices_that_all_lie_in_one_place_have_no_spacing() throws IOException {
        var volume = slices.at(5, 5, 5).only();

        assertThat(remarks(volume)).containsExactly("doubled-position 2");
        assertThat(stack(volume)).isEqualTo(new Stack(1, null, 0, 0));
    }

    @Test
    void an_instance_that_came_twice_counts_once() throws IOException {
        slices.at(0, 1, 2);
        slices.add(SeriesOfSlices.slice(1), "1", "2.25.1.1.2");

        var volume = slices.only();

        assertThat(volume.slices()).isEqualTo(3);
        assertThat(volume.remarks()).isEmpty();
    }

    @Test
    void oblique_slices_are_measured_along_their_normal() throws IOException {
        double angle = Math.toRadians(30);
        for (int i = 0; i < 5; i++) {
            var set = SeriesOfSlices.slice(0, -3 * i * Math.sin(angle), 3 * i * Math.cos(angle));
            turn(set, angle);
            slices.add(set);
        }

        var volume = slices.only();

        assertThat(volume.remarks()).isEmpty();
        assertThat(stack(volume).extentMm()).isEqualTo(12, within(0.001));
    }

    @Test
    void a_tilted_gantry_is_said_and_its_spacing_is_that_along_the_normal() throws IOException {
        double angle = Math.toRadians(20);
        for (int i = 0; i < 5; i++) {
            // The table moves along z, and the slices are tilted about x.
            var set = SeriesOfSlices.slice(0, 0, 5 * i);
            turn(set, angle);
            slices.add(set);
        }

        var volume = slices.only();

        assertThat(remarks(volume)).containsExactly("tilted 20");
        assertThat(stack(volume).tiltDegrees()).isEqualTo(20, within(0.01));
        assertThat(stack(volume).extentMm()).isEqualTo(20 * Math.cos(angle), within(0.001));
    }

    private static void turn(DataSet set, double angle) {
        set.putString(
                Tag.ImageOrientationPatient,
                VR.DS,
                "1",
                "0",
                "0",
                "0",
                SeriesOfSlices.text(Math.cos(angle)),
                SeriesOfSlices.text(Math.sin(angle)));
    }

    @Test
    void a_slice_beside_the_line_is_said() throws IOException {
        slices.at(0, 1, 2, 3);
        slices.add(SeriesOfSlices.slice(-97, -100, 1.5));

        assertThat(remarks(slices.only())).contains("out-of-line 1");
    }

    @Test
    void positions_of_two_frames_of_reference_are_not_compared() throws IOException {
        slices.at(0, 1, 2);
        var other = SeriesOfSlices.slice(3);
        other.putString(Tag.FrameOfReferenceUID, VR.UI, "2.25.78");
        slices.add(other);

        var volume = slices.only();

        assertThat(volume.stack()).isNull();
        assertThat(remarks(volume)).containsExactly("several-frames-of-reference 2");
        assertThat(volume.toString()).doesNotContain("2.25.77", "2.25.78");
    }

    @Test
    void a_slice_across_the_others_leaves_no_stack() throws IOException {
        slices.at(0, 1, 2);
        var scout = SeriesOfSlices.slice(1);
        scout.putString(Tag.ImageOrientationPatient, VR.DS, "0", "1", "0", "0", "0", "-1");
        slices.add(scout);

        var volume = slices.only();

        assertThat(volume.stack()).isNull();
        assertThat(remarks(volume)).containsExactly("orientations-differ 1");
    }

    @Test
    void slices_without_a_frame_of_reference_have_that_reason() throws IOException {
        for (int i = 0; i < 3; i++) {
            var set = SeriesOfSlices.slice(i);
            set.remove(Tag.FrameOfReferenceUID);
            slices.add(set);
        }

        assertThat(remarks(slices.only())).containsExactly("no-frame-of-reference 3");
    }

    @ParameterizedTest
    @ValueSource(ints = {Tag.ImagePositionPatient, Tag.ImageOrientationPatient})
    void slices_that_do_not_say_where_they_lie_have_that_reason(int tag) throws IOException {
        for (int i = 0; i < 3; i++) {
            var set = SeriesOfSlices.slice(i);
            set.remove(tag);
            slices.add(set);
        }

        var volume = slices.only();

        assertThat(volume.stack()).isNull();
        assertThat(remarks(volume)).containsExactly("no-position 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "1e300", "x", "-Infinity", ""})
    void a_position_that_cannot_be_is_none(String z) throws IOException {
        slices.at(0, 1, 2);
        var set = SeriesOfSlices.slice(0);
        set.putString(Tag.ImagePositionPatient, VR.DS, "0", "0", z);
        slices.add(set);

        var volume = slices.only();

        assertThat(remarks(volume)).containsExactly("no-position 1");
        assertThat(stack(volume).positions()).isEqualTo(3);
    }

    @Test
    void directions_that_are_no_right_angle_are_none() throws IOException {
        slices.at(0, 1, 2);
        var set = SeriesOfSlices.slice(3);
        set.putString(Tag.ImageOrientationPatient, VR.DS, "1", "0", "0", "1", "0", "0");
        slices.add(set);

        assertThat(remarks(slices.only())).containsExactly("no-position 1");
    }

    @Test
    void an_enhanced_object_is_a_series_of_its_frames() throws IOException {
        slices.add(enhanced(0, 1, 2, 4));

        var volume = slices.only();

        assertThat(volume.slices()).isEqualTo(4);
        assertThat(remarks(volume)).containsExactly("gap 1");
        assertThat(stack(volume).extentMm()).isEqualTo(4);
    }

    private static DataSet enhanced(double... places) {
        var set = SeriesOfSlices.slice(0);
        set.remove(Tag.ImagePositionPatient);
        set.remove(Tag.ImageOrientationPatient);
        set.putString(Tag.NumberOfFrames, VR.IS, Integer.toString(places.length));
        var orientation = new DataSet();
        orientation.putString(Tag.ImageOrientationPatient, VR.DS, "1", "0", "0", "0", "1", "0");
        var shared = new DataSet();
        shared.putSequence(Tag.PlaneOrientationSequence, orientation);
        set.putSequence(Tag.SharedFunctionalGroupsSequence, shared);
        var frames = new ArrayList<DataSet>();
        for (double place : places) {
            var position = new DataSet();
            position.putString(
                    Tag.ImagePositionPatient, VR.DS, "0", "0", SeriesOfSlices.text(place));
            var frame = new DataSet();
            frame.putSequence(Tag.PlanePositionSequence, position);
            frames.add(frame);
        }
        set.putSequence(Tag.PerFrameFunctionalGroupsSequence, frames.toArray(DataSet[]::new));
        return set;
    }

    @Test
    void one_position_says_nothing_of_many_frames() throws IOException {
        var set = SeriesOfSlices.slice(0);
        set.putString(Tag.NumberOfFrames, VR.IS, "7");
        slices.add(set);

        assertThat(remarks(slices.only())).containsExactly("no-position 7");
    }

    @Test
    void a_number_of_frames_that_nobody_has_is_too_many_at_once() throws IOException {
        var set = enhanced(0, 1);
        set.putString(Tag.NumberOfFrames, VR.IS, "2147483647");
        slices.add(set);
        slices.at(1);

        assertThat(remarks(slices.only())).containsExactly("too-many 2147483647");
    }

    @Test
    void projections_and_single_slices_are_no_volumes() throws IOException {
        slices.add(Phantom.mammogram(8, 8, 1).dataSet());
        slices.add(Phantom.mammogram(8, 8, 2).dataSet());
        slices.add(SeriesOfSlices.slice(0), "2", "2.25.1.2.1");

        assertThat(new SeriesVolumes(slices).of(slices.exam(), null)).isEmpty();
    }

    @Test
    void files_that_are_gone_or_broken_are_said() throws IOException {
        slices.at(0, 1, 2);
        Files.delete(slices.add(SeriesOfSlices.slice(3)));
        Files.writeString(slices.add(SeriesOfSlices.slice(4)), "no longer DICOM");

        var volume = slices.only();

        assertThat(volume.slices()).isEqualTo(5);
        assertThat(remarks(volume)).containsExactly("files-missing 2");
        assertThat(stack(volume).positions()).isEqualTo(3);
    }

    @Test
    void each_series_is_for_itself_and_the_one_asked_for_is_the_first() throws IOException {
        slices.at(0, 1, 2);
        slices.add(SeriesOfSlices.slice(0), "2", "2.25.1.2.1");
        slices.add(SeriesOfSlices.slice(9), "2", "2.25.1.2.2");

        var volumes = new SeriesVolumes(slices).of(slices.exam(), "2.25.1.2");

        assertThat(volumes)
                .extracting(SeriesVolume::seriesInstanceUid)
                .containsExactly("2.25.1.2", "2.25.1.1");
    }

    @Test
    void a_thousand_slices_take_less_than_two_seconds_and_are_read_once() throws IOException {
        for (int i = 0; i < 1000; i++) {
            slices.at(i * 0.5);
        }
        var volumes = new SeriesVolumes(slices);

        long start = System.nanoTime();
        var first = volumes.of(slices.exam(), null);
        var took = Duration.ofNanos(System.nanoTime() - start);
        int found = slices.found;
        slices.at(500);
        var next = volumes.of(slices.exam(), null);

        assertThat(took).isLessThan(Duration.ofSeconds(2));
        assertThat(first.getFirst().remarks()).isEmpty();
        assertThat(next.getFirst().slices()).isEqualTo(1001);
        assertThat(slices.found - found).as("files of the second time").isEqualTo(1);
    }

    @Test
    void a_request_reads_so_many_headers_and_the_next_goes_on() throws IOException {
        for (int i = 0; i < 1500; i++) {
            slices.at(i);
        }
        for (int i = 0; i < 900; i++) {
            slices.add(SeriesOfSlices.slice(i), "2", "2.25.1.2." + i);
        }
        var volumes = new SeriesVolumes(slices);

        var first = volumes.of(slices.exam(), null);
        int found = slices.found;
        var second = volumes.of(slices.exam(), null);

        assertThat(found).isEqualTo(SeriesVolumes.HEADERS);
        assertThat(remarks(first.getLast())).containsExactly("not-read-yet 900");
        assertThat(second).allSatisfy(one -> assertThat(one.remarks()).isEmpty());
    }

    @Test
    void the_page_of_the_documentation_has_a_row_for_each_remark() throws IOException {
        var page = Files.readString(Path.of("..", "docs", "qa-page.md"));
        var section = page.split("\n## A series as a volume", 2)[1].split("\n## ", 2)[0];

        assertThat(
                        Pattern.compile("(?m)^\\| `([a-z-]+)` \\| [^|]{10,} \\|$")
                                .matcher(section)
                                .results()
                                .map(row -> row.group(1)))
                .containsExactlyElementsOf(
                        Arrays.stream(Remark.Code.values()).map(Remark.Code::code).toList());
        assertThat(section).contains("at most 2,000");
    }
}
