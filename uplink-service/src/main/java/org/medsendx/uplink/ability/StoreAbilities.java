package org.medsendx.uplink.ability;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a store was seen to do, and not what it says of itself. What could not be tried is unknown,
 * and then the uplink asks for it with each object and believes no answer that does not say so.
 *
 * @param answers of each ability one; what is absent is unknown
 */
public record StoreAbilities(Map<Ability, Boolean> answers) {

    /** Nothing was tried. */
    public static final StoreAbilities UNKNOWN = new StoreAbilities(Map.of());

    public StoreAbilities {
        answers = Map.copyOf(answers);
    }

    /** Whether the store was seen not to do it. */
    public boolean lacks(Ability ability) {
        return Boolean.FALSE.equals(answers.get(ability));
    }

    /** Whether the store was seen to do it. */
    public boolean has(Ability ability) {
        return Boolean.TRUE.equals(answers.get(ability));
    }

    /** The same with another answer. */
    public StoreAbilities with(Ability ability, boolean answer) {
        var answers = new EnumMap<Ability, Boolean>(Ability.class);
        answers.putAll(this.answers);
        answers.put(ability, answer);
        return new StoreAbilities(answers);
    }

    /** {@code yes}, {@code no} or {@code unknown}. */
    public String word(Ability ability) {
        Boolean answer = answers.get(ability);
        return answer == null ? "unknown" : answer ? "yes" : "no";
    }

    /** Each ability and its {@link #word}, in order. */
    public String words() {
        var words = new ArrayList<String>();
        for (var ability : Ability.values()) {
            words.add(ability.code() + " " + word(ability));
        }
        return String.join(", ", words);
    }

    /** What the uplink does about each ability that the store lacks, in words. */
    public List<String> consequences() {
        var all = new ArrayList<String>();
        for (var ability : Ability.values()) {
            if (lacks(ability)) {
                all.add("no " + ability.code() + ": the uplink " + ability.without());
            }
        }
        return all;
    }
}
