package org.medsendx.ingest.service;

import java.time.Clock;
import org.medsendx.ingest.config.IngestConfig;
import org.medsendx.ingest.device.DeviceDesk;
import org.medsendx.ingest.device.Refusals;
import org.medsendx.outbox.work.OpenParts;
import org.medsendx.strictyaml.YamlFileException;

/** Opens the list of devices: that of the settings, or that of the file, which is watched then. */
final class OpenDevices {

    private OpenDevices() {}

    static DeviceDesk of(
            Settings settings, IngestConfig.DeviceList config, Refusals refusals, OpenParts parts) {
        if (settings.devices() != null) {
            return DeviceDesk.of(settings.devices(), refusals, Clock.systemUTC());
        }
        try {
            var list =
                    DeviceDesk.open(
                            new DeviceDesk.Source(
                                    config.file().orElseThrow(),
                                    settings.identifiedDir()
                                            .resolve("ingest/devices-in-force.yaml"),
                                    settings.site()),
                            refusals,
                            Clock.systemUTC());
            parts.keep(DeviceReload.start(list, config.reloadEvery()));
            return list;
        } catch (YamlFileException e) {
            throw new CannotStartException(
                    "medsendx.ingest.devices.file cannot be used, and no list was in force before."
                            + " docs/devices.md has an example. "
                            + e.getMessage());
        }
    }
}
