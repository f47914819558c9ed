package org.medsendx.deidentification.pixels;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.util.ArrayList;
import java.util.List;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/**
 * A grey image with each of its windows and tables as the only one, as a viewer lets a person
 * choose them.
 */
final class GreyVariants {

    /** Windows and tables beside the first that are tried. */
    private static final int MOST_VARIANTS = 6;

    /** How far a picture of 256 levels may be from a straight line and show nothing more. */
    private static final double STRAIGHT = 2.5;

    private final Image image;

    GreyVariants(Image image) {
        this.image = image;
    }

    /** Whether a picture is the stored values, stretched or inverted. */
    static boolean straight(int[] stored, byte[] pixels) {
        int lowest = Integer.MAX_VALUE;
        int highest = Integer.MIN_VALUE;
        int darkest = 255;
        int brightest = 0;
        for (int i = 0; i < stored.length; i++) {
            lowest = Math.min(lowest, stored[i]);
            highest = Math.max(highest, stored[i]);
            darkest = Math.min(darkest, pixels[i] & 0xFF);
            brightest = Math.max(brightest, pixels[i] & 0xFF);
        }
        double span = Math.max(1, (double) highest - lowest);
        double slope = (brightest - darkest) / span;
        boolean up = true;
        boolean down = true;
        for (int i = 0; i < stored.length; i++) {
            double level = (stored[i] - (double) lowest) * slope;
            int pixel = pixels[i] & 0xFF;
            up &= Math.abs(darkest + level - pixel) <= STRAIGHT;
            down &= Math.abs(brightest - level - pixel) <= STRAIGHT;
        }
        return up || down;
    }

    /**
     * The image with each of its windows and tables as the only one, as the header has it first.
     */
    List<Image> all() throws UnsupportedImageException {
        List<Image> variants = new ArrayList<>();
        variants.add(image);
        DataSet dataSet = image.file().dataSet();
        double[] centers = dataSet.doubles(WindowCenter);
        double[] widths = dataSet.doubles(WindowWidth);
        for (int i = 1; i < Math.min(centers.length, widths.length); i++) {
            DataSet other = shallow(dataSet);
            other.putString(WindowCenter, VR.DS, number(centers[i]));
            other.putString(WindowWidth, VR.DS, number(widths[i]));
            variants.add(of(other));
        }
        List<DataSet> tables = dataSet.items(VOILUTSequence);
        for (int i = centers.length > 0 ? 0 : 1; i < tables.size(); i++) {
            DataSet other = shallow(dataSet);
            other.remove(WindowCenter);
            other.remove(WindowWidth);
            other.putSequence(VOILUTSequence, tables.get(i).copy());
            variants.add(of(other));
        }
        return variants.size() > MOST_VARIANTS ? variants.subList(0, MOST_VARIANTS) : variants;
    }

    private static String number(double value) {
        String text = Double.toString(value);
        return text.length() <= 16 ? text : String.format(java.util.Locale.ROOT, "%.8e", value);
    }

    private static DataSet shallow(DataSet dataSet) {
        return dataSet.copy();
    }

    private Image of(DataSet dataSet) throws UnsupportedImageException {
        DicomFile file = image.file();
        return Image.of(new DicomFile(file.path(), file.meta(), file.dataSetPosition(), dataSet));
    }
}
