package org.medsendx.segmenter.breast;

/**
 * Linear attenuation of fat and fibroglandular tissue at the energies of mammography, from the
 * table of Johns and Yaffe (Phys. Med. Biol. 32, 1987, 675-695), and the energy that stands for a
 * spectrum.
 *
 * <p>One energy for a whole spectrum is an approximation: beams differ by anode and filter, and
 * thickness hardens them. Behind the breast it is taken as {@value #MOLYBDENUM} keV at 28 kV for a
 * molybdenum anode, {@value #RHODIUM} for rhodium, {@value #TUNGSTEN} for tungsten, rhodium's where
 * none is said, and {@value #PER_KV} keV more per kV. An energy that is 1 keV off makes a volume
 * about a tenth of itself too large or too small.
 */
final class Attenuation {

    static final double MOLYBDENUM = 18;
    static final double RHODIUM = 20;
    static final double TUNGSTEN = 21;
    static final double PER_KV = 0.25;

    private static final double[] ENERGY = {18, 20, 25, 30};
    private static final double[] FAT = {0.558, 0.456, 0.322, 0.264};
    private static final double[] FIBROGLANDULAR = {1.028, 0.802, 0.506, 0.378};

    private Attenuation() {}

    /** The energy, in keV, that stands for the spectrum of a mammogram. */
    static double energy(Mammogram mammogram) {
        double kv =
                mammogram.kilovolts() > 20 && mammogram.kilovolts() < 50
                        ? mammogram.kilovolts()
                        : 28;
        double at28 =
                switch (mammogram.anode()) {
                    case "MOLYBDENUM" -> MOLYBDENUM;
                    case "TUNGSTEN" -> TUNGSTEN;
                    default -> RHODIUM;
                };
        return at28 + PER_KV * (kv - 28);
    }

    /** By how much fibroglandular tissue attenuates more than fat, per millimetre. */
    static double difference(double energy) {
        return (at(FIBROGLANDULAR, energy) - at(FAT, energy)) / 10;
    }

    /** What fat attenuates per millimetre. */
    static double fat(double energy) {
        return at(FAT, energy) / 10;
    }

    /** Interpolated between logarithms, as attenuation falls with a power of the energy. */
    private static double at(double[] table, double energy) {
        int i = 0;
        while (i < ENERGY.length - 2 && energy > ENERGY[i + 1]) {
            i++;
        }
        double share = Math.log(energy / ENERGY[i]) / Math.log(ENERGY[i + 1] / ENERGY[i]);
        return Math.exp((1 - share) * Math.log(table[i]) + share * Math.log(table[i + 1]));
    }
}
