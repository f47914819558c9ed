package org.medsendx.uplink.stow;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.function.IntConsumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.Tls;
import org.medsendx.uplink.syntax.InstanceFile;
import org.medsendx.uplink.syntax.NativeCopies;
import org.medsendx.uplink.upload.ObjectStore;
import org.medsendx.uplink.upload.Progress;
import org.medsendx.uplink.upload.StoreRefused;
import org.medsendx.uplink.upload.StoreUnavailable;
import org.medsendx.uplink.upload.UploadJob;

/**
 * Posts instances by STOW-RS (PS3.18, 10.5), one in a request, so that each has an answer of its
 * own. An instance counts as stored when the response document lists it as stored; its UID was made
 * on this truck, so one that is there already is the same and the server says so in the same words.
 *
 * <p>A server that does not support a transfer syntax (0xC122) gets a native copy of what was
 * encoded without loss. Redirects are not followed: patients' images go where the truck was told
 * to. Thread safe.
 */
public final class StowStore implements ObjectStore, AutoCloseable {

    private final StowSettings settings;
    private final NativeCopies copies;
    private final IntConsumer warnings;
    private @Nullable HttpClient client;

    /**
     * @param copies where copies are made
     * @param warnings is told the Warning Reason of each instance that was stored with one
     */
    public StowStore(StowSettings settings, NativeCopies copies, IntConsumer warnings) {
        this.settings = settings;
        this.copies = copies;
        this.warnings = warnings;
    }

    // A client keeps the keys that it was made with; connections under way go on with them.
    private synchronized HttpClient client() throws StoreUnavailable {
        boolean changed = false;
        if (settings.tls().isPresent()) {
            try {
                changed = settings.tls().get().reload();
            } catch (IOException e) {
                // Files in the middle of a rotation: those of before, if they do.
                changed = false;
            }
        }
        var known = client;
        if (known == null || changed) {
            if (known != null) {
                known.shutdown();
            }
            var builder =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .connectTimeout(settings.connect())
                            .sslParameters(Tls.parameters());
            settings.tls().ifPresent(tls -> builder.sslContext(tls.context()));
            known = builder.build();
            client = known;
        }
        return known;
    }

    @Override
    public Receipt put(UploadJob job, Path file, Progress progress)
            throws StoreRefused, StoreUnavailable, InterruptedException {
        var instance = InstanceFile.of(file);
        var answer = post(instance, progress);
        if (answer instanceof StowAnswer.Failed failed
                && failed.reason() == StowAnswer.TRANSFER_SYNTAX_NOT_SUPPORTED
                && !instance.transferSyntaxUid().equals(Uid.ExplicitVRLittleEndian)) {
            try (var copy = copies.of(instance, Uid.ExplicitVRLittleEndian)) {
                progress.moved();
                answer = post(copy.instance(), progress);
            }
        }
        switch (answer) {
            case StowAnswer.Stored stored -> stored.warning().ifPresent(warnings);
            case StowAnswer.Failed failed -> StowAnswer.fault(failed);
            case StowAnswer.Silent silent -> StowAnswer.fault(silent.status());
        }
        return new Receipt(settings.name(), Encryption.NONE, false);
    }

    private StowAnswer post(InstanceFile instance, Progress progress)
            throws StoreUnavailable, InterruptedException {
        var body = new InstanceBody(instance, progress);
        try {
            var request =
                    HttpRequest.newBuilder(settings.studies())
                            .header("Content-Type", body.contentType())
                            .header("Accept", "application/dicom+json")
                            .POST(body.publisher());
            if (settings.token().isPresent()) {
                request.header("Authorization", settings.token().get().authorization());
            }
            var response =
                    client().send(
                                    request.build(),
                                    HttpResponse.BodyHandlers.limiting(
                                            HttpResponse.BodyHandlers.ofByteArray(),
                                            StowAnswer.LONGEST));
            return StowAnswer.of(response.statusCode(), response.body(), instance.sopInstanceUid());
        } catch (SSLException e) {
            throw new StoreUnavailable("tls");
        } catch (IOException e) {
            // No answer, or more of one than there can be. The message may name the address.
            throw new StoreUnavailable(body.unreadable() ? "local-disk" : "no-answer");
        }
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }
}
