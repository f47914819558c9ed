package org.medsendx.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.medsendx.dicom.data.SpecificCharacterSet;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomWriter;

/** What docs/dicom-conformance.md says in its tables is what the code does. */
class ConformanceTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (.+) \\| ([0-9.]+) \\|$");

    private final String statement = read();

    private static String read() {
        try {
            return Files.readString(Path.of("../docs/dicom-conformance.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The text from one heading to the next of its kind. */
    private String section(String heading) {
        int from = statement.indexOf("\n" + heading);
        assertThat(from).as(heading).isNotNegative();
        int to = statement.indexOf("\n## ", from + 1);
        return statement.substring(from, to < 0 ? statement.length() : to);
    }

    private Map<String, String> uids(String heading) {
        Map<String, String> rows = new LinkedHashMap<>();
        ROW.matcher(section(heading))
                .results()
                .forEach(row -> rows.put(row.group(2), row.group(1)));
        return rows;
    }

    private static Map<String, String> named(Set<String> uids) {
        Map<String, String> names = new LinkedHashMap<>();
        uids.forEach(uid -> names.put(uid, Uid.name(uid)));
        return names;
    }

    @Test
    void the_storage_classes_are_those_that_are_accepted() {
        assertThat(uids("## Annex A")).containsExactlyEntriesOf(named(Uid.storageClasses()));
    }

    @Test
    void the_transfer_syntaxes_are_those_that_are_accepted() {
        assertThat(uids("## Annex B")).containsExactlyEntriesOf(named(Uid.transferSyntaxes()));
        assertThat(Node.options().acceptedTransferSyntaxes()).isEqualTo(Uid.transferSyntaxes());
    }

    @Test
    void every_class_and_syntax_of_the_tables_is_negotiated() {
        var options =
                new StorageScp.Options(
                        Node.options().address(), "NODE", Set.of(), Uid.storageClasses(), 1, 4096);
        for (String sopClass : uids("## Annex A").keySet()) {
            assertThat(answer(options, sopClass, Node.EXPLICIT)).isZero();
        }
        for (String syntax : uids("## Annex B").keySet()) {
            assertThat(answer(options, Node.CT, syntax)).isZero();
            assertThat(answer(options, Uid.Verification, syntax)).isZero();
            assertThat(answer(options, Uid.StorageCommitmentPushModel, syntax))
                    .isEqualTo(Set.of(Node.EXPLICIT, Node.IMPLICIT).contains(syntax) ? 0 : 4);
        }
        assertThat(answer(options, "1.2.3", Node.EXPLICIT)).isEqualTo(3);
        assertThat(answer(options, Node.CT, "1.2.3")).isEqualTo(4);
    }

    private static int answer(StorageScp.Options options, String sopClass, String syntax) {
        var context = new Pdu.ProposedContext(1, sopClass, List.of(syntax));
        var proposed = Raw.request("NODE", 0);
        var rq =
                new Pdu.AssociateRq(
                        1,
                        "NODE",
                        "TEST",
                        Pdu.APPLICATION_CONTEXT,
                        List.of(context),
                        proposed.user());
        return ((Pdu.AssociateAc)
                        Negotiation.answer(
                                rq,
                                options,
                                AssociationServices.of(Optional.of(new Commitments()))))
                .contexts()
                .getFirst()
                .result();
    }

    @Test
    void tls_is_spoken_as_the_table_says() {
        assertThat(section("## 7"))
                .contains("| protocols | " + String.join(", ", Tls.protocols()) + " |")
                .contains("| cipher suites | " + String.join(", ", Tls.cipherSuites()) + " |");
    }

    @Test
    void the_implementation_is_named_as_in_every_association() {
        assertThat(section("## 4"))
                .contains("| implementation class UID | " + DicomWriter.IMPLEMENTATION_CLASS_UID)
                .contains(
                        "| implementation version name | "
                                + DicomWriter.IMPLEMENTATION_VERSION_NAME);
    }

    @Test
    void every_character_set_of_the_list_is_known() {
        String list = section("## 6").split("\n\n")[2];
        var terms =
                Pattern.compile("ISO[_ ][A-Z0-9 ]+|GB[A-Z0-9]+").matcher(list.replace("\n", " "));

        assertThat(terms.results().map(m -> m.group().strip()).filter(t -> !t.equals("ISO_IR 6")))
                .hasSize(19)
                .allSatisfy(term ->
                        assertThat(SpecificCharacterSet.of(List.of(term)))
                                .isNotSameAs(SpecificCharacterSet.DEFAULT));
        assertThat(SpecificCharacterSet.of(List.of("ISO_IR 999")))
                .isSameAs(SpecificCharacterSet.DEFAULT);
    }
}
