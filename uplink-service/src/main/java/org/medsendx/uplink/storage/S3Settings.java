package org.medsendx.uplink.storage;

import java.nio.file.Path;

/**
 * How objects are kept on S3.
 *
 * @param bucket where they go
 * @param encryption how the store is asked to encrypt
 * @param readBackLimit bytes; where the store keeps no checksum, larger objects are not read back
 * @param multipartThreshold bytes; objects of this size and more go in parts
 * @param partSize bytes, the least of a part; S3 takes from 5 MiB on
 * @param largestPartSize bytes, the most of a part while an object fits into 10,000
 * @param multipartFolder keeps the ids of multipart uploads under way
 */
public record S3Settings(
        String bucket,
        ServerSideEncryption encryption,
        long readBackLimit,
        long multipartThreshold,
        long partSize,
        long largestPartSize,
        Path multipartFolder) {

    public S3Settings {
        if (partSize <= 0 || multipartThreshold <= 0) {
            throw new IllegalArgumentException("sizes are positive");
        }
        if (largestPartSize < partSize) {
            throw new IllegalArgumentException("the largest part is at least as large as a part");
        }
    }
}
