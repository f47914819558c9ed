package org.medsendx.dicom.net;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.Association.Context;
import org.medsendx.dicom.net.Association.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** C-STOREs over the association of their C-GET, to a peer that is their SCP by role selection. */
final class GettingSink implements InstanceSink {

    private static final Logger LOG = LoggerFactory.getLogger(GettingSink.class);

    /** One of these can be made of another without touching a pixel. */
    private static final Set<String> NATIVE =
            Set.of(
                    Uid.ImplicitVRLittleEndian,
                    Uid.ExplicitVRLittleEndian,
                    Uid.ExplicitVRBigEndian,
                    Uid.DeflatedExplicitVRLittleEndian);

    private final Association association;
    private final Set<String> taken;
    private final int request;
    private final RetrieveHandler.Leaving leaving;
    private int messageId;
    private boolean cancelled;

    /**
     * @param taken the SOP classes that the peer is SCP of
     * @param request message id of the C-GET
     * @param leaving makes another transfer syntax of an instance
     */
    GettingSink(
            Association association,
            Set<String> taken,
            int request,
            RetrieveHandler.Leaving leaving) {
        this.association = association;
        this.taken = taken;
        this.request = request;
        this.leaving = leaving;
    }

    @Override
    public @Nullable StoreStatus store(StorableFile instance) throws IOException {
        Context own = context(instance, instance.transferSyntaxUid()::equals);
        if (own != null) {
            return store(instance, own);
        }
        Context other =
                NATIVE.contains(instance.transferSyntaxUid())
                        ? context(instance, NATIVE::contains)
                        : null;
        return other == null ? null : converted(instance, other);
    }

    private @Nullable StoreStatus converted(StorableFile instance, Context context)
            throws IOException {
        StorableFile made;
        try {
            made = leaving.converted(instance, context.transferSyntax()).orElse(null);
        } catch (IOException | RuntimeException e) {
            // The class name only: a message may hold a path.
            LOG.warn("an instance cannot be converted: {}", e.getClass().getName());
            return null;
        }
        if (made == null) {
            return null;
        }
        try {
            return store(made, context);
        } finally {
            Files.deleteIfExists(made.path());
        }
    }

    private @Nullable StoreStatus store(StorableFile instance, Context context) throws IOException {
        try (FileChannel file = open(instance)) {
            if (file == null) {
                return null;
            }
            messageId = messageId % 0xffff + 1;
            association.sendFile(
                    context,
                    CommandSet.of(Dimse.C_STORE_RQ)
                            .putUnsigned(Dimse.MESSAGE_ID, messageId)
                            .putUid(Dimse.AFFECTED_SOP_CLASS_UID, instance.sopClassUid())
                            .putUnsigned(Dimse.PRIORITY, 0)
                            .putUid(Dimse.AFFECTED_SOP_INSTANCE_UID, instance.sopInstanceUid())
                            .withDataSet(),
                    file,
                    instance.dataSetPosition(),
                    instance.bytes() - instance.dataSetPosition(),
                    SendRate.UNLIMITED);
        }
        return answer();
    }

    private @Nullable Context context(StorableFile instance, Predicate<String> syntax) {
        if (!taken.contains(instance.sopClassUid())) {
            return null;
        }
        for (Context context : association.contexts()) {
            if (context.abstractSyntax().equals(instance.sopClassUid())
                    && syntax.test(context.transferSyntax())) {
                return context;
            }
        }
        return null;
    }

    private static @Nullable FileChannel open(StorableFile instance) {
        try {
            FileChannel file = FileChannel.open(instance.path(), StandardOpenOption.READ);
            if (file.size() == instance.bytes()) {
                return file;
            }
            file.close();
            return null;
        } catch (IOException e) {
            // Deleted or unreadable meanwhile: it counts as failed.
            return null;
        }
    }

    private StoreStatus answer() throws IOException {
        while (true) {
            Message message = association.nextCommand();
            if (message == null) {
                throw new PeerReleasedException();
            }
            CommandSet command = message.command();
            if (RetrieveService.isCancel(message)) {
                cancelled |= RetrieveService.cancels(message, request);
            } else if (command.unsigned(Dimse.COMMAND_FIELD).orElse(0) == Dimse.C_STORE_RSP
                    && command.unsigned(Dimse.MESSAGE_ID_RESPONDED_TO).orElse(0) == messageId
                    && !command.hasDataSet()) {
                return new StoreStatus(command.required(Dimse.STATUS), "");
            } else {
                throw association.violation(
                        PduException.Reason.NOT_SPECIFIED, "not the response to a C-STORE");
            }
        }
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public void close() {}
}
