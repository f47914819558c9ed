package org.medsendx.deidentification.patient;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.medsendx.deidentification.pseudonym.DateShift;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.VR;

/** Gathers the tokens of a header: what points to the people that it names. */
final class Tokens {

    /** From this many letters on a word counts inside a word too. */
    static final int LONG = 5;

    /** From this many digits on a number counts inside a number too. */
    static final int LONG_NUMBER = 8;

    /** Shorter numbers and ids are found by chance. */
    private static final int SHORTEST_NUMBER = 5;

    /** Family names that make a login name with an initial; shorter ones make common syllables. */
    private static final int SHORTEST_OF_LOGIN = 3;

    // A header with more names than this is no header of one patient's image.
    private static final int MAX_TOKENS = 2000;
    private static final int MAX_DEPTH = 64;

    private static final Set<Integer> NUMBERS =
            Set.of(
                    PatientID,
                    OtherPatientIDs,
                    AccessionNumber,
                    MedicalRecordLocator,
                    AdmissionID,
                    ServiceEpisodeID,
                    InsurancePlanIdentification,
                    PlacerOrderNumberImagingServiceRequest,
                    FillerOrderNumberImagingServiceRequest);

    private static final Set<Integer> TELECOM =
            Set.of(
                    PatientTelephoneNumbers,
                    PatientTelecomInformation,
                    ReferringPhysicianTelephoneNumbers,
                    PersonTelephoneNumbers,
                    PersonTelecomInformation);

    private static final Set<Integer> ADDRESSES =
            Set.of(PatientAddress, ReferringPhysicianAddress, PersonAddress, RegionOfResidence);

    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final Pattern MAIL =
            Pattern.compile("[a-z0-9._%+-]+@[a-z0-9-]+(\\.[a-z0-9-]+)+");
    private static final Pattern PHONE = Pattern.compile("[+(]?\\d[\\d ()./-]{5,}\\d");

    /** Count wherever they stand. */
    final Set<String> inside = new LinkedHashSet<>();

    /** Count as whole words. */
    final Set<String> whole = new LinkedHashSet<>();

    /** Texts with separators in them that count as they are. */
    final Set<String> phrases = new LinkedHashSet<>();

    /** Inside tokens as they are spelled, with accents. */
    final Set<String> spelled = new LinkedHashSet<>();

    /** Letters and digits of ids and telephone numbers, which count with any separators. */
    final Set<String> squeezed = new LinkedHashSet<>();

    /** Two words that are a full name when they follow each other. */
    final Set<String> pairs = new LinkedHashSet<>();

    /** Initials of each name in order, given names first. */
    final Set<String> initials = new LinkedHashSet<>();

    final List<DatesInText> birthDates = new ArrayList<>();

    static boolean isSource(int tag) {
        return NUMBERS.contains(tag)
                || TELECOM.contains(tag)
                || ADDRESSES.contains(tag)
                || tag == PatientBirthDate;
    }

    int size() {
        return inside.size() + whole.size() + phrases.size() + squeezed.size() + pairs.size();
    }

    void collect(DataSet dataSet, int depth) {
        if (depth > MAX_DEPTH) {
            return;
        }
        for (Element element : dataSet) {
            switch (element) {
                case Element.Sequence sequence -> {
                    for (DataSet item : sequence.items()) {
                        collect(item, depth + 1);
                    }
                }
                case Element.Value value -> {
                    if (size() < MAX_TOKENS) {
                        collect(dataSet, value);
                    }
                }
                case Element.Bulk bulk -> {}
                case Element.Encapsulated encapsulated -> {}
            }
        }
    }

    private void collect(DataSet dataSet, Element.Value value) {
        int tag = value.tag();
        // A content creator is often a program, named like the device.
        if (value.vr() == VR.PN && tag != ContentCreatorName) {
            dataSet.strings(tag).forEach(this::name);
        } else if (NUMBERS.contains(tag)) {
            dataSet.strings(tag).forEach(this::number);
        } else if (TELECOM.contains(tag)) {
            dataSet.strings(tag).forEach(this::telecom);
        } else if (ADDRESSES.contains(tag)) {
            dataSet.strings(tag).forEach(this::address);
        } else if (tag == PatientBirthDate) {
            dataSet.strings(tag).forEach(this::birthDate);
        }
    }

    private void name(String name) {
        String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
        for (String group : composed.split("=", -1)) {
            String[] components = group.split("\\^", -1);
            for (String component : components) {
                for (String word : Folding.spelledWords(component)) {
                    word(word);
                }
                joined(component);
            }
            if (components.length > 1) {
                fullName(components[0], components[1], components.length > 2 ? components[2] : "");
            }
        }
    }

    private void word(String word) {
        String folded = Folding.fold(word);
        Folding.spelledWords(folded).forEach(this::add);
        if (inside.contains(folded) && !folded.equals(word.toLowerCase(Locale.ROOT))) {
            spelled.add(word.toLowerCase(Locale.ROOT));
        }
        // Umlauts are written with two letters where a keyboard has none, and the other way round.
        String lower = word.toLowerCase(Locale.ROOT);
        String two =
                lower.replace("\u00e4", "ae")
                        .replace("\u00f6", "oe")
                        .replace("\u00fc", "ue")
                        .replace("\u00f8", "oe")
                        .replace("\u00e5", "aa");
        if (!two.equals(lower)) {
            add(Folding.fold(two));
        }
        if (folded.length() > LONG) {
            String one = folded.replace("ae", "a").replace("oe", "o").replace("ue", "u");
            if (!one.equals(folded)) {
                add(one);
            }
        }
    }

    // O'Brien and Meier-Huber are written in one word too.
    private void joined(String component) {
        for (String part : component.split("\\s+", -1)) {
            List<String> words = Folding.words(part);
            if (words.size() > 1) {
                add(String.join("", words));
            }
        }
    }

    private void fullName(String family, String given, String middle) {
        List<String> families = Folding.words(family);
        List<String> givens = new ArrayList<>(Folding.words(given));
        if (families.isEmpty() || givens.isEmpty()) {
            return;
        }
        givens.addAll(Folding.words(middle));
        var letters = new StringBuilder();
        givens.forEach(one -> letters.appendCodePoint(one.codePointAt(0)));
        letters.appendCodePoint(families.getFirst().codePointAt(0));
        initials.add(letters.toString());
        for (String first : givens) {
            for (String last : families) {
                // Two clinical words are no name, whoever is called so.
                if (CommonWords.ofNobody(first) || CommonWords.ofNobody(last)) {
                    continue;
                }
                if (!CommonWords.inNames(first) || !CommonWords.inNames(last)) {
                    pairs.add(first + ' ' + last);
                    pairs.add(last + ' ' + first);
                }
                if (first.length() > 1 && last.length() > 1) {
                    add(first + last);
                    add(last + first);
                    if (last.length() >= SHORTEST_OF_LOGIN) {
                        add(first.charAt(0) + last);
                        add(last + first.charAt(0));
                    }
                }
            }
        }
    }

    private void number(String number) {
        String text = Folding.fold(number.strip());
        String letters = String.join("", Folding.words(text));
        if (letters.length() < 2 || CommonWords.inNames(letters)) {
            return;
        }
        boolean digits = DIGITS.matcher(letters).matches();
        if (digits && CommonWords.placeholderNumber(letters)) {
            return;
        }
        if (!letters.equals(text) && text.length() >= LONG) {
            phrases.add(text);
        }
        add(letters);
        boolean hasDigit = letters.chars().anyMatch(c -> c >= '0' && c <= '9');
        if (hasDigit && letters.length() >= SHORTEST_NUMBER) {
            squeezed.add(letters);
        }
        String bare = letters.replaceFirst("^0+", "");
        if (digits && bare.length() >= SHORTEST_NUMBER && !bare.equals(letters)) {
            add(bare);
        }
    }

    private void telecom(String text) {
        String folded = Folding.fold(text);
        Matcher mail = MAIL.matcher(folded);
        while (mail.find()) {
            phrases.add(mail.group());
            String local = mail.group().substring(0, mail.group().indexOf('@'));
            Folding.spelledWords(local).forEach(this::add);
        }
        Matcher phone = PHONE.matcher(MAIL.matcher(folded).replaceAll(" "));
        while (phone.find()) {
            String digits = phone.group().replaceAll("\\D", "");
            if (digits.length() < 7 || CommonWords.placeholderNumber(digits)) {
                continue;
            }
            // With and without country code and trunk zero the last digits are the same.
            squeezed.add(
                    digits.length() > LONG_NUMBER
                            ? digits.substring(digits.length() - LONG_NUMBER)
                            : digits);
            add(digits);
        }
    }

    private void address(String text) {
        for (String word : Folding.words(text)) {
            boolean letters = word.chars().noneMatch(c -> c >= '0' && c <= '9');
            if (letters && word.length() > 3 && !CommonWords.inAddresses(word)) {
                whole.add(word);
            }
        }
    }

    private void birthDate(String date) {
        LocalDate day = DateShift.parse(date.strip());
        if (day == null) {
            return;
        }
        var dates = new DatesInText(day);
        birthDates.add(dates);
        inside.addAll(dates.runs());
        String year = "%04d".formatted(day.getYear());
        String month = "%02d".formatted(day.getMonthValue());
        String dayOfMonth = "%02d".formatted(day.getDayOfMonth());
        for (String separator : List.of("-", ".", "/", " ")) {
            phrases.add(String.join(separator, year, month, dayOfMonth));
            phrases.add(String.join(separator, dayOfMonth, month, year));
            phrases.add(String.join(separator, month, dayOfMonth, year));
        }
    }

    private void add(String word) {
        boolean number = DIGITS.matcher(word).matches();
        if (word.length() < 2
                || CommonWords.inNames(word)
                || (number && CommonWords.placeholderNumber(word))) {
            return;
        }
        int enough = number ? LONG_NUMBER : ideographic(word) ? 2 : LONG;
        if (word.length() >= enough) {
            inside.add(word);
        } else {
            whole.add(word);
        }
    }

    // Scripts without spaces between words; two of their characters say as much as a Latin word.
    private static boolean ideographic(String word) {
        return word.codePoints()
                .anyMatch(c ->
                        Character.isIdeographic(c)
                                || Character.UnicodeScript.of(c) == Character.UnicodeScript.HANGUL
                                || Character.UnicodeScript.of(c) == Character.UnicodeScript.KATAKANA
                                || Character.UnicodeScript.of(c)
                                        == Character.UnicodeScript.HIRAGANA);
    }
}
