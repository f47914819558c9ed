package org.medsendx.readinglist.storage;

import java.io.InputStream;
import org.medsendx.readinglist.object.ObjectStore;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects on S3. It asks for single objects; it lists nothing and writes nothing. */
public final class S3Store implements ObjectStore {

    private final S3Client s3;

    public S3Store(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    public Opened open(String bucket, String key) throws GoneException, UnavailableException {
        try {
            return new Reading(s3.getObject(request -> request.bucket(bucket).key(key)));
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                // A bucket that is not there is a matter of settings, and of every object.
                if (isOfTheBucket(e)) {
                    throw new UnavailableException("no-bucket");
                }
                throw new GoneException();
            }
            // The message may name the key.
            throw new UnavailableException("status-" + e.statusCode());
        } catch (SdkException e) {
            throw new UnavailableException("no-answer");
        }
    }

    private static boolean isOfTheBucket(S3Exception e) {
        var details = e.awsErrorDetails();
        return details != null && "NoSuchBucket".equals(details.errorCode());
    }

    private record Reading(ResponseInputStream<GetObjectResponse> response) implements Opened {

        @Override
        public InputStream content() {
            return response;
        }

        @Override
        public long bytes() {
            var length = response.response().contentLength();
            return length == null ? -1 : length;
        }

        @Override
        public void close() {
            // To close it would read to the end, of an object that may be a gigabyte.
            response.abort();
        }
    }
}
