package org.medsendx.benchmarks.net;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.StorageScp;
import org.medsendx.dicom.net.StoreHandler;
import org.medsendx.dicom.net.StoreStatus;
import org.medsendx.dicom.net.Tls;

/** Our storage node as a process of its own: every data set to a file, forced to disk or not. */
public final class ReceivingNode implements StoreHandler {

    /** Set when every file is to be forced. */
    static final String FORCE = "medsendx.bench.force";

    private final boolean force = Boolean.getBoolean(FORCE);
    private final Path folder;
    private final AtomicLong count = new AtomicLong();

    private ReceivingNode(Path folder) {
        this.folder = folder;
    }

    /**
     * Arguments: port, folder, and for TLS our certificate, our key and the trusted certificate.
     * Ends when its input does.
     */
    public static void main(String[] arguments) throws IOException {
        var options =
                new StorageScp.Options(
                        new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])),
                        StoreSuite.AE_TITLE,
                        Set.of(),
                        Uid.storageClasses(),
                        16,
                        StoreSuite.MAX_PDU);
        if (arguments.length > 2) {
            options =
                    options.withTls(
                            Tls.ofPem(
                                    Path.of(arguments[2]),
                                    Path.of(arguments[3]),
                                    Path.of(arguments[4])));
        }
        try (var scp = StorageScp.listen(options, new ReceivingNode(Path.of(arguments[1])))) {
            while (System.in.read() >= 0 && scp.listening()) {
                // Only its end matters.
            }
        }
    }

    @Override
    public Sink begin(StoreRequest request) throws IOException {
        Path file = folder.resolve(count.incrementAndGet() + ".dcm");
        var out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new Sink() {
            @Override
            public OutputStream stream() {
                return Channels.newOutputStream(out);
            }

            @Override
            public void write(ByteBuffer data) throws IOException {
                while (data.hasRemaining()) {
                    out.write(data);
                }
            }

            @Override
            public StoreStatus complete() throws IOException {
                if (force) {
                    out.force(true);
                }
                return StoreStatus.SUCCESS;
            }

            @Override
            public void close() {
                try {
                    out.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }
}
