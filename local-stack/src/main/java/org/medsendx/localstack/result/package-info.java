/** What a run leaves behind: clean files, pictures, report, summaries. */
@NullMarked
package org.medsendx.localstack.result;

import org.jspecify.annotations.NullMarked;
