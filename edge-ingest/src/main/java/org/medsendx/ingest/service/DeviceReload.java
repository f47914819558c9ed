package org.medsendx.ingest.service;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.medsendx.ingest.device.DeviceDesk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up a changed list of devices without a restart. */
final class DeviceReload implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceReload.class);

    private final DeviceDesk devices;
    private final Duration every;
    private final CountDownLatch closed = new CountDownLatch(1);

    private DeviceReload(DeviceDesk devices, Duration every) {
        this.devices = devices;
        this.every = every;
    }

    static DeviceReload start(DeviceDesk devices, Duration every) {
        var reload = new DeviceReload(devices, every);
        reload.tell(
                devices.state().trouble() == null
                        ? DeviceDesk.Look.TAKEN_UP
                        : DeviceDesk.Look.UNUSABLE);
        Thread.ofPlatform().daemon().name("device-reload").start(reload::run);
        return reload;
    }

    private void run() {
        try {
            while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                tell(devices.reload());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(DeviceDesk.Look look) {
        switch (look) {
            case SAME -> {}
            case TAKEN_UP ->
                    LOG.info(
                            "the list of devices is in force: {} devices, others: {}",
                            devices.devices().all().size(),
                            devices.devices().others().word());
            case UNUSABLE ->
                    LOG.error(
                            "the list of devices cannot be used, the former stays in force: {}",
                            devices.state().trouble());
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
