package org.medsendx.deidentification.pixels;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Sha256;

/**
 * The pictures of one instance that were searched, by their SHA-256, with what was found in them.
 * The search is deterministic: a picture that is the same to the last bit, at the same place and by
 * the same thresholds, need not be searched again. So the second look costs little where nothing
 * was masked, and still makes its pictures of the written copy anew. Not thread safe.
 */
final class SearchedPictures {

    private static final int STEP = 1 << 14;

    private final Map<ByteBuffer, List<Rectangle>> found = new HashMap<>();

    /**
     * The name of a picture by all that the search depends on.
     *
     * @param further what its thresholds depend on
     */
    static ByteBuffer key(Renderings.Picture picture, String further) {
        Levels levels = picture.levels();
        Rectangle corner = picture.inFrame(new Rectangle(0, 0, 1, 1));
        MessageDigest digest = Sha256.digest();
        String header =
                "%d %d %d %b %b %d %d %s\n"
                        .formatted(
                                levels.width(),
                                levels.height(),
                                levels.range(),
                                levels.dark() == levels.bright(),
                                picture.doubtful(),
                                corner.x(),
                                corner.y(),
                                further);
        digest.update(header.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        update(digest, levels.bright());
        if (levels.dark() != levels.bright()) {
            update(digest, levels.dark());
        }
        return ByteBuffer.wrap(digest.digest());
    }

    private static void update(MessageDigest digest, char[] values) {
        var bytes = ByteBuffer.allocate(2 * STEP);
        for (int done = 0; done < values.length; done += STEP) {
            int count = Math.min(STEP, values.length - done);
            bytes.asCharBuffer().put(values, done, count);
            digest.update(bytes.array(), 0, 2 * count);
        }
    }

    /** Where text was found in a picture, in pixels of the frame; null when it is a new one. */
    @Nullable List<Rectangle> areas(ByteBuffer key) {
        return found.get(key);
    }

    void add(ByteBuffer key, List<Rectangle> areas) {
        found.put(key, List.copyOf(areas));
    }
}
