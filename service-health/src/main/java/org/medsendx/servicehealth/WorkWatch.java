package org.medsendx.servicehealth;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.medsendx.outbox.work.WorkHealth;
import org.medsendx.outbox.work.WorkState;

/**
 * The parts of a service's work, for probes and metrics. A part that has ended fails liveness; a
 * broker that is away fails nothing.
 */
@ApplicationScoped
public class WorkWatch {

    private final WorkHealth work = new WorkHealth();
    private final MeterRegistry meters;

    public WorkWatch(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * Adds a part, and a gauge of it.
     *
     * @throws IllegalArgumentException when there is one of this name
     */
    public void watch(String part, Supplier<WorkState> state) {
        work.watch(part, state);
        Gauge.builder("medsendx.work.well", () -> state.get().ready() ? 1 : 0)
                .description("1 while a part of the work is done or waits for something remote")
                .tag("part", part)
                .register(meters);
    }

    @Produces
    @Liveness
    HealthCheck live() {
        return () -> answer(WorkState::live);
    }

    @Produces
    @Readiness
    HealthCheck ready() {
        return () -> answer(WorkState::ready);
    }

    private HealthCheckResponse answer(Predicate<WorkState> well) {
        var states = work.states();
        var answer =
                HealthCheckResponse.named("work").status(states.values().stream().allMatch(well));
        states.forEach((part, state) -> answer.withData(part, state.code()));
        return answer.build();
    }
}
