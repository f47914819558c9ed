package org.medsendx.deidentification.patient;

import java.util.List;
import java.util.Set;

/** Words that are no tokens although a header has them where names, ids and addresses stand. */
final class CommonWords {

    /** They stand for nobody, or before and between names. */
    private static final Set<String> NAMES =
            words(
                    """
                    anonymized anonymised anonymous anonym anon unknown unbekannt none null name
                    patient patients test tester testing dr prof md mr mrs ms miss herr frau the und
                    and von van de du la le der den di da dos el al bin ben medsendx removed
                    deidentified na nn xxx xxxx noname jr sr ii iii female male physician doctor
                    operator technician first last middle family given firstname lastname no id yes
                    dicom study series image\
                    """);

    /** They are in the addresses of many. */
    private static final Set<String> ADDRESSES =
            words(
                    """
                    street strasse avenue road drive lane court place square boulevard highway
                    terrace crescent close park north south east west northern southern upper lower
                    floor suite apartment house building block unit room city town village county
                    state country district postfach weg gasse platz allee ring hof haus etage stock
                    chemin route rue impasse case postale via viale piazza corso calle avenida plaza
                    center centre central hospital clinic klinik spital university universitat
                    college school medical health switzerland schweiz suisse svizzera germany
                    deutschland france italia italy austria osterreich england kingdom united states
                    america espana spain nowhere anywhere address adresse\
                    """);

    private CommonWords() {}

    private static Set<String> words(String text) {
        return Set.copyOf(List.of(text.strip().split("\\s+")));
    }

    /** Whether a word stands for nobody, wherever it stands. */
    static boolean ofNobody(String word) {
        return NAMES.contains(word);
    }

    /** Whether a word says nothing of a person although it is part of a name. */
    static boolean inNames(String word) {
        return ofNobody(word) || Vocabulary.clinical().contains(word);
    }

    static boolean inAddresses(String word) {
        return inNames(word) || ADDRESSES.contains(word);
    }

    /** Numbers that stand for no number: one digit all over, or digits in order. */
    static boolean placeholderNumber(String digits) {
        return digits.chars().distinct().count() == 1
                || "01234567890123456789".contains(digits)
                || "98765432109876543210".contains(digits);
    }
}
