package org.medsendx.ingest.tasks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.audit.AuditEvent.Kind;
import org.medsendx.audit.AuditEvent.Outcome;
import org.medsendx.audit.AuditLog;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.ingest.intake.Again;
import org.medsendx.ingest.intake.Reception;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.ledger.IntakeLedger;
import org.medsendx.ingest.orders.Imaged;
import org.medsendx.ingest.orders.Order;
import org.medsendx.ingest.orders.OrderBook;
import org.medsendx.ingest.orders.PatientCorrection;
import org.medsendx.ingest.store.IdentifiedStore;
import org.medsendx.ingest.store.Shelf;
import org.medsendx.ingest.tasks.Acts.By;
import org.medsendx.ingest.tasks.Acts.Ended;

/**
 * Puts the patient of an order into images that came under another one. The images that came stay
 * as they are; what is made of them goes on in their place. Each image is a line of the audit log
 * before it is done; what a crash interrupts is done by doing it again, and nothing twice. One at a
 * time, {@link Acts} among them.
 */
public final class Corrections {

    /** So many images are corrected in one go, and as many looked at for it. */
    public static final int MOST = 3000;

    private final WorkList list;
    private final IntakeLedger ledger;
    private final IdentifiedStore store;
    private final Reception reception;
    private final OrderBook orders;
    private final AuditLog audit;
    private final InstantSource clock;

    public Corrections(
            WorkList list,
            IntakeLedger ledger,
            IdentifiedStore store,
            Reception reception,
            OrderBook orders,
            AuditLog audit,
            InstantSource clock) {
        this.list = list;
        this.ledger = ledger;
        this.store = store;
        this.reception = reception;
        this.orders = orders;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * An input that may be corrected.
     *
     * @param at when it came
     * @param scanner the scanner, or null
     * @param index of its entry in the intake's ledger, or of one before it
     */
    public record Image(UUID objectId, Instant at, @Nullable String scanner, long index) {

        /** That of an item of the work list. */
        public static Image of(Item item) {
            return new Image(item.objectId(), item.at(), item.scanner(), item.index());
        }
    }

    /** Whom an image says that it is of, and which instance it is; identified data. */
    private record Said(Imaged imaged, String sopInstanceUid) {

        boolean sameExamAndPatient(Said other) {
            return !imaged.studyInstanceUid().isEmpty()
                    && imaged.studyInstanceUid().equals(other.imaged.studyInstanceUid())
                    && imaged.patientId().equals(other.imaged.patientId())
                    && imaged.patientName().equals(other.imaged.patientName());
        }

        @Override
        public String toString() {
            return "Said[...]";
        }
    }

    /**
     * Corrects an image, and those of others that are of the same study and say the same patient.
     *
     * @param others where to look for them; none to correct this one alone
     * @param orderKey the order that says whom they are of
     * @return how it ended for the image itself; another one that cannot be done stays where it is
     * @throws IOException when the disk or the audit log fails; what was not done yet is still open
     */
    public Ended correct(Image image, List<Image> others, String orderKey, By by)
            throws IOException {
        list.acting().lock();
        try {
            return alone(image, others, orderKey, by);
        } finally {
            list.acting().unlock();
        }
    }

    private Ended alone(Image image, List<Image> others, String orderKey, By by)
            throws IOException {
        if (!by.says()) {
            return Ended.NO_REASON;
        }
        var order = orders.get(orderKey);
        if (order == null) {
            return Ended.NO_ORDER;
        }
        var item = item(image);
        if (!item.correctable()) {
            return item.open() && item.settled() == null ? Ended.NOT_SO : Ended.NOT_OPEN;
        }
        var said = said(image.objectId());
        if (said == null) {
            return Ended.GONE;
        }
        if (PatientCorrection.saysTheSame(said.imaged(), order)) {
            return Ended.SAME;
        }
        var uids = new HashSet<String>();
        uids.add(said.sopInstanceUid());
        var all = together(item, said, others, uids);
        var correction = new PatientCorrection(order, uids, clock.instant());
        var ended = one(item, correction, order, by);
        if (ended == Ended.DONE) {
            for (var other : all) {
                one(other, correction, order, by);
            }
        }
        return ended;
    }

    /** The item of an image; of one that is on nobody's list, as if it had just been found. */
    private Item item(Image image) throws IOException {
        var item = list.item(image.objectId());
        return item != null
                ? item
                : new Item(
                        image.objectId(),
                        Item.Kind.DIFFERS,
                        image.at(),
                        image.scanner(),
                        List.of(),
                        image.index(),
                        null);
    }

    /**
     * The others that are corrected with it.
     *
     * @param uids takes their SOP Instance UIDs, and those of what was corrected before: what
     *     refers to them has to refer to their corrections
     */
    private Set<Item> together(Item item, Said said, List<Image> others, Set<String> uids)
            throws IOException {
        var all = new LinkedHashSet<Item>();
        for (var image : others.stream().limit(MOST).toList()) {
            var other = item(image);
            if (image.objectId().equals(item.objectId())
                    || !(other.correctable() || other.corrected())) {
                continue;
            }
            var says = said(image.objectId());
            if (says != null && says.sameExamAndPatient(said)) {
                uids.add(says.sopInstanceUid());
                if (other.correctable()) {
                    all.add(other);
                }
            }
        }
        return all;
    }

    /** Null when its file is not there or says nothing. */
    private @Nullable Said said(UUID objectId) {
        Path object = store.path(Shelf.OBJECTS, objectId);
        Path file = Files.exists(object) ? object : store.path(Shelf.QUARANTINE, objectId);
        try {
            var header = DicomReader.read(file, ReadLimits.DEFAULT).dataSet();
            String uid = header.string(Tag.SOPInstanceUID);
            return uid == null ? null : new Said(Imaged.of(header), uid.strip());
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Its message may quote the file.
            return null;
        }
    }

    private Ended one(Item item, PatientCorrection correction, Order order, By by)
            throws IOException {
        String words = by.words() + " [order " + order.key() + "]";
        Acts.write(audit, Kind.CORRECTED, Outcome.SUCCESS, item.objectId(), by, words);
        Ended ended;
        try {
            ended = corrected(item, correction, by, words);
        } catch (IOException | RuntimeException e) {
            Acts.write(audit, Kind.CORRECTED, Outcome.SERIOUS_FAILURE, item.objectId(), by, words);
            throw e;
        }
        if (ended != Ended.DONE) {
            Acts.write(audit, Kind.CORRECTED, Outcome.MINOR_FAILURE, item.objectId(), by, words);
        }
        return ended;
    }

    private Ended corrected(Item item, PatientCorrection correction, By by, String words)
            throws IOException {
        var entry =
                item.index() < 0 ? null : ledger.entry(item.index(), item.objectId()).orElse(null);
        if (entry == null) {
            return Ended.GONE;
        }
        return switch (reception.secondLook().corrected(entry, correction)) {
            case Again.Gone gone -> Ended.GONE;
            case Again.StillUnfit still ->
                    still.reason().equals("character-set") ? Ended.LETTERS : Ended.STILL_UNFIT;
            case Again.Decided decided -> {
                boolean received = entry instanceof IntakeEntry.Received;
                var at = clock.instant();
                list.settle(
                        item,
                        now -> {
                            // Of what was held back nothing was made; of all else the border makes
                            // a copy.
                            boolean out = received && now.kind() != Item.Kind.WITHHELD;
                            return new Item.Settled(
                                    Item.Act.CORRECT,
                                    at,
                                    by.name(),
                                    words,
                                    decided.next(),
                                    out ? true : null);
                        });
                yield Ended.DONE;
            }
        };
    }
}
