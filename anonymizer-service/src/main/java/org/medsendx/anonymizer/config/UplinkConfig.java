package org.medsendx.anonymizer.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.medsendx.contracts.deidentified.Encryption;

/**
 * The way out of the truck. Where S3 is and who may write there is set by {@code quarkus.s3}. All
 * state of the uplink is kept in the folder {@code uplink} of the volume {@code deidentified}.
 */
@ConfigMapping(prefix = "medsendx.uplink")
public interface UplinkConfig {

    /** The cloud's Kafka brokers, {@code host:port} separated by commas. */
    String cloudBootstrapServers();

    /**
     * Further Kafka producer settings for the cloud, such as {@code security.protocol} and the
     * {@code ssl.} and {@code sasl.} settings; passed on as they are.
     */
    Map<String, String> cloudKafka();

    /**
     * How often to look whether the cloud's Kafka still holds what it acknowledged; what it lost is
     * published again. A look costs about a kilobyte.
     */
    @WithDefault("5m")
    Duration logCheckEvery();

    /** The bucket that objects go to. */
    String bucket();

    /** Server-side encryption: {@code none}, {@code aes256} or {@code aws-kms}. */
    @WithDefault("none")
    Encryption encryption();

    /** Key id or ARN for {@code aws-kms}; without one the account's default key. */
    Optional<String> kmsKeyId();

    /** How long an object waits for the triage of its scan, at most. */
    @WithDefault("60s")
    Duration priorityWait();

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
    @WithDefault("64M")
    MemorySize multipartThreshold();

    /** Size of a part; S3 takes from 5 MiB on. */
    @WithDefault("16M")
    MemorySize partSize();
}
