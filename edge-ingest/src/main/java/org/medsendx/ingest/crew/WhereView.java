package org.medsendx.ingest.crew;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where something is, in words of one language.
 *
 * @param sought the number that was looked for; empty at first
 * @param remarks what is to be said before
 * @param original whom it is of, for the officer; else null
 * @param facts what is known of it as a whole
 * @param stages the way of one image; none for an exam
 * @param images of an exam
 * @param hits of a search by the patient
 * @param picture address of the picture on the QA page; empty for none
 */
public record WhereView(
        String sought,
        List<String> remarks,
        @Nullable Original original,
        List<TruckView.Fact> facts,
        List<Step> stages,
        List<Image> images,
        List<Hit> hits,
        String picture) {

    /** Nothing was looked for yet. */
    public static final WhereView EMPTY =
            new WhereView("", List.of(), null, List.of(), List.of(), List.of(), List.of(), "");

    /** Only something that is to be said. */
    public static WhereView remark(String remark) {
        return new WhereView(
                "", List.of(remark), null, List.of(), List.of(), List.of(), List.of(), "");
    }

    /** The same, with one more that is to be said before. */
    public WhereView and(String remark) {
        var said = new ArrayList<>(remarks);
        said.add(remark);
        return new WhereView(sought, said, original, facts, stages, images, hits, picture);
    }

    /** The same, with whom it is of. */
    public WhereView of(@Nullable Original whom) {
        return new WhereView(sought, remarks, whom, facts, stages, images, hits, picture);
    }

    /**
     * A stage of the way.
     *
     * @param more what was found or decided there; empty for nothing
     */
    public record Step(String name, String time, String more, String level) {}

    /** An image of an exam. */
    public record Image(String id, String time, String level, String verdict, String stage) {}

    /** Something of a person. */
    public record Hit(Original original, String time, String scanner, String href) {}
}
