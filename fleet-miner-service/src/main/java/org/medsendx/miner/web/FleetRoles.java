package org.medsendx.miner.web;

import jakarta.inject.Singleton;
import org.medsendx.webguard.ProvidedRoles;

/** Who may look at the fleet is said by the site's provider of identities. */
@Singleton
public final class FleetRoles extends ProvidedRoles {}
