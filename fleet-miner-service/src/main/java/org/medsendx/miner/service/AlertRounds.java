package org.medsendx.miner.service;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.medsendx.miner.alert.FiringAlerts;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.config.MinerConfig;
import org.medsendx.miner.telemetry.Alertmanager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells an Alertmanager in rounds what is open, where a site names one. A board that is not the
 * present tells nothing: its alerts end by themselves, and that nobody analyses is an alert of the
 * metrics.
 */
@ApplicationScoped
public class AlertRounds {

    private static final Logger LOG = LoggerFactory.getLogger(AlertRounds.class);

    private final MinerConfig.Alerts config;
    private final FleetBoard board;
    private final Alertmanager alertmanager;
    private final CountDownLatch stopped = new CountDownLatch(1);

    AlertRounds(MinerConfig config, FleetBoard board, Alertmanager alertmanager) {
        this.config = config.alerts();
        this.board = board;
        this.alertmanager = alertmanager;
    }

    void start(@Observes StartupEvent event) {
        config.url()
                .ifPresent(url ->
                        Thread.ofPlatform().name("alerts").daemon().start(() -> rounds(url)));
    }

    void stop(@Observes ShutdownEvent event) {
        stopped.countDown();
    }

    private void rounds(URI url) {
        var firing = new FiringAlerts(config.every(), config.page().orElse(null));
        try {
            do {
                round(url, firing);
            } while (!stopped.await(config.every().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round(URI url, FiringAlerts firing) throws InterruptedException {
        var now = Instant.now();
        if (board.freshness(now).state() != FleetBoard.State.CURRENT) {
            return;
        }
        var alerts = firing.round(board.cases(), now);
        if (alerts.isEmpty()) {
            return;
        }
        try {
            alertmanager.tell(url, config.authorization(), alerts);
            alertmanager.round(true);
        } catch (IOException | Alertmanager.Refused e) {
            alertmanager.round(false);
            LOG.warn("{} alerts could not be told: {}", alerts.size(), e.getMessage());
        }
    }
}
