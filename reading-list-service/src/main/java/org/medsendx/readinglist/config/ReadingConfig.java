package org.medsendx.readinglist.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Set;

/** Settings below {@code medsendx.reading}. */
@ConfigMapping(prefix = "medsendx.reading")
public interface ReadingConfig {

    /** Buckets of the trucks, from which objects are handed out; separated by commas. */
    Set<String> buckets();

    /**
     * How long an exam stays on the list, from the first event about it on. Not longer than the
     * brokers keep the topics, or a started instance knows less than one that runs.
     */
    @WithDefault("7d")
    Duration keep();

    /** Images that are kept of all exams together; about 2 kB of memory each. */
    @WithDefault("100000")
    int mostImages();

    /** Images that are kept of one exam. */
    @WithDefault("4000")
    int mostImagesOfExam();

    /** Waiting that is worth one point of priority, as on the way out of the trucks. */
    @WithDefault("1h")
    Duration aging();

    /** The priority from which an exam is marked as urgent, 0 to 100. */
    @WithDefault("65")
    int urgentPriority();

    /** How often it is asked whether there is more on the topics than was read. */
    @WithDefault("10s")
    Duration askEvery();

    /** How long ago that may have been known last for the list to be the present. */
    @WithDefault("1m")
    Duration staleAfter();

    /** Larger objects are not handed out. */
    @WithDefault("4G")
    MemorySize largestObject();

    /** Objects that are handed out at the same time; who asks for one more is asked to wait. */
    @WithDefault("16")
    int downloads();
}
