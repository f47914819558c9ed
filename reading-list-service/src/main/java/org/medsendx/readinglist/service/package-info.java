/** Puts the service together, and starts and stops it. */
@NullMarked
package org.medsendx.readinglist.service;

import org.jspecify.annotations.NullMarked;
