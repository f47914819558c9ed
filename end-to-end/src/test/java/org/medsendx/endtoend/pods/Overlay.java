package org.medsendx.endtoend.pods;

import static org.medsendx.endtoend.deploy.Manifests.objects;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.medsendx.endtoend.deploy.Manifests;
import org.medsendx.endtoend.deploy.Manifests.Document;

/**
 * A rendered overlay, and what of it has to be said otherwise for podman 4.3 to do the same:
 *
 * <ul>
 *   <li>a StatefulSet becomes a Deployment with the claim of its one pod;
 *   <li>volumes that are made for a pod get its name, since podman gives all of one name the same;
 *   <li>ports are left out, since podman would publish them on the machine; nothing else reads them
 *       but the policies;
 *   <li>probes are left out, since podman asks with a shell and curl inside the container; the
 *       tests ask as a kubelet does;
 *   <li>secrets are volumes whose files have mode and group as Kubernetes gives them: podman 4.3
 *       would mount them as the Base64 of the manifest, for all to read;
 *   <li>a volume claim says whom it belongs to, which the pod's fsGroup says on Kubernetes.
 * </ul>
 */
final class Overlay {

    private static final Gson GSON = new Gson();

    private final List<Document> documents;
    private final Map<String, String> tags = new HashMap<>();

    private Overlay(List<Document> documents) {
        this.documents = List.copyOf(documents);
    }

    static Overlay rendered(String name) throws IOException, InterruptedException {
        return new Overlay(
                Manifests.rendered(name)
                        .orElseThrow(() -> new IOException("no kubectl 1.27 or newer")));
    }

    List<Document> documents() {
        return documents;
    }

    String namespace() {
        return of("Namespace").getFirst().name();
    }

    List<Document> of(String kind) {
        return documents.stream().filter(document -> document.kind().equals(kind)).toList();
    }

    List<Document> workloads() {
        var all = new ArrayList<>(of("StatefulSet"));
        all.addAll(of("Deployment"));
        return all;
    }

    Document workload(String name) {
        return workloads().stream()
                .filter(document -> document.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The image of a workload from now on, as a change of newTag in the overlay would have it. */
    void tag(String workload, String tag) {
        tags.put(workload, tag);
    }

    /** The address that a Service asks for. */
    String clusterIp(String service) {
        return of("Service").stream()
                .filter(document -> document.name().equals(service))
                .map(document -> document.json().getAsJsonObject("spec").get("clusterIP"))
                .map(JsonElement::getAsString)
                .findFirst()
                .orElseThrow();
    }

    static Map<String, String> labels(Document workload) {
        return workload
                .json()
                .getAsJsonObject("spec")
                .getAsJsonObject("template")
                .getAsJsonObject("metadata")
                .getAsJsonObject("labels")
                .entrySet()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().getAsString()));
    }

    static Map<String, Integer> ports(Document workload) {
        return objects(workload.container().getAsJsonArray("ports"))
                .collect(
                        Collectors.toMap(
                                port -> port.get("name").getAsString(),
                                port -> port.get("containerPort").getAsInt()));
    }

    /** Adds what a site sets to the file of a service's ConfigMap. */
    void site(String service, Map<String, String> settings) {
        for (var map : of("ConfigMap")) {
            if (map.name().startsWith(service + "-site")) {
                var data = map.json().getAsJsonObject("data");
                var file = service + ".properties";
                var text = new StringBuilder();
                data.get(file)
                        .getAsString()
                        .lines()
                        .filter(line -> !settings.containsKey(line.split("=", 2)[0]))
                        .forEach(line -> text.append(line).append('\n'));
                new TreeMap<>(settings)
                        .forEach((key, value) ->
                                text.append(key).append('=').append(value).append('\n'));
                data.addProperty(file, text.toString());
            }
        }
    }

    /** All volume claims, and those of the StatefulSets, for podman. */
    String claims() {
        var all = new ArrayList<JsonObject>();
        long owner =
                workloads()
                        .getFirst()
                        .pod()
                        .getAsJsonObject("securityContext")
                        .get("fsGroup")
                        .getAsLong();
        of("PersistentVolumeClaim").forEach(claim -> all.add(claim.json().deepCopy()));
        for (var set : of("StatefulSet")) {
            for (var template : templates(set.json())) {
                var claim = template.deepCopy();
                claim.addProperty("apiVersion", "v1");
                claim.addProperty("kind", "PersistentVolumeClaim");
                claim.getAsJsonObject("metadata")
                        .addProperty("name", claimOf(set.name(), template));
                all.add(claim);
            }
        }
        for (var claim : all) {
            var annotations = new JsonObject();
            annotations.addProperty("volume.podman.io/uid", Long.toString(owner));
            annotations.addProperty("volume.podman.io/gid", Long.toString(owner));
            claim.getAsJsonObject("metadata").add("annotations", annotations);
        }
        return yaml(all);
    }

    private static List<JsonObject> templates(JsonObject set) {
        return objects(set.getAsJsonObject("spec").getAsJsonArray("volumeClaimTemplates")).toList();
    }

    // As Kubernetes names it.
    private static String claimOf(String set, JsonObject template) {
        return template.getAsJsonObject("metadata").get("name").getAsString() + "-" + set + "-0";
    }

    /** A workload with its ConfigMaps, for podman. */
    String playable(String name) {
        var workload = workload(name);
        var json = workload.json().deepCopy();
        var spec = json.getAsJsonObject("spec");
        var pod = spec.getAsJsonObject("template").getAsJsonObject("spec");
        var container = pod.getAsJsonArray("containers").get(0).getAsJsonObject();
        if (workload.kind().equals("StatefulSet")) {
            json.addProperty("kind", "Deployment");
            spec.remove("serviceName");
            var claims = pod.getAsJsonArray("volumes");
            for (var template : templates(json)) {
                claims.add(claimVolume(name, template));
            }
            spec.remove("volumeClaimTemplates");
        }
        List.of("ports", "startupProbe", "livenessProbe", "readinessProbe")
                .forEach(container::remove);
        mountAsVolumes(pod.getAsJsonArray("volumes"));
        ownNames(name, pod.getAsJsonArray("volumes"), container.getAsJsonArray("volumeMounts"));
        var tag = tags.get(name);
        if (tag != null) {
            var image = container.get("image").getAsString();
            container.addProperty("image", image.substring(0, image.lastIndexOf(':') + 1) + tag);
        }
        var all = new ArrayList<JsonObject>();
        of("ConfigMap").forEach(map -> all.add(map.json()));
        all.add(json);
        return yaml(all);
    }

    private static JsonObject claimVolume(String set, JsonObject template) {
        var claim = new JsonObject();
        claim.addProperty("claimName", claimOf(set, template));
        var volume = new JsonObject();
        volume.add("name", template.getAsJsonObject("metadata").get("name"));
        volume.add("persistentVolumeClaim", claim);
        return volume;
    }

    private static void ownNames(String pod, JsonArray volumes, JsonArray mounts) {
        for (var volume : objects(volumes).toList()) {
            if (volume.has("emptyDir")) {
                var name = volume.get("name").getAsString();
                volume.addProperty("name", pod + "-" + name);
                objects(mounts)
                        .filter(mount -> mount.get("name").getAsString().equals(name))
                        .forEach(mount -> mount.addProperty("name", pod + "-" + name));
            }
        }
    }

    /** The mode that the files of a secret have in the pod that mounts it, such as 0440. */
    int modeOf(String secret) {
        return workloads().stream()
                .flatMap(workload -> objects(workload.pod().getAsJsonArray("volumes")))
                .filter(volume -> volume.has("secret"))
                .map(volume -> volume.getAsJsonObject("secret"))
                .filter(source -> source.get("secretName").getAsString().equals(secret))
                .mapToInt(source -> source.get("defaultMode").getAsInt())
                .findFirst()
                .orElseThrow();
    }

    /** Whether a pod of this overlay mounts a secret. */
    boolean mounts(String secret) {
        return workloads().stream()
                .anyMatch(workload -> workload.pod().toString().contains("\"" + secret + "\""));
    }

    /** Podman's volume that has the files of a secret. */
    static String volumeOf(String secret) {
        return "secret-" + secret;
    }

    private static void mountAsVolumes(JsonArray volumes) {
        for (var volume : objects(volumes).toList()) {
            var source = volume.getAsJsonObject("secret");
            if (source != null) {
                volume.remove("secret");
                var claim = new JsonObject();
                claim.addProperty("claimName", volumeOf(source.get("secretName").getAsString()));
                claim.addProperty("readOnly", true);
                volume.add("persistentVolumeClaim", claim);
            }
        }
    }

    /** JSON is YAML. */
    static String yaml(List<JsonObject> all) {
        return all.stream().map(GSON::toJson).collect(Collectors.joining("\n---\n")) + "\n";
    }
}
