package org.medsendx.readinglist.web;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One of the values of a field of a form.
 *
 * @param name as addresses have it
 * @param words as people read it
 */
public record Choice(String name, String words, boolean chosen) {

    static <E> List<Choice> of(
            E[] values, Function<E, String> code, Function<E, String> words, String chosen) {
        return Arrays.stream(values)
                .map(value ->
                        new Choice(
                                code.apply(value),
                                words.apply(value),
                                code.apply(value).equals(chosen)))
                .toList();
    }

    /** Names with their exams. */
    static List<Choice> of(Map<String, Integer> exams, String chosen, int most) {
        return exams.entrySet().stream()
                .limit(most)
                .map(one ->
                        new Choice(
                                one.getKey(),
                                "%s (%d)".formatted(one.getKey(), one.getValue()),
                                one.getKey().equals(chosen)))
                .toList();
    }
}
