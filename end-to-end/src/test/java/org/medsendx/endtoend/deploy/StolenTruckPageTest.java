package org.medsendx.endtoend.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/stolen-truck.md names every secret that a truck has, and none that it has not. */
class StolenTruckPageTest {

    private static final Path PAGE = Path.of("..", "docs", "stolen-truck.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern SECRET =
            Pattern.compile(
                    "secret:\\s+(?:name|secretName): *([a-z0-9-]+)|secretName: *([a-z0-9-]+)");
    private static final Pattern CLAIM = Pattern.compile("claimName: *([a-z0-9-]+)");

    private static String manifests(boolean ofTruck) throws IOException {
        var text = new StringBuilder();
        try (var all = Files.walk(Manifests.DEPLOY)) {
            for (Path file : all.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                boolean cloud =
                        file.toString().contains("fleet-miner")
                                || file.toString().contains("reading-list")
                                || file.toString().contains("cloud");
                if (cloud != ofTruck) {
                    text.append(Files.readString(file)).append('\n');
                }
            }
        }
        return text.toString();
    }

    private static Set<String> named(Pattern pattern, String text) {
        var names = new TreeSet<String>();
        pattern.matcher(text)
                .results()
                .forEach(one -> names.add(one.group(1) != null ? one.group(1) : one.group(2)));
        return names;
    }

    /** What stands in the cells of a column of the tables below a heading. */
    private static Set<String> codes(String heading, int column) throws IOException {
        var page = Files.readString(PAGE);
        int from = page.indexOf("\n## " + heading);
        assertThat(from).as(heading).isNotNegative();
        int to = page.indexOf("\n## ", from + 1);
        var names = new TreeSet<String>();
        for (String line : page.substring(from, to < 0 ? page.length() : to).lines().toList()) {
            List<String> cells = Arrays.asList(line.split("\\|", -1));
            if (line.startsWith("|") && cells.size() > column) {
                names.addAll(named(CODE, cells.get(column)));
            }
        }
        return names;
    }

    @Test
    void the_secrets_to_revoke_are_those_of_the_manifests() throws IOException {
        var secrets = named(SECRET, manifests(true));
        assertThat(secrets).contains("pseudonym-key", "truck-keys", "uplink-credentials");

        assertThat(codes("Revoke", 2)).isEqualTo(secrets);
    }

    @Test
    void secrets_of_the_cloud_are_named_as_such() throws IOException {
        var cloud = named(SECRET, manifests(false));
        assertThat(cloud).isNotEmpty();

        String page = Files.readString(PAGE);
        assertThat(cloud).allSatisfy(secret -> assertThat(page).contains('`' + secret + '`'));
    }

    @Test
    void every_volume_of_a_truck_is_said_to_hold_what_it_holds() throws IOException {
        var volumes = named(CLAIM, manifests(true));
        volumes.removeIf(volume -> volume.contains("kafka"));

        assertThat(codes("What is on it", 1)).isEqualTo(volumes);
    }
}
