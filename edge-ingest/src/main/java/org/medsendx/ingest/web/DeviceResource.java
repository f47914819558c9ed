package org.medsendx.ingest.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.medsendx.ingest.device.Device;
import org.medsendx.ingest.device.DeviceDoor;
import org.medsendx.ingest.device.Refusal;

/** Which devices may send, and who was turned away; nothing of a patient. */
@Path("/devices")
@Produces(MediaType.APPLICATION_JSON)
public final class DeviceResource {

    private final DeviceDoor door;

    public DeviceResource(DeviceDoor door) {
        this.door = door;
    }

    /**
     * The list that is in force.
     *
     * @param fromFile whether it is that of a file
     * @param since when it was taken up
     * @param trouble why the file cannot be used now; the former list is in force then
     * @param others accept, quarantine or refuse whom the list lacks
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Listed(
            boolean fromFile,
            Instant since,
            @Nullable String trouble,
            @Nullable Instant troubleSince,
            String others,
            List<One> devices) {}

    /**
     * A device of the list.
     *
     * @param certificates how many certificates are bound to it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record One(
            @Nullable String aeTitle,
            @Nullable String account,
            String truck,
            @Nullable String scanner,
            Set<String> modalities,
            List<String> addresses,
            int certificates,
            String policy,
            boolean query) {

        static One of(Device device) {
            return new One(
                    device.aeTitle(),
                    device.account(),
                    device.sender().truck(),
                    device.sender().scanner(),
                    device.modalities(),
                    device.addresses().stream().map(Object::toString).toList(),
                    device.certificates().size(),
                    device.policy().word(),
                    device.queries());
        }
    }

    /**
     * Somebody who was turned away.
     *
     * @param name the AE title or account it gave itself: not to be trusted
     */
    public record Refused(
            Instant first,
            Instant last,
            long times,
            String via,
            String name,
            String address,
            String reason) {

        static Refused of(Refusal refusal) {
            return new Refused(
                    refusal.first(),
                    refusal.last(),
                    refusal.times(),
                    refusal.via().name().toLowerCase(Locale.ROOT),
                    refusal.name(),
                    refusal.address(),
                    refusal.reason().code());
        }
    }

    @GET
    @Operation(summary = "Which devices may send; nothing of a patient")
    public Listed devices() {
        var desk = door.devices();
        var state = desk.state();
        return new Listed(
                state.fromFile(),
                state.since(),
                state.trouble(),
                state.troubleSince(),
                desk.devices().others().word(),
                desk.devices().all().stream().map(One::of).toList());
    }

    @GET
    @Path("refused")
    @Operation(summary = "Who was turned away lately, the last one first; nothing of a patient")
    public List<Refused> refused() {
        return door.devices().refused().stream().map(Refused::of).toList();
    }
}
