package org.medsendx.deidentification.patient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.dictionary.Tag.*;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.VR;

/**
 * Recall on a generated set: people of our own making, whose names, numbers and dates are written
 * into sentences in the forms below, and which clinical words of those sentences stay.
 */
class ResidualCopiesTest {

    private static final int PEOPLE = 400;

    /** Sentences a technician might type; the place of the copy is marked. */
    private static final List<String> SENTENCES =
            List.of(
                    "chest routine {} axial",
                    "{} thorax pa lateral",
                    "knee left ap for {}",
                    "scan of {}",
                    "{}",
                    "breast mlo ({}) dense",
                    "abdomen^{}^venous phase",
                    "head/{}/contrast",
                    "ct, {}, pelvis");

    @Test
    void finds_every_listed_form_of_what_the_header_names() {
        var random = new Random(8_675_309);
        Map<String, int[]> recall = new TreeMap<>();
        int clinical = 0;
        int kept = 0;

        for (int i = 0; i < PEOPLE; i++) {
            Person person = person(random);
            PatientTokens tokens = PatientTokens.of(person.header());
            for (Map.Entry<String, String> form : person.forms().entrySet()) {
                String sentence = SENTENCES.get(random.nextInt(SENTENCES.size()));
                String text = sentence.replace("{}", form.getValue());
                String left = tokens.removedFrom(text);
                boolean gone = tokens.in(text) && person.nothingOf(form.getValue(), left);
                int[] count = recall.computeIfAbsent(form.getKey(), key -> new int[2]);
                count[0]++;
                count[1] += gone ? 1 : 0;
                if (!gone) {
                    System.out.println("missed: " + form.getKey() + " in: " + text + " -> " + left);
                }
                for (String word : Folding.words(sentence)) {
                    clinical++;
                    kept += Folding.words(left).contains(word) ? 1 : 0;
                }
            }
        }

        recall.forEach((form, count) ->
                System.out.printf("recall %-28s %d of %d%n", form, count[1], count[0]));
        double share = (double) kept / clinical;
        System.out.printf(
                Locale.ROOT,
                "words of the sentences kept: %d of %d (%.3f)%n",
                kept,
                clinical,
                share);
        recall.forEach((form, count) -> assertThat(count[1]).as(form).isEqualTo(count[0]));
        assertThat(recall).hasSizeGreaterThanOrEqualTo(40);
        assertThat(share).isGreaterThan(0.9);
    }

    /** Somebody, and how others write what the header says. */
    private record Person(
            String family,
            String given,
            String middle,
            String id,
            String accession,
            LocalDate born,
            String phone,
            String mail,
            String street,
            String city,
            String doctor) {

        DataSet header() {
            var dataSet = new DataSet();
            dataSet.putString(SpecificCharacterSet, VR.CS, "ISO_IR 192");
            dataSet.putString(PatientName, VR.PN, family + '^' + given + '^' + middle);
            dataSet.putString(PatientID, VR.LO, id);
            dataSet.putString(AccessionNumber, VR.SH, accession);
            dataSet.putString(
                    PatientBirthDate, VR.DA, born.format(DateTimeFormatter.BASIC_ISO_DATE));
            dataSet.putString(PatientTelephoneNumbers, VR.SH, phone);
            dataSet.putString(PatientTelecomInformation, VR.LT, mail);
            dataSet.putString(PatientAddress, VR.LO, street + " 17, 8000 " + city);
            dataSet.putString(ReferringPhysicianName, VR.PN, doctor + "^^^Dr");
            return dataSet;
        }

        Map<String, String> forms() {
            Map<String, String> forms = new TreeMap<>();
            String initial = given.substring(0, 1);
            forms.put("name Family Given", family + ' ' + given);
            forms.put("name Given Family", given + ' ' + family);
            forms.put("name Family, Given", family + ", " + given);
            forms.put("name F. Family", initial + ". " + family);
            forms.put("name Family F.", family + ' ' + initial + '.');
            forms.put("name FAMILY^GIVEN", upper(family + '^' + given));
            forms.put("name family_given", (family + '_' + given).toLowerCase(Locale.ROOT));
            forms.put("name family-given", family + '-' + given);
            forms.put("name Given M. Family", given + ' ' + middle.charAt(0) + ". " + family);
            forms.put("name family alone", family);
            forms.put("name given alone", given);
            forms.put("name GIVENFAMILY", upper(given + family));
            if (family.length() > 2) {
                forms.put("name login ffamily", Folding.fold(initial + family));
            }
            forms.put("name without accents", Folding.fold(given + ' ' + family));
            forms.put("name umlauts as two letters", twoLetters(given + ' ' + family));
            forms.put("name possessive", family + "'s");
            forms.put("initials F.F.", initial + "." + family.charAt(0) + '.');
            forms.put(
                    "initials F. M. F.",
                    initial + ". " + middle.charAt(0) + ". " + family.charAt(0) + '.');
            forms.put("physician", "Dr. " + doctor);
            forms.put("id", id);
            forms.put("id lower case", id.toLowerCase(Locale.ROOT));
            forms.put("id without separators", id.replace("-", ""));
            forms.put("id with spaces", id.replace('-', ' '));
            forms.put("id with dots", id.replace('-', '.'));
            forms.put("id in a word", "ID" + id.replace("-", ""));
            forms.put("accession", accession);
            forms.put("phone", phone);
            forms.put("phone digits", phone.replaceAll("\\D", ""));
            forms.put("phone with dots", phone.replace(' ', '.'));
            forms.put("phone with hyphens", phone.replace(' ', '-'));
            forms.put("phone abroad", "+41 " + phone.substring(1));
            forms.put("phone abroad 00", "0041" + phone.substring(1).replace(" ", ""));
            forms.put("phone in brackets", "(" + phone.substring(0, 3) + ")" + phone.substring(3));
            forms.put("e-mail", mail);
            forms.put("e-mail upper case", upper(mail));
            forms.put("street", street);
            forms.put("street and number", street + " 17");
            forms.put("city", upper(city));
            for (String pattern :
                    List.of(
                            "yyyyMMdd",
                            "ddMMyyyy",
                            "yyyy-MM-dd",
                            "dd.MM.yyyy",
                            "d.M.yyyy",
                            "dd/MM/yyyy",
                            "MM/dd/yyyy",
                            "M/d/yy",
                            "dd.MM.yy",
                            "d. M. yyyy",
                            "dd-MM-yyyy",
                            "yyyy/MM/dd",
                            "yyyy.MM.dd",
                            "yyyy_MM_dd",
                            "dd MM yyyy")) {
                forms.put("birth date " + pattern, day(pattern, Locale.ROOT));
            }
            for (String pattern :
                    List.of(
                            "d MMMM yyyy",
                            "MMMM d, yyyy",
                            "dd-MMM-yyyy",
                            "ddMMMyyyy",
                            "MMM d yyyy",
                            "d MMM yy",
                            "yyyy-MMM-dd")) {
                forms.put("birth date en " + pattern, day(pattern, Locale.ENGLISH));
            }
            for (String pattern : List.of("d. MMMM yyyy", "dd. MMM yyyy", "d.MMMyy")) {
                forms.put("birth date de " + pattern, day(pattern, Locale.GERMAN));
            }
            forms.put(
                    "birth date 1st",
                    born.getDayOfMonth() + "th of " + day("MMMM yyyy", Locale.ENGLISH));
            return forms;
        }

        private String day(String pattern, Locale locale) {
            return born.format(DateTimeFormatter.ofPattern(pattern, locale));
        }

        /** Whether no word of a form of three letters or more, and no number, is left. */
        boolean nothingOf(String form, String left) {
            List<String> words = new ArrayList<>(Folding.words(left));
            return Folding.words(form).stream()
                    .filter(word -> word.length() > 2)
                    .noneMatch(words::contains);
        }

        private static String upper(String text) {
            return text.toUpperCase(Locale.ROOT);
        }

        private static String twoLetters(String text) {
            return text.replace("\u00fc", "ue").replace("\u00f6", "oe").replace("\u00e4", "ae");
        }
    }

    private static Person person(Random random) {
        String[] name = Names.draw(random).split("\\^");
        while (unfit(name[0]) || unfit(name[1])) {
            name = Names.draw(random).split("\\^");
        }
        String doctor = Names.draw(random).split("\\^")[0];
        while (unfit(doctor)) {
            doctor = Names.draw(random).split("\\^")[0];
        }
        String id = letters(random, 2) + '-' + digits(random, 4) + '-' + digits(random, 4);
        LocalDate born = LocalDate.of(1925, 1, 1).plusDays(random.nextInt(36_000));
        String street = "Z" + letters(random, 6).toLowerCase(Locale.ROOT) + "gasse";
        String city = "Q" + letters(random, 5).toLowerCase(Locale.ROOT);
        String phone =
                "07"
                        + digits(random, 1)
                        + ' '
                        + digits(random, 3)
                        + ' '
                        + digits(random, 2)
                        + ' '
                        + digits(random, 2);
        String mail = Folding.fold(name[1]) + random.nextInt(100) + "@example.org";
        return new Person(
                name[0],
                name[1],
                "Quirin",
                id,
                "A" + digits(random, 7),
                born,
                phone,
                mail,
                street,
                city,
                doctor);
    }

    // What a word of the vocabulary is called stays by design: a patient called Hand.
    private static boolean unfit(String name) {
        return Folding.words(name).stream()
                .anyMatch(word -> CommonWords.inNames(word) || word.length() < 2);
    }

    private static String letters(Random random, int count) {
        return random.ints(count, 'A', 'Z' + 1)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private static String digits(Random random, int count) {
        return String.join("", Collections.nCopies(count, "#"))
                .chars()
                .mapToObj(c -> Integer.toString(random.nextInt(10)))
                .collect(Collectors.joining());
    }
}
