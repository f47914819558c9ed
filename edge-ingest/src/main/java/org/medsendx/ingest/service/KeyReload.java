package org.medsendx.ingest.service;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.medsendx.dicom.net.Tls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up exchanged certificates and keys of the DICOM port without a restart. Files that do not
 * fit each other, as in the middle of an exchange, are looked at again; the former ones serve
 * meanwhile.
 */
final class KeyReload implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeyReload.class);

    private final Tls tls;
    private final Duration every;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private String lastTrouble = "";

    private KeyReload(Tls tls, Duration every) {
        this.tls = tls;
        this.every = every;
        this.thread = Thread.ofPlatform().daemon().name("key-reload").unstarted(this::run);
    }

    static KeyReload start(Tls tls, Duration every) {
        var reload = new KeyReload(tls, every);
        reload.thread.start();
        return reload;
    }

    private void run() {
        try {
            while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            if (tls.reload()) {
                LOG.info(
                        "new DICOM associations use the exchanged certificate, good until {}",
                        tls.expiry().map(Object::toString).orElse("?"));
            }
            lastTrouble = "";
        } catch (IOException | RuntimeException e) {
            String trouble = String.valueOf(e.getMessage());
            if (!trouble.equals(lastTrouble)) {
                lastTrouble = trouble;
                LOG.error("the exchanged TLS files cannot be used, the former serve: {}", trouble);
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
