package org.medsendx.accounts;

import java.util.Locale;
import java.util.Optional;

/**
 * Which passwords are taken (NIST SP 800-63B-4, 3.1.1.2): long ones. No rule about kinds of
 * characters, no end after some months.
 */
public final class PasswordRules {

    /** For a password that is the only factor. */
    public static final int SHORTEST = 15;

    /** More is not hashed: who sends a megabyte is no person. */
    public static final int LONGEST = 128;

    private static final int FEWEST_DIFFERENT = 6;

    private PasswordRules() {}

    /** Why a password is not taken, for the person who chose it; empty when it is. */
    public static Optional<String> problem(String name, char[] password) {
        String text = new String(password);
        if (password.length < SHORTEST) {
            return Optional.of(
                    "a password has at least " + SHORTEST + " characters; four words are good");
        }
        if (password.length > LONGEST) {
            return Optional.of("a password has at most " + LONGEST + " characters");
        }
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            return Optional.of("a password has no control characters");
        }
        if (text.codePoints().distinct().count() < FEWEST_DIFFERENT) {
            return Optional.of(
                    "a password has at least " + FEWEST_DIFFERENT + " different characters");
        }
        return text.toLowerCase(Locale.ROOT).contains(name)
                ? Optional.of("a password does not hold the name of the account")
                : Optional.empty();
    }
}
