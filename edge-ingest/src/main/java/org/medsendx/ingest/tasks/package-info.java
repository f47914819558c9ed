/** What cannot go on without a person, and what people did about it. */
@NullMarked
package org.medsendx.ingest.tasks;

import org.jspecify.annotations.NullMarked;
