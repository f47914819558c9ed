package org.medsendx.ingest.tasks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Sha256;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.ingest.store.IdentifiedStore;
import org.medsendx.ingest.store.Shelf;

/**
 * Which items of the work list are one matter: images of one series that wait for the same reason.
 * The series is read from the files, and remembered in memory as a digest; files that do not say
 * one are one matter by scanner and reason. Thread safe.
 */
public final class SeriesGroups {

    /** So many items are divided; what came before them waits until some are done. */
    public static final int MOST = 3000;

    private static final int REMEMBERED = 4 * MOST;

    /** A UID has at most 64 characters; what is longer in a file need not be read. */
    private static final ReadLimits LIMITS = new ReadLimits(128, 64L << 20, 64);

    private final IdentifiedStore store;
    private final Map<UUID, String> series =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<UUID, String> eldest) {
                    return size() > REMEMBERED;
                }
            };

    public SeriesGroups(IdentifiedStore store) {
        this.store = store;
    }

    private record Key(
            Item.Kind kind, String code, boolean out, @Nullable String scanner, String series) {}

    /**
     * Divides a list.
     *
     * @param items in their order; those beyond {@link #MOST} are left out
     * @return none empty; in the order of the first of each
     */
    public List<List<Item>> of(List<Item> items) {
        var groups = new LinkedHashMap<Key, List<Item>>();
        for (var item : items.stream().limit(MOST).toList()) {
            groups.computeIfAbsent(key(item), _ -> new ArrayList<>()).add(item);
        }
        return groups.values().stream().map(List::copyOf).toList();
    }

    /** The items of a list that are one matter with this one, and itself. */
    public List<Item> with(Item item, List<Item> items) {
        var key = key(item);
        return items.stream().limit(MOST).filter(one -> key(one).equals(key)).toList();
    }

    private Key key(Item item) {
        return new Key(
                item.kind(),
                item.code(),
                item.copyIsOut(),
                item.scanner(),
                seriesOf(item.objectId()));
    }

    private String seriesOf(UUID id) {
        synchronized (series) {
            String known = series.get(id);
            if (known != null) {
                return known;
            }
        }
        String read = read(id);
        synchronized (series) {
            series.put(id, read);
        }
        return read;
    }

    private String read(UUID id) {
        Path object = store.path(Shelf.OBJECTS, id);
        Path file = Files.exists(object) ? object : store.path(Shelf.QUARANTINE, id);
        try {
            String uid = DicomReader.read(file, LIMITS).dataSet().string(Tag.SeriesInstanceUID);
            // Its digest: what stays in memory says nothing.
            return uid == null || uid.isBlank() ? "" : Sha256.of(uid.strip()).substring(0, 32);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Its message may quote the file.
            return "";
        }
    }
}
