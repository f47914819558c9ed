package org.medsendx.ingest.service;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.medsendx.dicom.data.CharacterSets;

/** Looks at what this program runs on, before anything is opened. */
@ApplicationScoped
class RuntimeCheck {

    void start(@Observes @Priority(1) StartupEvent event) {
        try {
            CharacterSets.requireAll();
        } catch (IllegalStateException e) {
            throw new CannotStartException(String.valueOf(e.getMessage()));
        }
    }
}
