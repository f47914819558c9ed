package org.medsendx.segmenter.web;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What became of the side-by-side picture of a scan. */
public enum Picture {
    /** It can be looked at. */
    @JsonProperty("here")
    HERE,
    /** No picture was made: there is no tissue map, or a setting wants none of its kind. */
    @JsonProperty("none")
    NONE,
    /** None was made: of a long series some images have one. */
    @JsonProperty("left-out")
    LEFT_OUT,
    /** The cloud has it, and here it was deleted a while after. */
    @JsonProperty("deleted-after-upload")
    DELETED_AFTER_UPLOAD,
    /** It was made and is not here, and nobody confirmed that the cloud has it. */
    @JsonProperty("missing")
    MISSING
}
