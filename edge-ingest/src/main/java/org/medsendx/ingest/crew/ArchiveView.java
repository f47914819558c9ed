package org.medsendx.ingest.crew;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.medsendx.ingest.archive.Aside;

/** What the archive refuses each time, in words of one language: a row for each reason. */
public record ArchiveView(List<Row> rows) {

    /** So many images of a reason are named; all are sent again together. */
    private static final int MOST_NAMED = 100;

    /**
     * Originals that wait for one reason.
     *
     * @param code the reason, for whoever looks it up
     * @param count how many there are, as a text
     * @param more how many of them are not named, as a text; empty for none
     */
    public record Row(
            String code,
            String says,
            String todo,
            String count,
            String since,
            List<String> ids,
            String more) {
        public Row {
            ids = List.copyOf(ids);
        }
    }

    /** Why one is not at the archive, and since when. */
    public static String of(Words words, Aside aside) {
        var texts = words.texts();
        String key = Reasons.archive(aside.code());
        return texts.text("reason.archive." + key)
                + " ("
                + aside.code()
                + ", "
                + texts.text("work.since", words.time(aside.at()))
                + ") "
                + texts.text("todo.archive." + key);
    }

    /** Puts the list into words. */
    public static ArchiveView of(Words words, List<Aside> asides) {
        var texts = words.texts();
        var byCode = new LinkedHashMap<String, List<Aside>>();
        asides.forEach(one -> byCode.computeIfAbsent(one.code(), _ -> new ArrayList<>()).add(one));
        return new ArchiveView(
                byCode.entrySet().stream()
                        .map(reason -> {
                            var all = reason.getValue();
                            String key = Reasons.archive(reason.getKey());
                            int hidden = all.size() - MOST_NAMED;
                            return new Row(
                                    reason.getKey(),
                                    texts.text("reason.archive." + key),
                                    texts.text("todo.archive." + key),
                                    texts.text("work.images", all.size()),
                                    texts.text("work.since", words.time(all.getFirst().at())),
                                    all.stream()
                                            .limit(MOST_NAMED)
                                            .map(one -> one.item().objectId().toString())
                                            .toList(),
                                    hidden > 0 ? texts.text("work.hidden", hidden) : "");
                        })
                        .toList());
    }
}
