package org.medsendx.contracts.deidentified;

import java.util.UUID;
import org.medsendx.contracts.ObjectEvent;

/** An event about one object whose order matters within its study: the study is the key. */
public interface StudyEvent extends ObjectEvent {

    /** Which instance it is about. */
    CleanInstance instance();

    @Override
    default UUID objectId() {
        return instance().objectId();
    }

    @Override
    default String truck() {
        return instance().truck();
    }

    /** Pseudonymous Study Instance UID. */
    default String studyInstanceUid() {
        return instance().uids().studyInstanceUid();
    }

    /** Pseudonymous Series Instance UID. */
    default String seriesInstanceUid() {
        return instance().uids().seriesInstanceUid();
    }

    /** Pseudonymous SOP Instance UID. */
    default String sopInstanceUid() {
        return instance().uids().sopInstanceUid();
    }

    @Override
    default String key() {
        return studyInstanceUid();
    }
}
