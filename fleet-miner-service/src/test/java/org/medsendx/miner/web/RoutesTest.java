package org.medsendx.miner.web;

import org.junit.jupiter.api.Test;
import org.medsendx.webguard.RouteCoverage;

class RoutesTest {

    @Test
    void each_route_has_a_line_that_says_who_may_ask() {
        RouteCoverage.isWhole("fleet-miner-service", "org.medsendx.miner");
    }
}
