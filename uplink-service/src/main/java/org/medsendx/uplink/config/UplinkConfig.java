package org.medsendx.uplink.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.medsendx.contracts.deidentified.Encryption;

/**
 * The way out of the truck. Where S3 is and who may write there is set by {@code quarkus.s3}, where
 * the truck's own broker is by {@code kafka}.
 */
@ConfigMapping(prefix = "medsendx.uplink")
public interface UplinkConfig {

    /** Mount point of the volume {@code uplink}, the only one that is written. */
    @WithDefault("uplink")
    Path uplinkDir();

    /** Mount point of the volume {@code deidentified}; read only. */
    @WithDefault("deidentified")
    Path deidentifiedDir();

    /** Mount point of the volume {@code derived}; read only. */
    @WithDefault("derived")
    Path derivedDir();

    /** Mount point of the volume {@code features}; read only. */
    @WithDefault("features")
    Path featuresDir();

    /** The cloud's Kafka brokers, {@code host:port} separated by commas. */
    String cloudBootstrapServers();

    /**
     * Further Kafka producer settings for the cloud, such as {@code security.protocol} and the
     * {@code ssl.} and {@code sasl.} settings; passed on as they are.
     */
    Map<String, String> cloudKafka();

    /**
     * How often to look whether the truck's Kafka still holds what it acknowledged of uploads; what
     * it lost is published again.
     */
    @WithDefault("30s")
    Duration truckLogCheckEvery();

    /**
     * How often to look whether the cloud's Kafka still holds what it acknowledged; what it lost is
     * published again. A look costs about a kilobyte.
     */
    @WithDefault("5m")
    Duration logCheckEvery();

    /**
     * How often to look in the cloud for what is usual in the fleet; {@code 0s} never looks. A look
     * is a login, and what changed since: some 200 bytes a kind of scan.
     */
    @WithDefault("6h")
    Duration baselinesEvery();

    /**
     * The bucket that objects go to; without one they go to the destinations of {@code
     * medsendx.pacs} alone.
     */
    Optional<String> bucket();

    /**
     * Server-side encryption: {@code none}, {@code aes256} or {@code aws-kms}. With one of the
     * latter two an object counts only when the store says of it that it is encrypted so.
     */
    @WithDefault("none")
    Encryption encryption();

    /**
     * Key id, ARN or alias for {@code aws-kms}; without one the account's default key. The store
     * names the key by its ARN, so an alias is asked for and cannot be compared.
     */
    Optional<String> kmsKeyId();

    /** How long an object waits for the triage of its scan, at most. */
    @WithDefault("60s")
    Duration priorityWait();

    /**
     * Waiting that is worth one point of priority, so that nothing starves: a scan is passed by one
     * that came later only while the difference of their points is worth more than that of their
     * arrivals.
     */
    @WithDefault("1h")
    Duration priorityAging();

    /**
     * The priority from which a study is urgent: it goes before all others, however long they have
     * waited, and when the data plan is used up.
     */
    @WithDefault("65")
    int urgentPriority();

    /** So many urgent objects pass an older one, then one that is not urgent has its turn. */
    @WithDefault("4")
    int urgentInARow();

    /** How much may leave the truck; what is decided at the uplink's page counts instead. */
    BandwidthSettings bandwidth();

    /** The limits of a truck whose page nobody has used. */
    interface BandwidthSettings {

        /** Bytes a second of all that is sent; without one there is no limit. */
        Optional<MemorySize> rate();

        /** Bytes a month that are paid for; without them there is no limit. */
        Optional<MemorySize> plan();

        /** The day of the month that the plan begins anew, 1 to 28. */
        @WithDefault("1")
        int planFirstDay();

        /** Whether urgent objects go although the plan is used up. */
        @WithDefault("true")
        boolean urgentAlways();

        /** The time zone of the truck's hours and months, such as {@code Europe/Berlin}. */
        @WithDefault("UTC")
        String zone();
    }

    /** How many objects are on their way at once, at most. */
    @WithDefault("2")
    int parallel();

    /** An attempt that sends no byte for so long is cut. */
    @WithDefault("30s")
    Duration stallTimeout();

    /**
     * How long the store may take to answer after the last byte was handed to the operating system,
     * whose send buffer still has to drain over the link.
     */
    @WithDefault("2m")
    Duration answerTimeout();

    /** Upper bound of the wait after the first failure; it doubles with each in a row. */
    @WithDefault("1s")
    Duration retryShortest();

    /** Upper bound of every wait between attempts. */
    @WithDefault("5m")
    Duration retryLongest();

    /** Where the store keeps no checksum, objects up to this size are read back to verify them. */
    @WithDefault("1M")
    MemorySize readBackLimit();

    /** Objects of this size and more go in parts, so that a broken link costs one part only. */
    @WithDefault("8M")
    MemorySize multipartThreshold();

    /** Least size of a part; S3 takes from 5 MiB on. */
    @WithDefault("5M")
    MemorySize partSize();

    /** Largest size of a part: one that the link carries in ten seconds, between these two. */
    @WithDefault("16M")
    MemorySize largestPartSize();

    /**
     * Mean time between two looks whether the store's address answers again, while all wait for it.
     * A look is a TCP connection without content, some 60 bytes while nothing answers.
     */
    @WithDefault("500ms")
    Duration linkCheckEvery();

    /** How the store is asked what it can do. */
    ProbeSettings probe();

    /** Where, and how often; docs/decisions/0037 says what is asked and what follows. */
    interface ProbeSettings {

        /**
         * Where two objects of a kilobyte lie while they are needed. Where the credentials are for
         * one prefix only, one below that: without the right to write here nothing is learnt.
         */
        @WithDefault("medsendx-probe")
        String prefix();

        /** How long an answer counts. The store is also asked at the start. */
        @WithDefault("1d")
        Duration every();

        /**
         * How long the store is left alone at least between two times, however often it answers
         * otherwise than was learnt.
         */
        @WithDefault("10m")
        Duration pause();
    }

    /** What is kept for how long, and then forgotten. */
    KeepSettings keep();

    /** Times are counted by the truck's clock; docs/decisions/0020 says what never goes. */
    interface KeepSettings {

        /**
         * How long an event can be published again, for a broker that lost it. One that is not
         * published stays whatever its age.
         */
        @WithDefault("30d")
        Duration outbox();

        /** Time between two looks for what may go. */
        @WithDefault("1h")
        Duration every();
    }

    /** How this service finds what it should have heard of and has not. */
    CatchUpSettings catchUp();

    /** When the outboxes of the other services are believed more than the broker. */
    interface CatchUpSettings {

        /**
         * How long an event may be on its way over Kafka; then its work is done from the outbox of
         * its writer on the volume.
         */
        @WithDefault("2m")
        Duration grace();

        /** Time between two looks; the counts of scans that wait are as old at most. */
        @WithDefault("10s")
        Duration every();

        /** Scans that have waited for longer are counted apart from those of the last days. */
        @WithDefault("7d")
        Duration window();
    }
}
