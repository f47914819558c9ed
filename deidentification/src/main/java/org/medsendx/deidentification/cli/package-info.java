/** The engine over a folder, without the service: for trying a profile and for acceptance. */
@NullMarked
package org.medsendx.deidentification.cli;

import org.jspecify.annotations.NullMarked;
