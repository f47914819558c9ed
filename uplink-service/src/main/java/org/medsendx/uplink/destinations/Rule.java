package org.medsendx.uplink.destinations;

import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which objects a destination is to have: those that every part of the rule allows. An empty part
 * allows all.
 *
 * @param modalities the object's own Modality; what is made of a scan has {@code SEG} or {@code SR}
 * @param studyWords at least one of them stands in the Study Description, as a whole word, whatever
 *     its case
 * @param trucks the truck it was scanned on
 */
public record Rule(Set<String> modalities, Set<String> studyWords, Set<String> trucks) {

    /** Everything goes. */
    public static final Rule ALL = new Rule(Set.of(), Set.of(), Set.of());

    public Rule {
        modalities = mapped(modalities, word -> word.toUpperCase(Locale.ROOT));
        studyWords = mapped(studyWords, word -> word.toLowerCase(Locale.ROOT));
        trucks = Set.copyOf(trucks);
    }

    private static Set<String> mapped(
            Collection<String> words, java.util.function.UnaryOperator<String> form) {
        return words.stream().map(String::strip).map(form).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether an object of this truck with this header goes there. */
    public boolean allows(String truck, Header header) {
        return (modalities.isEmpty() || modalities.contains(header.modality()))
                && (studyWords.isEmpty() || !Collections.disjoint(studyWords, header.studyWords()))
                && (trucks.isEmpty() || trucks.contains(truck));
    }
}
