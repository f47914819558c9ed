package org.medsendx.ingest.crew;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A language of the pages. */
public enum Language {
    EN(Locale.ENGLISH),
    DE(Locale.GERMAN),
    FR(Locale.FRENCH);

    private static final int LONGEST = 200;

    private final Locale locale;

    Language(Locale locale) {
        this.locale = locale;
    }

    /** Its tag, such as {@code de}. */
    public String tag() {
        return locale.toLanguageTag();
    }

    /** How numbers and dates are written in it. */
    public Locale locale() {
        return locale;
    }

    /** The language of a tag; empty when there is none. */
    public static Optional<Language> of(@Nullable String tag) {
        return Stream.of(values()).filter(one -> one.tag().equals(tag)).findFirst();
    }

    /**
     * The language that a browser would like best (RFC 9110, 12.5.4; RFC 4647, 3.4).
     *
     * @param accepted its field Accept-Language, or null
     * @param otherwise the one for those who want none of them
     */
    public static Language accepted(@Nullable String accepted, Language otherwise) {
        if (accepted == null || accepted.isBlank() || accepted.length() > LONGEST) {
            return otherwise;
        }
        List<Locale.LanguageRange> ranges;
        try {
            ranges = Locale.LanguageRange.parse(accepted);
        } catch (IllegalArgumentException e) {
            return otherwise;
        }
        var tag = Locale.lookupTag(ranges, Stream.of(values()).map(Language::tag).toList());
        return of(tag).orElse(otherwise);
    }
}
