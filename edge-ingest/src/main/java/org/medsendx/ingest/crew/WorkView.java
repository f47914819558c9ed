package org.medsendx.ingest.crew;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    /**
     * Something that waits for a person.
     *
     * @param codes for whoever looks them up
     * @param picture its address, for the officer; empty where there is none
     * @param profiles that may be chosen beside the truck's own; none where there is no choice
     * @param correct where the patient can be corrected; empty where that cannot be
     */
    public record Row(
            String id,
            String kind,
            String scanner,
            String since,
            String says,
            String todo,
            String codes,
            List<Button> acts,
            String picture,
            List<String> profiles,
            String correct) {}

    /** Something that can be done about it. */
    public record Button(String path, String label, String level) {}

    /**
     * Puts the list into words.
     *
     * @param items what is open
     * @param settled what was done lately
     * @param ended how the last act of this person ended, or empty
     * @param profiles names of the profiles that may be chosen for what was withheld
     * @param orders whether there are orders to correct a patient by
     */
    public static WorkView of(
            Words words,
            List<Item> items,
            List<Item> settled,
            String ended,
            List<String> profiles,
            boolean orders) {
        var texts = words.texts();
        var remarks = new ArrayList<String>();
        if (!ended.isEmpty()) {
            remarks.add(texts.text("work.ended." + ended));
        }
        if (items.size() > MOST) {
            remarks.add(texts.text("work.hidden", items.size() - MOST));
        }
        return new WorkView(
                items.stream().limit(MOST).map(item -> row(words, item, profiles, orders)).toList(),
                String.join(" ", remarks),
                settled.stream().flatMap(item -> done(words, item)).toList());
    }

    private static Row row(Words words, Item item, List<String> profiles, boolean orders) {
        var texts = words.texts();
        String key = Reasons.key(item);
        return new Row(
                item.objectId().toString(),
                texts.text(
                        switch (item.kind()) {
                            case WITHHELD -> "work.withheld";
                            case QUARANTINED -> "work.quarantined";
                            case DIFFERS -> "work.differs";
                        }),
                words.scanner(item.scanner()),
                texts.text("work.since", words.time(item.at())),
                texts.text("reason." + key),
                texts.text("todo." + key),
                String.join(", ", item.reasons()),
                item.acts().stream()
                        // That needs an order to be chosen.
                        .filter(act -> act != Item.Act.CORRECT)
                        .map(act ->
                                new Button(
                                        act.name().toLowerCase(Locale.ROOT),
                                        texts.text("work." + act),
                                        act == Item.Act.DISCARD ? "bad" : ""))
                        .toList(),
                hasPicture(item) ? "/worklist/" + item.objectId() + "/picture.png" : "",
                item.kind() == Item.Kind.WITHHELD ? profiles : List.of(),
                orders && item.correctable() && hasPicture(item)
                        ? "/worklist/" + item.objectId() + "/correct"
                        : "");
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
