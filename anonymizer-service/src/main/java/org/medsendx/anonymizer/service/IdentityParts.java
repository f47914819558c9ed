package org.medsendx.anonymizer.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.medsendx.anonymizer.config.AnonymizerConfig;
import org.medsendx.anonymizer.reidentify.PatientTable;
import org.medsendx.anonymizer.storage.DiskVolumes;
import org.medsendx.audit.AuditEvent;
import org.medsendx.audit.AuditEvent.Kind;
import org.medsendx.audit.AuditEvent.ObjectOf;
import org.medsendx.audit.AuditEvent.Outcome;
import org.medsendx.audit.AuditLog;
import org.medsendx.deidentification.pseudonym.Codes;
import org.medsendx.deidentification.pseudonym.KeyFile;
import org.medsendx.deidentification.pseudonym.KeyFile.UnusableKeyException;
import org.medsendx.deidentification.pseudonym.PseudonymKey;
import org.medsendx.deidentification.pseudonym.RandomTable;
import org.medsendx.deidentification.pseudonym.StudyCodes;
import org.medsendx.deidentification.pseudonym.StudyLedger;
import org.medsendx.deidentification.report.SigningKey;
import org.medsendx.deidentification.vault.VaultKey;
import org.medsendx.journal.AtomicFile;
import org.medsendx.outbox.work.OpenParts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys, the tables that they open, and the audit log, as the configuration has them. */
final class IdentityParts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IdentityParts.class);

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    private final OpenParts open = new OpenParts();
    private final AuditLog audit;
    private final SigningKey signing;
    private final StudyLedger studies;
    private final PatientTable patients;

    private IdentityParts(AnonymizerConfig config, DiskVolumes volumes)
            throws IOException, UnusableKeyException {
        boolean done = false;
        try {
            Path own = volumes.own();
            Path keys = own.resolve("keys");
            Path tables = own.resolve("tables");
            audit = open.keep(AuditLog.open(own, "anonymizer-service", InstantSource.system()));
            Path vaultFile = config.vaultKeyFile().orElse(keys.resolve("vault.key"));
            Path signingFile = config.reportKeyFile().orElse(keys.resolve("report-signing.pem"));
            Path keyFile = config.keyFile().orElse(keys.resolve("pseudonym.key"));
            boolean random = config.codes() == AnonymizerConfig.CodesFrom.RANDOM;
            if (config.createKey()) {
                if (!random && KeyFile.create(keyFile)) {
                    created("pseudonym-key", KeyFile.read(keyFile).id(), keyFile);
                }
                if (KeyFile.create(vaultFile)) {
                    created("vault-key", "vault", vaultFile);
                }
                if (SigningKey.create(signingFile)) {
                    created("report-signing-key", SigningKey.read(signingFile).id(), signingFile);
                }
            }
            signing = SigningKey.read(signingFile);
            publish(volumes);
            VaultKey vault = VaultKey.of(KeyFile.secret(vaultFile));
            List<PseudonymKey> others = others(config, keyFile, random);
            Codes active =
                    random
                            ? open.keep(RandomTable.open(tables.resolve("random-codes"), vault))
                            : KeyFile.read(keyFile);
            studies =
                    open.keep(
                            StudyLedger.open(tables.resolve("study-keys"), vault, active, others));
            patients = open.keep(PatientTable.open(own.resolve(PatientTable.FILE), vault));
            activated(own.resolve("active-key"), active.id());
            audit.add(AuditEvent.ofService(Kind.STARTED, Outcome.SUCCESS, List.of(), null));
            done = true;
        } finally {
            if (!done) {
                open.close();
            }
        }
    }

    static IdentityParts open(AnonymizerConfig config, DiskVolumes volumes)
            throws IOException, UnusableKeyException {
        return new IdentityParts(config, volumes);
    }

    /** The audit log. */
    public AuditLog audit() {
        return audit;
    }

    /** The key of the reports. */
    public SigningKey signing() {
        return signing;
    }

    /** Whom pseudonyms stand for. */
    public PatientTable patients() {
        return patients;
    }

    StudyCodes studies() {
        return studies;
    }

    private static List<PseudonymKey> others(AnonymizerConfig config, Path keyFile, boolean random)
            throws IOException, UnusableKeyException {
        var others = new ArrayList<PseudonymKey>();
        if (random && Files.exists(keyFile)) {
            others.add(KeyFile.read(keyFile));
        }
        if (config.keysDir().isPresent()) {
            List<Path> files;
            try (Stream<Path> listed = Files.list(config.keysDir().get())) {
                files =
                        listed.filter(file -> file.getFileName().toString().endsWith(".key"))
                                .sorted()
                                .toList();
            }
            for (Path file : files) {
                others.add(KeyFile.read(file));
            }
        }
        return others;
    }

    private void created(String type, String id, Path file) throws IOException {
        LOG.warn(
                "created a random {} in {}: keep a copy in a safe place, see docs/operations.md",
                type,
                file);
        audit.add(
                AuditEvent.ofService(
                        Kind.KEY_CREATED, Outcome.SUCCESS, List.of(new ObjectOf(type, id)), null));
    }

    /** Notes which key new studies begin with, when it is another one than before. */
    private void activated(Path memory, String id) throws IOException {
        String before = read(memory);
        if (before != null && !ID.matcher(before).matches()) {
            // A power cut can leave a name without content; which key it was is not known then.
            before = null;
        }
        if (id.equals(before)) {
            return;
        }
        var objects = new ArrayList<ObjectOf>();
        objects.add(new ObjectOf("active-key", id));
        if (before != null) {
            objects.add(new ObjectOf("former-key", before));
            LOG.warn("new studies begin with key {}, no longer with {}", id, before);
        }
        audit.add(AuditEvent.ofService(Kind.KEY_ACTIVE, Outcome.SUCCESS, objects, null));
        AtomicFile.write(memory, id.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String read(Path file) throws IOException {
        try {
            // Whatever a fault of the disk has left there is a text in this one.
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Puts the public key where the clean zone finds it. */
    private void publish(DiskVolumes volumes) throws IOException {
        Path file = volumes.publicKey();
        if (!signing.publicPem().equals(read(file))) {
            AtomicFile.write(file, signing.publicPem().getBytes(StandardCharsets.US_ASCII));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    @Override
    public void close() throws IOException {
        try {
            audit.add(AuditEvent.ofService(Kind.STOPPED, Outcome.SUCCESS, List.of(), null));
        } finally {
            open.close();
        }
    }
}
