/** How the model that is shipped was trained: phantoms, a small network, its training, its file. */
@NullMarked
package org.medsendx.segmenter.model.training;

import org.jspecify.annotations.NullMarked;
