package org.medsendx.endtoend.deploy;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The manifests below {@code deploy/}, as files and as {@code kubectl kustomize} renders them. */
public final class Manifests {

    // Tests run in the folder of their module.
    public static final Path DEPLOY = Path.of("..", "deploy");

    private static final Pattern CLIENT_VERSION = Pattern.compile("Client Version: v1\\.(\\d+)");
    private static final int OLDEST_KUBECTL = 27;

    private Manifests() {}

    /**
     * One YAML document.
     *
     * @param where file or overlay it is from
     */
    public record Document(String where, JsonObject json) {

        public String kind() {
            return json.get("kind").getAsString();
        }

        public String name() {
            return json.getAsJsonObject("metadata").get("name").getAsString();
        }

        /** Specification of the pods of a Deployment or StatefulSet. */
        public JsonObject pod() {
            return json.getAsJsonObject("spec").getAsJsonObject("template").getAsJsonObject("spec");
        }

        /** The only container of a pod. */
        public JsonObject container() {
            return pod().getAsJsonArray("containers").get(0).getAsJsonObject();
        }

        @Override
        public String toString() {
            return where + " " + kind();
        }
    }

    /** Every YAML document below a folder. */
    public static List<Document> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            var documents = new ArrayList<Document>();
            for (var file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                documents.addAll(parse(DEPLOY.relativize(file).toString(), Files.readString(file)));
            }
            return documents;
        }
    }

    /** An overlay as kubectl renders it, or empty when there is no kubectl that can. */
    public static Optional<List<Document>> rendered(String overlay)
            throws IOException, InterruptedException {
        if (!hasKubectl()) {
            return Optional.empty();
        }
        String path = DEPLOY.resolve("overlays").resolve(overlay).toString();
        return Optional.of(parse(overlay, run("kubectl", "kustomize", path)));
    }

    private static boolean hasKubectl() throws InterruptedException {
        try {
            var version = CLIENT_VERSION.matcher(run("kubectl", "version", "--client"));
            return version.find() && Integer.parseInt(version.group(1)) >= OLDEST_KUBECTL;
        } catch (IOException e) {
            return false;
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + output);
        }
        return output;
    }

    private static List<Document> parse(String where, String text) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        var yaml = new Yaml(new SafeConstructor(options));
        var gson = new Gson();
        var documents = new ArrayList<Document>();
        for (Object document : yaml.loadAll(new StringReader(text))) {
            documents.add(
                    new Document(where, gson.toJsonTree(document, Map.class).getAsJsonObject()));
        }
        return documents;
    }

    /**
     * Reads a document strictly with the model of the Kubernetes client.
     *
     * @throws IllegalArgumentException when it has a field that Kubernetes does not have, or lacks
     *     one that it must have
     */
    static void validate(JsonObject document) {
        String kind = document.get("kind").getAsString();
        try {
            var model = Class.forName("io.kubernetes.client.openapi.models.V1" + kind);
            model.getMethod("validateJsonElement", JsonElement.class).invoke(null, document);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException wrong) {
                throw wrong;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("no such kind: " + kind, e);
        }
    }

    public static Stream<JsonObject> objects(JsonArray array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonElement::getAsJsonObject);
    }
}
