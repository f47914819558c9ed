/** REST. What is identified is for the officer alone, and each look is an audit line. */
@NullMarked
package org.medsendx.anonymizer.web;

import org.jspecify.annotations.NullMarked;
