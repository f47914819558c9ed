package org.medsendx.contracts.deidentified;

import org.medsendx.contracts.ObjectEvent;

/** An event about one object whose order matters within its study: the study is the key. */
public interface StudyEvent extends ObjectEvent {

    /** Pseudonymous Study Instance UID. */
    String studyInstanceUid();

    @Override
    default String key() {
        return studyInstanceUid();
    }
}
