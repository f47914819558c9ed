package org.medsendx.segmenter.tissue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The schemes of one file, in its order. */
public final class TissueSchemes {

    private static final String SHIPPED = "tissue-schemes.yaml";

    private final List<TissueScheme> schemes;
    private final Map<String, TissueScheme> byName = new HashMap<>();

    /**
     * @param schemes in the order they are tried
     * @throws IllegalArgumentException when names are not unique, one is not there, or going on to
     *     the next would never end
     */
    TissueSchemes(List<TissueScheme> schemes) {
        this.schemes = List.copyOf(schemes);
        for (var scheme : schemes) {
            if (byName.put(scheme.name(), scheme) != null) {
                throw new IllegalArgumentException("two schemes are named " + scheme.name());
            }
        }
        for (var scheme : schemes) {
            var seen = new HashSet<String>();
            for (var at = scheme; at.otherwise() != null; ) {
                var next = byName.get(at.otherwise());
                if (next == null) {
                    throw new IllegalArgumentException(
                            "otherwise of " + at.name() + " names no scheme");
                }
                if (!seen.add(next.name())) {
                    throw new IllegalArgumentException(
                            "otherwise of " + scheme.name() + " comes back to itself");
                }
                at = next;
            }
        }
    }

    /** The schemes that this program ships with. */
    public static TissueSchemes shipped() {
        return Shipped.SCHEMES;
    }

    /**
     * The schemes of a site's own file.
     *
     * @throws SchemeFileException when it is not one; names file and key
     */
    public static TissueSchemes of(Path file) throws IOException, SchemeFileException {
        return SchemeFile.read(file.getFileName() + "", Files.readString(file));
    }

    /** All schemes, in their order. */
    public List<TissueScheme> all() {
        return schemes;
    }

    /** A scheme by its name. */
    public Optional<TissueScheme> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * The first scheme for a scan; empty when a site's file has none for it.
     *
     * @param modality Modality (0008,0060)
     * @param view code of the view, or empty
     * @param unit {@code HU} or {@code stored}
     */
    public Optional<TissueScheme> first(String modality, String view, String unit) {
        return schemes.stream()
                .filter(scheme -> {
                    var scans = scheme.scans();
                    return scans != null && scans.fits(modality, view, unit);
                })
                .findFirst();
    }

    /** What is tried after a scheme was refused. */
    public Optional<TissueScheme> after(TissueScheme refused) {
        return Optional.ofNullable(refused.otherwise()).flatMap(this::named);
    }

    private static final class Shipped {

        private static final TissueSchemes SCHEMES = load();

        private static TissueSchemes load() {
            try (var in = TissueSchemes.class.getResourceAsStream(SHIPPED)) {
                if (in == null) {
                    throw new IllegalStateException(SHIPPED + " is not in this program");
                }
                return SchemeFile.read(
                        SHIPPED, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SchemeFileException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
    }
}
