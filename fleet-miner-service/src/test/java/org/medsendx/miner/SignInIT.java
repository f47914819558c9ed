package org.medsendx.miner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.webguard.Keycloak;
import org.medsendx.webguard.SignInSurface;

/** The fleet as it is deployed, with a real provider of identities. */
class SignInIT {

    private static final String SERVICE = "fleet-miner-service";

    @TempDir static Path folder;
    private static Keycloak keycloak;
    private static MinerProcess miner;
    private static SignInSurface web;

    @BeforeAll
    static void start() throws Exception {
        int port = Keycloak.freePort();
        String base = "http://127.0.0.1:" + port;
        keycloak =
                Keycloak.start(
                        folder,
                        Keycloak.freePort(),
                        SERVICE,
                        base,
                        Map.of(
                                "vera", "viewer",
                                "paul", "physicist",
                                "ada", "admin",
                                "rita", "reader",
                                "otto", "somebody-else"));
        miner =
                MinerProcess.start(
                        folder,
                        "127.0.0.1:1",
                        List.of(
                                "-Dquarkus.http.port=" + port,
                                "-Dquarkus.oidc.auth-server-url=" + keycloak.realm(),
                                "-Dquarkus.oidc.credentials.secret=" + Keycloak.SECRET));
        web = new SignInSurface(SERVICE, base, keycloak);
    }

    @AfterAll
    static void stop() throws Exception {
        if (miner != null) {
            miner.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @Test
    void nobody_in_particular_sees_nothing_but_probes() throws Exception {
        web.nobodyInParticularSeesNothingButProbes("scanner");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vera", "paul", "ada"})
    void who_has_a_role_sees_the_fleet(String user) throws Exception {
        String token = keycloak.token(user);
        for (String path : List.of("/scanners", "/", "/report.png")) {
            assertThat(web.status(path, token)).as(path).isEqualTo(200);
        }
        assertThat(web.askAs(user, "HEAD", "/findings").statusCode()).isEqualTo(200);
        // Nothing can be changed here, by anybody.
        assertThat(web.askAs(user, "POST", "/scanners").statusCode()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/findings/5f2b8c0e9d7a41638f1e2d3c4b5a6978/acknowledge",
                "/findings/5f2b8c0e9d7a41638f1e2d3c4b5a6978/to-service",
                "/findings/5f2b8c0e9d7a41638f1e2d3c4b5a6978/resolve",
                "/scanners/CT-2/marks",
                "/actions/5f2b8c0e9d7a41638f1e2d3c4b5a6978/withdraw"
            })
    void only_physicists_and_admins_act_on_findings(String path) throws Exception {
        // Nothing of that name is there: who may act is told so, who may not learns nothing.
        for (String user : List.of("paul", "ada")) {
            assertThat(post(path, user)).as(user).isEqualTo(404);
        }
        for (String user : List.of("vera", "rita", "otto")) {
            assertThat(post(path, user)).as(user).isEqualTo(403);
        }
        assertThat(web.ask("POST", path, "").statusCode()).isIn(302, 401);
    }

    private static int post(String path, String user) throws Exception {
        return web.askAs(user, "POST", path, "{\"kind\": \"note\", \"note\": \"seen\"}")
                .statusCode();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rita", "otto"})
    void another_role_of_the_realm_is_none(String user) throws Exception {
        web.everythingIsForbiddenTo(user);
        web.aPathHasOneSpelling("/scanners", user);
    }

    @Test
    void a_token_that_is_forged_or_has_expired_is_none() throws Exception {
        web.takesNoForgedToken("/scanners", "ada");
    }

    @Test
    void a_person_signs_in_there_and_comes_back_to_the_page() throws Exception {
        var page = web.signIn("/", "vera");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.uri().getPath()).isEqualTo("/");
        assertThat(page.body()).contains("Fleet quality");
    }

    @Test
    void a_person_without_a_role_signs_in_and_sees_nothing() throws Exception {
        assertThat(web.signIn("/", "otto").statusCode()).isEqualTo(403);
    }

    @Test
    void answers_under_its_own_name_only_whoever_asks() throws Exception {
        web.answersUnderItsOwnNameOnly("/scanners", "ada");
    }
}
