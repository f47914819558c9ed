package org.medsendx.readinglist.web;

import jakarta.inject.Singleton;
import org.medsendx.webguard.ProvidedRoles;

/** Who may see studies is said by the site's provider of identities. */
@Singleton
public final class ReadingRoles extends ProvidedRoles {}
