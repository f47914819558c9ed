package org.medsendx.ingest.orders;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Orders as HL7 v2 messages ORM^O01, OMG^O19 and OMI^O23, mapped to the worklist as IHE Radiology
 * does (RAD TF-2, Appendix B; RAD-2 and RAD-4). In one message may be several orders: each ORC with
 * the OBR, TQ1, IPC and ZDS that follow it; each IPC of one OBR is a step of its own.
 */
final class Hl7Orders {

    private static final Set<String> PUTS = Set.of("NW", "XO", "RO", "SC");

    /** What is read of a message; PID and PV1 are read again for each order of it. */
    private static final Set<String> READ = Set.of("PID", "PV1", "ORC", "OBR", "TQ1", "IPC", "ZDS");

    private static final int LONGEST_SEGMENT = 16 << 10;
    private static final int MOST_ORDERS = 100;

    private static final Set<String> CANCELS = Set.of("CA", "DC", "OC", "CR");

    /** Of ORC-5 (table 0038): there is nothing to be done any more. */
    private static final Set<String> NOT_TO_BE_DONE = Set.of("CA", "DC");

    /** Old versions name the kind of a message alone. */
    private static final Set<String> KINDS = Set.of("ORM^O01", "ORM^", "OMG^O19", "OMI^O23");

    private Hl7Orders() {}

    static boolean looksLike(byte[] bytes) {
        int from = Hl7Message.begin(bytes);
        while (from < bytes.length
                && (bytes[from] == 0x0b || bytes[from] <= ' ')
                && bytes[from] >= 0) {
            from++;
        }
        return Hl7Message.starts(bytes, from, "MSH")
                || Hl7Message.starts(bytes, from, "FHS")
                || Hl7Message.starts(bytes, from, "BHS");
    }

    static void read(byte[] all, OrderImport.Taker taker) {
        int number = 0;
        // Who marks a file as UTF-8 has named its letters.
        var unnamed =
                Hl7Message.isMarkedUtf8(all) ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
        byte[] bytes = Arrays.copyOfRange(all, Hl7Message.begin(all), all.length);
        for (byte[] one : Hl7Message.split(bytes)) {
            number++;
            taker.nextMessage();
            String place = "message " + number;
            try {
                read(Hl7Message.of(one, unnamed), place, taker);
            } catch (OrderRefusedException e) {
                taker.refuse(e.problem(), place + ' ' + e.place());
            }
        }
    }

    private static void read(Hl7Message message, String place, OrderImport.Taker taker)
            throws OrderRefusedException {
        String header = message.segments().getFirst();
        String kind = message.text(header, 9, 1) + '^' + message.text(header, 9, 2);
        if (!KINDS.contains(kind)) {
            throw new OrderRefusedException(OrderProblem.HL7_MESSAGE, "MSH-9");
        }
        @Nullable Hl7Group group = null;
        String pid = "";
        String visit = "";
        int orders = 0;
        for (String segment : message.segments()) {
            String name = Hl7Message.name(segment);
            if (segment.length() > LONGEST_SEGMENT && READ.contains(name)) {
                throw new OrderRefusedException(OrderProblem.HL7_SEGMENT, name);
            }
            if (name.equals("OBR") && ++orders > MOST_ORDERS) {
                throw new OrderRefusedException(OrderProblem.HL7_SEGMENT, name);
            }
            switch (name) {
                case "PID" -> pid = segment;
                case "PV1" -> visit = segment;
                case "ORC" -> {
                    take(message, pid, visit, group, place, taker);
                    group = new Hl7Group(segment);
                }
                case "OBR" -> {
                    if (group == null) {
                        throw new OrderRefusedException(OrderProblem.HL7_SEGMENT, "OBR");
                    }
                    if (!group.request.isEmpty()) {
                        take(message, pid, visit, group, place, taker);
                        group = new Hl7Group(group.control);
                    }
                    group.request = segment;
                }
                case "TQ1" -> {
                    if (group != null && group.timing.isEmpty()) {
                        group.timing = segment;
                    }
                }
                case "IPC" -> {
                    if (group != null) {
                        if (!group.imaging.isEmpty()) {
                            if (++orders > MOST_ORDERS) {
                                throw new OrderRefusedException(OrderProblem.HL7_SEGMENT, name);
                            }
                            take(message, pid, visit, group, place, taker);
                            group = group.nextStep();
                        }
                        group.imaging = segment;
                    }
                }
                case "ZDS" -> {
                    if (group != null) {
                        group.study = segment;
                    }
                }
                default -> {
                    // Notes, observations, insurance: nothing that a scanner asks for.
                }
            }
        }
        take(message, pid, visit, group, place, taker);
        if (group == null) {
            throw new OrderRefusedException(OrderProblem.HL7_SEGMENT, "ORC");
        }
    }

    private static void take(
            Hl7Message message,
            String pid,
            String visit,
            @Nullable Hl7Group group,
            String place,
            OrderImport.Taker taker) {
        if (group == null) {
            return;
        }
        try {
            if (pid.isEmpty()) {
                throw new OrderRefusedException(OrderProblem.HL7_SEGMENT, "PID");
            }
            if (group.request.isEmpty()) {
                throw new OrderRefusedException(OrderProblem.HL7_SEGMENT, "OBR");
            }
            String control = message.text(group.control, 1, 1);
            boolean cancelled = CANCELS.contains(control);
            if (!cancelled && !PUTS.contains(control)) {
                throw new OrderRefusedException(OrderProblem.ORDER_CONTROL, "ORC-1");
            }
            if (control.equals("SC")) {
                // A status that changed: of what was done elsewhere nothing is to be done here.
                String status = message.text(group.control, 5, 1);
                cancelled = NOT_TO_BE_DONE.contains(status);
                if (status.equals("CM")) {
                    throw new OrderRefusedException(OrderProblem.ORDER_CONTROL, "ORC-5");
                }
            }
            for (var one : OrderForm.steps(Hl7Mapping.order(message, pid, visit, group), "OBR")) {
                taker.take(new OrderChange(one, cancelled, place));
            }
        } catch (OrderRefusedException e) {
            taker.refuse(e.problem(), place + ' ' + e.place());
        }
    }
}
