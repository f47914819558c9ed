package org.medsendx.endtoend.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.outbox.work.WorkState;

/** What somebody looks up in docs/operations.md in trouble is what the code does. */
class OperationsPageTest {

    private static final String PAGE = "docs/operations.md";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** Cells of the rows of the tables below a heading, without their head. */
    private static List<List<String>> rows(String document, String heading) {
        var rows = new ArrayList<List<String>>();
        boolean inTable = false;
        for (var line : TreeFiles.section(document, heading).lines().toList()) {
            if (line.startsWith("|---")) {
                inTable = true;
            } else if (!line.startsWith("|")) {
                inTable = false;
            } else if (inTable) {
                var cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
                rows.add(cells.subList(1, cells.size() - 1));
            }
        }
        assertThat(rows).as(heading).isNotEmpty();
        return rows;
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell).results().map(code -> code.group(1)).toList();
    }

    private static List<String> groups(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(m -> m.group(1)).toList();
    }

    @Test
    void the_statuses_are_those_that_a_scanner_is_answered() {
        var receiver =
                TreeFiles.read(
                        "edge-ingest/src/main/java/org/medsendx/ingest/dicom/CStoreReceiver.java");
        var answered = new TreeSet<>(groups("0x([0-9A-F]{4})\\b", receiver));
        answered.add("0000");

        var told = rows(PAGE, "## Statuses a scanner sees").stream().map(List::getFirst);
        assertThat(new TreeSet<>(told.toList())).isEqualTo(answered);

        var stated =
                rows("docs/dicom-conformance.md", "###### C-STORE").stream().map(List::getFirst);
        assertThat(stated.toList()).containsAll(answered);
    }

    @Test
    void every_reason_to_quarantine_has_a_row() {
        var reasons = new TreeSet<String>();
        for (var source : TreeFiles.files(f -> f.startsWith("edge-ingest/src/main/"))) {
            reasons.addAll(
                    groups("new (?:Reading\\.)?Unfit\\(\\s*\"([a-z-]+)\"", TreeFiles.read(source)));
        }
        assertThat(reasons).contains("uid-conflict", "not-an-instance");
        for (var problem : DicomFormatException.Problem.values()) {
            // What only web services and the DICOM JSON model have.
            if (!problem.code().matches("bad-(json|multipart)")) {
                reasons.add(problem.code());
            }
        }

        var told =
                rows(PAGE, "## Why an input did not come out").stream()
                        .filter(row -> row.getFirst().equals("quarantined"))
                        .flatMap(row -> codes(row.get(1)).stream())
                        .map(code -> code.replace("*", "[a-z-]+"))
                        .toList();
        assertThat(reasons).allSatisfy(reason -> assertThat(told).anyMatch(reason::matches));
        assertThat(told).allSatisfy(row -> assertThat(reasons).anyMatch(r -> r.matches(row)));
    }

    @Test
    void the_refusals_are_those_of_the_guard() {
        var guard = TreeFiles.read("web-guard/src/main/java/org/medsendx/webguard/Refusal.java");
        var refusals =
                Pattern.compile("\\(\\s*(\\d{3}),\\s*\"([a-z-]+)\"")
                        .matcher(guard)
                        .results()
                        .map(refusal -> "%s `%s`".formatted(refusal.group(1), refusal.group(2)))
                        .collect(Collectors.toCollection(TreeSet::new));

        var told =
                rows(PAGE, "## Pages, and who may ask").stream()
                        .map(List::getFirst)
                        .filter(cell -> cell.contains("`"))
                        .toList();
        assertThat(new TreeSet<>(told)).isEqualTo(refusals);
    }

    @Test
    void the_states_of_work_are_those_that_probes_are_answered() {
        var told =
                rows(PAGE, "## Health").stream()
                        .filter(row -> row.size() == 4)
                        .map(row -> row.subList(0, 3));
        var states =
                Arrays.stream(WorkState.values())
                        .map(state ->
                                List.of(
                                        "`" + state.code() + "`",
                                        state.ready() ? "yes" : "no",
                                        state.live() ? "yes" : "no"));
        assertThat(told).containsExactlyInAnyOrderElementsOf(states.toList());
    }

    @Test
    void the_parts_of_each_service_are_those_that_it_watches() {
        var rows = rows(PAGE, "## Health").stream().filter(row -> row.size() == 2).toList();
        var services =
                TreeFiles.files(f -> f.endsWith("/src/main/resources/application.yaml")).stream()
                        .map(file -> TreeFiles.name(file).split("/")[0]);
        assertThat(rows.stream().map(List::getFirst))
                .containsExactlyInAnyOrderElementsOf(services.toList());

        for (var row : rows) {
            var sources =
                    TreeFiles.files(f -> f.startsWith(row.getFirst() + "/src/main/java/")).stream()
                            .map(TreeFiles::read)
                            .collect(Collectors.joining());
            var watched = new TreeSet<>(groups("\\.watch\\(\\s*\"([a-z-]+)\"[,)]", sources));
            groups("@Incoming\\(\"([a-z-]+)\"\\)", sources)
                    .forEach(channel -> watched.add("channel-" + channel));
            groups("relays\\.start\\(\\s*\"([a-z]+)\"", sources)
                    .forEach(relay -> watched.add("relay-" + relay));

            var told = codes(row.get(1)).stream().map(part -> part.replace("*", "[a-z-]+"));
            var parts = told.toList();
            assertThat(watched).as(row.getFirst()).isNotEmpty();
            assertThat(watched)
                    .as(row.getFirst())
                    .allSatisfy(part -> assertThat(parts).anyMatch(part::matches));
            assertThat(parts)
                    .as(row.getFirst())
                    .allSatisfy(part -> assertThat(watched).anyMatch(w -> w.matches(part)));
        }
    }

    @Test
    void every_environment_variable_that_a_document_names_is_a_setting_or_one_of_the_launcher() {
        var known =
                SettingKeys.all().stream()
                        .map(setting ->
                                setting.key()
                                        .replaceAll("[^A-Za-z0-9]", "_")
                                        .toUpperCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        known.addAll(variables(TreeFiles.read("medsendx") + TreeFiles.read(".ci/run")));
        for (var document : TreeFiles.documentsOfToday()) {
            assertThat(variables(TreeFiles.read(document)))
                    .as(TreeFiles.name(document))
                    .isSubsetOf(known);
        }
    }

    private static List<String> variables(String text) {
        return Pattern.compile("\\bMEDSENDX_[A-Z_]+[A-Z]\\b")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
