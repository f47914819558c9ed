/** What a site may set. */
@NullMarked
package org.medsendx.readinglist.config;

import org.jspecify.annotations.NullMarked;
