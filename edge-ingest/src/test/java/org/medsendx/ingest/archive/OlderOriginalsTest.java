package org.medsendx.ingest.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.ingest.Instances.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.ingest.Instances;
import org.medsendx.ingest.orders.Orders;
import org.medsendx.ingest.orders.PatientCorrection;

/** What the truck had before the ledger's memory begins goes to the archive too. */
class OlderOriginalsTest {

    @TempDir Path folder;
    @TempDir Path made;

    /** The ledger has forgotten all that came before. */
    private void forgetEverything() throws IOException {
        for (String part : new String[] {"journal", "journal-kept"}) {
            try (var all = Files.walk(folder.resolve("ingest").resolve(part))) {
                for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void they_are_found_when_an_archive_is_configured_and_go_once() throws Exception {
        try (var hospital = new HospitalArchive()) {
            var scans = new ArrayList<Depot.Scan>();
            try (var depot = new Depot(folder)) {
                for (int i = 0; i < 12; i++) {
                    scans.add(depot.scan(made));
                }
            }
            forgetEverything();
            try (var depot = new Depot(folder)) {
                scans.add(depot.scan(made));
                var archive = depot.archive(hospital::peer);

                archive.look();

                for (var scan : scans) {
                    assertThat(depot.book.keeps(scan.objectId())).isTrue();
                    assertThat(hospital.stored.get(scan.uid()))
                            .singleElement()
                            .isEqualTo(Instances.dataSetBytes(scan.file()));
                }
                assertThat(archive.waiting()).isZero();
            }
            try (var depot = new Depot(folder)) {
                depot.archive(hospital::peer).look();
                assertThat(hospital.stored.values()).allSatisfy(one -> assertThat(one).hasSize(1));
            }
        }
    }

    @Test
    void while_the_archive_is_away_they_wait_and_are_counted_and_the_window_holds()
            throws Exception {
        try (var hospital = new HospitalArchive()) {
            try (var depot = new Depot(folder)) {
                for (int i = 0; i < 120; i++) {
                    depot.scan(made);
                }
            }
            forgetEverything();
            try (var depot = new Depot(folder)) {
                hospital.answer = _ -> Optional.empty();
                var archive = depot.archive(Depot.narrow(hospital::peer));

                archive.look();

                assertThat(archive.waiting()).isEqualTo(120);
                assertThat(depot.book.counts().all()).isLessThan(120);
            }
            try (var depot = new Depot(folder)) {
                hospital.answer = HospitalArchive::all;
                depot.pass(Depot.AGAIN);
                var archive = depot.archive(hospital::peer);
                archive.look();
                assertThat(archive.waiting()).isZero();
                assertThat(depot.book.commitments()).isEqualTo(120);
            }
        }
    }

    @Test
    void one_whose_patient_was_corrected_stays_and_what_it_was_corrected_to_goes()
            throws Exception {
        try (var hospital = new HospitalArchive()) {
            Depot.Scan wrong;
            String right;
            try (var depot = new Depot(folder)) {
                wrong = depot.scan(made);
                var orders = Orders.book(made);
                Orders.csv(orders, "4712,Muster^Erika,1970-01-02,F,A1,CT,2026-03-04,0930,STAT,");
                var corrected =
                        new PatientCorrection(
                                        orders.all().getFirst(), Set.of(wrong.uid()), Depot.NIGHT)
                                .of(header(wrong.file()), "ct-1");
                right = String.valueOf(corrected.string(Tag.SOPInstanceUID));
                assertThat(PatientCorrection.replaced(corrected)).containsExactly(wrong.uid());
                depot.intake.cStore(file(made, corrected), Uid.CTImageStorage, right);
            }
            forgetEverything();
            try (var depot = new Depot(folder)) {
                var archive = depot.archive(hospital::peer);

                archive.look();

                assertThat(hospital.stored).containsOnlyKeys(right);
                assertThat(archive.waiting()).isZero();
                assertThat(wrong.there()).isTrue();
            }
        }
    }

    private static DataSet header(Path file) throws IOException {
        return DicomReader.read(file, ReadLimits.DEFAULT).dataSet();
    }
}
