package org.medsendx.uplink.storage;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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

    private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z.]{0,40}");

    private S3Faults() {}

    /**
     * Says what an answer of the store means. Its message is dropped, because it may quote the key.
     *
     * @return a fault of the store
     * @throws StoreRefused a fault of the object
     */
    static StoreUnavailable of(S3Exception answer) throws StoreRefused {
        int status = answer.statusCode();
        String error = errorCode(answer);
        String code = "s3-" + status + (error == null ? "" : "-" + error.replace('.', '-'));
        boolean everybody =
                status < 400
                        || status >= 500
                        || EVERYBODY.contains(status)
                        || (error != null
                                && (EVERYBODY_BY_CODE.contains(error) || error.startsWith("KMS.")));
        if (everybody) {
            return new StoreUnavailable(code);
        }
        throw new StoreRefused(code);
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
