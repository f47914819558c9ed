package org.medsendx.anonymizer.service;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.medsendx.dicom.data.CharacterSets;
import org.medsendx.dicom.pixel.Jpeg2000;
import org.medsendx.servicehealth.CannotStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at what this program runs on, before anything is opened or consumed. */
@ApplicationScoped
class RuntimeCheck {

    private static final Logger LOG = LoggerFactory.getLogger(RuntimeCheck.class);

    void start(@Observes @Priority(1) StartupEvent event) {
        try {
            CharacterSets.requireAll();
        } catch (IllegalStateException e) {
            throw CannotStart.because("anonymizer-service", String.valueOf(e.getMessage()));
        }
        var jpeg2000 = Jpeg2000.here();
        if (!jpeg2000.available()) {
            LOG.warn(
                    "images in JPEG 2000 cannot be searched, and are withheld where that is needed: {}",
                    jpeg2000.cause());
        }
    }
}
