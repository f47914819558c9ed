/** Container images of the services and of the truck's broker, built with whatever can build. */
@NullMarked
package org.medsendx.localstack.images;

import org.jspecify.annotations.NullMarked;
