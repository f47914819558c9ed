package org.medsendx.ingest.dicom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.net.Caller;
import org.medsendx.dicom.net.QueryHandler;
import org.medsendx.dicom.net.StoreStatus;
import org.medsendx.ingest.matching.QueryKeys;
import org.medsendx.ingest.orders.Order;
import org.medsendx.ingest.orders.OrderBook;
import org.medsendx.ingest.worklist.WorklistQuery;

/**
 * Answers queries for the worklist out of the orders (PS3.4, K). What is completed is not answered;
 * all else is, by the time it is scheduled for. Answers are in the character set of the query where
 * all of their text has a place in it, else in the order's own. Thread safe.
 */
public final class WorklistDesk implements QueryHandler {

    static final StoreStatus NOT_KNOWN = new StoreStatus(0x0124, "caller is not configured");
    static final StoreStatus NO_IDENTIFIER =
            new StoreStatus(0xA900, "a sequence of several items, or more than 64 KiB");
    static final StoreStatus MORE = new StoreStatus(0xA700, "more match than are answered");

    private final OrderBook book;
    private final Predicate<Caller> mayAsk;
    private final int most;

    /**
     * @param mayAsk who may see orders; asked at each query
     * @param most answers to one query; when more match, its end says so
     */
    public WorklistDesk(OrderBook book, Predicate<Caller> mayAsk, int most) {
        this.book = book;
        this.mayAsk = mayAsk;
        this.most = most;
    }

    @Override
    public Set<String> queryClasses() {
        return Set.of(Uid.ModalityWorklistFind);
    }

    @Override
    public Answers find(Query query) throws IOException {
        if (!mayAsk.test(query.caller())) {
            return new Answers(List.of(), true, NOT_KNOWN);
        }
        WorklistQuery wanted;
        try {
            wanted = new WorklistQuery(query.identifier());
        } catch (IllegalArgumentException e) {
            return new Answers(List.of(), true, NO_IDENTIFIER);
        }
        var found = new ArrayList<Order>();
        boolean more = false;
        for (var order : book.all()) {
            if (order.state() != Order.State.COMPLETED && wanted.matches(withState(order))) {
                if (found.size() == most) {
                    more = true;
                    break;
                }
                found.add(order);
            }
        }
        var terms = query.identifier().strings(Tag.SpecificCharacterSet);
        return new Answers(
                () -> answers(found.iterator(), wanted, terms.toArray(String[]::new)),
                wanted.allKeys(),
                more ? MORE : StoreStatus.SUCCESS);
    }

    private static Iterator<DataSet> answers(
            Iterator<Order> orders, WorklistQuery wanted, String[] terms) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return orders.hasNext();
            }

            @Override
            public DataSet next() {
                return QueryKeys.inTermsOf(wanted.answer(withState(orders.next())), terms);
            }
        };
    }

    private static DataSet withState(Order order) {
        var items = order.items().copy();
        items.items(Tag.ScheduledProcedureStepSequence)
                .getFirst()
                .putString(Tag.ScheduledProcedureStepStatus, VR.CS, order.state().term());
        return items;
    }
}
