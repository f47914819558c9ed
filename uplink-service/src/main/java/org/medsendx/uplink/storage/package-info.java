/** The uplink's object store on S3, and what guards one attempt against a store that fails. */
@NullMarked
package org.medsendx.uplink.storage;

import org.jspecify.annotations.NullMarked;
