package org.medsendx.accounts;

import java.util.regex.Pattern;

/**
 * Somebody who may sign in.
 *
 * @param name as audit lines have it: lower case letters, digits, and {@code . _ -} between them
 * @param password how the password is kept
 * @param stamp 128 random bits, others whenever password or role change: a session that began with
 *     another stamp has ended
 * @param unlocks how often somebody ended the wait of this account; another number ends it
 */
public record Account(String name, Role role, PasswordHash password, String stamp, int unlocks) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,38}[a-z0-9])?");
    private static final Pattern STAMP = Pattern.compile("[0-9a-f]{32}");

    public Account {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "a name has 1 to 40 lower case letters, digits and . _ - between them");
        }
        if (!STAMP.matcher(stamp).matches() || unlocks < 0) {
            throw new IllegalArgumentException("an account has a stamp and a count of unlocks");
        }
    }

    /** Whether an account can be called so. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
