package org.medsendx.localstack.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.medsendx.localstack.images.Builder;
import org.medsendx.localstack.images.ImageBuild;
import org.medsendx.localstack.images.Platform;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "images",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Builds the container images of the six services and of the truck's broker, with podman,"
                    + " buildah or docker, whichever is there.",
            "The base is made in a public image by default; --base debian makes it of Debian's"
                    + " packages on this machine, without any registry (needs mmdebstrap)."
        })
final class ImagesCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..*",
            paramLabel = "IMAGE",
            description = "images to build, such as edge-ingest or kafka (all)")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--with",
            paramLabel = "PROGRAM",
            description = "podman, buildah or docker (the first of these that is installed)")
    private @Nullable String with;

    @Option(
            names = "--base",
            paramLabel = "IMAGE",
            description = "the image to build on, or debian (see above)")
    private String base = "";

    @Option(names = "--tag", paramLabel = "TAG", description = "tag (the version of this tree)")
    private @Nullable String tag;

    @Option(
            names = "--platform",
            split = ",",
            paramLabel = "OS/ARCH",
            description = "linux/amd64, linux/arm64 or both (this machine's)")
    private List<String> platforms = new ArrayList<>();

    @Option(
            names = "--jmods",
            paramLabel = "DIR",
            description = "jmods folder of the same JDK for another platform than this machine's")
    private @Nullable Path jmods;

    @Option(
            names = "--native",
            description =
                    "native executables instead of the JVM; compiled with the GraalVM 25 that is"
                            + " found, or taken from the folder MEDSENDX_NATIVE")
    private boolean executables;

    @Option(
            names = "--source",
            paramLabel = "URL",
            description = "where the source is published (the origin of the checkout)")
    private String source = "";

    @Override
    public Integer call() throws Exception {
        var home = MedsendxCommand.home();
        var known = new ArrayList<>(ImageBuild.SERVICES);
        known.add(ImageBuild.KAFKA);
        for (var image : only) {
            if (!known.contains(image)) {
                throw new IllegalArgumentException(
                        "no image: " + image + "; there are " + String.join(", ", known));
            }
        }
        var builder = Builder.find(with);
        var chosen =
                platforms.isEmpty()
                        ? List.of(Platform.ofThisMachine())
                        : platforms.stream().map(Platform::of).toList();
        for (var platform : chosen) {
            var version = tag == null ? ImageBuild.version(home) : tag;
            var order =
                    new ImageBuild.Order(
                            builder,
                            platform,
                            base,
                            // One name cannot stand for two platforms in a local store.
                            chosen.size() > 1 ? version + "-" + platform.debian() : version,
                            only,
                            executables ? executables(home) : null,
                            jmods,
                            source);
            new ImageBuild(home, order, System.out::println).run();
        }
        return 0;
    }

    private static Path executables(Path home) {
        var folder = System.getenv("MEDSENDX_NATIVE");
        return folder == null ? home : Path.of(folder);
    }
}
