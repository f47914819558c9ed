package org.medsendx.contracts.deidentified;

/** S3 server-side encryption. */
public enum Encryption {
    NONE,
    AES256,
    AWS_KMS
}
