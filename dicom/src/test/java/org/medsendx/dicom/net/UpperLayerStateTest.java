package org.medsendx.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpperLayerStateTest {

    // PS3.8, table 9-10: one line per event, one column per state Sta1 to Sta13, "action/next".
    // Sta4 sees no PDU: there is no connection yet.
    private static final String TABLE =
            """
            ASSOCIATE_REQUEST     AE1/4 - - - - - - - - - - - -
            TRANSPORT_CONFIRM     - - - AE2/5 - - - - - - - - -
            ASSOCIATE_AC_PDU      - AA1/13 AA8/13 - AE3/6 AA8/13 AA8/13 AA8/13 AA8/13 AA8/13 AA8/13 AA8/13 AA6/13
            ASSOCIATE_RJ_PDU      - AA1/13 AA8/13 - AE4/1 AA8/13 AA8/13 AA8/13 AA8/13 AA8/13 AA8/13 AA8/13 AA6/13
            TRANSPORT_INDICATION  AE5/2 - - - - - - - - - - - -
            ASSOCIATE_RQ_PDU      - AE6/3 AA8/13 - AA8/13 AA8/13 AA8/13 AA8/13 AA8/13 AA8/13 AA8/13 AA8/13 AA7/13
            ASSOCIATE_ACCEPT      - - AE7/6 - - - - - - - - - -
            ASSOCIATE_REJECT      - - AE8/13 - - - - - - - - - -
            DATA_REQUEST          - - - - - DT1/6 - AR7/8 - - - - -
            DATA_TF_PDU           - AA1/13 AA8/13 - AA8/13 DT2/6 AR6/7 AA8/13 AA8/13 AA8/13 AA8/13 AA8/13 AA6/13
            RELEASE_REQUEST       - - - - - AR1/7 - - - - - - -
            RELEASE_RQ_PDU        - AA1/13 AA8/13 - AA8/13 AR2/8 AR8/9|10 AA8/13 AA8/13 AA8/13 AA8/13 AA8/13 AA6/13
            RELEASE_RP_PDU        - AA1/13 AA8/13 - AA8/13 AA8/13 AR3/1 AA8/13 AA8/13 AR10/12 AR3/1 AA8/13 AA6/13
            RELEASE_RESPONSE      - - - - - - - AR4/13 AR9/11 - - AR4/13 -
            ABORT_REQUEST         - AA1/13 AA1/13 AA2/1 AA1/13 AA1/13 AA1/13 AA1/13 AA1/13 AA1/13 AA1/13 AA1/13 -
            ABORT_PDU             - AA2/1 AA3/1 - AA3/1 AA3/1 AA3/1 AA3/1 AA3/1 AA3/1 AA3/1 AA3/1 AA2/1
            TRANSPORT_CLOSED      - AA5/1 AA4/1 AA4/1 AA4/1 AA4/1 AA4/1 AA4/1 AA4/1 AA4/1 AA4/1 AA4/1 AR5/1
            ARTIM_EXPIRED         - AA2/1 - - - - - - - - - - AA2/1
            INVALID_PDU           - AA1/13 AA8/13 - AA8/13 AA8/13 AA8/13 AA8/13 AA8/13 AA8/13 AA8/13 AA8/13 AA7/13
            """;

    @Test
    void follows_the_table_of_the_standard_in_both_roles() {
        for (String line : TABLE.lines().toList()) {
            String[] cells = line.trim().split(" +");
            var event = UpperLayerEvent.valueOf(cells[0]);
            for (boolean requestor : new boolean[] {true, false}) {
                List<String> actual = new ArrayList<>(List.of(cells[0]));
                List<String> expected = new ArrayList<>(List.of(cells[0]));
                for (UpperLayerState state : UpperLayerState.values()) {
                    String cell = cells[state.ordinal() + 1];
                    expected.add(requestor ? cell.replace("|10", "") : cell.replace("9|", ""));
                    actual.add(cell(state, event, requestor));
                }
                assertThat(actual).isEqualTo(expected);
            }
        }
    }

    private static String cell(UpperLayerState state, UpperLayerEvent event, boolean requestor) {
        UpperLayerState.Transition transition;
        try {
            transition = state.on(event, requestor);
        } catch (IllegalStateException e) {
            return "-";
        }
        int next = transition.next().ordinal() + 1;
        boolean closing = state == UpperLayerState.AWAITING_CLOSE;
        String name =
                switch (transition.action()) {
                    case CONNECT -> "AE1";
                    case SEND_RQ -> "AE2";
                    case CONFIRM_ACCEPT -> "AE3";
                    case CONFIRM_REJECT -> "AE4";
                    case START_ARTIM -> "AE5";
                    case INDICATE_ASSOCIATE -> "AE6";
                    case SEND_AC -> "AE7";
                    case SEND_RJ -> "AE8";
                    case SEND_DATA -> next == 6 ? "DT1" : "AR7";
                    case INDICATE_DATA -> next == 6 ? "DT2" : "AR6";
                    case SEND_RELEASE_RQ -> "AR1";
                    case INDICATE_RELEASE -> "AR2";
                    case CONFIRM_RELEASE -> "AR3";
                    case SEND_RELEASE_RP -> next == 13 ? "AR4" : "AR9";
                    case STOP_ARTIM -> "AR5";
                    case INDICATE_COLLISION -> "AR8";
                    case CONFIRM_COLLISION -> "AR10";
                    case ABORT_AS_USER -> "AA1";
                    case CLOSE -> "AA2";
                    case INDICATE_ABORT -> "AA3";
                    case INDICATE_LOSS -> "AA4";
                    case FORGET -> "AA5";
                    case IGNORE -> "AA6";
                    case ABORT_AS_PROVIDER -> closing ? "AA7" : "AA8";
                };
        return name + "/" + next;
    }
}
