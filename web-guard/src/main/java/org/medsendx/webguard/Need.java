package org.medsendx.webguard;

import java.util.Collection;
import java.util.Set;

/** Who may ask for a route. */
public enum Need {
    /** Everybody: probes, what a page looks like, what is public anyway. */
    NOBODY_IN_PARTICULAR(Set.of()),

    /** Whoever has an account of the truck. */
    CREW(Set.of("crew", "officer", "admin")),
    /** Whoever has an account, and machines that were let in: what is sent to the truck. */
    SENDER(Set.of("crew", "officer", "admin", Need.MACHINE)),
    /** The truck's privacy officer, and nobody else: what is identified. */
    OFFICER(Set.of("officer")),
    /** Who looks after the truck's accounts. */
    ADMIN(Set.of("admin")),

    /** Whoever may look at the fleet. */
    VIEWER(Set.of("viewer", "physicist", "admin")),
    /** Who judges the fleet: every change. */
    PHYSICIST(Set.of("physicist", "admin")),

    /**
     * Whoever may see studies in the cloud. No role of the fleet is enough: its pages have real
     * days, these have shifted ones.
     */
    READER(Set.of("reader"));

    /** The role of a machine, which no account can have. */
    static final String MACHINE = "machine";

    private final Set<String> roles;

    Need(Set<String> roles) {
        this.roles = roles;
    }

    /** Whether nobody has to say who they are. */
    public boolean isPublic() {
        return this == NOBODY_IN_PARTICULAR;
    }

    /** Whether one of these roles is enough. */
    public boolean isMetBy(Collection<String> granted) {
        return isPublic() || granted.stream().anyMatch(roles::contains);
    }

    /** The roles of which one is enough; none for what is public. */
    public Set<String> roles() {
        return roles;
    }
}
