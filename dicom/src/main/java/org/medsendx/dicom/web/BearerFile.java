package org.medsendx.dicom.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A bearer token in a file (RFC 6750), read anew for each request: whoever renews it writes the
 * file and restarts nothing.
 *
 * @param file holds the token and nothing else but white space around it
 */
public record BearerFile(Path file) {

    private static final int LONGEST = 16 << 10;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    /** The file cannot be read, or holds no token. */
    public static final class NoTokenException extends IOException {

        private static final long serialVersionUID = 1L;

        NoTokenException() {
            super("the token file cannot be read, or holds no token");
        }
    }

    /**
     * What the Authorization header says now.
     *
     * @throws NoTokenException it cannot be read, or holds no token
     */
    public String authorization() throws NoTokenException {
        try (var in = Files.newInputStream(file)) {
            String token = new String(in.readNBytes(LONGEST), StandardCharsets.US_ASCII).strip();
            if (TOKEN.matcher(token).matches()) {
                return "Bearer " + token;
            }
        } catch (IOException e) {
            // As without a token: somebody may be writing it.
        }
        throw new NoTokenException();
    }

    /** The place alone; a token is nothing for a log. */
    @Override
    public String toString() {
        return "token file";
    }
}
