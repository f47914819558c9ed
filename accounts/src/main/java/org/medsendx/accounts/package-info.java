/**
 * Who may look at the pages of a truck, which has no internet: accounts in a file, passwords, waits
 * after failures, and sessions. No framework.
 */
@NullMarked
package org.medsendx.accounts;

import org.jspecify.annotations.NullMarked;
