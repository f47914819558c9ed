package org.medsendx.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checked-out tree that the tests run in. */
final class Tree {

    private Tree() {}

    static Path home() {
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
    static Path samples() {
        return home().resolveSibling("shared").resolve("samples");
    }
}
