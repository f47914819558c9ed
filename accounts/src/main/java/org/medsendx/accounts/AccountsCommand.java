package org.medsendx.accounts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code medsendx accounts}: who may sign in on a truck. */
@Command(
        name = "accounts",
        mixinStandardHelpOptions = true,
        description = {
            "Who may sign in on a truck: crew (scans), officer (identified data too), admin (accounts);"
                    + " and machines that send.",
            "Services notice a change within a second. A password is read from the terminal, or else"
                    + " is the first line of standard input; never an argument."
        })
public final class AccountsCommand implements Runnable {

    private static final int MOST_DAYS = 3650;

    @Spec @Nullable CommandSpec spec;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:MEDSENDX_WEB_ACCOUNTS_FILE:-accounts.json}",
            description = "The file of accounts (default: ${DEFAULT-VALUE}).")
    @Nullable Path file;

    public static void main(String[] args) {
        System.exit(line().execute(args));
    }

    static CommandLine line() {
        var line = new CommandLine(new AccountsCommand());
        line.setExecutionExceptionHandler((failure, command, result) -> {
            command.getErr().println("medsendx accounts: " + failure.getMessage());
            return 1;
        });
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(
                command().commandLine(),
                "say what to do: add, machine, list, remove, reset or unlock");
    }

    /** Somebody new. */
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Adds somebody; asks for the password.")
    int add(
            @Parameters(paramLabel = "NAME", description = "lower case letters, digits, . _ -")
                    String name,
            @Option(
                            names = "--role",
                            required = true,
                            paramLabel = "ROLE",
                            description = "crew, officer or admin")
                    String role)
            throws IOException {
        Role known =
                Role.of(role)
                        .orElseThrow(() ->
                                new ParameterException(
                                        command().commandLine(),
                                        "a role is crew, officer or admin"));
        if (!Account.isName(name)) {
            throw new ParameterException(
                    command().commandLine(),
                    "a name has 1 to 40 lower case letters, digits and . _ - between them");
        }
        return change(accounts -> {
            if (accounts.isTaken(name)) {
                throw new IOException(
                        name + " is there; reset gives another password, remove removes");
            }
            return accounts.with(name, known, password(name));
        });
    }

    /** A program that sends. */
    @Command(
            name = "machine",
            mixinStandardHelpOptions = true,
            description = {
                "Lets a program send images and orders, and nothing else. Prints the token that it shows with"
                        + " each request (Authorization: Bearer TOKEN), which is kept nowhere; said"
                        + " again for the same name it prints another, and the one before ends.",
                "With --certificate it shows that certificate of TLS instead, and may send until the"
                        + " certificate ends."
            })
    int machine(
            @Parameters(paramLabel = "NAME", description = "lower case letters, digits, . _ -")
                    String name,
            @Option(
                            names = "--days",
                            paramLabel = "DAYS",
                            defaultValue = "365",
                            description =
                                    "The token ends after so many (default: ${DEFAULT-VALUE}).")
                    int days,
            @Option(
                            names = "--certificate",
                            paramLabel = "PEM",
                            description = "The certificate of the machine.")
                    @Nullable Path certificate)
            throws IOException {
        if (!Account.isName(name)) {
            throw new ParameterException(
                    command().commandLine(),
                    "a name has 1 to 40 lower case letters, digits and . _ - between them");
        }
        if (days < 1 || days > MOST_DAYS) {
            throw new ParameterException(
                    command().commandLine(), "a token lasts 1 to " + MOST_DAYS + " days");
        }
        if (certificate != null) {
            Machine shown = showing(name, certificate);
            return change(accounts -> newMachine(accounts, shown));
        }
        String token = Machine.newToken();
        var until = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(days));
        int status =
                change(accounts ->
                        newMachine(accounts, new Machine(name, Machine.proofOf(token), until)));
        PrintWriter out = command().commandLine().getOut();
        out.println(token);
        out.flush();
        return status;
    }

    private static Accounts newMachine(Accounts accounts, Machine machine) throws IOException {
        if (accounts.named(machine.name()).isPresent()) {
            throw new IOException(machine.name() + " is an account of somebody");
        }
        return accounts.with(machine);
    }

    private static Machine showing(String name, Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var certificate =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(in);
            return new Machine(
                    name, Machine.proofOf(certificate), certificate.getNotAfter().toInstant());
        } catch (CertificateException e) {
            throw new IOException(file + " is no certificate (PEM)");
        }
    }

    /** Who there is. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Shows names and roles, and machines.")
    int list() throws IOException {
        PrintWriter out = command().commandLine().getOut();
        var accounts = read();
        for (Account account : accounts.all()) {
            out.printf("%-40s %s%n", account.name(), account.role().word());
        }
        for (Machine machine : accounts.machines()) {
            out.printf("%-40s machine until %s%n", machine.name(), machine.until());
        }
        out.flush();
        return 0;
    }

    /** Somebody leaves. */
    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Removes somebody, whose sessions end, or a machine.")
    int remove(@Parameters(paramLabel = "NAME") String name) throws IOException {
        return change(accounts -> {
            if (!accounts.isTaken(name)) {
                throw new IOException("there is no such account");
            }
            return accounts.without(name);
        });
    }

    /** Another password, or another role. */
    @Command(
            name = "reset",
            mixinStandardHelpOptions = true,
            description =
                    "Asks for another password, and gives another role if one is named;"
                            + " sessions end.")
    int reset(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--role", paramLabel = "ROLE", description = "crew, officer or admin")
                    @Nullable String role)
            throws IOException {
        return change(accounts -> {
            Role kept = there(accounts, name).role();
            Role wanted =
                    role == null
                            ? kept
                            : Role.of(role)
                                    .orElseThrow(() ->
                                            new IOException("a role is crew, officer or admin"));
            return accounts.with(name, wanted, password(name));
        });
    }

    /** Lets somebody in again who has failed too often. */
    @Command(
            name = "unlock",
            mixinStandardHelpOptions = true,
            description = "Ends the wait of somebody who failed too often.")
    int unlock(@Parameters(paramLabel = "NAME") String name) throws IOException {
        return change(accounts -> accounts.unlocked(there(accounts, name)));
    }

    private static Account there(Accounts accounts, String name) throws IOException {
        return accounts.named(name).orElseThrow(() -> new IOException("there is no such account"));
    }

    private interface Change {
        Accounts of(Accounts accounts) throws IOException;
    }

    /** One at a time, whatever other terminals do. */
    private int change(Change change) throws IOException {
        Path path = path().toAbsolutePath();
        Path folder = path.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder);
        }
        Path lock = path.resolveSibling(path.getFileName() + ".lock");
        try (var channel =
                        FileChannel.open(
                                lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            if (!held.isValid()) {
                throw new IOException("somebody else changes the accounts");
            }
            change.of(read()).write(path);
        }
        return 0;
    }

    private Accounts read() throws IOException {
        try {
            return Accounts.read(path());
        } catch (NoSuchFileException e) {
            return Accounts.none();
        }
    }

    private PasswordHash password(String name) throws IOException {
        char[] password = ask(name);
        try {
            var problem = PasswordRules.problem(name, password);
            if (problem.isPresent()) {
                throw new IOException(problem.get());
            }
            return PasswordHash.of(password);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static char[] ask(String name) throws IOException {
        var console = System.console();
        if (console == null || !console.isTerminal()) {
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            String line = in.readLine();
            return line == null ? new char[0] : line.toCharArray();
        }
        char[] first = console.readPassword("password for %s: ", name);
        char[] second = console.readPassword("once more: ");
        boolean same = Arrays.equals(first, second);
        if (second != null) {
            Arrays.fill(second, '\0');
        }
        if (first == null || !same) {
            throw new IOException("that was not the same password twice");
        }
        return first;
    }

    private CommandSpec command() {
        if (spec == null) {
            throw new IllegalStateException("called without parsing");
        }
        return spec;
    }

    private Path path() {
        return file == null ? Path.of("accounts.json") : file;
    }
}
