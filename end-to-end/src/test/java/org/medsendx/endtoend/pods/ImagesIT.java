package org.medsendx.endtoend.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.localstack.images.ImageBuild;

/** The images as {@code ./medsendx images} builds them. */
@Tag("alone")
@ExtendWith(Deployed.class)
class ImagesIT {

    private static final long LARGEST = 180_000_000;

    private static List<String> images() {
        var images = new ArrayList<>(ImageBuild.SERVICES);
        images.add(ImageBuild.KAFKA);
        return images;
    }

    private static JsonObject inspect(String image) throws IOException {
        var name = "medsendx/" + image + ":" + Deployed.VERSION;
        return JsonParser.parseString(Deployed.get().podman().run("image", "inspect", name))
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject();
    }

    private static List<String> layers(String image) throws IOException {
        return StreamSupport.stream(
                        inspect(image)
                                .getAsJsonObject("RootFS")
                                .getAsJsonArray("Layers")
                                .spliterator(),
                        false)
                .map(layer -> layer.getAsString())
                .toList();
    }

    @Test
    void no_image_is_larger_than_180_megabytes() throws IOException {
        var sizes = new TreeMap<String, Long>();
        for (var image : images()) {
            sizes.put(image, inspect(image).get("Size").getAsLong());
        }

        assertThat(sizes).allSatisfy((image, size) -> assertThat(size).isLessThan(LARGEST));
    }

    @Test
    void base_and_jre_are_the_same_layers_in_all_images_and_shared_libraries_in_all_services()
            throws IOException {
        for (var image : images()) {
            assertThat(layers(image).subList(0, 2)).isEqualTo(layers("kafka").subList(0, 2));
        }
        for (var service : ImageBuild.SERVICES) {
            assertThat(layers(service)).hasSize(5);
            assertThat(layers(service).subList(0, 3))
                    .isEqualTo(layers("edge-ingest").subList(0, 3));
        }
    }

    @Test
    void an_image_says_what_it_is_and_runs_as_the_user_of_the_manifests() throws IOException {
        for (var image : images()) {
            var config = inspect(image).getAsJsonObject("Config");
            assertThat(config.get("User").getAsString()).isEqualTo("10001:10001");
            assertThat(labels(config))
                    .containsEntry("org.opencontainers.image.title", image)
                    .containsEntry("org.opencontainers.image.version", Deployed.VERSION)
                    .containsEntry("org.opencontainers.image.licenses", "GPL-3.0-or-later")
                    .containsEntry(
                            "org.opencontainers.image.source", "https://example.org/medsendx")
                    .hasEntrySatisfying(
                            "org.opencontainers.image.revision",
                            revision -> assertThat(revision).matches("[0-9a-f]{40}(-dirty)?"));
        }
    }

    private static Map<String, String> labels(JsonObject config) {
        return config.getAsJsonObject("Labels").entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().getAsString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "edge-ingest",
                "anonymizer-service",
                "uplink-service",
                "segmenter-service",
                "fleet-miner-service"
            })
    void a_service_has_no_shell_its_bill_of_materials_and_openjpeg(String service)
            throws IOException {
        var root = Path.of("/proc/" + Deployed.get().pod(service).pid() + "/root");

        assertThatThrownBy(() ->
                        Deployed.get()
                                .podman()
                                .run(
                                        "run",
                                        "--rm",
                                        "--network",
                                        "none",
                                        "--entrypoint",
                                        "/bin/sh",
                                        "medsendx/" + service + ":" + Deployed.VERSION))
                .isInstanceOf(IOException.class);
        var bill =
                JsonParser.parseString(Files.readString(root.resolve("app/sbom.cdx.json")))
                        .getAsJsonObject();
        assertThat(bill.get("bomFormat").getAsString()).isEqualTo("CycloneDX");
        assertThat(bill.getAsJsonArray("components")).hasSizeGreaterThan(50);
        try (var libraries = Files.walk(root.resolve("usr/lib"))) {
            assertThat(libraries.map(file -> file.getFileName().toString()))
                    .contains("libopenjp2.so.7");
        }
        // What a scanner of images looks for.
        assertThat(root.resolve("var/lib/dpkg/status.d/libopenjp2-7"))
                .content()
                .contains("Version:");
    }

    @Test
    void nothing_can_be_written_but_the_volumes() throws IOException {
        for (var pod : Deployed.get().pods().values()) {
            assertThat(Files.readAllLines(Path.of("/proc/" + pod.pid() + "/mounts")))
                    .filteredOn(line -> line.split(" ")[1].equals("/"))
                    .singleElement()
                    .satisfies(line -> assertThat(line.split(" ")[3]).startsWith("ro,"));
            assertThat(Files.readAllLines(Path.of("/proc/" + pod.pid() + "/status")))
                    .contains("CapEff:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2")
                    .contains("Uid:\t10001\t10001\t10001\t10001");
        }
    }
}
