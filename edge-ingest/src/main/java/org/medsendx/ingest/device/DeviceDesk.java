package org.medsendx.ingest.device;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.identified.Intake;
import org.medsendx.dicom.net.Caller;
import org.medsendx.dicom.net.Callers;
import org.medsendx.journal.AtomicFile;
import org.medsendx.strictyaml.YamlFile;
import org.medsendx.strictyaml.YamlFileException;

/**
 * Decides who may send, by the list that is in force, and remembers who was turned away.
 *
 * <p>A list comes from a file that may be changed at any time. One that cannot be used changes
 * nothing: the former list stays in force, over restarts too, and the trouble is told until it is
 * gone. New associations and requests go by the new list; on an association that is there, the next
 * instance does. Thread safe.
 */
public final class DeviceDesk implements Callers {

    private final Refusals refusals;
    private final @Nullable Source source;
    private final Clock clock;
    private volatile Devices devices;
    private volatile State state;
    private String lastText = "";
    private boolean kept;

    /**
     * Where a list comes from.
     *
     * @param file what people write
     * @param inForce where the list that is in force is kept; mode 0600
     */
    public record Source(Path file, Path inForce, DeviceFile.Site site) {}

    /**
     * How the list stands.
     *
     * @param fromFile whether there is a file; else the list is that of the settings
     * @param since when the list in force was taken up
     * @param trouble why the file cannot be used, or null: names file, line and key
     * @param troubleSince since when, or null
     */
    public record State(
            boolean fromFile,
            Instant since,
            @Nullable String trouble,
            @Nullable Instant troubleSince) {}

    private DeviceDesk(
            Devices devices, @Nullable Source source, Refusals refusals, Clock clock, State state) {
        this.devices = devices;
        this.source = source;
        this.refusals = refusals;
        this.clock = clock;
        this.state = state;
    }

    /** With a list that does not change. */
    public static DeviceDesk of(Devices devices, Refusals refusals, Clock clock) {
        return new DeviceDesk(
                devices, null, refusals, clock, new State(false, clock.instant(), null, null));
    }

    /**
     * With a file.
     *
     * @throws YamlFileException the file cannot be used, and no list was in force before
     */
    public static DeviceDesk open(Source source, Refusals refusals, Clock clock)
            throws YamlFileException {
        Instant now = clock.instant();
        try {
            String text = YamlFile.text(source.file());
            var desk =
                    new DeviceDesk(
                            read(source, text),
                            source,
                            refusals,
                            clock,
                            new State(true, now, null, null));
            desk.lastText = text;
            desk.keep(text);
            return desk;
        } catch (YamlFileException e) {
            if (!Files.exists(source.inForce())) {
                throw e;
            }
            var desk =
                    new DeviceDesk(
                            read(source, YamlFile.text(source.inForce())),
                            source,
                            refusals,
                            clock,
                            new State(true, now, e.getMessage(), now));
            desk.kept = true;
            return desk;
        }
    }

    private static Devices read(Source source, String text) throws YamlFileException {
        return DeviceFile.read(source.file().toString(), text, source.site());
    }

    /** What a look at the file found. */
    public enum Look {
        /** Nothing new. */
        SAME,
        /** A new list, which is in force now. */
        TAKEN_UP,
        /**
         * It cannot be used; {@link State#trouble} says why, and it is another reason than before.
         */
        UNUSABLE
    }

    /** Looks at the file again. To be called by one thread. */
    public Look reload() {
        Source from = source;
        if (from == null) {
            return Look.SAME;
        }
        try {
            String text = YamlFile.text(from.file());
            if (text.equals(lastText)) {
                keep(text);
                return healed();
            }
            devices = read(from, text);
            lastText = text;
            kept = false;
            keep(text);
            state = new State(true, clock.instant(), null, null);
            return Look.TAKEN_UP;
        } catch (YamlFileException e) {
            String before = state.trouble();
            if (String.valueOf(e.getMessage()).equals(before)) {
                return Look.SAME;
            }
            Instant since = state.troubleSince();
            state =
                    new State(
                            true,
                            state.since(),
                            e.getMessage(),
                            since == null ? clock.instant() : since);
            return Look.UNUSABLE;
        }
    }

    /** The file is again what is in force. */
    private Look healed() {
        if (state.trouble() == null) {
            return Look.SAME;
        }
        state = new State(true, state.since(), null, null);
        return Look.TAKEN_UP;
    }

    // While the volume is away this is tried again at the next look.
    private void keep(String text) {
        Source from = source;
        if (from == null || kept) {
            return;
        }
        Path folder = from.inForce().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return;
        }
        try {
            AtomicFile.write(from.inForce(), text.getBytes(StandardCharsets.UTF_8));
            kept = true;
        } catch (IOException e) {
            // A disk that is full says so elsewhere.
        }
    }

    /** The list that is in force. */
    public Devices devices() {
        return devices;
    }

    /** How the list stands. */
    public State state() {
        return state;
    }

    /** Who was turned away lately, the last one first; at most {@link Refusals#MOST}. */
    public List<Refusal> refused() {
        return refusals.latest();
    }

    @Override
    public Standing judge(Caller caller) {
        return switch (admit(caller)) {
            case Judgement.Admitted admitted ->
                    // Who is only called like a device has what any address has.
                    new Standing(
                            true,
                            admitted.known(),
                            admitted.known() ? admitted.limits().associations() : 0);
            case Judgement.Refused refused -> Standing.REFUSED;
        };
    }

    /** As the list has it now; who is refused is remembered. */
    public Judgement admit(Caller caller) {
        var judgement = devices.judge(caller);
        if (judgement instanceof Judgement.Refused refused) {
            refuse(caller, refused.reason());
        }
        return judgement;
    }

    /** As the list has it now for somebody who signed in; who is refused is remembered. */
    public Judgement admit(String account, InetAddress address) {
        var judgement = devices.judge(account, address);
        if (judgement instanceof Judgement.Refused refused) {
            refusals.add(Intake.STOW_RS, account, address.getHostAddress(), refused.reason());
        }
        return judgement;
    }

    /** Remembers that a caller was turned away. */
    public void refuse(Caller caller, RefusalReason reason) {
        refusals.add(Intake.C_STORE, caller.aeTitle(), caller.address().getHostAddress(), reason);
    }

    /** Remembers that an account was turned away. */
    public void refuse(String account, InetAddress address, RefusalReason reason) {
        refusals.add(Intake.STOW_RS, account, address.getHostAddress(), reason);
    }

    @Override
    public void refused(Caller caller, Cause why) {
        refuse(caller, RefusalReason.of(why));
    }
}
