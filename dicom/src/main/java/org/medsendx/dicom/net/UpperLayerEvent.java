package org.medsendx.dicom.net;

/** What can happen to an association (PS3.8, table 9-10, E1 to E19). */
enum UpperLayerEvent {
    ASSOCIATE_REQUEST,
    TRANSPORT_CONFIRM,
    ASSOCIATE_AC_PDU,
    ASSOCIATE_RJ_PDU,
    TRANSPORT_INDICATION,
    ASSOCIATE_RQ_PDU,
    ASSOCIATE_ACCEPT,
    ASSOCIATE_REJECT,
    DATA_REQUEST,
    DATA_TF_PDU,
    RELEASE_REQUEST,
    RELEASE_RQ_PDU,
    RELEASE_RP_PDU,
    RELEASE_RESPONSE,
    ABORT_REQUEST,
    ABORT_PDU,
    TRANSPORT_CLOSED,
    ARTIM_EXPIRED,
    INVALID_PDU;

    static UpperLayerEvent of(Pdu pdu) {
        return switch (pdu) {
            case Pdu.AssociateRq rq -> ASSOCIATE_RQ_PDU;
            case Pdu.AssociateAc ac -> ASSOCIATE_AC_PDU;
            case Pdu.AssociateRj rj -> ASSOCIATE_RJ_PDU;
            case Pdu.DataTf data -> DATA_TF_PDU;
            case Pdu.ReleaseRq rq -> RELEASE_RQ_PDU;
            case Pdu.ReleaseRp rp -> RELEASE_RP_PDU;
            case Pdu.Abort abort -> ABORT_PDU;
        };
    }
}
