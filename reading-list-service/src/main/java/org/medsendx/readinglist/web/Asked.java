package org.medsendx.readinglist.web;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.medsendx.readinglist.exam.ExamFilter;
import org.medsendx.readinglist.exam.Progress;
import org.medsendx.readinglist.exam.Reviewed;

/** Which exams are asked for, and which page of them; what makes no sense is left out. */
public class Asked {

    static final int PAGE = 50;
    private static final int MOST = 200;
    private static final int LAST_PAGE = 100_000;

    // What is let through needs no escaping in an address.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,15}");
    private static final Pattern UID_PART = Pattern.compile("[0-9.]{1,64}");

    /** A part of the pseudonymous Study Instance UID. */
    @QueryParam("study")
    @Nullable String study;

    @QueryParam("truck")
    @Nullable String truck;

    @QueryParam("modality")
    @Nullable String modality;

    /** {@code here}, {@code on-its-way} or {@code not-assessed}. */
    @QueryParam("progress")
    @Nullable String progress;

    /** {@code open}, {@code accepted} or {@code rejected}, by the truck. */
    @QueryParam("review")
    @Nullable String review;

    /** From 1. */
    @QueryParam("page")
    @DefaultValue("1")
    int page;

    @QueryParam("limit")
    @DefaultValue("50")
    int limit;

    Query query() {
        return new Query(
                new ExamFilter(
                        matching(UID_PART, study),
                        matching(NAME, truck),
                        matching(NAME, modality),
                        one(Progress.values(), Progress::code, progress),
                        one(Reviewed.values(), Reviewed::code, review)),
                Math.clamp(page, 1, LAST_PAGE),
                Math.clamp(limit, 1, MOST));
    }

    private static String matching(Pattern form, @Nullable String text) {
        var name = text == null ? "" : text.strip();
        return form.matcher(name).matches() ? name : "";
    }

    private static <E> @Nullable E one(
            E[] values, Function<E, String> code, @Nullable String text) {
        return Arrays.stream(values)
                .filter(value -> code.apply(value).equals(text))
                .findFirst()
                .orElse(null);
    }
}
