package org.medsendx.ingest.device;

/** The list of devices as it runs, for pages and probes. */
public interface DeviceDoor {

    /** Who may send, how the list stands, and who was turned away. */
    DeviceDesk devices();
}
