package org.medsendx.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.ChildJvm;
import org.medsendx.dicom.dictionary.VR;

/** A runtime that lacks a character set is refused, and never reads other letters instead. */
class CharacterSetsTest {

    @TempDir private Path folder;

    @Test
    void this_runtime_has_them_all() {
        assertThat(CharacterSets.missing()).isEmpty();
        assertThatCode(CharacterSets::requireAll).doesNotThrowAnyException();
    }

    @Test
    void a_runtime_that_lacks_one_is_refused_and_told_which() throws Exception {
        var child = ChildJvm.run(Child.class, withoutThai());

        assertThat(child.status()).isEqualTo(1);
        assertThat(child.output())
                .contains("(TIS-620)")
                .contains("jdk.charsets")
                .contains("quarkus.native.add-all-charsets");
    }

    @Test
    void text_in_a_character_set_that_is_missing_is_not_read_as_another() throws Exception {
        var child = ChildJvm.run(Thai.class, withoutThai());

        assertThat(child.status()).isEqualTo(1);
        assertThat(child.output()).contains("lacks TIS-620");
    }

    /** This Java with another name for TIS-620 in its table of character sets. */
    private List<String> withoutThai() throws IOException {
        String table = "sun/nio/cs/StandardCharsets$Classes.class";
        byte[] bytes;
        try (var in = Object.class.getResourceAsStream("/" + table)) {
            assertThat(in).isNotNull();
            bytes = in.readAllBytes();
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(text).contains("tis-620");
        Path patched = folder.resolve(table);
        Files.createDirectories(patched.getParent());
        Files.write(
                patched, text.replace("tis-620", "tis-62x").getBytes(StandardCharsets.ISO_8859_1));
        return List.of("--patch-module", "java.base=" + folder);
    }

    /** Asks as a service does before it starts. */
    static final class Child {

        private Child() {}

        public static void main(String[] args) {
            CharacterSets.requireAll();
        }
    }

    /** Reads Thai. */
    static final class Thai {

        private Thai() {}

        public static void main(String[] args) {
            byte[] text = "\u00a1".getBytes(StandardCharsets.ISO_8859_1);
            System.out.println(SpecificCharacterSet.of(List.of("ISO_IR 166")).decode(text, VR.PN));
        }
    }
}
