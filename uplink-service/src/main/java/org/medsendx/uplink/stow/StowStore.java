package org.medsendx.uplink.stow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntConsumer;
import javax.net.ssl.SSLException;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.web.BearerFile;
import org.medsendx.dicom.web.StowAnswer;
import org.medsendx.dicom.web.StowClient;
import org.medsendx.uplink.syntax.InstanceFile;
import org.medsendx.uplink.syntax.NativeCopies;
import org.medsendx.uplink.upload.ObjectStore;
import org.medsendx.uplink.upload.Progress;
import org.medsendx.uplink.upload.StoreRefused;
import org.medsendx.uplink.upload.StoreUnavailable;
import org.medsendx.uplink.upload.UploadJob;

/**
 * Posts instances by STOW-RS (PS3.18, 10.5). An instance counts as stored when the response
 * document lists it as stored; its UID was made on this truck, so one that is there already is the
 * same and the server says so in the same words.
 *
 * <p>A server that does not support a transfer syntax (0xC122) gets a native copy of what was
 * encoded without loss. Thread safe.
 */
public final class StowStore implements ObjectStore, AutoCloseable {

    private final StowSettings settings;
    private final NativeCopies copies;
    private final IntConsumer warnings;
    private final StowClient client;

    /**
     * @param copies where copies are made
     * @param warnings is told the Warning Reason of each instance that was stored with one
     */
    public StowStore(StowSettings settings, NativeCopies copies, IntConsumer warnings) {
        this.settings = settings;
        this.copies = copies;
        this.warnings = warnings;
        this.client =
                new StowClient(
                        settings.studies(), settings.tls(), settings.token(), settings.connect());
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
            case StowAnswer.Failed failed -> StowFaults.of(failed);
            case StowAnswer.Silent silent -> StowFaults.of(silent.status());
        }
        return new Receipt(settings.name(), Encryption.NONE, false);
    }

    private StowAnswer post(InstanceFile instance, Progress progress)
            throws StoreUnavailable, InterruptedException {
        try {
            return client.post(instance.path(), instance.sopInstanceUid(), watching(progress));
        } catch (BearerFile.NoTokenException e) {
            throw new StoreUnavailable("token-file");
        } catch (StowClient.UnreadableException e) {
            throw new StoreUnavailable("local-disk");
        } catch (SSLException e) {
            throw new StoreUnavailable("tls");
        } catch (IOException e) {
            throw new StoreUnavailable("no-answer");
        }
    }

    private static StowClient.Sending watching(Progress progress) {
        return new StowClient.Sending() {
            @Override
            public int take(int wanted) throws InterruptedException {
                return progress.take(wanted);
            }

            @Override
            public void moved() {
                progress.moved();
            }

            @Override
            public void awaitsAnswer() {
                progress.awaitAnswer();
            }
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
