/** What identifies the patient of one instance in text, and how text is compared with it. */
@NullMarked
package org.medsendx.deidentification.patient;

import org.jspecify.annotations.NullMarked;
