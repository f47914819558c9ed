package org.medsendx.ingest.dicom;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.Caller;
import org.medsendx.dicom.net.InstanceHandler;
import org.medsendx.dicom.net.StoreStatus;
import org.medsendx.ingest.mpps.PerformedStep;
import org.medsendx.ingest.mpps.PerformedSteps;
import org.medsendx.ingest.mpps.StepRefusal;
import org.medsendx.ingest.mpps.StepRefusedException;
import org.medsendx.ingest.orders.Order;
import org.medsendx.ingest.orders.OrderBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what scanners tell of performed procedure steps (PS3.4, F), and says with it how far the
 * orders are that they name. The step is on disk before its order: what a power cut or the disk
 * left between the two is made up for when the scanner tells it again, and at the start ({@link
 * #reconcile}). Thread safe.
 */
public final class StepDesk implements InstanceHandler {

    private static final Logger LOG = LoggerFactory.getLogger(StepDesk.class);
    private static final StoreStatus NOT_KNOWN = WorklistDesk.NOT_KNOWN;
    private static final List<Integer> NUMBERS = List.of(Tag.StudyInstanceUID, Tag.AccessionNumber);

    /** A step and its orders change in one turn, so that orders follow steps in their order. */
    private final Object turn = new Object();

    private final PerformedSteps steps;
    private final OrderBook book;
    private final Predicate<Caller> mayTell;

    /**
     * @param mayTell who may say what was done; asked each time
     */
    public StepDesk(PerformedSteps steps, OrderBook book, Predicate<Caller> mayTell) {
        this.steps = steps;
        this.book = book;
        this.mayTell = mayTell;
    }

    @Override
    public Set<String> instanceClasses() {
        return Set.of(Uid.ModalityPerformedProcedureStep);
    }

    private interface Act {
        PerformedStep on(String uid) throws StepRefusedException, IOException;
    }

    @Override
    public Result create(Request request) throws IOException {
        String uid = request.sopInstanceUid().isEmpty() ? newUid() : request.sopInstanceUid();
        return done(request, uid, id -> steps.create(id, request.attributes()));
    }

    @Override
    public Result set(Request request) throws IOException {
        return done(request, request.sopInstanceUid(), id -> steps.set(id, request.attributes()));
    }

    private Result done(Request request, String uid, Act act) throws IOException {
        if (!mayTell.test(request.caller())) {
            return new Result(NOT_KNOWN, uid);
        }
        synchronized (turn) {
            PerformedStep step;
            try {
                step = act.on(uid);
            } catch (StepRefusedException e) {
                var why = e.refusal();
                if (why == StepRefusal.DUPLICATE || why == StepRefusal.FINAL) {
                    // It was told before, and perhaps its order could not be moved then.
                    reconcile(steps, book);
                }
                LOG.warn("a performed procedure step was refused: {}", why.comment());
                return new Result(new StoreStatus(why.status(), why.comment()), why.errorId(), uid);
            }
            int moved =
                    book.move(order ->
                            step.isOf(
                                            order.text(Tag.StudyInstanceUID),
                                            order.text(Tag.AccessionNumber),
                                            order.stepText(Tag.ScheduledProcedureStepID))
                                    ? state(step.state())
                                    : null);
            LOG.info("a performed procedure step is {}: {} orders moved", step.state(), moved);
            return new Result(StoreStatus.SUCCESS, uid);
        }
    }

    /**
     * Moves each order to where the last step says that is on disk for it. An order that came after
     * that step is left as it is: it may be a new one with an old number.
     *
     * @return how many orders were not there yet
     * @throws IOException the disk fails; some may have been moved, and it is to be done again
     */
    public static int reconcile(PerformedSteps steps, OrderBook book) throws IOException {
        var last = new HashMap<Name, PerformedStep>();
        for (var step : steps.all()) {
            for (DataSet item : step.attributes().items(Tag.ScheduledStepAttributesSequence)) {
                for (int tag : NUMBERS) {
                    @Nullable String number = item.string(tag);
                    if (number != null) {
                        String id = item.string(Tag.ScheduledProcedureStepID);
                        last.put(new Name(tag, number, id == null ? "" : id), step);
                    }
                }
            }
        }
        return book.move(order -> {
            @Nullable PerformedStep step = lastOf(order, last);
            return step == null || step.changedAt().isBefore(order.importedAt())
                    ? null
                    : state(step.state());
        });
    }

    /** What a step calls what it is of, as {@link PerformedStep#isOf}; identified data. */
    private record Name(int tag, String number, String stepId) {}

    private static @Nullable PerformedStep lastOf(Order order, Map<Name, PerformedStep> last) {
        @Nullable PerformedStep latest = null;
        for (int tag : NUMBERS) {
            for (String id : List.of(order.stepText(Tag.ScheduledProcedureStepID), "")) {
                @Nullable PerformedStep one = last.get(new Name(tag, order.text(tag), id));
                if (one != null
                        && (latest == null || one.changedAt().isAfter(latest.changedAt()))) {
                    latest = one;
                }
            }
        }
        return latest;
    }

    private static Order.State state(PerformedStep.State state) {
        return switch (state) {
            case IN_PROGRESS -> Order.State.IN_PROGRESS;
            case COMPLETED -> Order.State.COMPLETED;
            case DISCONTINUED -> Order.State.DISCONTINUED;
        };
    }

    private static String newUid() {
        return Uid.ofRandom(UUID.randomUUID());
    }
}
