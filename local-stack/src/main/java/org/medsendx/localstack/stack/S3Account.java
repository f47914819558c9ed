package org.medsendx.localstack.stack;

import java.security.SecureRandom;
import java.util.HexFormat;

/** The S3 credentials of one run, random. */
public record S3Account(String accessKeyId, String secretAccessKey) {

    /** The one bucket of the local stack. */
    public static final String BUCKET = "medsendx";

    static S3Account random() {
        var bytes = new byte[30];
        new SecureRandom().nextBytes(bytes);
        var hex = HexFormat.of();
        return new S3Account(hex.formatHex(bytes, 0, 10), hex.formatHex(bytes, 10, 30));
    }
}
