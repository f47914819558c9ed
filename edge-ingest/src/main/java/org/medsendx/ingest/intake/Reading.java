package org.medsendx.ingest.intake;

import org.jspecify.annotations.Nullable;
import org.medsendx.ingest.orders.Imaged;

/** What reading a stored file through found. */
public sealed interface Reading {

    /**
     * An instance.
     *
     * @param studyInstanceUid of its study, or null when it names none
     * @param modality what made it (0008,0060), or null when it does not say
     * @param dataSetPosition the byte where its data set begins
     * @param wellFormed whether the file is a Part 10 file that names class, instance and transfer
     *     syntax itself
     * @param imaged whom it shows, for which order
     */
    record Instance(
            String sopClassUid,
            String sopInstanceUid,
            @Nullable String studyInstanceUid,
            @Nullable String modality,
            String transferSyntaxUid,
            long dataSetPosition,
            boolean wellFormed,
            Imaged imaged)
            implements Reading {}

    /**
     * Not an instance.
     *
     * @param reason a code, never a value of the file
     * @param tag the element where reading stopped, or null
     * @param position the byte where reading stopped, or null
     */
    record Unfit(String reason, @Nullable Integer tag, @Nullable Long position)
            implements Reading {}
}
