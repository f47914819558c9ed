package org.medsendx.segmenter.web;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What became of the side-by-side picture of a scan. */
public enum Picture {
    /** It can be looked at. */
    @JsonProperty("here")
    HERE,
    /** No picture was made: there is no tissue map. */
    @JsonProperty("none")
    NONE,
    /** The cloud has it, and here it was deleted a while after. */
    @JsonProperty("deleted-after-upload")
    DELETED_AFTER_UPLOAD,
    /** It was made and is not here, and nobody confirmed that the cloud has it. */
    @JsonProperty("missing")
    MISSING
}
