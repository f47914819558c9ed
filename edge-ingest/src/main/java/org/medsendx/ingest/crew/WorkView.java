package org.medsendx.ingest.crew;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.medsendx.ingest.tasks.Item;

/**
 * The work list in words of one language.
 *
 * @param remark what became of an act, or how many are not shown; empty for nothing
 * @param done what was done lately
 */
public record WorkView(List<Row> rows, String remark, List<String> done) {

    private static final int MOST = 100;
    private static final int MOST_NAMED = 200;
    private static final int MOST_CODES = 8;

    /**
     * What waits for a person: an image, or those of one series that wait for the same reason.
     *
     * @param id of the first of them
     * @param count how many there are, as a text; empty for a single one
     * @param images what there is of several; none for a single one
     * @param more how many of them are not named, as a text; empty for none
     * @param codes for whoever looks them up
     * @param picture its address, for the officer; empty where there is none
     * @param profiles that may be chosen beside the truck's own; none where there is no choice
     * @param correct where the patient can be corrected; empty where that cannot be
     */
    public record Row(
            String id,
            String kind,
            String count,
            List<Image> images,
            String more,
            String scanner,
            String since,
            String says,
            String todo,
            String codes,
            List<Button> acts,
            String picture,
            List<String> profiles,
            String correct) {}

    /**
     * One of several.
     *
     * @param picture its address, for the officer; empty where there is none
     * @param alone where it can be decided about without the others
     */
    public record Image(String id, String since, String picture, String alone) {}

    /** Something that can be done about it. */
    public record Button(String path, String label, String level) {}

    /**
     * Puts the list into words.
     *
     * @param items what is open, divided into what is one matter
     * @param left how many were not divided, because there are too many
     * @param settled what was done lately
     * @param ended how the last act of this person ended, or empty
     * @param profiles names of the profiles that may be chosen for what was withheld
     * @param orders whether there are orders to correct a patient by
     */
    public static WorkView of(
            Words words,
            List<List<Item>> items,
            int left,
            List<Item> settled,
            String ended,
            List<String> profiles,
            boolean orders) {
        var texts = words.texts();
        var remarks = new ArrayList<String>();
        if (!ended.isEmpty()) {
            remarks.add(texts.text("work.ended." + ended));
        }
        int hidden = left + items.stream().skip(MOST).mapToInt(List::size).sum();
        if (hidden > 0) {
            remarks.add(texts.text("work.hidden", hidden));
        }
        return new WorkView(
                items.stream()
                        .limit(MOST)
                        .map(group -> row(words, group, profiles, orders))
                        .toList(),
                String.join(" ", remarks),
                settled.stream().flatMap(item -> done(words, item)).toList());
    }

    private static Row row(Words words, List<Item> group, List<String> profiles, boolean orders) {
        var texts = words.texts();
        var item = group.getFirst();
        boolean several = group.size() > 1;
        String key = Reasons.key(item);
        return new Row(
                item.objectId().toString(),
                texts.text(
                        switch (item.kind()) {
                            case WITHHELD -> "work.withheld";
                            case QUARANTINED -> "work.quarantined";
                            case DIFFERS -> "work.differs";
                        }),
                several ? texts.text("work.images", group.size()) : "",
                several
                        ? group.stream().limit(MOST_NAMED).map(one -> image(words, one)).toList()
                        : List.of(),
                group.size() > MOST_NAMED
                        ? texts.text("work.hidden", group.size() - MOST_NAMED)
                        : "",
                words.scanner(item.scanner()),
                // The list has the latest first.
                texts.text("work.since", words.time(group.getLast().at())),
                texts.text("reason." + key),
                texts.text("todo." + key),
                group.stream()
                        .flatMap(one -> one.reasons().stream())
                        .distinct()
                        .limit(MOST_CODES)
                        .collect(Collectors.joining(", ")),
                item.acts().stream()
                        // That needs an order to be chosen.
                        .filter(act -> act != Item.Act.CORRECT)
                        .map(act ->
                                new Button(
                                        act.name().toLowerCase(Locale.ROOT),
                                        texts.text("work." + act),
                                        act == Item.Act.DISCARD ? "bad" : ""))
                        .toList(),
                several ? "" : picture(item),
                item.kind() == Item.Kind.WITHHELD ? profiles : List.of(),
                orders && item.correctable() && hasPicture(item)
                        ? "/worklist/" + item.objectId() + "/correct"
                        : "");
    }

    private static Image image(Words words, Item item) {
        return new Image(
                item.objectId().toString(),
                words.time(item.at()),
                picture(item),
                "/worklist?image=" + item.objectId());
    }

    private static String picture(Item item) {
        return hasPicture(item) ? "/worklist/" + item.objectId() + "/picture.png" : "";
    }

    // What cannot be read has none.
    private static boolean hasPicture(Item item) {
        return switch (item.code()) {
            case "uid-mismatch",
                    "class-mismatch",
                    "study-mismatch",
                    "uid-conflict",
                    "device-quarantined",
                    "other-modality",
                    Item.ORDER_DIFFERS,
                    "sop-class-not-accepted" ->
                    true;
            default -> item.kind() != Item.Kind.QUARANTINED;
        };
    }

    // Who and why are for those who may see the list of decisions; here it is who and what.
    private static Stream<String> done(Words words, Item item) {
        var settled = item.settled();
        return settled == null
                ? Stream.empty()
                : Stream.of(
                        words.texts()
                                .text(
                                        "work.done",
                                        words.time(settled.at()),
                                        words.texts().text("did." + settled.act()),
                                        settled.by(),
                                        item.objectId().toString()));
    }
}
