package org.medsendx.miner.web;

import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/**
 * Which scanners are asked for: the parameters that every address of a list of scanners
 * understands. The order stands beside it, since each address has its own where none is asked for.
 */
public class Asked {

    /** Each word is part of the name, truck, make or model. */
    @QueryParam("q")
    @Nullable String words;

    @QueryParam("truck")
    @Nullable String truck;

    @QueryParam("make")
    @Nullable String make;

    @QueryParam("modality")
    @Nullable String modality;

    @QueryParam("state")
    @Nullable String state;

    /** All of them in one list. */
    FleetQuery query(@Nullable String order) {
        return query(order, 1, 1);
    }

    /** A page of them. */
    FleetQuery query(@Nullable String order, int page, int limit) {
        return FleetQuery.of(words, truck, make, modality, state, order, page, limit);
    }
}
