package org.medsendx.miner.web;

import java.util.List;

/**
 * What every page has around its content.
 *
 * @param asOf when the analysis was made that is shown, in words
 * @param notCurrent what is to be said when what is shown is not the present; empty when it is
 * @param refreshes whether the page asks for itself again; never one in which somebody types
 * @param signsOut whether there is a session to end
 */
public record Frame(
        String title,
        List<Place> places,
        String asOf,
        String notCurrent,
        boolean refreshes,
        boolean signsOut) {

    /** A page that the head of every page leads to. */
    public record Place(String name, String link, boolean here) {}

    /** The pages that have a place in the head. */
    enum Room {
        FLEET("Fleet", "/"),
        FINDINGS("Findings", "/fleet/findings"),
        COMPARE("Compare", "/fleet/compare"),
        CLUSTERS("Clusters", "/fleet/clusters");

        private final String title;
        private final String link;

        Room(String title, String link) {
            this.title = title;
            this.link = link;
        }
    }

    static List<Place> places(Room room) {
        return List.of(Room.values()).stream()
                .map(each -> new Place(each.title, each.link, each == room))
                .toList();
    }
}
