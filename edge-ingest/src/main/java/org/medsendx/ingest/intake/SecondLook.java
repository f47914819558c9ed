package org.medsendx.ingest.intake;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Sha256;
import org.medsendx.dicom.data.UnrepresentableTextException;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.ledger.IntakeLedger;
import org.medsendx.ingest.orders.PatientCorrection;
import org.medsendx.ingest.store.IdentifiedStore;
import org.medsendx.ingest.store.Incoming;
import org.medsendx.ingest.store.NoRoomException;
import org.medsendx.ingest.store.Shelf;

/**
 * Takes an input once more that a person has looked at. It goes on as another object; the file of
 * before stays where it is. Thread safe.
 */
public final class SecondLook {

    private final Reception reception;
    private final IdentifiedStore store;
    private final InstanceReader reader;
    private final Set<String> sopClasses;

    SecondLook(
            Reception reception,
            IdentifiedStore store,
            InstanceReader reader,
            Set<String> sopClasses) {
        this.reception = reception;
        this.store = store;
        this.reader = reader;
        this.sopClasses = sopClasses;
    }

    /**
     * As it is: what was quarantined is read again, by what it says of itself and not by what its
     * sender said; what was received is announced under another id, so that the border decides
     * anew.
     *
     * @param profile by which the border is to decide about what was received; null for the truck's
     * @throws IOException when the disk fails; then nothing was decided
     */
    public Again again(IntakeEntry earlier, @Nullable String profile) throws IOException {
        var arrival = arrival(earlier);
        return switch (earlier) {
            case IntakeEntry.Duplicate duplicate -> new Again.Gone();
            case IntakeEntry.Received received -> announceAgain(received, arrival, profile);
            case IntakeEntry.Quarantined quarantined -> {
                Path file = file(quarantined);
                if (!Files.exists(file)) {
                    yield new Again.Gone();
                }
                yield switch (fit(file, arrival)) {
                    case Reading.Unfit unfit -> new Again.StillUnfit(unfit.reason());
                    case Reading.Instance instance -> taken(file, arrival);
                };
            }
        };
    }

    private Again taken(Path file, Arrival arrival) throws IOException {
        try {
            return new Again.Decided(
                    reception.judge(copyOf(file), arrival, true).entry().goesOnAs());
        } catch (NoRoomException e) {
            // It would wait again, for another reason, and there is no room for that.
            return new Again.StillUnfit("no-room");
        }
    }

    private Again announceAgain(
            IntakeEntry.Received received, Arrival arrival, @Nullable String profile)
            throws IOException {
        Path file = file(received);
        if (!Files.exists(file)) {
            return new Again.Gone();
        }
        var stored = copyOf(file);
        if (!stored.sha256().equals(received.input().sha256())) {
            reception.abandon(stored);
            return changed();
        }
        var stripe = reception.stripe(received.uidKey());
        stripe.lock();
        try {
            return new Again.Decided(
                    reception
                            .commit(
                                    new IntakeEntry.Received(
                                            reception.input(stored, arrival),
                                            received.content(),
                                            received.uidKey(),
                                            received.order(),
                                            profile,
                                            received.corrects()))
                            .goesOnAs());
        } finally {
            stripe.unlock();
        }
    }

    /**
     * With another patient: an instance is made of it that says so, and goes on in its place. Done
     * a second time, it is the one that was made before.
     *
     * @throws IOException when the disk fails; then nothing was decided
     */
    public Again corrected(IntakeEntry earlier, PatientCorrection correction) throws IOException {
        Path file = file(earlier);
        if (earlier instanceof IntakeEntry.Duplicate || !Files.exists(file)) {
            return new Again.Gone();
        }
        if (earlier instanceof IntakeEntry.Received received
                && !Sha256.of(file).equals(received.input().sha256())) {
            return changed();
        }
        var arrival = arrival(earlier);
        return switch (fit(file, arrival)) {
            case Reading.Unfit unfit -> new Again.StillUnfit(unfit.reason());
            case Reading.Instance instance -> {
                String key = IntakeLedger.keyOf(correction.instanceUid(instance.sopInstanceUid()));
                var stripe = reception.stripe(key);
                stripe.lock();
                try {
                    UUID before = reception.holder(key);
                    yield before != null
                            ? new Again.Decided(before)
                            : correct(earlier, arrival, correction, key);
                } finally {
                    stripe.unlock();
                }
            }
        };
    }

    private Again correct(
            IntakeEntry earlier, Arrival arrival, PatientCorrection correction, String key)
            throws IOException {
        Incoming.Sealed stored;
        try (var incoming = reception.begin(new byte[0])) {
            write(
                    DicomReader.read(file(earlier), ReadLimits.DEFAULT),
                    earlier,
                    correction,
                    incoming);
            stored = incoming.seal();
        } catch (UnrepresentableTextException e) {
            return new Again.StillUnfit("character-set");
        } catch (DicomFormatException e) {
            return new Again.StillUnfit(e.problem().code());
        } catch (RuntimeException e) {
            // A defect of ours; the exception may quote the file.
            return new Again.StillUnfit("reader-failed");
        }
        // What was written has to be what every later stage can read, like all that came in.
        if (!(fit(stored.file(), arrival) instanceof Reading.Instance made)
                || !IntakeLedger.keyOf(made.sopInstanceUid()).equals(key)) {
            reception.abandon(stored);
            return new Again.StillUnfit("reader-failed");
        }
        return new Again.Decided(
                reception
                        .commit(
                                new IntakeEntry.Received(
                                        reception.input(stored, arrival),
                                        new IntakeEntry.Content(
                                                made.sopClassUid(),
                                                made.transferSyntaxUid(),
                                                Sha256.of(stored.file(), made.dataSetPosition())),
                                        key,
                                        reception.check(made),
                                        null,
                                        earlier.input().objectId()))
                        .goesOnAs());
    }

    private static void write(
            DicomFile original,
            IntakeEntry earlier,
            PatientCorrection correction,
            OutputStream into)
            throws IOException {
        var header = correction.of(original.dataSet(), earlier.input().sender().scanner());
        DicomWriter.write(
                Channels.newChannel(into),
                new FileMeta(
                        header.string(Tag.SOPClassUID),
                        header.string(Tag.SOPInstanceUID),
                        original.meta().transferSyntaxUid()),
                header);
    }

    private static Again changed() {
        return new Again.StillUnfit("original-changed");
    }

    private static Arrival arrival(IntakeEntry earlier) {
        var input = earlier.input();
        return new Arrival(input.via(), input.source(), input.sender(), null, null);
    }

    private Path file(IntakeEntry entry) {
        return store.path(
                entry instanceof IntakeEntry.Quarantined ? Shelf.QUARANTINE : Shelf.OBJECTS,
                entry.input().objectId());
    }

    /** What a file is, or why it cannot be taken. */
    private Reading fit(Path file, Arrival arrival) throws IOException {
        var reading = reader.read(file);
        if (reading instanceof Reading.Instance instance) {
            var objection = arrival.objection(instance, sopClasses);
            return objection == null ? instance : objection;
        }
        return reading;
    }

    private Incoming.Sealed copyOf(Path file) throws IOException {
        try (var copy = reception.begin(new byte[0])) {
            Files.copy(file, copy);
            return copy.seal();
        }
    }
}
