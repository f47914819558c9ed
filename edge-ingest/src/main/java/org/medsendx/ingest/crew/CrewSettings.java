package org.medsendx.ingest.crew;

import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How the crew's pages are set.
 *
 * @param zone in which times are shown
 * @param language for browsers that want none of those there are
 * @param window how far back exams are shown and searched
 * @param qaPage address of the QA page without a slash at its end, or null
 * @param linkPage the same of the page of the link, or null
 */
public record CrewSettings(
        ZoneId zone,
        Language language,
        Duration window,
        @Nullable String qaPage,
        @Nullable String linkPage) {

    /** Address of the page of the link; empty when there is none. */
    public String linkToLink() {
        return linkPage == null ? "" : linkPage;
    }
}
