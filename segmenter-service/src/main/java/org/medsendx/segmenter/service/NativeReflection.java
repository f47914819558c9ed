package org.medsendx.segmenter.service;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.medsendx.segmenter.review.Review;
import org.medsendx.segmenter.storage.ScanRecord;

/**
 * This service's own types that Jackson makes and reads, for the native executable; libraries have
 * theirs in {@code META-INF/native-image}, and what pages give and take Quarkus knows.
 */
@RegisterForReflection(
        targets = {
            ScanRecord.class,
            ScanRecord.Derived.class,
            ScanRecord.InSeries.class,
            Review.class
        })
final class NativeReflection {

    private NativeReflection() {}
}
