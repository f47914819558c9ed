package org.medsendx.ingest.service;

import io.quarkus.runtime.configuration.MemorySize;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.net.Peer;
import org.medsendx.ingest.archive.ArchiveOptions;
import org.medsendx.ingest.archive.Hours;
import org.medsendx.ingest.archive.Retention;
import org.medsendx.ingest.archive.Retry;
import org.medsendx.ingest.config.IngestConfig;
import org.medsendx.ingest.device.Device;
import org.medsendx.ingest.source.AeTitle;

/**
 * The archive of the configuration after it was checked.
 *
 * @param every time between two looks
 */
record ArchiveSettings(ArchiveOptions options, Duration every, Retention.Rule retention) {

    /**
     * @return null when no archive is configured
     */
    static @Nullable ArchiveSettings of(IngestConfig config, DicomSettings dicom, ZoneId zone) {
        var archive = config.archive();
        var rule =
                new Retention.Rule(
                        archive.deleteAfter(), archive.deleteForRoom(), config.keep().ledger());
        if (archive.address().isEmpty()) {
            if (rule.deletes()) {
                throw Settings.wrong(
                        "archive.delete-after, archive.delete-for-room",
                        "need archive.address: without an archive only a person deletes");
            }
            return null;
        }
        if (!archive.every().isPositive() || !archive.timeout().isPositive()) {
            throw Settings.wrong("archive.every, archive.timeout", "must be positive");
        }
        if (archive.tls() && dicom.tls().isEmpty()) {
            throw Settings.wrong(
                    "archive.tls", "needs tls.certificate, tls.private-key and tls.trusted");
        }
        // A report counts by a number that only the archive was told.
        if (rule.deletes() && !archive.tls()) {
            throw Settings.wrong(
                    "archive.delete-after, archive.delete-for-room",
                    "need archive.tls: without it anybody on the line can say that the archive"
                            + " keeps an original");
        }
        // What became of an original at the border is known as long as the ledger.
        archive.deleteAfter()
                .filter(after -> after.isNegative() || after.compareTo(config.keep().ledger()) >= 0)
                .ifPresent(_ -> {
                    throw Settings.wrong("archive.delete-after", "must be less than keep.ledger");
                });
        var options =
                Settings.checked(
                        "archive.max-rate, archive.retry-after, archive.retry-at-most,"
                                + " archive.tries, archive.patience, archive.ask-again, archive.batch or"
                                + " archive.window",
                        () ->
                                new ArchiveOptions(
                                        peer(archive, dicom),
                                        title(archive),
                                        hours(archive, zone),
                                        archive.maxRate().map(MemorySize::asLongValue).orElse(0L),
                                        new Retry(archive.retryAfter(), archive.retryAtMost()),
                                        archive.tries(),
                                        archive.patience(),
                                        archive.askAgain(),
                                        archive.batch(),
                                        archive.window()));
        return new ArchiveSettings(options, archive.every(), rule);
    }

    private static String title(IngestConfig.Archive archive) {
        return Settings.checked("archive.ae-title", () -> AeTitle.check(archive.aeTitle()));
    }

    private static Hours hours(IngestConfig.Archive archive, ZoneId zone) {
        return Settings.checked(
                "archive.hours", () -> Hours.parse(archive.hours().orElse(List.of()), zone));
    }

    // The name is looked up at each call.
    private static Supplier<Peer> peer(IngestConfig.Archive archive, DicomSettings dicom) {
        var where =
                Settings.checked(
                        "archive.address",
                        () -> Device.Reports.parse(archive.address().orElseThrow(), archive.tls()));
        String title = title(archive);
        return () ->
                new Peer(
                        new InetSocketAddress(where.host(), where.port()),
                        title,
                        dicom.aeTitle(),
                        archive.timeout(),
                        where.tls() ? dicom.tls() : Optional.empty());
    }
}
