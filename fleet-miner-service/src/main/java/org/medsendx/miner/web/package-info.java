/** The fleet as JSON, picture and page. */
@NullMarked
package org.medsendx.miner.web;

import org.jspecify.annotations.NullMarked;
