/** The list and its objects, for people and for programs. */
@NullMarked
package org.medsendx.readinglist.web;

import org.jspecify.annotations.NullMarked;
