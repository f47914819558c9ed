package org.medsendx.uplink.storage;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.medsendx.uplink.telemetry.StoreClock;
import org.medsendx.uplink.upload.StoreRefused;
import org.medsendx.uplink.upload.StoreUnavailable;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Tells the fault of one object from a fault of the store. A 4xx is about the object, except where
 * it says that nobody may write now: credentials, a missing bucket, too many requests, a connection
 * that broke, a key service that is not there. (Amazon S3 API Reference, Error responses.)
 */
final class S3Faults {

    private static final Set<Integer> EVERYBODY = Set.of(401, 403, 404, 407, 408, 425, 429);

    // These come with 400 or 409 and are no fault of the object.
    private static final Set<String> EVERYBODY_BY_CODE =
            Set.of(
                    "AuthorizationHeaderMalformed",
                    "ConditionalRequestConflict",
                    "ExpiredToken",
                    "IncompleteBody",
                    "InvalidToken",
                    "OperationAborted",
                    "RequestTimeout",
                    "SlowDown",
                    "TokenRefreshRequired");

    /** What a request with a wrong time is refused with, beside those that say so by name. */
    private static final Set<Integer> NOT_LET_IN = Set.of(400, 401, 403);

    private static final Set<String> WRONG_TIME =
            Set.of("RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture");

    /** A third of what S3 lets pass (Signature Version 4: 15 minutes). */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** The truck's clock is wrong, or nobody can tell whose. */
    static final String CLOCK = "clock";

    // A cause may be its own cause's cause.
    private static final int LONGEST_CHAIN = 20;

    private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z.]{0,40}");

    private S3Faults() {}

    /**
     * Says what an answer of the store means. Its message is dropped, because it may quote the key.
     * One that does not let us in and bears a Date far from ours is put down to the clock: a
     * signature of another day is refused in many words, and as many stores have as many of them.
     *
     * <p>A 400 without a code may say of everybody that credentials expired: the answer to a HEAD
     * has no words.
     *
     * @param now when it came, by the truck's clock
     * @return a fault of the store
     * @throws StoreRefused a fault of the object
     */
    static StoreUnavailable of(S3Exception answer, Instant now) throws StoreRefused {
        int status = answer.statusCode();
        String error = errorCode(answer);
        if ((error != null && WRONG_TIME.contains(error))
                || (NOT_LET_IN.contains(status) && isFarFrom(now, answer))) {
            return new StoreUnavailable(CLOCK);
        }
        String code = "s3-" + status + (error == null ? "" : "-" + error.replace('.', '-'));
        boolean everybody =
                status < 400
                        || status >= 500
                        || EVERYBODY.contains(status)
                        || (status == 400 && error == null)
                        || (error != null
                                && (EVERYBODY_BY_CODE.contains(error) || isOfTheKey(answer)));
        if (everybody) {
            return new StoreUnavailable(code);
        }
        throw new StoreRefused(code);
    }

    private static boolean isFarFrom(Instant now, S3Exception answer) {
        var details = answer.awsErrorDetails();
        if (details == null || details.sdkHttpResponse() == null) {
            return false;
        }
        return details.sdkHttpResponse()
                .firstMatchingHeader("Date")
                .map(date -> StoreClock.ahead(date, now))
                .filter(ahead -> ahead.abs().compareTo(TOLERANCE) > 0)
                .isPresent();
    }

    /**
     * Says why there was no answer. With TLS a wrong clock is met here first: the store's
     * certificate is not valid yet, or no longer.
     *
     * @return {@code clock} for a certificate of the future, {@code certificate-expired} for one of
     *     the past, which either of the two may be to blame for, else {@code no-answer}
     */
    static StoreUnavailable noAnswer(Exception fault) {
        Throwable cause = fault;
        for (int depth = 0; cause != null && depth < LONGEST_CHAIN; depth++) {
            switch (cause) {
                case CertificateNotYetValidException _ -> {
                    return new StoreUnavailable(CLOCK);
                }
                case CertificateExpiredException _ -> {
                    return new StoreUnavailable("certificate-expired");
                }
                default -> cause = cause.getCause();
            }
        }
        return new StoreUnavailable("no-answer");
    }

    /** Whether it is the key management that refused: an unknown, disabled or forbidden key. */
    static boolean isOfTheKey(S3Exception answer) {
        String error = errorCode(answer);
        return error != null && error.startsWith("KMS.");
    }

    private static @Nullable String errorCode(S3Exception answer) {
        var details = answer.awsErrorDetails();
        if (details == null || details.errorCode() == null) {
            return null;
        }
        String code = details.errorCode();
        return CODE.matcher(code).matches() ? code : null;
    }
}
