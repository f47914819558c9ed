package org.medsendx.accounts;

import java.util.Locale;
import java.util.Optional;

/** What somebody is on a truck. Everybody has one role. */
public enum Role {
    /** Takes the scans: sees what is de-identified, and how the truck stands. */
    CREW,
    /** The privacy officer: sees what is identified too; each look is an audit line. */
    OFFICER,
    /** Looks after the accounts and the truck; has no need of what is identified. */
    ADMIN;

    /** As it is written: in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of this word. */
    public static Optional<Role> of(String word) {
        for (Role role : values()) {
            if (role.word().equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
