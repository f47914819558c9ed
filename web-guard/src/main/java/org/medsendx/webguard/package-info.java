/**
 * Which HTTP requests a service answers. {@link org.medsendx.webguard.Guard} decides and knows no
 * framework; {@link org.medsendx.webguard.GuardFilter} puts it before everything that the HTTP
 * server answers.
 */
@NullMarked
package org.medsendx.webguard;

import org.jspecify.annotations.NullMarked;
