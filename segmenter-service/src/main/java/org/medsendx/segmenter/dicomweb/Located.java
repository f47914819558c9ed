package org.medsendx.segmenter.dicomweb;

import java.nio.file.Path;
import java.util.UUID;
import org.medsendx.contracts.deidentified.InstanceUids;

/**
 * A de-identified instance and where its file is, or was.
 *
 * @param objectId the random id it was received under
 * @param uids its pseudonymous UIDs
 * @param file on the volume of de-identified files
 */
public record Located(UUID objectId, InstanceUids uids, Path file) {}
