/** Child processes that end with their parent, and the ports they listen on. */
@NullMarked
package org.medsendx.localstack.process;

import org.jspecify.annotations.NullMarked;
