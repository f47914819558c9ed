package org.medsendx.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checked-out tree that the tests run in. */
public final class Tree {

    private Tree() {}

    public static Path home() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("medsendx"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("not in a checked-out tree");
            }
        }
        return folder;
    }

    /** Sample files that may lie beside the tree. */
    public static Path samples() {
        return home().resolveSibling("shared").resolve("samples");
    }
}
