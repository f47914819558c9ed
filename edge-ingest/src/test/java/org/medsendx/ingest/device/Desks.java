package org.medsendx.ingest.device;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.medsendx.ingest.source.Sender;

/** Lists of devices for tests. */
public final class Desks {

    private Desks() {}

    /** A device with this AE title and account of whom anything is taken from anywhere. */
    public static Device device(String name, String truck, String scanner) {
        return device(name, truck, scanner, Policy.ACCEPT, Set.of(), Device.Limits.NONE);
    }

    /** As the other. */
    public static Device device(
            String name,
            String truck,
            String scanner,
            Policy policy,
            Set<String> modalities,
            Device.Limits limits) {
        return new Device(
                name,
                name,
                new Sender(truck, scanner),
                modalities,
                List.of(),
                List.of(),
                policy,
                limits,
                Optional.empty(),
                false);
    }

    /** Everybody may send, these as they are. */
    public static DeviceDesk of(Device... devices) {
        return of(Policy.ACCEPT, devices);
    }

    /** Others are treated so. */
    public static DeviceDesk of(Policy others, Device... devices) {
        return DeviceDesk.of(
                new Devices(List.of(devices), others, new Sender("T1", null), true),
                refusals(),
                Clock.systemUTC());
    }

    /** Nobody yet. */
    public static Refusals refusals() {
        return new Refusals(Clock.systemUTC(), (reason, via) -> {});
    }
}
