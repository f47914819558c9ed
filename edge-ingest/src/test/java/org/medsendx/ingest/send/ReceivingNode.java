package org.medsendx.ingest.send;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.StorageScp;
import org.medsendx.dicom.net.StoreHandler;
import org.medsendx.dicom.net.StoreStatus;
import org.medsendx.dicom.net.Tls;

/** A real node on loopback that answers as the test wants. */
final class ReceivingNode implements StoreHandler, AutoCloseable {

    final List<StoreRequest> requests = new CopyOnWriteArrayList<>();
    final List<byte[]> dataSets = new CopyOnWriteArrayList<>();
    private final Function<StoreRequest, StoreStatus> answers;
    private final StorageScp scp;

    ReceivingNode(
            Set<String> sopClasses,
            Set<String> transferSyntaxes,
            Optional<Tls> tls,
            Function<StoreRequest, StoreStatus> answers)
            throws IOException {
        this.answers = answers;
        var options =
                new StorageScp.Options(
                                new InetSocketAddress("127.0.0.1", 0),
                                "MEDSENDX",
                                Set.of(),
                                sopClasses,
                                4,
                                128 << 10)
                        .withAcceptedTransferSyntaxes(transferSyntaxes);
        this.scp = StorageScp.listen(tls.isPresent() ? options.withTls(tls.get()) : options, this);
    }

    static ReceivingNode of(Function<StoreRequest, StoreStatus> answers) throws IOException {
        return new ReceivingNode(
                Uid.storageClasses(), Uid.transferSyntaxes(), Optional.empty(), answers);
    }

    static ReceivingNode thatTakesAll() throws IOException {
        return of(_ -> StoreStatus.SUCCESS);
    }

    String address() {
        return "127.0.0.1:" + scp.port();
    }

    @Override
    public Sink begin(StoreRequest request) {
        var bytes = new ByteArrayOutputStream();
        return new Sink() {
            @Override
            public OutputStream stream() {
                return bytes;
            }

            @Override
            public StoreStatus complete() {
                requests.add(request);
                dataSets.add(bytes.toByteArray());
                return answers.apply(request);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {
        scp.close();
    }
}
