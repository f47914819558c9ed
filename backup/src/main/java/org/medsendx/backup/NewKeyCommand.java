package org.medsendx.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.medsendx.journal.AtomicFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "new-key",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a key that opens backups, where it is to be kept and never on a truck; prints the"
                    + " public one (age1…), which trucks get."
        })
final class NewKeyCommand implements Callable<Integer> {

    @Spec @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A file that is not there yet.")
    @Nullable Path file;

    @Override
    public Integer call() throws IOException, GeneralSecurityException {
        if (spec == null || file == null) {
            throw new IllegalStateException("called without parsing");
        }
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file + " is there already");
        }
        byte[] identity = AgeKey.newIdentity(new SecureRandom());
        String recipient = AgeKey.recipientText(AgeKey.recipientOf(identity));
        String text = "# public key: " + recipient + "\n" + AgeKey.identityText(identity) + "\n";
        AtomicFile.write(file, text.getBytes(StandardCharsets.US_ASCII));
        spec.commandLine().getOut().println(recipient);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
