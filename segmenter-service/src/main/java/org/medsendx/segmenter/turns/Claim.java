package org.medsendx.segmenter.turns;

import java.util.UUID;

/**
 * What the event of a scan says about which others it has to do with.
 *
 * @param object its random id: of one object one scan at a time
 * @param study Study Instance UID: its scans are finished in their order
 * @param series Series Instance UID
 * @param modality of scans of one modality too few is known to finish one before the other, until
 *     their headers were read
 * @param lengthy whether it may take seconds
 * @param modelled whether a learned model will be asked: there is one process of it
 */
public record Claim(
        UUID object,
        String study,
        String series,
        String modality,
        boolean lengthy,
        boolean modelled) {}
