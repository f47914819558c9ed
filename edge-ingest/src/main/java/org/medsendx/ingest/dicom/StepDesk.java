package org.medsendx.ingest.dicom;

import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.Caller;
import org.medsendx.dicom.net.InstanceHandler;
import org.medsendx.dicom.net.StoreStatus;
import org.medsendx.ingest.mpps.PerformedStep;
import org.medsendx.ingest.mpps.PerformedSteps;
import org.medsendx.ingest.mpps.StepRefusedException;
import org.medsendx.ingest.orders.Order;
import org.medsendx.ingest.orders.OrderBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what scanners tell of performed procedure steps (PS3.4, F), and says with it how far the
 * orders are that they name. Thread safe.
 */
public final class StepDesk implements InstanceHandler {

    private static final Logger LOG = LoggerFactory.getLogger(StepDesk.class);
    private static final StoreStatus NOT_KNOWN = WorklistDesk.NOT_KNOWN;

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
        PerformedStep step;
        try {
            step = act.on(uid);
        } catch (StepRefusedException e) {
            var why = e.refusal();
            LOG.warn("a performed procedure step was refused: {}", why.comment());
            return new Result(new StoreStatus(why.status(), why.comment()), why.errorId(), uid);
        }
        int moved =
                book.move(
                        order ->
                                step.isOf(
                                        order.text(Tag.StudyInstanceUID),
                                        order.text(Tag.AccessionNumber),
                                        order.stepText(Tag.ScheduledProcedureStepID)),
                        state(step.state()));
        LOG.info("a performed procedure step is {}: {} orders", step.state(), moved);
        return new Result(StoreStatus.SUCCESS, uid);
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
