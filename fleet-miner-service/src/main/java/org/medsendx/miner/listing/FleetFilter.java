package org.medsendx.miner.listing;

import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.medsendx.miner.statistics.Answer;
import org.medsendx.miner.statistics.FleetView.Scanner;

/**
 * Which scanners somebody wants to see; what is empty or null lets all through.
 *
 * @param words each has to be part of the scanner's name, truck, make or model; in any case
 * @param state the answer that the scanner has, or null
 */
public record FleetFilter(
        String words, String truck, String make, String modality, @Nullable Answer state)
        implements Predicate<Scanner> {

    /** All scanners. */
    public static final FleetFilter ALL = new FleetFilter("", "", "", "", null);

    private static final int LONGEST = 200;

    public FleetFilter {
        if (words.length() > LONGEST
                || truck.length() > LONGEST
                || make.length() > LONGEST
                || modality.length() > LONGEST) {
            throw new IllegalArgumentException("nothing that long is looked for");
        }
    }

    @Override
    public boolean test(Scanner scanner) {
        return (state == null || scanner.answer() == state)
                && same(truck, scanner.truck())
                && same(make, scanner.make())
                && same(modality, scanner.modality())
                && hasWords(scanner);
    }

    private static boolean same(String wanted, String is) {
        return wanted.isEmpty() || wanted.equals(is);
    }

    private boolean hasWords(Scanner scanner) {
        if (words.isBlank()) {
            return true;
        }
        var text =
                String.join(
                                "\n",
                                scanner.id(),
                                scanner.truck(),
                                scanner.make(),
                                scanner.model(),
                                scanner.modality())
                        .toLowerCase(Locale.ROOT);
        for (var word : words.strip().toLowerCase(Locale.ROOT).split("\\s+", -1)) {
            if (!text.contains(word)) {
                return false;
            }
        }
        return true;
    }
}
