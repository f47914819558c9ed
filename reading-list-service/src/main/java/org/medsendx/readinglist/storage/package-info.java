/** Objects on S3, which are read and never changed. */
@NullMarked
package org.medsendx.readinglist.storage;

import org.jspecify.annotations.NullMarked;
