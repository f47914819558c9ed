package org.medsendx.ingest.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.medsendx.ingest.crew.CrewSettings;
import org.medsendx.ingest.crew.Language;
import org.medsendx.ingest.crew.Texts;
import org.medsendx.ingest.crew.Words;
import org.medsendx.webguard.GuardFilter;
import org.medsendx.webguard.Person;

/** What all pages for the crew have in common: their language, and who looks at them. */
@Singleton
public final class CrewFrame {

    private static final String COOKIE = "medsendx-language";
    private static final String PARAMETER = "lang";
    private static final long A_YEAR = 365L * 24 * 3600;

    private final CrewSettings settings;

    CrewFrame(CrewSettings settings) {
        this.settings = settings;
    }

    /** How the pages are set. */
    CrewSettings settings() {
        return settings;
    }

    /**
     * A page.
     *
     * @param t its texts
     * @param path where it is, for the choice of another language
     * @param officer whether what is identified may be shown, and acts be done
     * @param known whether the name of who looks was proved
     */
    public record Page(Texts t, Words words, String path, boolean officer, boolean known) {

        /** The tag of its language. */
        public String lang() {
            return t.language().tag();
        }

        /** As of when it is, for browsers without scripts. */
        public String state() {
            return t.text("live.noscript", words.exact(words.now()));
        }

        /** The languages that there are. */
        public List<Choice> languages() {
            return Stream.of(Language.values())
                    .map(one ->
                            new Choice(
                                    one.tag(),
                                    Texts.in(one).text("language.name"),
                                    one == t.language()))
                    .toList();
        }
    }

    /** A language that can be chosen. */
    public record Choice(String tag, String name, boolean chosen) {}

    /** The page of a request; a language that was chosen in its address is remembered. */
    Page page(RoutingContext context, String path) {
        Person person = person(context);
        return new Page(
                Texts.in(language(context)),
                words(language(context)),
                path,
                person.roles().contains("officer"),
                person.known());
    }

    /** Times and numbers of now in a language. */
    Words words(Language language) {
        return new Words(Texts.in(language), settings.zone(), Instant.now());
    }

    private Language language(RoutingContext context) {
        var request = context.request();
        var chosen = Language.of(request.getParam(PARAMETER));
        if (chosen.isPresent()) {
            context.response()
                    .addCookie(
                            Cookie.cookie(COOKIE, chosen.get().tag())
                                    .setPath("/")
                                    .setMaxAge(A_YEAR)
                                    .setHttpOnly(true)
                                    .setSecure(request.isSSL())
                                    .setSameSite(CookieSameSite.STRICT));
            return chosen.get();
        }
        Cookie cookie = request.getCookie(COOKIE);
        return Language.of(cookie == null ? null : cookie.getValue())
                .orElseGet(() ->
                        Language.accepted(
                                request.getHeader("Accept-Language"), settings.language()));
    }

    static Person person(RoutingContext context) {
        Person person = GuardFilter.person(context);
        if (person == null) {
            throw new IllegalStateException("the guard lets nobody in here");
        }
        return person;
    }
}
