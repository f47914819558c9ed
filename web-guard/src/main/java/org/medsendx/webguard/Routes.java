package org.medsendx.webguard;

import static org.medsendx.webguard.Need.ADMIN;
import static org.medsendx.webguard.Need.CREW;
import static org.medsendx.webguard.Need.NOBODY_IN_PARTICULAR;
import static org.medsendx.webguard.Need.OFFICER;
import static org.medsendx.webguard.Need.PHYSICIST;
import static org.medsendx.webguard.Need.READER;
import static org.medsendx.webguard.Need.SENDER;
import static org.medsendx.webguard.Need.VIEWER;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The one table of what is answered, and for whom. What is not in it is not answered: a new route
 * without a line here is 404 to everybody.
 *
 * <p>A path is compared as it was sent, character by character, so it must be one that can be read
 * in one way only: no percent encoding, no parameters after a semicolon, no empty segment, none of
 * dots. No route of ours needs any of them.
 */
public final class Routes {

    // A comma is in lists of frames (PS3.18, 10.4.1.1.6), and means nothing to what finds
    // resources.
    private static final Pattern PLAIN = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._,-]*)*/?");

    /** Sign in, sign out, and who there is: of each service of a truck. */
    private static final List<Route> SIGN_IN =
            List.of(
                    new Route("GET", "/login", NOBODY_IN_PARTICULAR),
                    new Route("POST", "/login", NOBODY_IN_PARTICULAR),
                    new Route("POST", "/logout", NOBODY_IN_PARTICULAR),
                    new Route("GET", "/login.css", NOBODY_IN_PARTICULAR),
                    new Route("GET", "/accounts", ADMIN),
                    new Route("GET", "/q/openapi", CREW));

    /** Probes call without a name, and see nothing identified. */
    private static final List<Route> PROBES =
            List.of(
                    new Route("GET", "/q/health", NOBODY_IN_PARTICULAR),
                    new Route("GET", "/q/health/{kind}", NOBODY_IN_PARTICULAR),
                    new Route("GET", "/q/metrics", NOBODY_IN_PARTICULAR));

    private static final List<Route> EDGE_INGEST =
            List.of(
                    new Route("GET", "/", CREW),
                    // Nothing identified is on it; what is, is behind a link for the officer.
                    new Route("GET", "/truck", CREW),
                    new Route("GET", "/truck/events/{language}", CREW),
                    new Route("GET", "/where", CREW),
                    new Route("GET", "/where/{id}", CREW),
                    // The search by the patient, which is no part of an address.
                    new Route("POST", "/where", OFFICER),
                    new Route("GET", "/instances/{id}", CREW),
                    new Route("GET", "/worklist", CREW),
                    new Route("GET", "/worklist/{id}/picture.png", OFFICER),
                    new Route("GET", "/worklist/{id}/correct", OFFICER),
                    new Route("POST", "/worklist/{id}/correct", OFFICER),
                    new Route("POST", "/worklist/archive/{code}", OFFICER),
                    new Route("POST", "/worklist/{id}/{act}", OFFICER),
                    new Route("GET", "/truck.css", NOBODY_IN_PARTICULAR),
                    // The only script there is: what puts updates into the truck page.
                    new Route("GET", "/crew/{module}", NOBODY_IN_PARTICULAR),
                    new Route("GET", "/status", CREW),
                    new Route("GET", "/devices", CREW),
                    new Route("GET", "/devices/refused", CREW),
                    new Route("POST", "/inspect", OFFICER),
                    // Who sends sees nothing but whether it was taken.
                    new Route("POST", "/studies", SENDER),
                    new Route("POST", "/studies/{study}", SENDER),
                    // Who brings orders sees which were taken, by line; the orders an officer sees.
                    new Route("POST", "/orders", SENDER),
                    new Route("GET", "/orders", OFFICER),
                    new Route("DELETE", "/orders/{key}", OFFICER),
                    new Route("GET", "/instances", OFFICER),
                    // The name of a file of the hot folder may be a patient's. How many there are,
                    // the crew sees at the metrics and in /status.
                    new Route("GET", "/quarantine", OFFICER));

    private static final List<Route> ANONYMIZER_SERVICE =
            List.of(
                    new Route("GET", "/instances", OFFICER),
                    new Route("GET", "/instances/{id}/masks.png", OFFICER),
                    new Route("POST", "/reidentify", OFFICER),
                    // Made to be given to everybody.
                    new Route("GET", "/report-key", NOBODY_IN_PARTICULAR));

    private static final List<Route> UPLINK_SERVICE =
            List.of(
                    new Route("GET", "/", CREW),
                    new Route("GET", "/uplink.css", NOBODY_IN_PARTICULAR),
                    // It may cost money, and hold back what others wait for.
                    new Route("POST", "/uplink/limits", ADMIN),
                    new Route("GET", "/uplink", CREW),
                    new Route("POST", "/uplink/parked/retry", CREW));

    // DICOMweb (PS3.18, 10.4 and 10.6).
    private static final String STUDIES = "/dicom-web/studies";
    private static final String STUDY = STUDIES + "/{study}";
    private static final String SERIES = STUDY + "/series/{series}";
    private static final String INSTANCE = SERIES + "/instances/{instance}";

    private static final List<Route> SEGMENTER_SERVICE =
            List.of(
                    new Route("GET", "/", CREW),
                    new Route("GET", "/qa/{objectId}", CREW),
                    new Route("GET", "/qa/studies/{study}", CREW),
                    new Route("POST", "/qa/{objectId}/review", CREW),
                    new Route("GET", "/scans", CREW),
                    new Route("GET", "/scans/{objectId}", CREW),
                    new Route("GET", "/scans/{objectId}/highlight.png", CREW),
                    new Route("GET", "/scans/{objectId}/reviews", CREW),
                    new Route("GET", "/scans/{objectId}/series", CREW),
                    new Route("GET", "/qa.css", NOBODY_IN_PARTICULAR),
                    // The only scripts there are: the viewer.
                    new Route("GET", "/viewer/{module}", NOBODY_IN_PARTICULAR),
                    new Route("GET", STUDIES, CREW),
                    new Route("GET", STUDY, CREW),
                    new Route("GET", STUDY + "/metadata", CREW),
                    new Route("GET", STUDY + "/rendered", CREW),
                    new Route("GET", STUDY + "/thumbnail", CREW),
                    new Route("GET", STUDY + "/series", CREW),
                    new Route("GET", STUDY + "/instances", CREW),
                    new Route("GET", SERIES, CREW),
                    new Route("GET", SERIES + "/metadata", CREW),
                    new Route("GET", SERIES + "/rendered", CREW),
                    new Route("GET", SERIES + "/thumbnail", CREW),
                    new Route("GET", SERIES + "/instances", CREW),
                    new Route("GET", INSTANCE, CREW),
                    new Route("GET", INSTANCE + "/metadata", CREW),
                    new Route("GET", INSTANCE + "/rendered", CREW),
                    new Route("GET", INSTANCE + "/thumbnail", CREW),
                    new Route("GET", INSTANCE + "/bulkdata/{tag}", CREW),
                    new Route("GET", INSTANCE + "/frames/{frames}", CREW),
                    new Route("GET", INSTANCE + "/frames/{frames}/rendered", CREW),
                    new Route("GET", INSTANCE + "/frames/{frames}/thumbnail", CREW));

    private static final List<Route> FLEET_MINER_SERVICE =
            List.of(
                    new Route("GET", "/", VIEWER),
                    new Route("GET", "/fleet/scanners/{scanner}", VIEWER),
                    new Route("GET", "/fleet/scanners/{scanner}/report.pdf", VIEWER),
                    new Route("GET", "/fleet/compare", VIEWER),
                    new Route("GET", "/fleet/clusters", VIEWER),
                    new Route("GET", "/fleet/findings", VIEWER),
                    new Route("GET", "/fleet/findings/{finding}", VIEWER),
                    new Route("GET", "/overview", VIEWER),
                    new Route("GET", "/scanners", VIEWER),
                    new Route("GET", "/scanners.csv", VIEWER),
                    new Route("GET", "/scanners/{scanner}", VIEWER),
                    new Route("GET", "/scanners/{scanner}/{feature}", VIEWER),
                    new Route("GET", "/rejects", VIEWER),
                    new Route("GET", "/rejects.csv", VIEWER),
                    new Route("GET", "/findings.csv", VIEWER),
                    new Route("GET", "/findings", VIEWER),
                    new Route("POST", "/findings/{finding}/{act}", PHYSICIST),
                    new Route("POST", "/scanners/{scanner}/marks", PHYSICIST),
                    new Route("POST", "/actions/{action}/withdraw", PHYSICIST),
                    new Route("GET", "/stage", VIEWER),
                    new Route("GET", "/streams", VIEWER),
                    new Route("GET", "/report.png", VIEWER),
                    // Where the provider of identities sends browsers back to.
                    new Route("GET", "/signed-in", VIEWER),
                    new Route("GET", "/logout", VIEWER),
                    new Route("GET", "/q/openapi", VIEWER),
                    new Route("GET", "/fleet.css", NOBODY_IN_PARTICULAR),
                    // The only scripts there are: charts that can be zoomed.
                    new Route("GET", "/charts/live.js", NOBODY_IN_PARTICULAR),
                    new Route("GET", "/charts/echarts.common.min.js", NOBODY_IN_PARTICULAR));

    private static final List<Route> READING_LIST_SERVICE =
            List.of(
                    new Route("GET", "/", READER),
                    new Route("GET", "/exam/{truck}/{study}", READER),
                    new Route("GET", "/exams", READER),
                    new Route("GET", "/exams/{truck}/{study}", READER),
                    new Route("GET", "/exams/{truck}/{study}/{objectId}/{kind}", READER),
                    new Route("GET", "/state", READER),
                    // Where the provider of identities sends browsers back to.
                    new Route("GET", "/signed-in", READER),
                    new Route("GET", "/logout", READER),
                    new Route("GET", "/q/openapi", READER),
                    new Route("GET", "/reading.css", NOBODY_IN_PARTICULAR));

    private final List<Route> all;

    private Routes(List<Route> own, List<Route> shared) {
        all = Stream.of(own, shared, PROBES).flatMap(List::stream).toList();
    }

    /**
     * The routes of a service.
     *
     * @throws IllegalArgumentException when there is no such service
     */
    public static Routes of(String service) {
        return switch (service) {
            case "edge-ingest" -> new Routes(EDGE_INGEST, SIGN_IN);
            case "anonymizer-service" -> new Routes(ANONYMIZER_SERVICE, SIGN_IN);
            case "uplink-service" -> new Routes(UPLINK_SERVICE, SIGN_IN);
            case "segmenter-service" -> new Routes(SEGMENTER_SERVICE, SIGN_IN);
            case "fleet-miner-service" -> new Routes(FLEET_MINER_SERVICE, List.of());
            case "reading-list-service" -> new Routes(READING_LIST_SERVICE, List.of());
            default ->
                    throw new IllegalArgumentException(
                            "nobody has said who may ask " + service + " for what: see Routes");
        };
    }

    /** All of them. */
    public List<Route> all() {
        return all;
    }

    /** The pages of a service that a link can lead this person to. */
    List<Route> openTo(Person person) {
        return all.stream()
                .filter(route -> route.method().equals("GET") && !route.need().isPublic())
                .filter(route -> !route.path().contains("{") && !route.path().startsWith("/q/"))
                .filter(route -> person.may(route.need()))
                .toList();
    }

    /** Where a request leads. */
    public sealed interface Found {

        /** There. */
        record Here(Need need) implements Found {}

        /** The path is there, but not so. */
        record OtherMethod(String allowed) implements Found {}

        /** Nowhere. */
        record Nowhere() implements Found {}
    }

    /**
     * Finds the route of a request. HEAD is for whoever may GET; OPTIONS is for nobody, since no
     * page of another site may ask anything.
     *
     * @param path as it was sent, without query
     */
    public Found find(String method, String path) {
        if (!PLAIN.matcher(path).matches()) {
            return new Found.Nowhere();
        }
        List<Route> here = all.stream().filter(route -> route.hasPath(path)).toList();
        if (here.isEmpty()) {
            return new Found.Nowhere();
        }
        String wanted = method.equals("HEAD") ? "GET" : method;
        Optional<Route> route =
                here.stream().filter(known -> known.method().equals(wanted)).findFirst();
        return route.<Found>map(known -> new Found.Here(known.need()))
                .orElseGet(() -> new Found.OtherMethod(allowed(here)));
    }

    private static String allowed(List<Route> here) {
        var methods = new ArrayList<String>();
        for (Route route : here) {
            methods.add(route.method());
            if (route.method().equals("GET")) {
                methods.add("HEAD");
            }
        }
        return String.join(", ", methods);
    }
}
