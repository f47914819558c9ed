/** The commands behind the launcher. */
@NullMarked
package org.medsendx.localstack.cli;

import org.jspecify.annotations.NullMarked;
