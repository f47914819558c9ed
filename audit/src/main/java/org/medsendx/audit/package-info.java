/**
 * The audit log of the identified zone: who did what with identified data or a key, in a chain that
 * shows what was changed. The same for every service; no framework.
 */
@NullMarked
package org.medsendx.audit;

import org.jspecify.annotations.NullMarked;
