package org.medsendx.ingest.dicom;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.AssociationServices;
import org.medsendx.dicom.net.Peer;
import org.medsendx.dicom.net.StorageScp;
import org.medsendx.ingest.Intakes;
import org.medsendx.ingest.device.Desks;
import org.medsendx.ingest.mpps.PerformedSteps;
import org.medsendx.ingest.orders.OrderBook;
import org.medsendx.ingest.orders.OrderMatching;
import org.medsendx.ingest.orders.Orders;

/** Worklist, storage and performed steps behind one port, put together as the service does. */
final class TruckDoor implements AutoCloseable {

    final OrderBook book;
    final Intakes intake;
    final PerformedSteps steps;
    final StorageScp scp;

    TruckDoor(Path folder, int mostAnswers) throws IOException {
        book = Orders.book(folder);
        intake = Intakes.withOrders(folder.resolve("identified"), new OrderMatching(book)::match);
        steps = PerformedSteps.open(folder.resolve("steps"), Duration.ofDays(1), Clock.systemUTC());
        var door = new FrontDoor();
        Set<String> known = Set.of("MG_1", "ORTHANC");
        door.open(
                new FrontDoor.Behind(
                        new CStoreReceiver(intake.reception, Desks.of(), StoreTracer.NONE),
                        Optional.empty(),
                        Optional.of(
                                new WorklistDesk(
                                        book,
                                        caller -> known.contains(caller.aeTitle()),
                                        mostAnswers)),
                        Optional.of(
                                new StepDesk(
                                        steps, book, caller -> known.contains(caller.aeTitle()))),
                        Optional.empty(),
                        Optional.empty()));
        scp =
                StorageScp.listen(
                        new StorageScp.Options(
                                new InetSocketAddress("127.0.0.1", 0),
                                "MEDSENDX",
                                Set.of(),
                                Uid.storageClasses(),
                                8,
                                128 << 10),
                        door,
                        new AssociationServices(
                                Optional.empty(), Optional.of(door), Optional.of(door)));
    }

    Peer peer(String calling) {
        return new Peer(
                new InetSocketAddress("127.0.0.1", scp.port()),
                "MEDSENDX",
                calling,
                Duration.ofSeconds(20),
                Optional.empty());
    }

    @Override
    public void close() throws IOException {
        scp.close();
        intake.close();
    }
}
