package org.medsendx.webguard;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.accounts.PasswordRules;

/** The page on which people of a truck sign in and out: a form, no script, no style of its own. */
final class SignInPage {

    private static final String HEAD =
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <link rel="icon" href="data:,">
            <title>Sign in · MedSendX Edge</title>
            <link rel="stylesheet" href="/login.css">
            </head>
            <body>
            <main>
            <h1>MedSendX Edge</h1>
            <p class="faint">%s</p>
            """;

    private static final String END = "</main>\n</body>\n</html>\n";

    private final String service;

    SignInPage(String service) {
        this.service = service;
    }

    /**
     * The form.
     *
     * @param next where to go then, a path of this service; null when nowhere in particular
     * @param problem why it is shown again; null at first
     */
    String form(@Nullable String next, @Nullable String problem) {
        return HEAD.formatted(escape(service))
                + (problem == null
                        ? ""
                        : "<p class=\"notice\" role=\"alert\">" + escape(problem) + "</p>\n")
                + """
                <form method="post" action="/login">
                <label for="name">Name</label>
                <input id="name" name="name" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="40" required autofocus>
                <label for="password">Password</label>
                <input id="password" name="password" type="password" autocomplete="current-password" maxlength="%d" required>
                """
                        .formatted(PasswordRules.LONGEST)
                + (next == null
                        ? ""
                        : "<input type=\"hidden\" name=\"next\" value=\"" + escape(next) + "\">\n")
                + """
                <button type="submit">Sign in</button>
                </form>
                <p class="faint">Each look at identified data is written down with your name. Forgotten? The truck's admin
                gives another password: <code>medsendx accounts reset NAME</code>.</p>
                """
                + END;
    }

    /** Without a form: nobody can sign in. */
    String nobodyCan(String why) {
        return HEAD.formatted(escape(service))
                + "<p class=\"notice\" role=\"alert\">"
                + escape(why)
                + "</p>\n"
                + END;
    }

    /** For somebody who is signed in. */
    String signedIn(Person person, List<Route> pages) {
        var page =
                new StringBuilder(HEAD.formatted(escape(service)))
                        .append("<p>Signed in as <strong>")
                        .append(escape(person.name()))
                        .append("</strong>, ")
                        .append(escape(String.join(", ", person.roles())))
                        .append(".</p>\n<ul>\n");
        return page.append(links(pages))
                .append(
                        """
                        </ul>
                        <form method="post" action="/logout">
                        <button type="submit">Sign out</button>
                        </form>
                        """)
                .append(END)
                .toString();
    }

    /** Where nobody signs in. */
    String open(List<Route> pages) {
        return HEAD.formatted(escape(service))
                + "<p>Nobody signs in here: whoever is on this machine sees everything"
                + " (<code>medsendx.web.access=loopback</code>).</p>\n<ul>\n"
                + links(pages)
                + "</ul>\n"
                + END;
    }

    private static String links(List<Route> pages) {
        var links = new StringBuilder();
        for (Route route : pages) {
            String path = escape(route.path());
            links.append("<li><a href=\"%s\">%s</a></li>%n".formatted(path, path));
        }
        return links.toString();
    }

    /** What is said to somebody who has to wait. */
    static String wait(Duration left) {
        long minutes = Math.max(1, (left.toSeconds() + 59) / 60);
        return "Too many failures. Try again in "
                + (minutes == 1 ? "a minute" : minutes + " minutes")
                + ", or ask the truck's admin to unlock the account.";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
