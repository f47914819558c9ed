package org.medsendx.ingest.send;

/** What became of one file. */
sealed interface Result {

    /**
     * The node has it.
     *
     * @param remark whether it has a remark, such as that elements were coerced
     */
    record Sent(boolean remark) implements Result {}

    /**
     * The node has it not.
     *
     * @param reason in words and codes of the standard, never a value of the file nor text of the
     *     node's, which may quote one
     */
    record Failed(String reason) implements Result {}
}
