package org.medsendx.dicom.dictionary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.Peer;

/** The list of UIDs is what its script makes of the standard's table, and what others know too. */
class UidListTest {

    private static final Path LIST =
            Path.of("src/main/resources/org/medsendx/dicom/dictionary/uids.tsv");

    private static final String PYDICOM =
            """
            from pydicom._uid_dict import UID_dictionary as known
            for uid, (name, kind, info, retired, keyword) in known.items():
                print(uid, 'T' if kind == 'Transfer Syntax' else 'S' if kind == 'SOP Class' \\
                    and name.removesuffix(' SOP Class').endswith('Storage') else '-', sep='\\t')
            """;

    @TempDir Path folder;

    @Test
    void the_script_makes_the_list_of_a_table_as_the_standard_publishes_it() throws Exception {
        Peer.require("Python", Peer.PYTHON, "--version");
        Path part = folder.resolve("part06.xml");
        Files.writeString(part, docBook(lines()));
        Path made = folder.resolve("uids.tsv");

        var result = Peer.run(Peer.PYTHON, "uids.py", part.toString(), made.toString());

        assertThat(result.lines()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(made).hasSameTextualContentAs(LIST);
    }

    @Test
    void a_file_without_the_table_is_refused_in_words() throws Exception {
        Peer.require("Python", Peer.PYTHON, "--version");
        Path part = folder.resolve("part03.xml");
        Files.writeString(part, "<book xmlns=\"http://docbook.org/ns/docbook\"/>");

        var result = Peer.run(Peer.PYTHON, "uids.py", part.toString(), folder + "/uids.tsv");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.lines()).singleElement().asString().contains("no Table A-1");
        assertThat(folder.resolve("uids.tsv")).doesNotExist();
    }

    @Test
    void every_transfer_syntax_and_storage_class_that_pydicom_knows_is_in_the_list()
            throws Exception {
        Peer.require("pydicom", Peer.PYTHON, "-c", "import pydicom");
        var known = Peer.run(Peer.PYTHON, "-c", PYDICOM);
        assertThat(known.status()).isZero();

        for (String line : known.lines()) {
            String[] uid = line.split("\t", -1);
            switch (uid[1]) {
                case "T" -> assertThat(Uid.transferSyntaxes()).contains(uid[0]);
                case "S" -> {
                    if (!uid[0].equals(Uid.MediaStorageDirectoryStorage)) {
                        assertThat(Uid.storageClasses()).contains(uid[0]);
                    }
                }
                default -> assertThat(Uid.transferSyntaxes()).doesNotContain(uid[0]);
            }
        }
    }

    private static List<String[]> lines() throws IOException {
        return Files.readAllLines(LIST).stream()
                .skip(1)
                .map(line -> Arrays.copyOf(line.split("\t", -1), 4))
                .toList();
    }

    /** As the standard has it: breaks in long UIDs, retired rows in italics, and other kinds. */
    private static String docBook(List<String[]> lines) {
        var book = new StringBuilder("<book xmlns=\"http://docbook.org/ns/docbook\">");
        book.append(
                "<table xml:id=\"table_6-1\"><tbody/></table><table xml:id=\"table_A-1\"><thead>");
        row(book, "th", "UID Value", "UID Name", "UID Keyword", "UID Type", "Part");
        book.append("</thead><tbody>");
        row(book, "td", "1.2.840.10008.1.20.1.1", "A Storage Instance", "", "Well-known", "");
        row(book, "td", "1.2.840.10008.5.1.4.1.2.2.1", "A Root FIND", "", "SOP Class", "");
        for (String[] line : lines) {
            boolean retired = "R".equals(line[3]);
            String name = line[1] + (retired ? " (Retired)" : "");
            row(
                    book,
                    "td",
                    line[0].replace(".5.", ".5.\u200b"),
                    retired ? "<emphasis role=\"italic\">" + name + "</emphasis>" : name,
                    "Keyword",
                    "T".equals(line[2]) ? "Transfer Syntax" : "SOP Class",
                    "PS3.4");
        }
        return book.append("</tbody></table></book>").toString();
    }

    private static void row(StringBuilder book, String cell, String... texts) {
        book.append("<tr>");
        for (String text : texts) {
            book.append('<').append(cell).append("><para>").append(text).append("</para></");
            book.append(cell).append('>');
        }
        book.append("</tr>\n");
    }
}
