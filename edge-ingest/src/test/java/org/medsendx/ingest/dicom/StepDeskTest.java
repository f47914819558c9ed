package org.medsendx.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.Caller;
import org.medsendx.dicom.net.InstanceHandler.Request;
import org.medsendx.dicom.net.StoreStatus;
import org.medsendx.ingest.mpps.PerformedSteps;
import org.medsendx.ingest.mpps.StepRefusal;
import org.medsendx.ingest.mpps.Steps;
import org.medsendx.ingest.orders.Order;
import org.medsendx.ingest.orders.OrderBook;
import org.medsendx.ingest.orders.Orders;

class StepDeskTest {

    private static final String STEP = "1.2.3";

    @TempDir Path folder;
    private OrderBook book;
    private PerformedSteps steps;
    private StepDesk desk;

    @BeforeEach
    void open() throws IOException {
        book = Orders.book(folder);
        steps = PerformedSteps.open(folder.resolve("steps"), Duration.ofDays(1), Clock.systemUTC());
        desk = new StepDesk(steps, book, caller -> true);
        Orders.csv(book, "1,Doe^Jane,,,A1,MG,,,,", "2,Roe^Mary,,,A2,MG,,,,");
    }

    private static DataSet begun() {
        return Steps.begun("1.9", "A1", "A1");
    }

    private static Request request(DataSet attributes) {
        return new Request(
                new Caller("MG_1", InetAddress.getLoopbackAddress(), Optional.empty()),
                Uid.ModalityPerformedProcedureStep,
                STEP,
                attributes);
    }

    /** How far the order with this accession number is, on disk. */
    private Order.State state(String accession) throws IOException {
        return Orders.book(folder).all().stream()
                .filter(order -> order.text(Tag.AccessionNumber).equals(accession))
                .findFirst()
                .orElseThrow()
                .state();
    }

    @Test
    void an_order_goes_along_with_its_step_and_no_other_does() throws IOException {
        assertThat(desk.create(request(begun())).status()).isEqualTo(StoreStatus.SUCCESS);
        assertThat(state("A1")).isEqualTo(Order.State.IN_PROGRESS);

        assertThat(desk.set(request(Steps.completed())).status()).isEqualTo(StoreStatus.SUCCESS);
        assertThat(state("A1")).isEqualTo(Order.State.COMPLETED);
        assertThat(state("A2")).isEqualTo(Order.State.SCHEDULED);
    }

    @Test
    void a_step_that_is_told_again_moves_the_order_that_was_left_behind() throws Exception {
        steps.create(STEP, begun());
        var duplicate = desk.create(request(begun()));
        assertThat(state("A1")).isEqualTo(Order.State.IN_PROGRESS);

        steps.set(STEP, Steps.completed());
        var ended = desk.set(request(Steps.completed()));

        assertThat(duplicate.status().code()).isEqualTo(StepRefusal.DUPLICATE.status());
        assertThat(ended.status().code()).isEqualTo(StepRefusal.FINAL.status());
        assertThat(state("A1")).isEqualTo(Order.State.COMPLETED);
    }

    @Test
    void orders_follow_at_the_start_the_last_step_that_is_on_disk() throws Exception {
        steps.create(STEP, begun());
        steps.set(STEP, Steps.state("DISCONTINUED"));
        steps.create("1.2.4", begun());

        assertThat(StepDesk.reconcile(steps, book)).isEqualTo(1);
        assertThat(StepDesk.reconcile(steps, book)).isZero();

        assertThat(state("A1")).isEqualTo(Order.State.IN_PROGRESS);
        assertThat(state("A2")).isEqualTo(Order.State.SCHEDULED);
    }

    @Test
    void an_order_that_came_after_a_step_is_a_new_one() throws Exception {
        desk.create(request(begun()));
        desk.set(request(Steps.completed()));
        for (var order : book.all()) {
            book.remove(order.key());
        }
        Orders.csv(book, "1,Doe^Jane,,,A1,MG,,,,");

        assertThat(StepDesk.reconcile(steps, book)).isZero();
        assertThat(state("A1")).isEqualTo(Order.State.SCHEDULED);
    }
}
