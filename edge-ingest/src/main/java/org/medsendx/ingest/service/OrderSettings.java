package org.medsendx.ingest.service;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.medsendx.ingest.config.IngestConfig;
import org.medsendx.ingest.orders.OrderBook;

/**
 * What is configured for orders, after it was checked.
 *
 * @param folder to look into, or null for none
 * @param largest file or request, bytes
 */
record OrderSettings(@Nullable Path folder, OrderBook.Limits limits, int largest) {

    private static final long MOST = 256L << 20;

    static OrderSettings of(IngestConfig config, Path identified, @Nullable Path hotFolder) {
        var orders = config.orders();
        Path folder = orders.folder().map(path -> path.toAbsolutePath().normalize()).orElse(null);
        if (folder != null
                && (folder.startsWith(identified)
                        || identified.startsWith(folder)
                        || (hotFolder != null
                                && (folder.startsWith(hotFolder)
                                        || hotFolder.startsWith(folder))))) {
            throw Settings.wrong(
                    "orders.folder",
                    "must not lie in identified-dir or hot-folder, nor around them");
        }
        long largest = orders.maxFileSize().asLongValue();
        if (largest < 1 || largest > MOST) {
            throw Settings.wrong("orders.max-file-size", "must be 1 byte to 256M");
        }
        if (config.worklist().maxAnswers() < 1) {
            throw Settings.wrong("worklist.max-answers", "must be 1 or more");
        }
        if (!config.performedSteps().keep().isPositive()) {
            throw Settings.wrong("performed-steps.keep", "must be a time");
        }
        return new OrderSettings(
                folder,
                Settings.checked(
                        "orders.max or orders.keep",
                        () -> new OrderBook.Limits(orders.max(), orders.keep())),
                (int) largest);
    }
}
