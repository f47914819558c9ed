package org.medsendx.webguard;

/** How a service learns who asks. */
public enum Access {
    /** Accounts of the truck: a password and a session. */
    ACCOUNTS,
    /** A provider of identities in the cloud (OpenID Connect). */
    OIDC,
    /**
     * Whoever is on this machine may see everything: for trying the suite out on a machine of one's
     * own. Refuses to listen anywhere else.
     */
    LOOPBACK
}
