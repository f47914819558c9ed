/** What a site configures. */
@NullMarked
package org.medsendx.anonymizer.config;

import org.jspecify.annotations.NullMarked;
