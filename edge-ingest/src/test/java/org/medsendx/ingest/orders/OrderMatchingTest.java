package org.medsendx.ingest.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.contracts.deidentified.OrderPriority;
import org.medsendx.contracts.identified.OrderMatch;
import org.medsendx.contracts.identified.OrderMatch.Check;
import org.medsendx.contracts.identified.OrderMatch.Difference;

class OrderMatchingTest {

    @TempDir Path folder;

    private static Imaged image(
            String id, String name, String birth, String accession, String laterality) {
        return new Imaged(id, name, birth, "F", accession, "1.9", Set.of(), "MG", laterality);
    }

    private OrderMatching matching(String... lines) throws IOException {
        var book = Orders.book(folder);
        Orders.csv(book, lines);
        return new OrderMatching(book);
    }

    @Test
    void a_truck_without_orders_says_nothing() throws IOException {
        assertThat(matching().match(image("1", "Doe^Jane", "", "", ""))).isNull();
    }

    @Test
    void an_image_of_the_worklist_matches_and_brings_its_priority() throws IOException {
        var orders = matching("1,Doe^Jane,19700102,F,A1,MG,,,stat,R");

        assertThat(orders.match(image("1", "DOE^JANE", "19700102", "A1", "R")))
                .isEqualTo(new OrderMatch(OrderPriority.STAT, Check.MATCHES, List.of()));
    }

    @Test
    void what_was_mistyped_is_named_and_the_order_found_all_the_same() throws IOException {
        var orders =
                matching(
                        "1,Doe^Jane,19700102,F,A1,MG,,,stat,R",
                        "2,Roe^Mary,19800304,F,A2,MG,,,low,L");

        // Name by hand, id by hand with the name right, and the other breast.
        assertThat(orders.match(image("1", "Dough^Jane", "19700102", "", "")))
                .isEqualTo(
                        new OrderMatch(
                                OrderPriority.STAT,
                                Check.DIFFERS,
                                List.of(Difference.PATIENT_NAME)));
        assertThat(orders.match(image("11", "Doe^Jane", "19700102", "", "")))
                .isEqualTo(
                        new OrderMatch(
                                OrderPriority.STAT, Check.DIFFERS, List.of(Difference.PATIENT_ID)));
        assertThat(orders.match(image("2", "Roe^Mary", "19800304", "A2", "R")))
                .isEqualTo(
                        new OrderMatch(
                                OrderPriority.LOW, Check.DIFFERS, List.of(Difference.LATERALITY)));
    }

    @Test
    void an_image_that_nobody_ordered_is_told() throws IOException {
        assertThat(matching("1,Doe^Jane,,,A1,MG,,,,").match(image("7", "Poe^Ed", "", "", "")))
                .isEqualTo(OrderMatch.noOrder());
    }

    @Test
    void two_orders_that_fit_alike_give_the_priority_of_the_more_urgent() throws IOException {
        var orders = matching("1,Doe^Jane,,F,A1,MG,,,routine,", "1,Doe^Jane,,F,A2,MG,,,high,");

        assertThat(orders.match(image("1", "Doe^Jane", "", "", "")))
                .isEqualTo(new OrderMatch(OrderPriority.HIGH, Check.AMBIGUOUS, List.of()));
    }

    @Test
    void of_several_steps_of_one_study_the_first_says_what_differs() throws IOException {
        var book = Orders.book(folder);
        String header =
                "patient_id,patient_name,accession_number,step_id,study_uid,modality,date,time\n";
        String late = "1,Doe^Jane,A1,S1,1.9,CT,20260303,0900\n";
        String early = "2,Doe^Jane,A1,S2,1.9,MG,20260302,0900\n";
        OrderImport.into(book, (header + late + early).getBytes(StandardCharsets.UTF_8));

        assertThat(new OrderMatching(book).match(image("1", "Doe^Jane", "", "A1", "")))
                .isEqualTo(new OrderMatch(null, Check.DIFFERS, List.of(Difference.PATIENT_ID)));
    }

    @ParameterizedTest
    @CsvSource({
        "Doe^Jane, DOE^JANE, true",
        "Doe^Jane^Mary^^Dr, doe^jane, true",
        "Müller^Anna, Mueller^Anna, true",
        "Müller^Anna, MULLER^ANNA, true",
        "Doe^Jane, Jane Doe, true",
        "Smith-Jones^Ann, SMITH JONES^ANN, true",
        "Yamada^Tarou=山田^太郎, Yamada^Tarou, true",
        "=山田^太郎, =山田^太郎, true",
        "=山田^太郎, =山本^太郎, false",
        "Doe^Jane, Doe^John, false",
        "Doe^Jane, Dow^Jane, false",
        "Doe, Doe^Jane, false"
    })
    void names_are_those_of_one_person_or_not(String one, String other, boolean same) {
        assertThat(PatientCheck.sameName(one, other)).isEqualTo(same);
    }
}
