package org.medsendx.webguard;

import java.util.Set;

/**
 * Who asks.
 *
 * @param name as audit lines have it
 * @param roles what they are
 * @param known whether the name was proved, by a password or by the provider of identities; else it
 *     is whoever is on this machine
 */
public record Person(String name, Set<String> roles, boolean known) {

    /** Whoever is on this machine, where nobody has to say more. */
    static final Person OF_THIS_MACHINE =
            new Person("http", Set.of("crew", "officer", "admin", "viewer", "physicist"), false);

    public Person {
        roles = Set.copyOf(roles);
    }

    boolean may(Need need) {
        return need.isMetBy(roles);
    }
}
