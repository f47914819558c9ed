package org.medsendx.deidentification.patient;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VocabularyTest {

    @ParameterizedTest
    @CsvSource({
        "Thorax 3mm axial, Thorax 3mm axial",
        "CHEST_PA, CHEST PA",
        "CT chest of Mrs Wagenknecht 0791234567, CT chest of",
        "MLO-R/dense breast, MLO R dense breast",
        "Sch\u00e4del nativ, nativ",
        "Kontrolle bei Familie Huber in Zell, in",
        "079 123 45 67, ''",
        "12.04.1961, ''",
        "T2 FLAIR 5mm C1-C7, T2 FLAIR 5mm C1-C7"
    })
    void keeps_clinical_words_and_nothing_else(String text, String kept) {
        assertThat(Vocabulary.clinical().clean(text)).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({"CHEST PA", "T2 FLAIR 5mm C1-C7", "CT chest of"})
    void leaves_what_is_clean(String text) {
        assertThat(Vocabulary.clinical().clean(text)).isEqualTo(text);
    }
}
