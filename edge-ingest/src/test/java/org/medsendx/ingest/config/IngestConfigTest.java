package org.medsendx.ingest.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.medsendx.ingest.TestConfig;
import org.medsendx.ingest.config.IngestConfig.DicomTls.ClientAuth;
import org.medsendx.servicehealth.CertificatesConfig;

class IngestConfigTest {

    private static MemorySize size(String text) {
        return new MemorySizeConverter().convert(text);
    }

    @Test
    void every_default_is_as_documented() {
        var config = TestConfig.of(Map.of());

        assertThat(config.identifiedDir()).isEqualTo(Path.of("data/identified"));
        assertThat(config.logCheckEvery()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.keep().outbox()).isEqualTo(Duration.ofDays(30));
        assertThat(config.keep().ledger()).isEqualTo(Duration.ofDays(60));
        assertThat(config.keep().every()).isEqualTo(Duration.ofHours(1));
        assertThat(config.aeTitle()).isEqualTo("MEDSENDX");
        assertThat(config.dicomHost()).isEqualTo("127.0.0.1");
        assertThat(config.dicomPort()).isEqualTo(11112);
        assertThat(config.maxAssociations()).isEqualTo(32);
        assertThat(config.maxPduLength()).isEqualTo(size("128K"));
        assertThat(config.associationIdleTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.maxAssociationsPerAddress()).isEmpty();
        assertThat(config.reservedAssociations()).isEmpty();
        assertThat(config.minReceiveRate()).isEqualTo(size("4K"));
        assertThat(config.artimTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.tls().port()).isEmpty();
        assertThat(config.tls().certificate()).isEmpty();
        assertThat(config.tls().privateKey()).isEmpty();
        assertThat(config.tls().trusted()).isEmpty();
        assertThat(config.tls().reloadEvery()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.tls().clientAuth()).isEqualTo(ClientAuth.REQUIRED);
        assertThat(config.tls().only()).isFalse();
        assertThat(config.commitment().enabled()).isFalse();
        assertThat(config.commitment().retryInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.archive().address()).isEmpty();
        assertThat(config.archive().aeTitle()).isEqualTo("ARCHIVE");
        assertThat(config.archive().tls()).isTrue();
        assertThat(config.archive().hours()).isEmpty();
        assertThat(config.archive().every()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.archive().timeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.archive().maxRate()).isEmpty();
        assertThat(config.archive().batch()).isEqualTo(100);
        assertThat(config.archive().window()).isEqualTo(50_000);
        assertThat(config.archive().retryAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.archive().retryAtMost()).isEqualTo(Duration.ofHours(6));
        assertThat(config.archive().tries()).isEqualTo(5);
        assertThat(config.archive().patience()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.archive().askAgain()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.archive().deleteAfter()).isEmpty();
        assertThat(config.archive().deleteForRoom()).isFalse();
        assertThat(config.orders().folder()).isEmpty();
        assertThat(config.orders().folderInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.orders().maxFileSize()).isEqualTo(size("16M"));
        assertThat(config.orders().max()).isEqualTo(10_000);
        assertThat(config.orders().keep()).isEqualTo(Duration.ofDays(7));
        assertThat(config.orders().holdDiffering()).isFalse();
        assertThat(config.worklist().enabled()).isFalse();
        assertThat(config.worklist().anyCaller()).isFalse();
        assertThat(config.worklist().maxAnswers()).isEqualTo(500);
        assertThat(config.performedSteps().enabled()).isFalse();
        assertThat(config.performedSteps().keep()).isEqualTo(Duration.ofDays(30));
        assertThat(config.query().enabled()).isFalse();
        assertThat(config.query().hours()).isEmpty();
        assertThat(config.query().maxAnswers()).isEqualTo(5000);
        assertThat(config.query().maxInstances()).isEqualTo(10_000);
        assertThat(config.query().maxMemory()).isEqualTo(size("32M"));
        assertThat(config.query().destinations()).isEmpty();
        assertThat(config.query().timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.knownSourcesOnly()).isFalse();
        assertThat(config.devices().file()).isEmpty();
        assertThat(config.devices().reloadEvery()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.additionalSopClasses()).isEmpty();
        assertThat(config.truck()).isEqualTo("TRUCK1");
        assertThat(config.sources()).isEmpty();
        assertThat(config.hotFolder()).isEmpty();
        assertThat(config.hotFolderInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.hotFolderTruck()).isEmpty();
        assertThat(config.hotFolderScanner()).isEmpty();
        assertThat(config.minFreeSpace()).isEqualTo(size("1G"));
        assertThat(config.resumeFreeSpace()).isEmpty();
        assertThat(config.budget().originals()).isEmpty();
        assertThat(config.budget().quarantine()).isEmpty();
        assertThat(config.warnFreeSpace()).isEmpty();
        assertThat(config.inspectMaxSize()).isEqualTo(size("512M"));
        assertThat(config.crew().zone()).isEmpty();
        assertThat(config.crew().language()).isEqualTo("en");
        assertThat(config.crew().window()).isEqualTo(Duration.ofDays(7));
        assertThat(config.crew().qaPage()).isEmpty();
        assertThat(config.crew().linkPage()).isEmpty();
        assertThat(config.crew().profiles()).isEmpty();
        assertThat(config.stow().enabled()).isTrue();
        assertThat(config.stow().maxInstances()).isEqualTo(1000);
        assertThat(config.stow().maxInstanceSize()).isEqualTo(size("4G"));
        assertThat(config.stow().maxRequestSize()).isEqualTo(size("16G"));
        assertThat(config.stow().maxRequests()).isEqualTo(4);
    }

    @Test
    void every_key_is_mapped() {
        var config =
                TestConfig.of(
                        Map.ofEntries(
                                Map.entry("medsendx.ingest.identified-dir", "/data"),
                                Map.entry("medsendx.ingest.log-check-every", "7s"),
                                Map.entry("medsendx.ingest.keep.outbox", "8d"),
                                Map.entry("medsendx.ingest.keep.ledger", "9d"),
                                Map.entry("medsendx.ingest.keep.every", "10m"),
                                Map.entry("medsendx.ingest.ae-title", "TRUCK_9"),
                                Map.entry("medsendx.ingest.dicom-host", "0.0.0.0"),
                                Map.entry("medsendx.ingest.dicom-port", "104"),
                                Map.entry("medsendx.ingest.max-associations", "4"),
                                Map.entry("medsendx.ingest.max-pdu-length", "64K"),
                                Map.entry("medsendx.ingest.association-idle-timeout", "5s"),
                                Map.entry("medsendx.ingest.max-associations-per-address", "2"),
                                Map.entry("medsendx.ingest.reserved-associations", "3"),
                                Map.entry("medsendx.ingest.min-receive-rate", "2K"),
                                Map.entry(
                                        "medsendx.ingest.sources.\"CT 1\".addresses",
                                        "10.0.0.7,ct.example"),
                                Map.entry("medsendx.ingest.artim-timeout", "3s"),
                                Map.entry("medsendx.ingest.tls.port", "2762"),
                                Map.entry("medsendx.ingest.tls.certificate", "/own.crt"),
                                Map.entry("medsendx.ingest.tls.private-key", "/own.key"),
                                Map.entry("medsendx.ingest.tls.trusted", "/ca.crt"),
                                Map.entry("medsendx.ingest.tls.reload-every", "11s"),
                                Map.entry("medsendx.ingest.tls.client-auth", "none"),
                                Map.entry("medsendx.ingest.tls.only", "true"),
                                Map.entry("medsendx.ingest.archive.address", "10.1.2.3:104"),
                                Map.entry("medsendx.ingest.archive.ae-title", "PACS"),
                                Map.entry("medsendx.ingest.archive.tls", "false"),
                                Map.entry(
                                        "medsendx.ingest.archive.hours", "20:00-06:00,12:00-13:00"),
                                Map.entry("medsendx.ingest.archive.every", "21s"),
                                Map.entry("medsendx.ingest.archive.timeout", "22s"),
                                Map.entry("medsendx.ingest.archive.max-rate", "4M"),
                                Map.entry("medsendx.ingest.archive.batch", "23"),
                                Map.entry("medsendx.ingest.archive.window", "24"),
                                Map.entry("medsendx.ingest.archive.retry-after", "25s"),
                                Map.entry("medsendx.ingest.archive.retry-at-most", "26m"),
                                Map.entry("medsendx.ingest.archive.tries", "29"),
                                Map.entry("medsendx.ingest.archive.patience", "27s"),
                                Map.entry("medsendx.ingest.archive.ask-again", "28m"),
                                Map.entry("medsendx.ingest.archive.delete-after", "14d"),
                                Map.entry("medsendx.ingest.archive.delete-for-room", "true"),
                                Map.entry("medsendx.ingest.orders.folder", "/orders"),
                                Map.entry("medsendx.ingest.orders.folder-interval", "4s"),
                                Map.entry("medsendx.ingest.orders.max-file-size", "6M"),
                                Map.entry("medsendx.ingest.orders.max", "12"),
                                Map.entry("medsendx.ingest.orders.keep", "3d"),
                                Map.entry("medsendx.ingest.orders.hold-differing", "true"),
                                Map.entry("medsendx.ingest.worklist.enabled", "true"),
                                Map.entry("medsendx.ingest.worklist.any-caller", "true"),
                                Map.entry("medsendx.ingest.worklist.max-answers", "13"),
                                Map.entry("medsendx.ingest.performed-steps.enabled", "true"),
                                Map.entry("medsendx.ingest.performed-steps.keep", "5d"),
                                Map.entry("medsendx.ingest.commitment.enabled", "true"),
                                Map.entry("medsendx.ingest.commitment.retry-interval", "9s"),
                                Map.entry(
                                        "medsendx.ingest.sources.\"CT 1\".commitment-address",
                                        "ct:104"),
                                Map.entry(
                                        "medsendx.ingest.sources.\"CT 1\".commitment-tls", "true"),
                                Map.entry("medsendx.ingest.query.enabled", "true"),
                                Map.entry("medsendx.ingest.query.hours", "18:00-20:00"),
                                Map.entry("medsendx.ingest.query.max-answers", "31"),
                                Map.entry("medsendx.ingest.query.max-instances", "32"),
                                Map.entry("medsendx.ingest.query.max-memory", "33M"),
                                Map.entry("medsendx.ingest.query.timeout", "34s"),
                                Map.entry(
                                        "medsendx.ingest.query.destinations.\"WS 1\".address",
                                        "10.1.2.4:104"),
                                Map.entry(
                                        "medsendx.ingest.query.destinations.\"WS 1\".tls", "false"),
                                Map.entry("medsendx.ingest.sources.\"CT 1\".query", "true"),
                                Map.entry("medsendx.ingest.known-sources-only", "true"),
                                Map.entry("medsendx.ingest.devices.file", "/devices.yaml"),
                                Map.entry("medsendx.ingest.devices.reload-every", "4s"),
                                Map.entry("medsendx.ingest.additional-sop-classes", "1.2,1.3"),
                                Map.entry("medsendx.ingest.truck", "T9"),
                                Map.entry("medsendx.ingest.sources.\"CT 1\".truck", "T8"),
                                Map.entry("medsendx.ingest.sources.\"CT 1\".scanner", "ct-1"),
                                Map.entry("medsendx.ingest.hot-folder", "/hot"),
                                Map.entry("medsendx.ingest.hot-folder-interval", "2s"),
                                Map.entry("medsendx.ingest.hot-folder-truck", "T7"),
                                Map.entry("medsendx.ingest.hot-folder-scanner", "usb"),
                                Map.entry("medsendx.ingest.min-free-space", "2G"),
                                Map.entry("medsendx.ingest.resume-free-space", "3G"),
                                Map.entry("medsendx.ingest.budget.originals", "400G"),
                                Map.entry("medsendx.ingest.budget.quarantine", "20G"),
                                Map.entry("medsendx.ingest.warn-free-space", "9G"),
                                Map.entry("medsendx.ingest.inspect-max-size", "1M"),
                                Map.entry("medsendx.ingest.crew.zone", "Europe/Paris"),
                                Map.entry("medsendx.ingest.crew.language", "fr"),
                                Map.entry("medsendx.ingest.crew.window", "3d"),
                                Map.entry("medsendx.ingest.crew.qa-page", "https://qa.example"),
                                Map.entry("medsendx.ingest.crew.profiles", "strict,whole-frame"),
                                Map.entry("medsendx.ingest.crew.link-page", "https://up.example"),
                                Map.entry("medsendx.ingest.stow.enabled", "false"),
                                Map.entry("medsendx.ingest.stow.max-instances", "7"),
                                Map.entry("medsendx.ingest.stow.max-instance-size", "3M"),
                                Map.entry("medsendx.ingest.stow.max-request-size", "5M"),
                                Map.entry("medsendx.ingest.stow.max-requests", "2")));

        assertThat(config.identifiedDir()).isEqualTo(Path.of("/data"));
        assertThat(config.logCheckEvery()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.keep().outbox()).isEqualTo(Duration.ofDays(8));
        assertThat(config.keep().ledger()).isEqualTo(Duration.ofDays(9));
        assertThat(config.keep().every()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.aeTitle()).isEqualTo("TRUCK_9");
        assertThat(config.dicomHost()).isEqualTo("0.0.0.0");
        assertThat(config.dicomPort()).isEqualTo(104);
        assertThat(config.maxAssociations()).isEqualTo(4);
        assertThat(config.maxPduLength()).isEqualTo(size("64K"));
        assertThat(config.associationIdleTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.maxAssociationsPerAddress()).hasValue(2);
        assertThat(config.reservedAssociations()).hasValue(3);
        assertThat(config.minReceiveRate()).isEqualTo(size("2K"));
        assertThat(config.artimTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.tls().port()).hasValue(2762);
        assertThat(config.tls().certificate()).contains(Path.of("/own.crt"));
        assertThat(config.tls().privateKey()).contains(Path.of("/own.key"));
        assertThat(config.tls().trusted()).contains(Path.of("/ca.crt"));
        assertThat(config.tls().reloadEvery()).isEqualTo(Duration.ofSeconds(11));
        assertThat(config.tls().clientAuth()).isEqualTo(ClientAuth.NONE);
        assertThat(config.tls().only()).isTrue();
        assertThat(config.archive().address()).contains("10.1.2.3:104");
        assertThat(config.archive().aeTitle()).isEqualTo("PACS");
        assertThat(config.archive().tls()).isFalse();
        assertThat(config.archive().hours()).contains(List.of("20:00-06:00", "12:00-13:00"));
        assertThat(config.archive().every()).isEqualTo(Duration.ofSeconds(21));
        assertThat(config.archive().timeout()).isEqualTo(Duration.ofSeconds(22));
        assertThat(config.archive().maxRate()).contains(size("4M"));
        assertThat(config.archive().batch()).isEqualTo(23);
        assertThat(config.archive().window()).isEqualTo(24);
        assertThat(config.archive().retryAfter()).isEqualTo(Duration.ofSeconds(25));
        assertThat(config.archive().retryAtMost()).isEqualTo(Duration.ofMinutes(26));
        assertThat(config.archive().tries()).isEqualTo(29);
        assertThat(config.archive().patience()).isEqualTo(Duration.ofSeconds(27));
        assertThat(config.archive().askAgain()).isEqualTo(Duration.ofMinutes(28));
        assertThat(config.archive().deleteAfter()).contains(Duration.ofDays(14));
        assertThat(config.archive().deleteForRoom()).isTrue();
        assertThat(config.orders().folder()).contains(Path.of("/orders"));
        assertThat(config.orders().folderInterval()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.orders().maxFileSize()).isEqualTo(size("6M"));
        assertThat(config.orders().max()).isEqualTo(12);
        assertThat(config.orders().keep()).isEqualTo(Duration.ofDays(3));
        assertThat(config.orders().holdDiffering()).isTrue();
        assertThat(config.worklist().enabled()).isTrue();
        assertThat(config.worklist().anyCaller()).isTrue();
        assertThat(config.worklist().maxAnswers()).isEqualTo(13);
        assertThat(config.performedSteps().enabled()).isTrue();
        assertThat(config.performedSteps().keep()).isEqualTo(Duration.ofDays(5));
        assertThat(config.commitment().enabled()).isTrue();
        assertThat(config.commitment().retryInterval()).isEqualTo(Duration.ofSeconds(9));
        var source = requireNonNull(config.sources().get("CT 1"));
        assertThat(source.commitmentAddress()).contains("ct:104");
        assertThat(source.commitmentTls()).isTrue();
        assertThat(source.addresses()).contains(List.of("10.0.0.7", "ct.example"));
        assertThat(source.query()).isTrue();
        assertThat(config.query().enabled()).isTrue();
        assertThat(config.query().hours()).contains(List.of("18:00-20:00"));
        assertThat(config.query().maxAnswers()).isEqualTo(31);
        assertThat(config.query().maxInstances()).isEqualTo(32);
        assertThat(config.query().maxMemory()).isEqualTo(size("33M"));
        assertThat(config.query().timeout()).isEqualTo(Duration.ofSeconds(34));
        var destination = requireNonNull(config.query().destinations().get("WS 1"));
        assertThat(destination.address()).isEqualTo("10.1.2.4:104");
        assertThat(destination.tls()).isFalse();
        assertThat(config.knownSourcesOnly()).isTrue();
        assertThat(config.devices().file()).contains(Path.of("/devices.yaml"));
        assertThat(config.devices().reloadEvery()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.additionalSopClasses()).contains(List.of("1.2", "1.3"));
        assertThat(config.truck()).isEqualTo("T9");
        assertThat(requireNonNull(config.sources().get("CT 1")).truck()).contains("T8");
        assertThat(requireNonNull(config.sources().get("CT 1")).scanner()).contains("ct-1");
        assertThat(config.hotFolder()).contains(Path.of("/hot"));
        assertThat(config.hotFolderInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.hotFolderTruck()).contains("T7");
        assertThat(config.hotFolderScanner()).contains("usb");
        assertThat(config.minFreeSpace()).isEqualTo(size("2G"));
        assertThat(config.resumeFreeSpace()).contains(size("3G"));
        assertThat(config.budget().originals()).contains(size("400G"));
        assertThat(config.budget().quarantine()).contains(size("20G"));
        assertThat(config.warnFreeSpace()).contains(size("9G"));
        assertThat(config.inspectMaxSize()).isEqualTo(size("1M"));
        assertThat(config.crew().zone()).contains("Europe/Paris");
        assertThat(config.crew().language()).isEqualTo("fr");
        assertThat(config.crew().window()).isEqualTo(Duration.ofDays(3));
        assertThat(config.crew().qaPage()).contains(URI.create("https://qa.example"));
        assertThat(config.crew().linkPage()).contains(URI.create("https://up.example"));
        assertThat(config.crew().profiles()).contains(List.of("strict", "whole-frame"));
        assertThat(config.stow().enabled()).isFalse();
        assertThat(config.stow().maxInstances()).isEqualTo(7);
        assertThat(config.stow().maxInstanceSize()).isEqualTo(size("3M"));
        assertThat(config.stow().maxRequestSize()).isEqualTo(size("5M"));
        assertThat(config.stow().maxRequests()).isEqualTo(2);
    }

    @Test
    void certificates_warn_three_weeks_before_by_default_and_are_mapped() {
        var byDefault = certificates(Map.of());
        assertThat(byDefault.warnBefore()).isEqualTo(Duration.ofDays(21));
        assertThat(byDefault.every()).isEqualTo(Duration.ofHours(1));
        var set =
                certificates(
                        Map.of(
                                "medsendx.certificates.warn-before", "3d",
                                "medsendx.certificates.every", "2m"));
        assertThat(set.warnBefore()).isEqualTo(Duration.ofDays(3));
        assertThat(set.every()).isEqualTo(Duration.ofMinutes(2));
    }

    private static CertificatesConfig certificates(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(CertificatesConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 300))
                .build()
                .getConfigMapping(CertificatesConfig.class);
    }
}
