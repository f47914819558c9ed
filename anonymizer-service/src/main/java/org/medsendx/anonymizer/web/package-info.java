/** REST. What is identified is shown on loopback only. */
@NullMarked
package org.medsendx.anonymizer.web;

import org.jspecify.annotations.NullMarked;
