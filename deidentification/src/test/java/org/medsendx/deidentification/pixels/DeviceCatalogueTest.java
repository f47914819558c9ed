package org.medsendx.deidentification.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;

class DeviceCatalogueTest {

    private static DataSet device(String model, int columns, int rows) {
        var dataSet = new DataSet();
        dataSet.putString(Tag.ManufacturerModelName, VR.LO, model);
        dataSet.putInt(Tag.Rows, VR.US, rows);
        dataSet.putInt(Tag.Columns, VR.US, columns);
        return dataSet;
    }

    @Test
    void knows_the_banner_of_a_device_whatever_stands_around_its_name() {
        PixelRules.Device found =
                DeviceCatalogue.of(
                        Uid.UltrasoundImageStorage, device("Philips iU22 xMatrix", 1024, 768));

        assertThat(Objects.requireNonNull(found).regions())
                .containsExactly(new Rectangle(0, 0, 1024, 75));
    }

    @Test
    void knows_nothing_of_another_matrix_or_another_kind_of_image() {
        assertThat(DeviceCatalogue.of(Uid.UltrasoundImageStorage, device("iU22", 1000, 768)))
                .isNull();
        assertThat(DeviceCatalogue.of(Uid.CTImageStorage, device("iU22", 1024, 768))).isNull();
    }

    @Test
    void counts_only_what_masks_take_from_the_examination() {
        var region = new Rectangle(0, 100, 200, 100);
        var mask = new Mask(1, 1, new Rectangle(0, 0, 200, 110), "outside-regions");

        assertThat(UltrasoundRegions.within(List.of(region), List.of(mask)))
                .containsExactly(new Rectangle(0, 100, 200, 10));
        assertThat(UltrasoundRegions.within(List.of(), List.of(mask))).containsExactly(mask.area());
    }
}
