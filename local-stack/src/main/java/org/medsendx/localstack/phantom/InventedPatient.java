package org.medsendx.localstack.phantom;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A patient who does not exist.
 *
 * @param name PN form
 * @param sex F or M
 */
record InventedPatient(
        String name,
        String id,
        LocalDate birthDate,
        String sex,
        String address,
        String telephone,
        String insurance) {

    private static final List<String> FAMILY =
            List.of(
                    "Brennholz",
                    "Quellmann",
                    "Ostervald",
                    "Tannhagen",
                    "Wiesenthau",
                    "Lindquister",
                    "Morgenroth",
                    "Falkenried",
                    "Sandweger",
                    "Birkenfeldt",
                    "Hollerbusch",
                    "Krautinger");
    private static final List<String> WOMEN =
            List.of(
                    "Amalindis",
                    "Berthilda",
                    "Corvina",
                    "Dorothilde",
                    "Elvirella",
                    "Friedegunde",
                    "Gislinde");
    private static final List<String> MEN =
            List.of(
                    "Adalwin",
                    "Bertolf",
                    "Christolf",
                    "Dietwin",
                    "Eckbert",
                    "Friedemund",
                    "Gernot-Till");
    private static final List<String> VILLAGES =
            List.of(
                    "Obermoorhausen",
                    "Kleinbachstetten",
                    "Unterlindau",
                    "Hinterquelldorf",
                    "Grosswiesenrode");

    static InventedPatient random(RandomGenerator random, int number, boolean woman) {
        var given = woman ? WOMEN : MEN;
        return new InventedPatient(
                FAMILY.get(random.nextInt(FAMILY.size()))
                        + "^"
                        + given.get(random.nextInt(given.size())),
                "MRN-%07d".formatted(4_000_000 + number * 137),
                LocalDate.of(1936, 1, 1).plusDays(random.nextInt(50 * 365)),
                woman ? "F" : "M",
                "Dorfstrasse %d, %s"
                        .formatted(
                                random.nextInt(1, 90),
                                VILLAGES.get(random.nextInt(VILLAGES.size()))),
                "+49 555 %06d".formatted(random.nextInt(1_000_000)),
                "KV%09d".formatted(random.nextInt(1_000_000_000)));
    }

    /** Patient's Age (0010,1010) on a day. */
    String ageOn(LocalDate day) {
        return "%03dY".formatted(ChronoUnit.YEARS.between(birthDate, day));
    }
}
