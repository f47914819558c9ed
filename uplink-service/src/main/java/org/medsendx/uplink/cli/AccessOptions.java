package org.medsendx.uplink.cli;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.medsendx.uplink.storage.BucketAccess;
import picocli.CommandLine.Option;

/**
 * Where the bucket is, and who asks: options first, then files of settings, then the environment.
 */
final class AccessOptions {

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = {
                "Settings of uplink-service as the truck has them (quarkus.s3.*,"
                        + " medsendx.uplink.bucket);",
                "may be given more than once."
            })
    List<Path> settings = new ArrayList<>();

    @Option(names = "--bucket", paramLabel = "NAME", description = "The bucket.")
    @Nullable String bucket;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "Of a store that is not Amazon's.")
    @Nullable String endpoint;

    @Option(names = "--region", paramLabel = "REGION", description = "The region.")
    @Nullable String region;

    /**
     * What all of them say together.
     *
     * @throws IOException when a file cannot be read
     * @throws IllegalArgumentException when something is missing, and what
     */
    BucketAccess access(Map<String, String> environment) throws IOException {
        var files = new Properties();
        for (var file : settings) {
            // Not Properties.load of a stream, which would take the file for Latin 1.
            files.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
        }
        String credentials = "quarkus.s3.aws.credentials.static-provider.";
        URI other = null;
        String address = one(endpoint, files, "quarkus.s3.endpoint-override");
        if (address != null) {
            other = BucketAccess.endpoint(address);
        }
        return new BucketAccess(
                wanted(one(bucket, files, "medsendx.uplink.bucket"), "--bucket"),
                other,
                wanted(
                        or(
                                one(region, files, "quarkus.s3.aws.region"),
                                environment.get("AWS_REGION")),
                        "--region"),
                Boolean.parseBoolean(files.getProperty("quarkus.s3.path-style-access"))
                        || other != null
                                && files.getProperty("quarkus.s3.path-style-access") == null,
                wanted(
                        or(
                                files.getProperty(credentials + "access-key-id"),
                                environment.get("AWS_ACCESS_KEY_ID")),
                        "AWS_ACCESS_KEY_ID in the environment"),
                wanted(
                        or(
                                files.getProperty(credentials + "secret-access-key"),
                                environment.get("AWS_SECRET_ACCESS_KEY")),
                        "AWS_SECRET_ACCESS_KEY in the environment"),
                or(
                        files.getProperty(credentials + "session-token"),
                        environment.get("AWS_SESSION_TOKEN")));
    }

    private static @Nullable String one(@Nullable String option, Properties files, String key) {
        return or(option, files.getProperty(key));
    }

    private static @Nullable String or(@Nullable String first, @Nullable String second) {
        return first == null || first.isBlank() ? second : first;
    }

    private static String wanted(@Nullable String value, String name) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("missing: " + name + " or --settings that says it");
        }
        return value;
    }
}
