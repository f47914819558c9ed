package org.medsendx.deidentification.pixels;

import static org.medsendx.dicom.dictionary.Tag.Columns;
import static org.medsendx.dicom.dictionary.Tag.Manufacturer;
import static org.medsendx.dicom.dictionary.Tag.ManufacturerModelName;
import static org.medsendx.dicom.dictionary.Tag.Rows;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;

/**
 * Where ultrasound devices always print names, dates and the hospital: the banner above the image.
 * It is blanked whatever the text detector finds, so that a name in unusual letters goes too.
 *
 * <p>The places are facts out of RSNA's Clinical Trial Processor, which collects them from its
 * users: source/files/scripts/DicomPixelAnonymizer.script of github.com/johnperry/CTP, section US,
 * as of commit 054d50860598. An entry that names no matrix there holds here for the matrix that its
 * banner spans. A profile's own entries come first.
 */
final class DeviceCatalogue {

    /**
     * A device.
     *
     * @param manufacturer what Manufacturer (0008,0070) has in it, upper case; empty for any
     * @param model what Manufacturer's Model Name (0008,1090) has in it, upper case
     * @param rows Rows, or 0 for any
     */
    private record Entry(
            String name,
            String manufacturer,
            String model,
            int columns,
            int rows,
            List<Rectangle> regions) {

        boolean fits(String madeBy, String called, int wide, int high) {
            return madeBy.contains(manufacturer)
                    && called.contains(model)
                    && wide == columns
                    && (rows == 0 || high == rows);
        }
    }

    private static final List<Entry> ULTRASOUND =
            List.of(
                    banner("ge-logiq-9", "", "LOGIQ9", 640, 0, 40),
                    banner("ge-logiq-e9", "", "LOGIQE9", 960, 0, 70),
                    banner("philips-iu22-480", "", "IU22", 640, 480, 47),
                    banner("philips-iu22-600", "", "IU22", 800, 600, 59),
                    banner("philips-iu22-768", "", "IU22", 1024, 768, 75),
                    banner("zonare-z-one", "", "Z_ONE", 800, 0, 65),
                    entry(
                            "atl-hdi-5000",
                            "ATL",
                            "HDI 5000",
                            640,
                            476,
                            new Rectangle(40, 0, 200, 40),
                            new Rectangle(240, 0, 190, 16)),
                    entry(
                            "siemens-antares",
                            "SIEMENS",
                            "ANTARES",
                            1024,
                            768,
                            new Rectangle(0, 0, 1024, 60),
                            new Rectangle(200, 60, 20, 20),
                            new Rectangle(800, 65, 104, 14)),
                    entry(
                            "siemens-acuson",
                            "SIEMENS",
                            "ACUSON",
                            800,
                            600,
                            new Rectangle(0, 0, 800, 43),
                            new Rectangle(128, 56, 16, 16)),
                    banner("acuson-sequoia", "ACUSON", "SEQUOIA", 640, 480, 30),
                    banner("toshiba-aplio-500", "TOSHIBA", "A500", 960, 720, 60),
                    entry(
                            "supersonic-aixplorer",
                            "SUPERSONIC",
                            "AIXPLORER",
                            1400,
                            1050,
                            new Rectangle(0, 0, 1000, 89)));

    private DeviceCatalogue() {}

    private static Entry entry(
            String name,
            String manufacturer,
            String model,
            int columns,
            int rows,
            Rectangle... regions) {
        return new Entry(name, manufacturer, model, columns, rows, List.of(regions));
    }

    private static Entry banner(
            String name, String manufacturer, String model, int columns, int rows, int height) {
        return entry(
                name, manufacturer, model, columns, rows, new Rectangle(0, 0, columns, height));
    }

    /** The entry of the device that made an ultrasound image, or null. */
    static PixelRules.@Nullable Device of(String sopClass, DataSet dataSet) {
        if (ImageKind.of(sopClass, dataSet) != ImageKind.ULTRASOUND) {
            return null;
        }
        String madeBy = upper(dataSet.string(Manufacturer));
        String called = upper(dataSet.string(ManufacturerModelName));
        int columns = dataSet.intValue(Columns, 0);
        int rows = dataSet.intValue(Rows, 0);
        for (Entry entry : ULTRASOUND) {
            if (entry.fits(madeBy, called, columns, rows)) {
                return new PixelRules.Device(
                        entry.name(), null, called, sopClass, rows, columns, entry.regions());
            }
        }
        return null;
    }

    private static String upper(@Nullable String value) {
        return value == null ? "" : value.toUpperCase(Locale.ROOT);
    }
}
