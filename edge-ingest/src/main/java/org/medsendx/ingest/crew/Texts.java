package org.medsendx.ingest.crew;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that the crew's pages say, in one language: the catalogue {@code texts_LANGUAGE.txt}. There
 * is no falling back to another language: a test holds that each has every key. Thread safe.
 */
public final class Texts {

    private static final Map<Language, Texts> ALL = new EnumMap<>(Language.class);

    static {
        for (var language : Language.values()) {
            ALL.put(language, read(language));
        }
    }

    private final Language language;
    private final Properties texts;

    private Texts(Language language, Properties texts) {
        this.language = language;
        this.texts = texts;
    }

    /** The catalogue of a language. */
    public static Texts in(Language language) {
        return requireNonNull(ALL.get(language));
    }

    private static Texts read(Language language) {
        var texts = new Properties();
        String name = "texts_" + language.tag() + ".txt";
        try (var bytes = Texts.class.getResourceAsStream(name)) {
            if (bytes == null) {
                throw new IllegalStateException("no catalogue " + name);
            }
            texts.load(new InputStreamReader(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Texts(language, texts);
    }

    /** Which language this is. */
    public Language language() {
        return language;
    }

    /**
     * A text as it stands.
     *
     * @throws IllegalArgumentException when there is no such key
     */
    public String text(String key) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalArgumentException("no text " + key);
        }
        return text;
    }

    /** As {@link #text(String)}, for templates, which tell methods apart by their names. */
    public String say(String key) {
        return text(key);
    }

    /** A text with what stands in its places, as {@link MessageFormat} has them. */
    public String text(String key, Object... values) {
        return new MessageFormat(text(key), language.locale()).format(values);
    }

    /** A text, or the one of another key when there is none. */
    String textOr(String key, String otherwise) {
        return texts.containsKey(key) ? text(key) : text(otherwise);
    }

    /** All keys. */
    public Set<String> keys() {
        return new TreeSet<>(texts.stringPropertyNames());
    }
}
