package org.medsendx.endtoend.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code deploy/preflight} on recorded trees of a box that is fit and of boxes that lack one thing
 * each, and once on the machine that runs the test.
 */
class PreflightTest {

    private static final String SCRIPT = Path.of("../deploy/preflight").toString();
    private static final String K3S = "var/lib/rancher/k3s/";
    private static final String ENCRYPTION = K3S + "server/cred/encryption-config.json";

    @TempDir Path root;

    private record Result(int exit, String text) {
        List<String> lines(String state) {
            return text.lines().filter(line -> line.startsWith(state + " ")).toList();
        }
    }

    /** A box that lacks nothing: an LVM volume in a LUKS container on a partition. */
    private static Map<String, String> fit() {
        var files = new LinkedHashMap<String, String>();
        files.put(
                "proc/self/mountinfo",
                """
                22 1 8:1 / / rw - ext4 /dev/sda1 rw
                30 22 254:1 / /var/lib/rancher rw - ext4 /dev/mapper/data rw
                """);
        files.put("sys/dev/block/254:1/dm/uuid", "LVM-abcdef\n");
        files.put("sys/dev/block/254:1/slaves/dm-0/.keep", "");
        files.put("sys/class/block/dm-0/dm/uuid", "CRYPT-LUKS2-0123-luks\n");
        files.put("sys/dev/block/8:1/.keep", "");
        files.put("sys/class/block/sda2/.keep", "");
        files.put("proc/swaps", "Filename Type Size Used Priority\n/dev/zram0 partition 1 0 1\n");
        files.put(
                "proc/net/tcp",
                """
                  sl  local_address rem_address   st
                   0: 0100007F:0CEA 00000000:0000 0A
                   1: 0100007F:2B68 0100007F:2B68 01
                """);
        files.put("proc/net/tcp6", "  sl  local_address rem_address   st\n");
        files.put("proc/sys/fs/file-max", "9223372036854775807\n");
        files.put("proc/sys/fs/nr_open", "1048576\n");
        files.put("proc/sys/fs/inotify/max_user_instances", "512\n");
        files.put("proc/sys/fs/inotify/max_user_watches", "192536\n");
        files.put("proc/sys/vm/max_map_count", "65530\n");
        files.put("proc/sys/kernel/pid_max", "4194304\n");
        files.put("proc/meminfo", "MemTotal:        8148012 kB\nMemFree: 1 kB\n");
        files.put(
                "proc/cpuinfo",
                "processor : 0\nflags\t\t: fpu aes avx avx2 bmi1 bmi2 f16c fma movbe\n");
        files.put("etc/rancher/k3s/config.yaml", "write-kubeconfig-mode: \"0600\"\n");
        files.put("etc/rancher/k3s/k3s.yaml", "");
        files.put(K3S + "storage/.keep", "");
        files.put(K3S + "server/token", "");
        files.put(
                ENCRYPTION,
                "{\"resources\":[{\"resources\":[\"secrets\"],\"providers\":[{\"aescbc\":{}},{\"identity\":{}}]}]}");
        files.put(
                "command/stat-MODE",
                """
                600 /etc/rancher/k3s/k3s.yaml
                700 /var/lib/rancher/k3s/server/cred
                600 /var/lib/rancher/k3s/server/token
                """);
        files.put(
                "command/df",
                "Filesystem 1024-blocks Used Available Capacity Mounted on\n"
                        + "/dev/mapper/data 1000000000 1 1500000000 1% /var/lib/rancher\n");
        files.put("command/fsync-rate", "900\n");
        files.put("command/chronyc", "Reference ID : 1\nLeap status     : Normal\n");
        files.put("command/date", "2027\n");
        files.put("command/reach", "s3.example.org:443\n");
        return files;
    }

    @BeforeEach
    void record() throws IOException {
        write(fit());
    }

    private void write(Map<String, String> files) throws IOException {
        for (var file : files.entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    private Result preflight(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("bash", SCRIPT));
        command.addAll(Arrays.asList(arguments));
        return run(command);
    }

    private static Result run(List<String> command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var text =
                new String(
                        process.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), text);
    }

    @Test
    void a_box_that_is_fit_lacks_nothing() throws Exception {
        var result = preflight("--root", root.toString(), "--reach", "s3.example.org:443");

        assertThat(result.lines("missing")).as(result.text()).isEmpty();
        assertThat(result.exit()).isZero();
        assertThat(result.lines("ok")).hasSizeGreaterThan(18);
    }

    /** What a box lacks: the file that tells it, what stands there, and the check that fails. */
    static List<Arguments> lacks() {
        return List.of(
                Arguments.of(
                        "sys/class/block/dm-0/dm/uuid", "LVM-plain\n", "disk-encryption volumes"),
                Arguments.of(
                        "proc/self/mountinfo",
                        "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n",
                        "disk-encryption k3s"),
                Arguments.of(
                        "command/df",
                        "a b c d e f\n/dev/x 9 1 1000000 1% /\n",
                        "free-space volumes"),
                Arguments.of("command/fsync-rate", "12\n", "fsync"),
                Arguments.of("command/fsync-rate", "", "fsync"),
                Arguments.of(
                        ENCRYPTION,
                        "{\"providers\":[{\"identity\":{}},{\"aescbc\":{}}]}",
                        "secrets-encryption"),
                Arguments.of(
                        "command/k3s-secrets-encrypt",
                        "Encryption Status: Disabled\n",
                        "secrets-encryption"),
                Arguments.of(
                        "etc/rancher/k3s/config.yaml",
                        "disable-network-policy: true\n",
                        "network-policy"),
                Arguments.of("command/date", "1970\n", "clock"),
                Arguments.of(
                        "command/chronyc", "Leap status     : Not synchronised\n", "time-sync"),
                Arguments.of(
                        "proc/net/tcp6",
                        "sl\n0: 00000000000000000000000000000000:2B68 0:0 0A\n",
                        "port 11112"),
                Arguments.of(
                        "proc/net/tcp", "sl\n0: 00000000:192B 00000000:0000 0A\n", "port 6443"),
                Arguments.of("proc/sys/fs/file-max", "1024\n", "open-files"),
                Arguments.of("proc/sys/fs/nr_open", "4096\n", "open-files-process"),
                Arguments.of("proc/sys/fs/inotify/max_user_instances", "64\n", "inotify-instances"),
                Arguments.of("proc/sys/fs/inotify/max_user_watches", "8192\n", "inotify-watches"),
                Arguments.of("proc/sys/vm/max_map_count", "", "maps"),
                Arguments.of("proc/sys/kernel/pid_max", "4096\n", "processes"),
                Arguments.of("proc/meminfo", "MemTotal: 2000000 kB\n", "memory"),
                Arguments.of("proc/swaps", "Filename\n/dev/sda2 partition 1 0 -2\n", "swap"),
                Arguments.of("proc/swaps", "Filename\n/swapfile file 1 0 -2\n", "swap"),
                Arguments.of(
                        "command/stat-MODE", "644 /etc/rancher/k3s/k3s.yaml\n", "secret-files"),
                Arguments.of("command/reach", "other:443\n", "reach s3.example.org:443"));
    }

    @ParameterizedTest
    @MethodSource("lacks")
    void a_box_that_lacks_one_thing_is_told_that_and_what_to_do(
            String file, String content, String check) throws Exception {
        write(Map.of(file, content));

        var result = preflight("--root", root.toString(), "--reach", "s3.example.org:443");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.lines("missing"))
                .as(result.text())
                .anyMatch(line -> line.startsWith("missing  " + check + ": "));
        // Nothing else but what depends on the same file.
        assertThat(
                        result.lines("missing").stream()
                                .map(line -> line.substring(9, line.indexOf(':', 9)).split(" ")[0])
                                .distinct())
                .hasSize(1);
    }

    @Test
    void swap_in_the_encrypted_container_is_no_fault() throws Exception {
        write(
                Map.of(
                        "proc/swaps",
                        "Filename\n/dev/dm-0 partition 1 0 -2\n/var/lib/rancher/swap file 1 0 -3\n"));

        assertThat(preflight("--root", root.toString()).exit()).isZero();
    }

    @Test
    void warns_of_a_cache_that_cannot_have_forced_and_of_an_old_processor() throws Exception {
        write(
                Map.of(
                        "command/fsync-rate", "90000\n",
                        "proc/cpuinfo", "flags : fpu avx\n"));

        var result = preflight("--root", root.toString());

        assertThat(result.exit()).isZero();
        assertThat(result.lines("warn")).hasSize(3);
        assertThat(result.text())
                .contains("does its cache lie", "lacks avx2 bmi1 bmi2 f16c fma movbe", "no AES");
    }

    @Test
    void a_running_truck_must_have_its_ports_open() throws Exception {
        assertThat(preflight("--root", root.toString(), "--running").lines("missing")).hasSize(2);
        write(
                Map.of(
                        "proc/net/tcp",
                        "sl\n0: 00000000:2B68 00000000:0000 0A\n1: 00000000:192B 00000000:0000 0A\n"));

        assertThat(preflight("--root", root.toString(), "--running").exit()).isZero();
    }

    @Test
    void tells_machines_in_json() throws Exception {
        write(Map.of("command/fsync-rate", "12\n"));

        var result = preflight("--root", root.toString(), "--json");

        var json = new ObjectMapper().readTree(result.text());
        assertThat(json.get("missing").asInt()).isEqualTo(1);
        assertThat(json.get("checks")).hasSizeGreaterThan(15);
        assertThat(json.get("checks"))
                .filteredOn(check -> check.get("state").asText().equals("missing"))
                .extracting(check -> check.get("check").asText())
                .containsExactly("fsync");
        assertThat(result.exit()).isEqualTo(1);
    }

    @Test
    void says_how_it_is_used() throws Exception {
        assertThat(preflight("--help").exit()).isZero();
        assertThat(preflight("--help").text()).contains("usage: preflight");
        for (var wrong :
                List.of(
                        List.of("--unknown"),
                        List.of("--volume", "x"),
                        List.of("--reach", "x; rm -rf /"),
                        List.of("--root", "/absent"))) {
            assertThat(preflight(wrong.toArray(String[]::new)).exit()).as("%s", wrong).isEqualTo(2);
        }
    }

    @Test
    void looks_at_this_very_machine_and_leaves_nothing_behind() throws Exception {
        Path volume = Files.createDirectories(root.resolve("volume"));

        var result = preflight("--volume", "here=" + volume);

        if ("root".equals(System.getProperty("user.name"))) {
            assertThat(result.exit()).as(result.text()).isIn(0, 1);
            assertThat(result.text()).contains("fsync", "disk-encryption here", "memory: ");
        } else {
            assertThat(result.exit()).isEqualTo(2);
        }
        assertThat(volume).isEmptyDirectory();
    }

    @Test
    void shellcheck_finds_nothing() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/shellcheck")), "shellcheck is not installed");

        assertThat(run(List.of("shellcheck", SCRIPT)).text()).isEmpty();
    }
}
