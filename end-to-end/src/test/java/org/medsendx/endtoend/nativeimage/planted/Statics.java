package org.medsendx.endtoend.nativeimage.planted;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import java.util.function.Supplier;
import org.medsendx.outbox.Backoff;
import smile.stat.distribution.GaussianDistribution;

/** Static fields that must not be, and some that may. */
public final class Statics {

    private Statics() {}

    static final class Plain {
        static final Random RANDOM = new Random(1);
    }

    static final class Within {
        static final Backoff BACKOFF =
                new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(2), new Random());
    }

    static final class Behind {
        static final Holder HOLDER = new Holder();
    }

    static final class Holder {
        final Thread thread = make();

        private static Thread make() {
            return Thread.ofPlatform().daemon().unstarted(() -> {});
        }
    }

    enum Constant {
        ONE;

        final Instant made = Instant.now();
    }

    static final class OfTheMachine {
        static final ZoneId ZONE = ZoneId.systemDefault();
        static final boolean SET = System.getenv("MEDSENDX") != null;
    }

    static final class OfSmile {
        static final GaussianDistribution NORMAL = GaussianDistribution.getInstance();
    }

    static final class Later {
        static final Supplier<Random> RANDOM = Random::new;
        static final Supplier<Instant> NOW = () -> Instant.now();
        static final Duration LONG = Duration.ofDays(1);
    }
}
