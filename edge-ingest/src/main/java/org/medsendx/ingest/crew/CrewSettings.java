package org.medsendx.ingest.crew;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;

/**
 * How the crew's pages are set.
 *
 * @param zone in which times are shown
 * @param language for browsers that want none of those there are
 * @param window how far back exams are shown and searched
 * @param qaPage address of the QA page without a slash at its end, or null
 * @param linkPage the same of the page of the link, or null
 * @param profiles names of the profiles that may be chosen for one image
 */
public record CrewSettings(
        ZoneId zone,
        Language language,
        Duration window,
        @Nullable String qaPage,
        @Nullable String linkPage,
        List<String> profiles) {

    public CrewSettings {
        profiles = profiles.stream().map(Checks::profile).toList();
    }

    /** Address of the page of the link; empty when there is none. */
    public String linkToLink() {
        return linkPage == null ? "" : linkPage;
    }
}
