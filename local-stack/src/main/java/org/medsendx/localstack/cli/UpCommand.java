package org.medsendx.localstack.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.medsendx.localstack.stack.LocalStack;
import org.medsendx.localstack.stack.StackFolders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts the whole suite and keeps it up until Ctrl-C; prints where everything listens.",
            "What it receives stays in the data folder (identified data!) for the next start."
        })
final class UpCommand implements Callable<Integer> {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".medsendx",
            description = "data folder (${DEFAULT-VALUE})")
    private Path data = Path.of(".medsendx");

    @Override
    public Integer call() throws Exception {
        var folders = new StackFolders(data, data.resolve("logs"), data.resolve("pseudonym.key"));
        try (var lifetime = Lifetime.begin(null);
                var stack =
                        LocalStack.start(
                                MedsendxCommand.home(),
                                folders,
                                List.of(),
                                lifetime::started,
                                System.out::println)) {
            lifetime.first(stack::endServices);
            stack.supervise(System.out::println);
            var addresses = stack.addresses();
            System.out.printf("%nup, until Ctrl-C:%n");
            System.out.printf(
                    "  %-28s %s at 127.0.0.1:%d%n",
                    "C-STORE, C-ECHO", addresses.aeTitle(), addresses.dicomPort());
            System.out.printf("  %-28s %s%n", "hot folder", folders.hotFolder());
            Run.print(addresses.pages());
            System.out.printf("  %-28s %s%n", "Kafka on the truck", addresses.truckBootstrap());
            System.out.printf("  %-28s %s%n", "Kafka in the cloud", addresses.cloudBootstrap());
            System.out.printf(
                    "  %-28s %s, .conf for kcat%n",
                    "  a reader's login there", folders.cloudReader());
            System.out.printf("  %-28s %s (bucket medsendx)%n", "S3", addresses.s3Endpoint());
            System.out.printf("  %-28s %s%n", "pseudonym key", folders.keyFile());
            new CountDownLatch(1).await();
            return 0;
        }
    }
}
