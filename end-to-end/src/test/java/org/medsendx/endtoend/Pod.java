package org.medsendx.endtoend;

import static java.util.Objects.requireNonNull;
import static org.medsendx.endtoend.deploy.Manifests.DEPLOY;
import static org.medsendx.endtoend.deploy.Manifests.objects;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.medsendx.contracts.Sha256;
import org.medsendx.endtoend.deploy.Manifests;
import org.medsendx.endtoend.deploy.Manifests.Document;

/**
 * A service as its pod has it: what its Deployment mounts lies in one folder, under the paths of
 * the manifest, and nothing else does; its settings are the environment of the manifest, with these
 * paths. Where the broker is stands in the overlay, for which an address stands that nobody has.
 */
final class Pod {

    /** As defaultMode of the manifests has it. */
    private static final Set<PosixFilePermission> SECRET_MODE =
            PosixFilePermissions.fromString("r--r-----");

    private static final String NO_BROKER = "127.0.0.1:1";

    private final Path root;
    private final Document deployment;

    private Pod(Path root, Document deployment) {
        this.root = root;
        this.deployment = deployment;
    }

    /**
     * Mounts.
     *
     * @param root becomes the root of the pod's paths
     * @param volumes folders of the volumes by claim; what is mounted is a copy
     * @param secrets the files of each secret
     */
    static Pod of(
            String service,
            Path root,
            Map<String, Path> volumes,
            Map<String, Map<String, byte[]>> secrets)
            throws IOException {
        var deployment =
                Manifests.files(DEPLOY.resolve("base").resolve(service)).stream()
                        .filter(d -> d.kind().equals("Deployment"))
                        .findFirst()
                        .orElseThrow();
        var pod = new Pod(root, deployment);
        var sources = new TreeMap<String, JsonObject>();
        objects(deployment.pod().getAsJsonArray("volumes"))
                .forEach(volume -> sources.put(volume.get("name").getAsString(), volume));
        for (var mount : objects(deployment.container().getAsJsonArray("volumeMounts")).toList()) {
            Path target = pod.path(mount.get("mountPath").getAsString());
            Files.createDirectories(target);
            var source = required(sources, mount.get("name").getAsString());
            if (source.has("persistentVolumeClaim")) {
                String claim =
                        source.getAsJsonObject("persistentVolumeClaim")
                                .get("claimName")
                                .getAsString();
                copy(required(volumes, claim), target);
            } else if (source.has("secret")) {
                var wanted = source.getAsJsonObject("secret");
                String name = wanted.get("secretName").getAsString();
                if (wanted.get("optional").getAsBoolean() && !secrets.containsKey(name)) {
                    continue;
                }
                for (var file : required(secrets, name).entrySet()) {
                    Path secret = Files.write(target.resolve(file.getKey()), file.getValue());
                    Files.setPosixFilePermissions(secret, SECRET_MODE);
                }
            } else if (source.has("configMap")) {
                String file = service + ".properties";
                Files.copy(DEPLOY.resolve("overlays/truck").resolve(file), target.resolve(file));
            }
        }
        return pod;
    }

    private static <T> T required(Map<String, T> all, String name) {
        return requireNonNull(all.get(name), name);
    }

    Path root() {
        return root;
    }

    /** The folder of one of the pod's own paths. */
    Path path(String inPod) {
        return root.resolve(inPod.substring(1));
    }

    /** The environment of the manifest, with the paths of this machine. */
    Map<String, String> environment() {
        var environment = new LinkedHashMap<String, String>();
        objects(deployment.container().getAsJsonArray("env"))
                .forEach(one -> {
                    String name = one.get("name").getAsString();
                    String value = one.get("value").getAsString();
                    if (value.startsWith("/")) {
                        value = root + value.replace(",/", "," + root + "/");
                    }
                    if (name.equals("KAFKA_BOOTSTRAP_SERVERS")) {
                        value = NO_BROKER;
                    }
                    // Where it listens is this machine's affair.
                    if (!name.startsWith("QUARKUS_HTTP_")) {
                        environment.put(name, value);
                    }
                });
        return environment;
    }

    /** Digests of the files below the mounts that are read only, by path. */
    Map<String, String> readOnly() throws IOException {
        var digests = new TreeMap<String, String>();
        for (var mount : objects(deployment.container().getAsJsonArray("volumeMounts")).toList()) {
            if (mount.has("readOnly") && mount.get("readOnly").getAsBoolean()) {
                Path folder = path(mount.get("mountPath").getAsString());
                try (var files = Files.walk(folder)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        digests.put(root.relativize(file).toString(), Sha256.of(file));
                    }
                }
            }
        }
        return digests;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attrs)
                            throws IOException {
                        Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attrs)
                            throws IOException {
                        try {
                            Files.copy(file, to.resolve(from.relativize(file).toString()));
                        } catch (NoSuchFileException e) {
                            // Written anew at this moment by the service that owns it.
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
