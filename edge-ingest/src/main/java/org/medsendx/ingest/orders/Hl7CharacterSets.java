package org.medsendx.ingest.orders;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which character set MSH-18 names: the terms of HL7 table 0211, and other names of the same sets
 * that systems write there: those of DICOM, of the IANA, of Windows. A name that is none of these
 * is not guessed at.
 */
final class Hl7CharacterSets {

    private static final Map<String, String> TERMS =
            Map.ofEntries(
                    Map.entry("ASCII", "US-ASCII"),
                    Map.entry("US-ASCII", "US-ASCII"),
                    Map.entry("ISO IR6", "US-ASCII"),
                    Map.entry("ISO IR14", "ISO-2022-JP"),
                    Map.entry("ISO IR87", "ISO-2022-JP"),
                    Map.entry("ISO IR159", "ISO-2022-JP-2"),
                    Map.entry("GB 18030-2000", "GB18030"),
                    Map.entry("GB18030", "GB18030"),
                    Map.entry("GBK", "GBK"),
                    Map.entry("GB2312", "GB2312"),
                    Map.entry("BIG-5", "Big5"),
                    Map.entry("BIG5", "Big5"),
                    Map.entry("KS X 1001", "EUC-KR"),
                    Map.entry("EUC-KR", "EUC-KR"),
                    Map.entry("UNICODE", "UTF-8"),
                    Map.entry("ISO IR192", "UTF-8"));

    /** By the number of their registration, as DICOM names sets of one byte. */
    private static final Map<String, String> REGISTERED =
            Map.of(
                    "100", "ISO-8859-1",
                    "101", "ISO-8859-2",
                    "109", "ISO-8859-3",
                    "110", "ISO-8859-4",
                    "144", "ISO-8859-5",
                    "127", "ISO-8859-6",
                    "126", "ISO-8859-7",
                    "138", "ISO-8859-8",
                    "148", "ISO-8859-9",
                    "203", "ISO-8859-15");

    private static final Pattern LATIN = Pattern.compile("(?:ISO[-_ ]?)?8859[-_/ ]([1-9]|13|15)");
    private static final Pattern REGISTRATION = Pattern.compile("ISO[-_ ]IR[-_ ]?([0-9]+)");
    private static final Pattern UTF_8 = Pattern.compile("(?:UNICODE[-_ ])?UTF[-_ ]?8");
    private static final Pattern WINDOWS = Pattern.compile("(?:WINDOWS|CP|WIN)[-_ ]?(125[0-8])");

    private Hl7CharacterSets() {}

    /** Null for what names none. */
    static @Nullable Charset named(String term) {
        String name = term.strip().toUpperCase(Locale.ROOT);
        String known = TERMS.get(name);
        if (known != null) {
            return Charset.forName(known);
        }
        if (UTF_8.matcher(name).matches()) {
            return StandardCharsets.UTF_8;
        }
        var latin = LATIN.matcher(name);
        if (latin.matches()) {
            return Charset.forName("ISO-8859-" + latin.group(1));
        }
        var windows = WINDOWS.matcher(name);
        if (windows.matches()) {
            return Charset.forName("windows-" + windows.group(1));
        }
        var registration = REGISTRATION.matcher(name);
        if (registration.matches()) {
            String number = registration.group(1);
            String set = REGISTERED.getOrDefault(number, TERMS.getOrDefault("ISO IR" + number, ""));
            return set.isEmpty() ? null : Charset.forName(set);
        }
        return null;
    }
}
