package org.medsendx.ingest.send;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLException;
import org.medsendx.dicom.net.StorableFile;
import org.medsendx.dicom.web.BearerFile;
import org.medsendx.dicom.web.StowAnswer;
import org.medsendx.dicom.web.StowClient;

/**
 * A server that takes STOW-RS (PS3.18, 10.5): one instance in a request. It has an instance when
 * its response document says so; the status alone says nothing.
 */
final class StowNode implements Destination {

    private static final int BROKEN_IN_A_ROW = 3;
    private static final int PREAMBLE = 132;

    private final StowClient client;
    private final Duration timeout;
    private final ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param timeout longest time in which no byte moves, and for an answer
     */
    StowNode(StowClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    @Override
    public void send(List<StorableFile> files, BiConsumer<StorableFile, Result> told)
            throws GivenUpException, InterruptedException {
        int broken = 0;
        for (StorableFile file : files) {
            try {
                told.accept(file, one(file));
                broken = 0;
            } catch (NoAnswerException e) {
                told.accept(file, new Result.Failed("no answer"));
                if (++broken == BROKEN_IN_A_ROW) {
                    throw new GivenUpException("the server does not answer");
                }
            }
        }
    }

    private static final class NoAnswerException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private Result one(StorableFile file)
            throws GivenUpException, NoAnswerException, InterruptedException {
        if (file.dataSetPosition() <= PREAMBLE) {
            return new Result.Failed("no file meta information, which STOW-RS needs (PS3.10, 7.1)");
        }
        try {
            return result(post(file));
        } catch (StowClient.UnreadableException e) {
            return new Result.Failed("the file cannot be read any more");
        } catch (BearerFile.NoTokenException e) {
            throw new GivenUpException(String.valueOf(e.getMessage()));
        } catch (SSLException e) {
            throw new GivenUpException(
                    "no TLS with this server: its certificate is not trusted or names another"
                            + " host, or ours is not trusted there");
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new GivenUpException("nobody answers there");
        } catch (IOException e) {
            throw new NoAnswerException();
        }
    }

    /** Posts it, and leaves a server on which nothing moves. */
    private StowAnswer post(StorableFile file)
            throws IOException, NoAnswerException, InterruptedException {
        var last = new AtomicLong(System.nanoTime());
        var sending =
                new StowClient.Sending() {
                    @Override
                    public void moved() {
                        last.set(System.nanoTime());
                    }

                    @Override
                    public void awaitsAnswer() {
                        last.set(System.nanoTime());
                    }
                };
        Future<StowAnswer> answer =
                thread.submit(() -> client.post(file.path(), file.sopInstanceUid(), sending));
        try {
            while (true) {
                long left = last.get() + timeout.toNanos() - System.nanoTime();
                if (left <= 0) {
                    throw new NoAnswerException();
                }
                try {
                    return answer.get(left, TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    // Perhaps something moved meanwhile.
                }
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException defect -> throw defect;
                case null, default -> throw new NoAnswerException();
            }
        } finally {
            answer.cancel(true);
        }
    }

    private static Result result(StowAnswer answer) throws GivenUpException {
        return switch (answer) {
            case StowAnswer.Stored stored -> new Result.Sent(stored.warning().isPresent());
            case StowAnswer.Failed failed ->
                    new Result.Failed(
                            String.format(
                                    Locale.ROOT,
                                    "reason %04X%s",
                                    failed.reason(),
                                    Failures.words(failed.reason())));
            case StowAnswer.Silent silent -> silent(silent.status());
        };
    }

    private static Result silent(int status) throws GivenUpException {
        return switch (status) {
            case 401, 403 ->
                    throw new GivenUpException(
                            "the server lets nobody in with this token or certificate (HTTP "
                                    + status
                                    + ")");
            case 404, 405, 421 ->
                    throw new GivenUpException("no STOW-RS at this address (HTTP " + status + ")");
            case 200, 202 -> new Result.Failed("the answer does not name the instance as stored");
            default -> new Result.Failed("HTTP " + status);
        };
    }

    @Override
    public void close() {
        client.close();
        thread.close();
    }
}
