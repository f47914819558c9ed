package org.medsendx.localstack.send;

/**
 * How an input reached edge-ingest.
 *
 * @param input the input
 * @param digest SHA-256 in hex of what was delivered: the data set's bytes by C-STORE, the whole
 *     file by hot folder
 * @param hotFolderName its name in the hot folder, or empty when it went by C-STORE
 * @param millis how long the sender waited for the answer; for the hot folder, how long the copy
 *     took
 */
public record Delivery(InputFile input, String digest, String hotFolderName, double millis) {

    public boolean byHotFolder() {
        return !hotFolderName.isEmpty();
    }
}
