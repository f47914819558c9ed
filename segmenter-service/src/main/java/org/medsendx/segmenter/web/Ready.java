package org.medsendx.segmenter.web;

import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once where the pages are. */
@ApplicationScoped
public class Ready {

    private static final Logger LOG = LoggerFactory.getLogger(Ready.class);

    void started(@ObservesAsync HttpServerStart event) {
        var options = event.options();
        LOG.info("segmenter-service ready on http://{}:{}", options.getHost(), options.getPort());
    }
}
