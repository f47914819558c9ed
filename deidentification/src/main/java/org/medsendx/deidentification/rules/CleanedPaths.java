package org.medsendx.deidentification.rules;

import java.util.HashSet;
import java.util.Set;

/**
 * Where the engine says that it did more than table and profile ask for: the paths of text outside
 * the table from which residual copies of the patient's tokens were removed. The gate accepts a
 * change there and nowhere else. Paths are tags and item numbers only, see {@link ElementPath}.
 */
public final class CleanedPaths {

    private final Set<String> paths = new HashSet<>();

    void add(String path) {
        paths.add(path);
    }

    /** Whether residual tokens were removed there. */
    public boolean contains(String path) {
        return paths.contains(path);
    }

    /** How many values were cleaned. */
    public int size() {
        return paths.size();
    }
}
