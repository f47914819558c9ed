package org.medsendx.localstack.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Builds the images of one platform, in the order of their layers. */
public final class ImageBuild {

    /** The services of the suite, in the order data flows through them. */
    public static final List<String> SERVICES =
            List.of(
                    "edge-ingest",
                    "anonymizer-service",
                    "uplink-service",
                    "segmenter-service",
                    "fleet-miner-service",
                    "reading-list-service");

    /** The truck's broker. */
    public static final String KAFKA = "kafka";

    /** Says that the base is to be made of Debian's packages on this machine. */
    public static final String DEBIAN = "debian";

    private static final Pattern VERSION =
            Pattern.compile("<artifactId>medsendx-edge</artifactId>\\s*<version>([^<]+)</version>");

    /**
     * What is to be built.
     *
     * @param base an image with the libraries of {@code deploy/images/packages}, {@link #DEBIAN},
     *     or empty for the public one of {@code Dockerfile.base}
     * @param tag of every image
     * @param only images to build, or empty for all
     * @param executables the folder of native executables, or null for the JVM
     * @param jmods see {@link JavaRuntime#link}
     * @param source where the source code is published, or empty
     */
    public record Order(
            Builder builder,
            Platform platform,
            String base,
            String tag,
            List<String> only,
            @Nullable Path executables,
            @Nullable Path jmods,
            String source) {

        public Order {
            only = List.copyOf(only);
            if (!tag.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")) {
                throw new IllegalArgumentException("no tag of an image: " + tag);
            }
        }

        private boolean wants(String image) {
            return only.isEmpty() || only.contains(image);
        }
    }

    private final Path home;
    private final Order order;
    private final Contents contents;
    private final Path log;
    private final Consumer<String> progress;
    private final TreeMap<String, Long> sizes = new TreeMap<>();
    private final Map<String, String> labels;

    public ImageBuild(Path home, Order order, Consumer<String> progress) throws IOException {
        this.home = home;
        this.order = order;
        var folder =
                home.resolve("target/images")
                        .resolve(order.platform().ofImages().replace('/', '-'));
        this.contents = new Contents(home, folder, order.platform());
        this.log = folder.resolve("build.log");
        this.progress = progress;
        this.labels = labels();
    }

    /** The version of the tree, without the mark of what is not released. */
    public static String version(Path home) throws IOException {
        var found = VERSION.matcher(Files.readString(home.resolve("pom.xml")));
        if (!found.find()) {
            throw new IOException("pom.xml has no version");
        }
        return found.group(1).replace("-SNAPSHOT", "");
    }

    /** Builds them. @return the sizes in bytes by name and tag */
    public Map<String, Long> run() throws IOException, InterruptedException {
        Files.createDirectories(contents.folder());
        Files.writeString(log, "");
        var base = base();
        if (order.executables() == null) {
            progress.accept("JRE");
            JavaRuntime.link(
                    JavaRuntime.modules(images().resolve("modules")),
                    order.platform(),
                    order.jmods(),
                    contents.jre(),
                    log);
            jvm(base);
        } else {
            executables(base, order.executables());
        }
        return sizes;
    }

    private void jvm(String base) throws IOException, InterruptedException {
        var shared = contents.shared(SERVICES);
        for (var service : SERVICES) {
            if (order.wants(service)) {
                contents.service(service, shared);
                build("Dockerfile.jvm", service, Map.of("BASE", base, "SERVICE", service));
            }
        }
        if (order.wants(KAFKA)) {
            contents.kafka();
            build("Dockerfile.kafka", KAFKA, Map.of("BASE", base, "SHELL", name("shell")));
        }
    }

    private void executables(String base, Path folder) throws IOException, InterruptedException {
        for (var service : SERVICES) {
            if (order.wants(service)) {
                contents.executable(service, executable(folder, service));
                build("Dockerfile.native-micro", service, Map.of("BASE", base, "SERVICE", service));
            }
        }
    }

    // SERVICE-runner, or what Maven leaves in the module.
    private Path executable(Path folder, String service) throws IOException {
        var one = folder.resolve(service + "-runner");
        if (Files.exists(one)) {
            return one;
        }
        var target = home.resolve(service).resolve("target");
        try (var found = Files.newDirectoryStream(target, "*-runner")) {
            for (var file : found) {
                return file;
            }
        }
        throw new IOException("no native executable of " + service + " in " + folder);
    }

    private String base() throws IOException, InterruptedException {
        if (!order.base().isEmpty() && !order.base().equals(DEBIAN)) {
            return order.base();
        }
        progress.accept("base");
        if (order.base().isEmpty()) {
            for (var stage : List.of("base", "shell")) {
                build(images(), images().resolve("Dockerfile.base"), stage, stage, Map.of());
            }
        } else {
            Command.run(
                    List.of(
                            "sh",
                            images().resolve("base.sh").toString(),
                            order.platform().debian(),
                            contents.folder().toString()),
                    log);
            for (var part : List.of("base", "shell")) {
                build(
                        contents.folder(),
                        images().resolve("Dockerfile.packed"),
                        part,
                        "",
                        Map.of("FILES", part));
            }
        }
        return name("base");
    }

    private Path images() {
        return home.resolve("deploy/images");
    }

    private String name(String image) {
        return "medsendx/" + image + ":" + order.tag();
    }

    private void build(String file, String image, Map<String, String> arguments)
            throws IOException, InterruptedException {
        build(contents.folder(), images().resolve(file), image, "", arguments);
        long size = order.builder().size(name(image));
        sizes.put(name(image), size);
        progress.accept(
                "%-32s %s %4d MB"
                        .formatted(name(image), order.platform().ofImages(), size / 1_000_000));
    }

    private void build(
            Path context, Path file, String image, String stage, Map<String, String> arguments)
            throws IOException, InterruptedException {
        var own = new HashMap<>(labels);
        own.put("org.opencontainers.image.title", image);
        order.builder()
                .build(
                        new Builder.Job(
                                file,
                                context,
                                name(image),
                                order.platform(),
                                stage,
                                arguments,
                                own),
                        log);
    }

    private Map<String, String> labels() throws IOException {
        var all = new HashMap<String, String>();
        var prefix = "org.opencontainers.image.";
        all.put(prefix + "vendor", "MedSendX Edge");
        all.put(prefix + "version", order.tag());
        all.put(prefix + "licenses", "GPL-3.0-or-later");
        var revision = git("rev-parse", "HEAD");
        if (!revision.isEmpty()) {
            all.put(
                    prefix + "revision",
                    git("status", "--porcelain").isEmpty() ? revision : revision + "-dirty");
        }
        var source = order.source().isEmpty() ? published() : order.source();
        if (!source.isEmpty()) {
            all.put(prefix + "source", source);
        }
        return all;
    }

    // Of an address with a login in it only the rest is told, of a folder of this machine nothing.
    private String published() throws IOException {
        var origin = git("remote", "get-url", "origin");
        return origin.startsWith("https://") ? origin.replaceFirst("//[^/@]*@", "//") : "";
    }

    private String git(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("git", "-C", home.toString()));
        command.addAll(List.of(arguments));
        try {
            var process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? text.strip() : "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } catch (IOException e) {
            // Not from a checkout: the images do not say which revision they are.
            return "";
        }
    }
}
