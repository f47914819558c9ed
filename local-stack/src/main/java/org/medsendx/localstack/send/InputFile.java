package org.medsendx.localstack.send;

import java.nio.file.Path;

/**
 * One file to put through the suite.
 *
 * @param file where it is
 * @param name its path below the input folder: identified data
 * @param callingAeTitle the AE title it is sent with
 */
public record InputFile(Path file, String name, String callingAeTitle) {}
