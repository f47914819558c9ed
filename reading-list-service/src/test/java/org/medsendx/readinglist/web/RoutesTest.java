package org.medsendx.readinglist.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.medsendx.webguard.Need;
import org.medsendx.webguard.RouteCoverage;
import org.medsendx.webguard.Routes;

class RoutesTest {

    @Test
    void each_route_has_a_line_that_says_who_may_ask() {
        RouteCoverage.isWhole("reading-list-service", "org.medsendx.readinglist");
    }

    @Test
    void no_role_of_the_fleet_opens_what_names_a_study() {
        assertThat(Routes.of("reading-list-service").all())
                .extracting(route -> route.need())
                .containsOnly(Need.READER, Need.NOBODY_IN_PARTICULAR);
        assertThat(Need.READER.roles())
                .doesNotContainAnyElementsOf(Need.VIEWER.roles())
                .doesNotContainAnyElementsOf(Need.PHYSICIST.roles());
    }
}
