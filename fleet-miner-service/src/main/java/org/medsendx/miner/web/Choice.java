package org.medsendx.miner.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.medsendx.miner.board.ViewForm;
import org.medsendx.miner.report.FleetWords;

/**
 * One of the values of a field of a form.
 *
 * @param name as addresses have it
 * @param words as people read it
 */
public record Choice(String name, String words, boolean chosen) {

    /** Constants, of which one may be chosen. */
    static List<Choice> of(Enum<?>[] values, String chosen) {
        var choices = new ArrayList<Choice>();
        for (var value : values) {
            var name = ViewForm.code(value);
            choices.add(new Choice(name, FleetWords.plain(value), name.equals(chosen)));
        }
        return choices;
    }

    /** Names with how many there are of each, of which one may be chosen. */
    static List<Choice> counted(Map<String, Integer> counts, String chosen, int most) {
        return counts.entrySet().stream()
                .limit(most)
                .map(entry ->
                        new Choice(
                                entry.getKey(),
                                entry.getKey() + " (" + entry.getValue() + ")",
                                entry.getKey().equals(chosen)))
                .toList();
    }
}
