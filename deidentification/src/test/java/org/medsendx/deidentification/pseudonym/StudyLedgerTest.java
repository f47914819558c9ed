package org.medsendx.deidentification.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.deidentification.Instances;
import org.medsendx.deidentification.release.Release;
import org.medsendx.deidentification.release.Releaser;
import org.medsendx.deidentification.rules.Profile;
import org.medsendx.deidentification.rules.Reason;
import org.medsendx.deidentification.vault.VaultKey;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.ReadLimits;

class StudyLedgerTest {

    private static final VaultKey VAULT = VaultKey.of(new byte[32]);
    private static final PseudonymKey OLD = key(1);
    private static final PseudonymKey NEW = key(2);

    @TempDir Path folder;
    private int files;

    @Test
    void a_study_keeps_the_key_it_began_with_and_a_new_one_begins_with_the_active_key()
            throws Exception {
        try (var ledger = open(OLD, List.of())) {
            assertThat(ledger.of("1.2.1").id()).isEqualTo(OLD.id());
        }
        try (var ledger = open(NEW, List.of(OLD))) {
            assertThat(ledger.of("1.2.1").id()).isEqualTo(OLD.id());
            assertThat(ledger.of("1.2.2").id()).isEqualTo(NEW.id());
            assertThat(ledger.active().id()).isEqualTo(NEW.id());
        }
        assertThat(new String(Files.readAllBytes(file()), StandardCharsets.ISO_8859_1))
                .doesNotContain("1.2.1", OLD.id());
    }

    @Test
    void says_which_key_is_gone() throws Exception {
        try (var ledger = open(OLD, List.of())) {
            ledger.of("1.2.1");
        }
        try (var ledger = open(NEW, List.of())) {
            assertThatThrownBy(() -> ledger.of("1.2.1"))
                    .isInstanceOf(StudyCodes.KeyGoneException.class)
                    .hasMessageContaining(OLD.id());
        }
    }

    @Test
    void instances_that_come_after_a_rotation_join_their_study() throws IOException {
        Release.Copy before = copy(OLD, List.of(), Instances.ct());
        DataSet late = Instances.ct();
        late.putString(Tag.SOPInstanceUID, VR.UI, Instances.INSTANCE + ".5");
        DataSet next = Instances.ct();
        next.putString(Tag.StudyInstanceUID, VR.UI, Instances.STUDY + ".7");

        Release.Copy joined = copy(NEW, List.of(OLD), late);
        Release.Copy other = copy(NEW, List.of(OLD), next);

        assertThat(joined.uids().studyInstanceUid()).isEqualTo(before.uids().studyInstanceUid());
        assertThat(joined.pseudonyms()).isEqualTo(before.pseudonyms());
        assertThat(joined.shiftedDate()).isEqualTo(before.shiftedDate());
        assertThat(other.pseudonyms().patient()).isNotEqualTo(before.pseudonyms().patient());
        assertThat(other.identity().keyId()).isEqualTo(NEW.id());
    }

    @Test
    void an_instance_whose_key_is_gone_is_withheld_with_that_reason() throws IOException {
        copy(OLD, List.of(), Instances.ct());

        Release release = release(NEW, List.of(), Instances.ct());

        assertThat(Instances.reasonsOf(release))
                .containsExactly(new Reason(Releaser.KEY_GONE, null));
    }

    private Release.Copy copy(PseudonymKey active, List<PseudonymKey> others, DataSet dataSet)
            throws IOException {
        return Instances.copyOf(release(active, others, dataSet));
    }

    private Release release(PseudonymKey active, List<PseudonymKey> others, DataSet dataSet)
            throws IOException {
        Path original = Instances.write(dataSet, folder.resolve("in-" + files++ + ".dcm"));
        try (var ledger = open(active, others)) {
            return new Releaser(Profile.truck(), ledger, "", ReadLimits.DEFAULT)
                    .release(original, Instances.TRUCK, folder.resolve("out.dcm"));
        }
    }

    private StudyLedger open(PseudonymKey active, List<PseudonymKey> others) throws IOException {
        return StudyLedger.open(file(), VAULT, active, others);
    }

    private Path file() {
        return folder.resolve("study-keys");
    }

    private static PseudonymKey key(int value) {
        var secret = new byte[PseudonymKey.BYTES];
        Arrays.fill(secret, (byte) value);
        return PseudonymKey.of(secret);
    }
}
