/** Small YAML files read strictly: every complaint names file, line and key. */
@NullMarked
package org.medsendx.strictyaml;

import org.jspecify.annotations.NullMarked;
