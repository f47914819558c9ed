package org.medsendx.dicom.net;

import static org.medsendx.dicom.net.UpperLayerState.Action.*;

/**
 * The state table of the upper layer (PS3.8, 9.2, table 9-10) as a pure function.
 *
 * <pre>
 *            acceptor                              requestor
 *   IDLE --connect--> AWAITING_RQ         IDLE --> AWAITING_TRANSPORT
 *          A-ASSOCIATE-RQ |                          | connected
 *                  AWAITING_DECISION          AWAITING_ANSWER
 *            accept |      | reject            AC |      | RJ
 *             ESTABLISHED  |             ESTABLISHED    IDLE
 *   A-RELEASE-RQ |         |       we release |
 *       RELEASE_INDICATED  |            AWAITING_RELEASE_RP
 *                 | answer |                  | A-RELEASE-RP
 *               AWAITING_CLOSE               IDLE
 * </pre>
 *
 * <p>Anything else ends in an A-ABORT and AWAITING_CLOSE.
 */
enum UpperLayerState {
    /** Sta1. */
    IDLE,
    /** Sta2. */
    AWAITING_RQ,
    /** Sta3. */
    AWAITING_DECISION,
    /** Sta4. */
    AWAITING_TRANSPORT,
    /** Sta5. */
    AWAITING_ANSWER,
    /** Sta6. */
    ESTABLISHED,
    /** Sta7. */
    AWAITING_RELEASE_RP,
    /** Sta8. */
    RELEASE_INDICATED,
    /** Sta9. */
    COLLISION_REQUESTOR,
    /** Sta10. */
    COLLISION_ACCEPTOR,
    /** Sta11. */
    COLLISION_REQUESTOR_AWAITING_RP,
    /** Sta12. */
    COLLISION_ACCEPTOR_ANSWER,
    /** Sta13. */
    AWAITING_CLOSE;

    /** What is to be done (PS3.8, tables 9-6 to 9-9). */
    enum Action {
        /** AE-1. */
        CONNECT,
        /** AE-2. */
        SEND_RQ,
        /** AE-3. */
        CONFIRM_ACCEPT,
        /** AE-4. */
        CONFIRM_REJECT,
        /** AE-5. */
        START_ARTIM,
        /** AE-6. */
        INDICATE_ASSOCIATE,
        /** AE-7. */
        SEND_AC,
        /** AE-8. */
        SEND_RJ,
        /** DT-1, AR-7. */
        SEND_DATA,
        /** DT-2, AR-6. */
        INDICATE_DATA,
        /** AR-1. */
        SEND_RELEASE_RQ,
        /** AR-2. */
        INDICATE_RELEASE,
        /** AR-3. */
        CONFIRM_RELEASE,
        /** AR-4, AR-9. */
        SEND_RELEASE_RP,
        /** AR-5. */
        STOP_ARTIM,
        /** AR-8. */
        INDICATE_COLLISION,
        /** AR-10. */
        CONFIRM_COLLISION,
        /** AA-1. */
        ABORT_AS_USER,
        /** AA-2. */
        CLOSE,
        /** AA-3. */
        INDICATE_ABORT,
        /** AA-4. */
        INDICATE_LOSS,
        /** AA-5. */
        FORGET,
        /** AA-6. */
        IGNORE,
        /** AA-7, AA-8. */
        ABORT_AS_PROVIDER
    }

    /** What to do, and where that leads. */
    record Transition(Action action, UpperLayerState next) {}

    /**
     * @param requestor whether we asked for the association; decides who answers a release
     *     collision first
     * @throws IllegalStateException for a request of our own that this state does not allow
     */
    Transition on(UpperLayerEvent event, boolean requestor) {
        return switch (this) {
            case IDLE ->
                    switch (event) {
                        case ASSOCIATE_REQUEST -> to(CONNECT, AWAITING_TRANSPORT);
                        case TRANSPORT_INDICATION -> to(START_ARTIM, AWAITING_RQ);
                        default -> throw never(event);
                    };
            case AWAITING_TRANSPORT ->
                    switch (event) {
                        case TRANSPORT_CONFIRM -> to(SEND_RQ, AWAITING_ANSWER);
                        case ABORT_REQUEST -> to(CLOSE, IDLE);
                        case TRANSPORT_CLOSED -> to(INDICATE_LOSS, IDLE);
                        default -> throw never(event);
                    };
            case AWAITING_RQ ->
                    switch (event) {
                        case ASSOCIATE_RQ_PDU -> to(INDICATE_ASSOCIATE, AWAITING_DECISION);
                        case ABORT_PDU, ARTIM_EXPIRED -> to(CLOSE, IDLE);
                        case TRANSPORT_CLOSED -> to(FORGET, IDLE);
                        case ABORT_REQUEST,
                                ASSOCIATE_AC_PDU,
                                ASSOCIATE_RJ_PDU,
                                DATA_TF_PDU,
                                RELEASE_RQ_PDU,
                                RELEASE_RP_PDU,
                                INVALID_PDU ->
                                to(ABORT_AS_USER, AWAITING_CLOSE);
                        default -> throw never(event);
                    };
            case AWAITING_DECISION ->
                    switch (event) {
                        case ASSOCIATE_ACCEPT -> to(SEND_AC, ESTABLISHED);
                        case ASSOCIATE_REJECT -> to(SEND_RJ, AWAITING_CLOSE);
                        default -> otherwise(event);
                    };
            case AWAITING_ANSWER ->
                    switch (event) {
                        case ASSOCIATE_AC_PDU -> to(CONFIRM_ACCEPT, ESTABLISHED);
                        case ASSOCIATE_RJ_PDU -> to(CONFIRM_REJECT, IDLE);
                        default -> otherwise(event);
                    };
            case ESTABLISHED ->
                    switch (event) {
                        case DATA_REQUEST -> to(SEND_DATA, ESTABLISHED);
                        case DATA_TF_PDU -> to(INDICATE_DATA, ESTABLISHED);
                        case RELEASE_REQUEST -> to(SEND_RELEASE_RQ, AWAITING_RELEASE_RP);
                        case RELEASE_RQ_PDU -> to(INDICATE_RELEASE, RELEASE_INDICATED);
                        default -> otherwise(event);
                    };
            case AWAITING_RELEASE_RP ->
                    switch (event) {
                        case DATA_TF_PDU -> to(INDICATE_DATA, AWAITING_RELEASE_RP);
                        case RELEASE_RQ_PDU ->
                                to(
                                        INDICATE_COLLISION,
                                        requestor ? COLLISION_REQUESTOR : COLLISION_ACCEPTOR);
                        case RELEASE_RP_PDU -> to(CONFIRM_RELEASE, IDLE);
                        default -> otherwise(event);
                    };
            case RELEASE_INDICATED ->
                    switch (event) {
                        case DATA_REQUEST -> to(SEND_DATA, RELEASE_INDICATED);
                        case RELEASE_RESPONSE -> to(SEND_RELEASE_RP, AWAITING_CLOSE);
                        default -> otherwise(event);
                    };
            case COLLISION_REQUESTOR ->
                    event == UpperLayerEvent.RELEASE_RESPONSE
                            ? to(SEND_RELEASE_RP, COLLISION_REQUESTOR_AWAITING_RP)
                            : otherwise(event);
            case COLLISION_ACCEPTOR ->
                    event == UpperLayerEvent.RELEASE_RP_PDU
                            ? to(CONFIRM_COLLISION, COLLISION_ACCEPTOR_ANSWER)
                            : otherwise(event);
            case COLLISION_REQUESTOR_AWAITING_RP ->
                    event == UpperLayerEvent.RELEASE_RP_PDU
                            ? to(CONFIRM_RELEASE, IDLE)
                            : otherwise(event);
            case COLLISION_ACCEPTOR_ANSWER ->
                    event == UpperLayerEvent.RELEASE_RESPONSE
                            ? to(SEND_RELEASE_RP, AWAITING_CLOSE)
                            : otherwise(event);
            case AWAITING_CLOSE ->
                    switch (event) {
                        case ASSOCIATE_RQ_PDU, INVALID_PDU -> to(ABORT_AS_PROVIDER, AWAITING_CLOSE);
                        case ASSOCIATE_AC_PDU,
                                ASSOCIATE_RJ_PDU,
                                DATA_TF_PDU,
                                RELEASE_RQ_PDU,
                                RELEASE_RP_PDU ->
                                to(IGNORE, AWAITING_CLOSE);
                        case ABORT_PDU, ARTIM_EXPIRED -> to(CLOSE, IDLE);
                        case TRANSPORT_CLOSED -> to(STOP_ARTIM, IDLE);
                        default -> throw never(event);
                    };
        };
    }

    // The rows that are the same from Sta3 to Sta12.
    private Transition otherwise(UpperLayerEvent event) {
        return switch (event) {
            case ASSOCIATE_AC_PDU,
                    ASSOCIATE_RJ_PDU,
                    ASSOCIATE_RQ_PDU,
                    DATA_TF_PDU,
                    RELEASE_RQ_PDU,
                    RELEASE_RP_PDU,
                    INVALID_PDU ->
                    to(ABORT_AS_PROVIDER, AWAITING_CLOSE);
            case ABORT_REQUEST -> to(ABORT_AS_USER, AWAITING_CLOSE);
            case ABORT_PDU -> to(INDICATE_ABORT, IDLE);
            case TRANSPORT_CLOSED -> to(INDICATE_LOSS, IDLE);
            default -> throw never(event);
        };
    }

    private IllegalStateException never(UpperLayerEvent event) {
        return new IllegalStateException(event + " in " + this);
    }

    private static Transition to(Action action, UpperLayerState next) {
        return new Transition(action, next);
    }
}
