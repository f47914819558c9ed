package org.medsendx.ingest.send;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.net.Peer;
import org.medsendx.dicom.net.Tls;
import org.medsendx.dicom.web.BearerFile;
import org.medsendx.dicom.web.StowClient;
import org.medsendx.ingest.source.AeTitle;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code medsendx send PATH... --to ADDRESS}: sends files to any node, without any service. Exit
 * status: 0 the node has all, 1 it has not, 2 wrong use, 3 it could not be reached or lets nobody
 * in.
 */
@Command(
        name = "medsendx send",
        description = {
            "Sends DICOM files, and all below folders, to a node: by C-STORE to HOST:PORT, by"
                    + " STOW-RS to an address that begins with http:// or https://.",
            "Files go as they are: nothing is de-identified and nothing converted.",
            "Exit status: 0 the node has every instance; 1 it has not every one, each is named with"
                    + " the reason; 2 wrong use; 3 the node cannot be reached, or lets nobody in."
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class SendCommand implements Callable<Integer> {

    static final int NOT_ALL = 1;
    static final int NO_NODE = 3;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "DICOM files, and folders")
    private List<Path> paths;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "ADDRESS",
            description = "HOST:PORT, or such as https://pacs.example/dicom-web/studies")
    private String to;

    @Option(
            names = "--called",
            paramLabel = "AE",
            description = "C-STORE: AE title of the node (${DEFAULT-VALUE})")
    private String called = "MEDSENDX";

    @Option(
            names = "--calling",
            paramLabel = "AE",
            description = "C-STORE: our AE title (${DEFAULT-VALUE})")
    private String calling = "MEDSENDX_SEND";

    @Option(names = "--tls", description = "C-STORE: with TLS")
    private boolean tls;

    @Option(
            names = "--trusted",
            paramLabel = "PEM",
            description = "certificates that the node's must lead to; else those of the system")
    private @Nullable Path trusted;

    @Option(
            names = "--certificate",
            paramLabel = "PEM",
            description = "our certificate, for a node that asks; needs --private-key, --trusted")
    private @Nullable Path certificate;

    @Option(names = "--private-key", paramLabel = "PEM", description = "its key, PKCS #8")
    private @Nullable Path privateKey;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "STOW-RS: a bearer token, over https only")
    private @Nullable Path tokenFile;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "longest wait for the node (${DEFAULT-VALUE})")
    private int timeout = 60;

    /** Runs the command and exits with its status. */
    public static void main(String[] args) {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int status = new CommandLine(new SendCommand()).setOut(out).setErr(err).execute(args);
        out.flush();
        System.exit(status);
    }

    @Override
    public Integer call() throws InterruptedException {
        var console = System.console();
        var screen =
                new Screen(
                        spec.commandLine().getErr(),
                        console != null && console.isTerminal(),
                        System::nanoTime);
        try (var destination = destination()) {
            return send(destination, screen);
        }
    }

    private int send(Destination destination, Screen screen) throws InterruptedException {
        int[] looked = {0};
        int[] failed = {0};
        var outgoing =
                Outgoing.of(
                        paths,
                        (file, why) -> {
                            failed[0]++;
                            screen.say(file, why);
                        },
                        () -> {
                            looked[0]++;
                            if (screen.due()) {
                                screen.show(looked[0] + " files looked at");
                            }
                        });
        var files = outgoing.files();
        var progress = new Progress(files.size(), outgoing.bytes(), screen.now());
        int[] sent = {0};
        int[] remarks = {0};
        String givenUp = null;
        try {
            destination.send(
                    files,
                    (file, result) -> {
                        switch (result) {
                            case Result.Sent(boolean remark) -> {
                                sent[0]++;
                                remarks[0] += remark ? 1 : 0;
                            }
                            case Result.Failed(String reason) -> {
                                failed[0]++;
                                screen.say(file.path(), reason);
                            }
                        }
                        progress.tried(file.bytes(), result instanceof Result.Sent);
                        if (screen.due()) {
                            screen.show(progress.line(screen.now()));
                        }
                    });
        } catch (Destination.GivenUpException e) {
            givenUp = e.getMessage();
        }
        screen.clear();
        if (givenUp != null) {
            screen.say(givenUp);
        }
        int untried = files.size() - progress.filesTried();
        var out = spec.commandLine().getOut();
        out.println(
                sent[0]
                        + " sent ("
                        + progress.sum(screen.now())
                        + ")"
                        + counted(remarks[0], " of them with a remark of the node")
                        + counted(failed[0], " not sent, named above")
                        + counted(untried, " not tried")
                        + counted(outgoing.passedBy(), " passed by, no instances"));
        out.flush();
        if (givenUp != null) {
            return NO_NODE;
        }
        if (files.isEmpty() && failed[0] == 0) {
            screen.say("there is no DICOM file");
            return NOT_ALL;
        }
        return failed[0] == 0 ? 0 : NOT_ALL;
    }

    private static String counted(int count, String what) {
        return count == 0 ? "" : ", " + count + what;
    }

    private Destination destination() {
        if (timeout < 1) {
            throw wrong("--timeout", "must be 1 or more");
        }
        try {
            return switch (Address.parse(to)) {
                case Address.Node node -> node(node);
                case Address.Studies studies -> server(studies);
            };
        } catch (IllegalArgumentException e) {
            throw wrong("--to", String.valueOf(e.getMessage()));
        }
    }

    private Destination node(Address.Node node) {
        if (tokenFile != null) {
            throw wrong("--token-file", "is for STOW-RS");
        }
        boolean any = trusted != null || certificate != null || privateKey != null;
        if (any && !tls) {
            throw wrong("--trusted, --certificate, --private-key", "are for --tls");
        }
        return new DicomNode(
                new Peer(
                        new InetSocketAddress(node.host(), node.port()),
                        title("--called", called),
                        title("--calling", calling),
                        Duration.ofSeconds(timeout),
                        tls ? Optional.of(tls()) : Optional.empty()));
    }

    private String title(String option, String title) {
        try {
            return AeTitle.check(title);
        } catch (IllegalArgumentException e) {
            throw wrong(option, String.valueOf(e.getMessage()));
        }
    }

    private Destination server(Address.Studies studies) {
        if (tls) {
            throw wrong("--tls", "is for C-STORE; for STOW-RS say https://");
        }
        if (tokenFile != null && !studies.secure()) {
            throw wrong("--token-file", "a token goes over https only");
        }
        boolean own = trusted != null || certificate != null || privateKey != null;
        return new StowNode(
                new StowClient(
                        studies.uri(),
                        own ? Optional.of(tls()) : Optional.empty(),
                        Optional.ofNullable(tokenFile).map(BearerFile::new),
                        Duration.ofSeconds(timeout)),
                Duration.ofSeconds(timeout));
    }

    private Tls tls() {
        try {
            if (certificate != null || privateKey != null) {
                if (certificate == null || privateKey == null || trusted == null) {
                    throw wrong("--certificate", "needs --private-key and --trusted");
                }
                return Tls.ofPem(certificate, privateKey, trusted);
            }
            return trusted == null ? Tls.of(SSLContext.getDefault()) : Tls.ofTrusted(trusted);
        } catch (IOException e) {
            throw wrong("--trusted, --certificate, --private-key", String.valueOf(e.getMessage()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has a default context", e);
        }
    }

    private ParameterException wrong(String option, String why) {
        return new ParameterException(spec.commandLine(), option + ": " + why);
    }
}
