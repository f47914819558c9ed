package org.medsendx.localstack.stack;

/**
 * A sender that edge-ingest knows.
 *
 * @param aeTitle calling AE title
 * @param truck truck id
 * @param scanner scanner id
 */
public record Source(String aeTitle, String truck, String scanner) {}
