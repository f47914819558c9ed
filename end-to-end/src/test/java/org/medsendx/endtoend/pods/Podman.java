package org.medsendx.endtoend.pods;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.medsendx.endtoend.Peers;
import org.medsendx.localstack.result.OutFolder;

/**
 * Podman with a store, networks and settings of its own below one folder, so that nothing of this
 * machine is touched and nothing is left behind.
 */
final class Podman implements AutoCloseable {

    private static final String PREFIX = "medsendx-pods-";
    private static final List<String> PROGRAMS =
            List.of(
                    "podman",
                    "runc",
                    "conmon",
                    "iptables-restore",
                    "nsenter",
                    "mmdebstrap",
                    "kubectl",
                    "storescu",
                    "python3");

    private final Path folder;

    private Podman(Path folder) {
        this.folder = folder;
    }

    /** Skips the test, or fails it where peers are required, when this cannot be done here. */
    static void require() throws IOException {
        Peers.require("id");
        PROGRAMS.forEach(Peers::require);
        if (!exec(Map.of(), List.of("id", "-u")).strip().equals("0")) {
            if ("required".equals(System.getenv("MEDSENDX_PEERS"))) {
                throw new AssertionError("pods need root, and MEDSENDX_PEERS=required");
            }
            org.junit.jupiter.api.Assumptions.abort(
                    "pods need root (networks, cgroups, owners of volumes): skipped");
        }
    }

    static Podman start() throws IOException {
        removeLeftovers();
        var podman = new Podman(Files.createTempDirectory(PREFIX));
        Files.writeString(
                podman.folder.resolve("pid"), Long.toString(ProcessHandle.current().pid()));
        podman.configure();
        return podman;
    }

    // A run that was killed could not clean up.
    private static void removeLeftovers() throws IOException {
        var temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (var folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (var left : folders) {
                var pid = left.resolve("pid");
                if (Files.exists(pid)
                        && ProcessHandle.of(Long.parseLong(Files.readString(pid))).isEmpty()) {
                    new Podman(left).close();
                }
            }
        }
    }

    // runc because crun refuses a mix of both kinds of cgroups; the limits because the defaults may
    // be
    // above what root may have here.
    private void configure() throws IOException {
        Files.writeString(
                folder.resolve("containers.conf"),
                """
                [containers]
                default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
                log_driver = "k8s-file"
                [engine]
                runtime = "runc"
                cgroup_manager = "cgroupfs"
                events_logger = "file"
                tmp_dir = "%1$s/libpod"
                [network]
                network_backend = "netavark"
                network_config_dir = "%1$s/networks"
                """
                        .formatted(folder));
        Files.writeString(
                folder.resolve("storage.conf"),
                """
                [storage]
                driver = "overlay"
                graphroot = "%1$s/store"
                runroot = "%1$s/run"
                """
                        .formatted(folder));
    }

    /** With which podman and buildah use this store, also those that the launcher starts. */
    Map<String, String> environment() {
        return Map.of(
                "CONTAINERS_CONF",
                folder.resolve("containers.conf").toString(),
                "CONTAINERS_STORAGE_CONF",
                folder.resolve("storage.conf").toString(),
                // Builds run as root in what is a container already.
                "BUILDAH_ISOLATION",
                "chroot");
    }

    Path folder() {
        return folder;
    }

    /**
     * Runs podman.
     *
     * @return what it printed on standard output
     * @throws IOException when it fails, with what it printed
     */
    String run(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("podman"));
        command.addAll(List.of(arguments));
        return exec(environment(), command);
    }

    List<String> lines(String... arguments) throws IOException {
        return run(arguments).lines().filter(line -> !line.isBlank()).toList();
    }

    /** Runs any program to its end. */
    static String exec(Map<String, String> environment, List<String> command) throws IOException {
        var errors = Files.createTempFile("medsendx-command", ".log");
        try {
            var builder = new ProcessBuilder(command).redirectError(errors.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            process.getOutputStream().close();
            var output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(
                        String.join(" ", command) + "\n" + output + Files.readString(errors));
            }
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.delete(errors);
        }
    }

    /** Ends and removes everything. */
    @Override
    public void close() throws IOException {
        for (var command :
                List.of(
                        List.of("pod", "rm", "--force", "--all", "--time", "0"),
                        List.of("rm", "--force", "--all", "--time", "0"),
                        List.of("volume", "rm", "--force", "--all"),
                        List.of("network", "prune", "--force"),
                        List.of("rmi", "--force", "--all"))) {
            try {
                run(command.toArray(String[]::new));
            } catch (IOException e) {
                System.err.println("clean up: " + e.getMessage());
            }
        }
        // What the last container had mounted goes a moment after it.
        await().atMost(Duration.ofSeconds(20)).until(() -> mounts().isEmpty());
        OutFolder.delete(folder);
    }

    private List<String> mounts() throws IOException {
        for (var mount : mounted()) {
            try {
                exec(Map.of(), List.of("umount", mount));
            } catch (IOException e) {
                // Asked again.
            }
        }
        return mounted();
    }

    private List<String> mounted() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .map(line -> line.split(" ")[1])
                .filter(mount -> mount.startsWith(folder + "/"))
                .toList();
    }
}
