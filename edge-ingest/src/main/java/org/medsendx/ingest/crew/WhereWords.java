package org.medsendx.ingest.crew;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.ingest.tasks.Item;
import org.medsendx.ingest.tracking.Board;
import org.medsendx.ingest.tracking.ExamLine;
import org.medsendx.ingest.tracking.Milestone;
import org.medsendx.ingest.tracking.Stage;
import org.medsendx.ingest.tracking.Tracking;
import org.medsendx.ingest.tracking.Verdict;

/** Puts into words how far an image or an exam has come. */
public final class WhereWords {

    private static final int MOST_IMAGES = 300;

    private final Words words;
    private final Texts texts;
    private final Tracking tracking;
    private final @Nullable String qaPage;

    /**
     * @param qaPage address of the QA page, or null
     */
    public WhereWords(Words words, Tracking tracking, @Nullable String qaPage) {
        this.words = words;
        this.texts = words.texts();
        this.tracking = tracking;
        this.qaPage = qaPage;
    }

    /** Where the image or exam of a number is, as far as it is known. */
    public WhereView find(String sought) throws IOException {
        String number = sought.strip();
        var exam = tracking.board().exam(number);
        if (exam != null) {
            return exam(number, exam);
        }
        UUID id = uuid(number);
        var milestones = id == null ? List.<Milestone>of() : tracking.of(id);
        return id == null || milestones.isEmpty()
                ? said(number, texts.text("where.notthere"))
                : image(id, milestones);
    }

    /** The number of an image, or null when it is none. */
    public static @Nullable UUID uuid(String text) {
        try {
            var id = UUID.fromString(text);
            return id.toString().equals(text) ? id : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static WhereView said(String sought, String remark) {
        return new WhereView(
                sought, List.of(remark), null, List.of(), List.of(), List.of(), List.of(), "");
    }

    private WhereView image(UUID id, List<Milestone> milestones) throws IOException {
        var steps = new ArrayList<WhereView.Step>();
        String study = null;
        String scanner = null;
        for (var one : milestones) {
            study = study == null ? one.study() : study;
            scanner = scanner == null ? one.scanner() : scanner;
            steps.add(new WhereView.Step(stage(one), words.exact(one.at()), more(one), level(one)));
        }
        for (var stage : missing(milestones)) {
            steps.add(
                    new WhereView.Step(
                            texts.text("stage." + stage), texts.text("where.wait"), "", "none"));
        }
        var facts = new ArrayList<TruckView.Fact>();
        facts.add(fact("exams.scanner", words.scanner(scanner)));
        if (study != null) {
            facts.add(fact("where.exam", study));
        }
        var item = tracking.workList().item(id);
        if (item != null && item.settled() != null && item.settled().next() != null) {
            facts.add(fact("where.next", item.settled().next().toString()));
        }
        return new WhereView(
                id.toString(),
                List.of(),
                null,
                facts,
                steps,
                List.of(),
                List.of(),
                study == null ? "" : picture("/qa/" + id));
    }

    // What still comes, unless it stopped.
    private static List<Stage> missing(List<Milestone> milestones) {
        var there = milestones.stream().map(Milestone::stage).toList();
        if (there.contains(Stage.QUARANTINED) || there.contains(Stage.WITHHELD)) {
            return List.of();
        }
        return List.of(Stage.DEIDENTIFIED, Stage.SEGMENTED, Stage.UPLOADED).stream()
                .filter(stage -> !there.contains(stage))
                .toList();
    }

    private String stage(Milestone one) {
        return switch (one.stage()) {
            case DELIVERED, ARCHIVED ->
                    texts.text("stage." + one.stage(), String.valueOf(one.word()));
            default -> texts.text("stage." + one.stage());
        };
    }

    private String more(Milestone one) {
        return switch (one.stage()) {
            case SEGMENTED -> {
                String verdict = texts.textOr("verdict." + one.word(), "verdict.NOT_JUDGED");
                yield one.codes().isEmpty()
                        ? verdict
                        : verdict
                                + ": "
                                + texts.textOr(
                                        "finding." + one.codes().getFirst(), "finding.other");
            }
            case REVIEWED -> texts.textOr("decision." + one.word(), "verdict.decided");
            case QUARANTINED, WITHHELD -> {
                var kind =
                        one.stage() == Stage.WITHHELD ? Item.Kind.WITHHELD : Item.Kind.QUARANTINED;
                var item = new Item(one.objectId(), kind, one.at(), null, one.codes(), -1, null);
                yield texts.text("reason." + Reasons.key(item))
                        + " ("
                        + String.join(", ", one.codes())
                        + ")";
            }
            case RECEIVED ->
                    one.codes().isEmpty()
                            ? ""
                            : texts.text("reason.differs")
                                    + " ("
                                    + String.join(", ", one.codes())
                                    + ")";
            case DEIDENTIFIED, UPLOADED, DELIVERED, ARCHIVED -> "";
        };
    }

    private static String level(Milestone one) {
        return switch (one.stage()) {
            case QUARANTINED, WITHHELD -> "bad";
            case SEGMENTED ->
                    "REPEAT".equals(one.word())
                            ? "bad"
                            : "LOOK".equals(one.word()) ? "warn" : "good";
            default -> "good";
        };
    }

    private WhereView exam(String study, ExamLine exam) {
        var all = tracking.board().images(study);
        var facts = new ArrayList<TruckView.Fact>();
        facts.add(fact("exams.scanner", words.scanner(exam.scanner())));
        if (exam.modality() != null) {
            facts.add(fact("exams.kind", exam.modality()));
        }
        for (var stage :
                new Stage[] {
                    Stage.DEIDENTIFIED, Stage.SEGMENTED, Stage.UPLOADED,
                }) {
            long there = all.stream().filter(image -> image.stages().contains(stage)).count();
            facts.add(
                    new TruckView.Fact(
                            texts.text("stage." + stage),
                            there == all.size()
                                    ? texts.text("where.all")
                                    : texts.text("where.some", there, all.size()),
                            there == all.size() ? "good" : ""));
        }
        if (exam.confirmed() > 0) {
            facts.add(
                    fact("exams.way", texts.text("exams.confirmed", exam.confirmed(), all.size())));
        }
        var worstFirst =
                all.stream()
                        .sorted(
                                Comparator.comparing((Board.ImageLine image) -> !image.open())
                                        .thenComparing(Board.ImageLine::first))
                        .limit(MOST_IMAGES)
                        .map(this::image)
                        .toList();
        var worst = exam.worst();
        return new WhereView(
                study,
                all.size() > MOST_IMAGES
                        ? List.of(texts.text("where.toomany", MOST_IMAGES))
                        : List.of(),
                null,
                facts,
                List.of(),
                worstFirst,
                List.of(),
                worst == null ? "" : picture("/qa/" + worst));
    }

    private WhereView.Image image(Board.ImageLine image) {
        var verdict = image.verdict();
        return new WhereView.Image(
                image.objectId().toString(),
                words.time(image.first()),
                verdict == null ? "none" : verdict.name().toLowerCase(Locale.ROOT),
                verdict == null
                        ? texts.text("verdict.none")
                        : verdict.compareTo(Verdict.LOOK) >= 0 && !image.open()
                                ? texts.text("verdict.decided")
                                : texts.text("verdict." + verdict.name()),
                last(image.stages()));
    }

    private String last(Set<Stage> stages) {
        if (stages.contains(Stage.UPLOADED)) {
            return texts.text("stage.UPLOADED");
        }
        return stages.stream()
                .filter(stage -> stage.compareTo(Stage.UPLOADED) < 0 && stage != Stage.REVIEWED)
                .max(Comparator.naturalOrder())
                .map(stage -> texts.text("stage." + stage))
                .orElse("");
    }

    /** What a search by the patient found. */
    public WhereView found(PatientSearch.Found found, Duration window) {
        var remarks = new ArrayList<String>();
        if (found.hits().isEmpty()) {
            remarks.add(texts.text("where.nothing", words.lasting(window)));
        }
        if (found.hits().size() > PatientSearch.MOST_FOUND) {
            remarks.add(texts.text("where.toomany", PatientSearch.MOST_FOUND));
        }
        if (found.unread() > 0) {
            remarks.add(texts.text("where.unread", found.unread()));
        }
        return new WhereView(
                "",
                remarks,
                null,
                List.of(),
                List.of(),
                List.of(),
                found.hits().stream()
                        .limit(PatientSearch.MOST_FOUND)
                        .map(hit ->
                                new WhereView.Hit(
                                        hit.original(),
                                        words.time(hit.at()),
                                        words.scanner(hit.scanner()),
                                        "/where/"
                                                + (hit.study() == null
                                                        ? hit.objectId().toString()
                                                        : hit.study())))
                        .toList(),
                "");
    }

    /** The first image of an exam, or the image itself: whose original says whom it is of. */
    public @Nullable UUID image(WhereView view) {
        return view.images().isEmpty() ? uuid(view.sought()) : uuid(view.images().getFirst().id());
    }

    private TruckView.Fact fact(String key, String value) {
        return new TruckView.Fact(texts.text(key), value, "");
    }

    private String picture(String path) {
        return qaPage == null ? "" : qaPage + path;
    }
}
