package org.medsendx.endtoend.eyes;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * As much of PromQL as it takes to part an alert's expression from its thresholds: comparisons with
 * a number, joined by {@code and}, {@code or} and {@code unless}.
 */
final class PromQl {

    private static final Pattern JOIN =
            Pattern.compile("(and|or|unless)\\b(\\s+(on|ignoring)\\s*\\([^)]*\\))?");
    private static final Pattern COMPARISON = Pattern.compile("(==|!=|<=|>=|<|>)");
    private static final Pattern NUMBER = Pattern.compile("\\s*-?[0-9]+(\\.[0-9]+)?\\s*");

    private PromQl() {}

    /**
     * The expressions that are compared, without operator and number.
     *
     * @throws IllegalArgumentException when one is compared with no number
     */
    static List<String> compared(String alert) {
        return operands(alert).stream().map(PromQl::withoutThreshold).toList();
    }

    /** What is joined on the outermost level. */
    static List<String> operands(String expression) {
        var operands = new ArrayList<String>();
        int begin = 0;
        for (int at = 0; at < expression.length(); at = next(expression, at)) {
            boolean word = at > 0 && Character.isWhitespace(expression.charAt(at - 1));
            var join = JOIN.matcher(expression).region(at, expression.length());
            if (word && join.lookingAt()) {
                operands.add(expression.substring(begin, at).strip());
                begin = join.end();
                at = begin - 1;
            }
        }
        operands.add(expression.substring(begin).strip());
        return operands;
    }

    private static String withoutThreshold(String comparison) {
        for (int at = 0; at < comparison.length(); at = next(comparison, at)) {
            var operator = COMPARISON.matcher(comparison).region(at, comparison.length());
            if (operator.lookingAt()) {
                if (!NUMBER.matcher(comparison.substring(operator.end())).matches()) {
                    break;
                }
                return comparison.substring(0, at).strip();
            }
        }
        throw new IllegalArgumentException("is not compared with a number: " + comparison);
    }

    /** The next place on the same level: brackets and quotes are passed as one. */
    private static int next(String text, int at) {
        char first = text.charAt(at);
        if (first == '"' || first == '\'') {
            int end = at + 1;
            while (text.charAt(end) != first) {
                end += text.charAt(end) == '\\' ? 2 : 1;
            }
            return end + 1;
        }
        if ("([{".indexOf(first) < 0) {
            return at + 1;
        }
        char last = ")]}".charAt("([{".indexOf(first));
        int end = at + 1;
        while (text.charAt(end) != last) {
            end = next(text, end);
        }
        return end + 1;
    }
}
