package org.medsendx.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.accounts.LiveAccounts.State;
import org.medsendx.accounts.SignIn.Outcome;

class SignInTest {

    private static final String PASSWORD = "four words are good";
    private static final PasswordHash HASH = PasswordHash.of(PASSWORD.toCharArray());
    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Duration LONGEST = Duration.ofHours(12);

    @TempDir Path folder;
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000);
    private Path file = Path.of("");
    private LiveAccounts accounts = new LiveAccounts(file, nanos::get);
    private Sessions sessions = new Sessions(accounts, IDLE, LONGEST, nanos::get);
    private SignIn signIn = quick();

    @BeforeEach
    void two_people() throws Exception {
        file = folder.resolve("accounts.json");
        Accounts.none().with("anna", Role.OFFICER, HASH).with("ben", Role.CREW, HASH).write(file);
        accounts = new LiveAccounts(file, nanos::get);
        sessions = new Sessions(accounts, IDLE, LONGEST, nanos::get);
        signIn = quick();
    }

    /** A hash costs a tenth of a second, which is what it is for; these tests need hundreds. */
    private SignIn quick() {
        return new SignIn(
                accounts,
                sessions,
                nanos::get,
                (kept, typed) -> new String(typed).equals(PASSWORD) && of(kept));
    }

    private boolean of(PasswordHash kept) {
        return accounts.state() instanceof State.Usable(Accounts all)
                && all.all().stream().anyMatch(account -> account.password() == kept);
    }

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private Outcome tryIt(String name, String password) {
        return tryIt(name, password, "10.0.0.1");
    }

    private Outcome tryIt(String name, String password, String address) {
        return signIn.tryIt(name, password.toCharArray(), address);
    }

    private String token(String name) {
        return tryIt(name, PASSWORD) instanceof Outcome.SignedIn(var account, String token)
                ? token
                : "";
    }

    @Test
    void a_name_and_its_password_begin_a_session_of_its_own() {
        String first = token("anna");
        String second = token("anna");

        assertThat(first).hasSize(43).isNotEqualTo(second);
        assertThat(sessions.of(first).orElseThrow().name()).isEqualTo("anna");
        assertThat(sessions.of(second)).isPresent();
        sessions.end(first);
        assertThat(sessions.of(first)).isEmpty();
        assertThat(sessions.of(second)).isPresent();
        assertThat(sessions.of("")).isEmpty();
        assertThat(sessions.of("A".repeat(43))).isEmpty();
        assertThat(sessions.of("x".repeat(100_000))).isEmpty();
    }

    @Test
    void the_password_is_overwritten_and_in_no_text() {
        char[] password = PASSWORD.toCharArray();

        var outcome = signIn.tryIt("anna", password, "a");

        assertThat(new String(password)).matches("\u0000+");
        assertThat(outcome.toString()).isEqualTo("SignedIn[anna]");
        assertThat(accounts.named("anna").orElseThrow().toString()).doesNotContain(HASH.text());
    }

    @Test
    void who_fails_five_times_waits_longer_each_time() {
        for (int i = 0; i < SignIn.FREE_OF_NAME; i++) {
            assertThat(tryIt("anna", "wrong password " + i)).isEqualTo(new Outcome.Refused());
        }
        for (int minutes : new int[] {1, 2, 4, 8, 15, 15}) {
            assertThat(tryIt("anna", PASSWORD))
                    .isEqualTo(new Outcome.Wait(Duration.ofMinutes(minutes)));
            passes(Duration.ofMinutes(minutes));
            assertThat(tryIt("anna", "wrong password again")).isEqualTo(new Outcome.Refused());
        }
        // Others are not touched, and it ends by itself.
        assertThat(tryIt("ben", PASSWORD)).isInstanceOf(Outcome.SignedIn.class);
        passes(Duration.ofMinutes(15));
        assertThat(tryIt("anna", PASSWORD)).isInstanceOf(Outcome.SignedIn.class);
        // Success forgets.
        assertThat(tryIt("anna", "wrong password")).isEqualTo(new Outcome.Refused());
        assertThat(tryIt("anna", PASSWORD)).isInstanceOf(Outcome.SignedIn.class);
    }

    @Test
    void an_admin_ends_a_wait() throws Exception {
        for (int i = 0; i < SignIn.FREE_OF_NAME; i++) {
            tryIt("anna", "wrong password");
        }
        assertThat(tryIt("anna", PASSWORD)).isInstanceOf(Outcome.Wait.class);

        var all = Accounts.read(file);
        all.unlocked(all.named("anna").orElseThrow()).write(file);
        passes(Duration.ofSeconds(1));

        assertThat(tryIt("anna", PASSWORD)).isInstanceOf(Outcome.SignedIn.class);
    }

    @Test
    void an_address_that_tries_many_names_waits_too() {
        for (int i = 0; i < SignIn.FREE_OF_ADDRESS; i++) {
            assertThat(tryIt("name" + i, "x", "10.0.0.9")).isEqualTo(new Outcome.Refused());
        }

        assertThat(tryIt("anna", PASSWORD, "10.0.0.9")).isInstanceOf(Outcome.Wait.class);
        assertThat(tryIt("anna", PASSWORD, "10.0.0.8")).isInstanceOf(Outcome.SignedIn.class);
    }

    @Test
    void an_invented_name_is_answered_as_an_account_is() {
        for (String name : List.of("nobody", "No Body", "x".repeat(5000), "")) {
            var outcomes = new ArrayList<Outcome>();
            for (int i = 0; i < SignIn.FREE_OF_NAME + 1; i++) {
                outcomes.add(tryIt(name, PASSWORD, "from " + i));
            }
            assertThat(outcomes)
                    .hasSize(6)
                    .endsWith(new Outcome.Wait(Patience.FIRST))
                    .filteredOn(new Outcome.Refused()::equals)
                    .hasSize(SignIn.FREE_OF_NAME);
        }
    }

    @Test
    void an_invented_name_costs_as_much_time_as_a_wrong_password() {
        signIn = new SignIn(accounts, sessions, nanos::get);
        assertThat(tryIt("ben", PASSWORD)).isInstanceOf(Outcome.SignedIn.class);
        // Medians of a few: what must not be is nothing against a tenth of a second.
        long known = median("anna");
        long unknown = median("nobody");

        assertThat((double) unknown / known).isBetween(0.4, 2.5);
    }

    private long median(String name) {
        var times = new ArrayList<Long>();
        for (int i = 0; i < SignIn.FREE_OF_NAME; i++) {
            long begin = System.nanoTime();
            assertThat(tryIt(name, "wrong password", "at " + i)).isEqualTo(new Outcome.Refused());
            times.add(System.nanoTime() - begin);
        }
        return times.stream().sorted().toList().get(SignIn.FREE_OF_NAME / 2);
    }

    @Test
    void keeps_a_bounded_number_of_those_who_failed() {
        var patience = new Patience(1, 100, nanos::get);
        for (int i = 0; i < 1000; i++) {
            patience.failed("name" + i);
        }

        assertThat(patience.size()).isEqualTo(100);
        assertThat(patience.left("name999")).isPositive();
        passes(Duration.ofDays(2));
        patience.failed("name999");
        assertThat(patience.left("name999")).isEqualTo(Patience.FIRST);
    }

    @Test
    void a_session_ends_when_nobody_uses_it_and_in_any_case() {
        String token = token("anna");
        for (int i = 0; i < 24; i++) {
            assertThat(sessions.of(token)).as("after " + i + " times 29 min").isPresent();
            passes(IDLE.minusMinutes(1));
        }
        passes(Duration.ofMinutes(24));
        assertThat(sessions.of(token)).isEmpty();

        String other = token("anna");
        passes(IDLE);
        assertThat(sessions.of(other)).isEmpty();
        assertThat(sessions.size()).isZero();
    }

    @Test
    void a_session_ends_with_its_password_its_role_and_its_account() throws Exception {
        String ofAnna = token("anna");
        String ofBen = token("ben");

        var all = Accounts.read(file);
        all.with("anna", Role.OFFICER, HASH).without("ben").write(file);
        passes(Duration.ofSeconds(1));

        assertThat(sessions.of(ofAnna)).isEmpty();
        assertThat(sessions.of(ofBen)).isEmpty();
        assertThat(token("anna")).isNotEmpty();
        assertThat(tryIt("ben", PASSWORD)).isEqualTo(new Outcome.Refused());
    }

    @Test
    void an_account_has_a_few_sessions_and_the_eldest_ends_for_a_new_one() {
        var tokens = new ArrayList<String>();
        for (int i = 0; i < Sessions.MOST_OF_ONE + 2; i++) {
            tokens.add(token("anna"));
            passes(Duration.ofSeconds(1));
        }

        assertThat(new HashSet<>(tokens)).hasSize(tokens.size());
        assertThat(tokens.stream().map(sessions::of).map(Optional::isPresent))
                .startsWith(false, false, true)
                .filteredOn(there -> there)
                .hasSize(Sessions.MOST_OF_ONE);
    }

    @Test
    void a_file_that_others_can_read_or_that_is_broken_lets_nobody_in() throws Exception {
        byte[] good = Files.readAllBytes(file);
        String token = token("anna");
        mode("rw-r-----");
        assertThat(state()).isInstanceOf(State.Usable.class);

        for (String mode : List.of("rw-r--r--", "rw--w----", "rw-----w-")) {
            mode(mode);
            Files.setLastModifiedTime(file, FileTime.fromMillis(nanos.get() % 1_000_000));
            assertThat(state()).isInstanceOf(State.Unusable.class);
            assertThat(sessions.of(token)).isEmpty();
            assertThat(tryIt("anna", PASSWORD)).isEqualTo(new Outcome.Refused());
        }
        mode("rw-------");
        for (String broken :
                List.of(
                        "",
                        "{",
                        "[]",
                        "{\"version\":2,\"accounts\":[]}",
                        new String(good, UTF_8).replace(":210000:", ":100000:"),
                        new String(good, UTF_8).replace("\"ben\"", "\"anna\""),
                        new String(good, UTF_8).replace("\"crew\"", "\"root\""))) {
            Files.writeString(file, broken);
            assertThat(state()).as(broken).isInstanceOf(State.Unusable.class);
        }
        Files.write(file, good);
        assertThat(state()).isInstanceOf(State.Usable.class);
        Files.delete(file);
        assertThat(state()).isEqualTo(new State.Absent());
    }

    private State state() {
        passes(Duration.ofSeconds(1));
        return accounts.state();
    }

    private void mode(String mode) throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    void a_password_is_the_same_from_every_keyboard() {
        var hash = PasswordHash.of("Stra\u00dfe \u00e4 lang genug".toCharArray());

        assertThat(hash.matches("Stra\u00dfe a\u0308 lang genug".toCharArray())).isTrue();
        assertThat(PasswordHash.parse(hash.text()).orElseThrow().matches("x".toCharArray()))
                .isFalse();
    }

    @Test
    void a_session_may_not_be_idle_longer_than_it_lasts() {
        assertThatThrownBy(() -> new Sessions(accounts, LONGEST, IDLE, nanos::get))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
