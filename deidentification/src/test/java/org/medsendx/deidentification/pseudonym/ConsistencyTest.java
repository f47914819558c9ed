package org.medsendx.deidentification.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.deidentification.vault.VaultKey;

/** What holds for all patients and UIDs, tried on many random ones. */
class ConsistencyTest {

    private static final int MANY = 2000;

    @TempDir Path folder;

    @Test
    void equal_ids_of_two_hospitals_and_empty_ids_never_merge_patients() throws Exception {
        try (var table = RandomTable.open(folder.resolve("random"), VaultKey.of(new byte[32]))) {
            for (Codes codes : List.of(key(), table)) {
                var random = new Random(4);
                Set<String> pseudonyms = new HashSet<>();
                for (int i = 0; i < MANY / 4; i++) {
                    // Short ids, so that hospitals do share them and parts could run together.
                    String id = Integer.toString(i);
                    String study = "1.2." + i;
                    pseudonyms.add(Pseudonyms.of(codes, "A", id, study).patientId());
                    pseudonyms.add(Pseudonyms.of(codes, "A1", id, study).patientId());
                    pseudonyms.add(Pseudonyms.of(codes, "", id, study).patientId());
                    String blank = " ".repeat(random.nextInt(3));
                    pseudonyms.add(Pseudonyms.of(codes, "A", blank, study).patientId());
                }

                assertThat(pseudonyms).hasSize(MANY);
            }
        }
    }

    @Test
    void uids_shifts_and_pseudonyms_are_the_same_on_every_truck_with_the_key() {
        var random = new Random(5);
        Map<String, String> mapped = new HashMap<>();
        for (int i = 0; i < MANY; i++) {
            String uid = "1.2.826." + Math.abs(random.nextLong()) + "." + i;
            String padded = random.nextBoolean() ? uid + "\0" : uid + " ";

            String one = new UidMapper(key()).map(uid);

            assertThat(new UidMapper(key()).map(padded)).isEqualTo(one);
            assertThat(one).matches("2\\.25\\.[1-9][0-9]{0,38}").hasSizeLessThanOrEqualTo(64);
            assertThat(mapped.put(one, uid)).as("no two UIDs become one").isNull();
            Pseudonyms here = Pseudonyms.of(key(), "HOSP", uid, "1.2");
            Pseudonyms there = Pseudonyms.of(key(), " HOSP", uid + " ", "1.3");
            assertThat(there.patientId()).isEqualTo(here.patientId());
            assertThat(there.shift()).isEqualTo(here.shift());
            assertThat(there.accession("7")).isEqualTo(here.accession("7 "));
        }
    }

    @Test
    void shifts_reach_their_whole_range_evenly() {
        var days = new ArrayList<Integer>();
        for (int i = 0; i < MANY; i++) {
            days.add(Pseudonyms.of(key(), "", "p" + i, "1").shift().days());
        }

        assertThat(days).allMatch(one -> one >= 1 && one <= DateShift.MAX_DAYS);
        double mean = days.stream().mapToInt(Integer::intValue).average().orElse(0);
        assertThat(mean).isBetween(1750.0, 1900.0);
    }

    private static PseudonymKey key() {
        return PseudonymKey.of(new byte[PseudonymKey.BYTES]);
    }
}
