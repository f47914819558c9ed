package org.medsendx.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.medsendx.dicom.ChildJvm;
import org.medsendx.dicom.dictionary.VR;

/** A runtime that lacks a character set is refused, and never reads other letters instead. */
class CharacterSetsTest {

    @Test
    void this_runtime_has_them_all() {
        assertThat(CharacterSets.missing()).isEmpty();
        assertThatCode(CharacterSets::requireAll).doesNotThrowAnyException();
    }

    @Test
    void a_runtime_without_jdk_charsets_is_refused_and_told_what_it_lacks() throws Exception {
        // As a JRE is that was linked without the module.
        var child = ChildJvm.run(Child.class, List.of("--limit-modules", "java.base,java.logging"));

        assertThat(child.status()).isEqualTo(1);
        assertThat(child.output())
                .contains("TIS-620", "EUC-JP", "EUC-KR")
                .contains("jdk.charsets")
                .contains("quarkus.native.add-all-charsets")
                .doesNotContain("UTF-8,");
    }

    @Test
    void text_in_a_character_set_that_is_missing_is_not_read_as_another() throws Exception {
        var child = ChildJvm.run(Thai.class, List.of("--limit-modules", "java.base,java.logging"));

        assertThat(child.status()).isEqualTo(1);
        assertThat(child.output()).contains("lacks TIS-620");
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
