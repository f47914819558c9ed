package org.medsendx.segmenter.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Segmentation.Method;
import org.medsendx.contracts.deidentified.Segmentation.Method.Kind;
import org.medsendx.contracts.deidentified.Segmentation.Model;
import org.medsendx.segmenter.tissue.TissueClass;
import org.medsendx.segmenter.tissue.TissueMap;

/** What became of asking a model. */
public sealed interface Learned {

    /** What an event says about it; null when no model is set for this kind of scan. */
    @Nullable Method method();

    /** No model is set for this kind of scan. */
    record NotAsked() implements Learned {
        @Override
        public @Nullable Method method() {
            return null;
        }
    }

    /**
     * The model that is set made nothing of it.
     *
     * @param model which, when its manifest could be read
     * @param reason why, a code
     */
    record Refused(@Nullable Model model, String reason) implements Learned {
        @Override
        public Method method() {
            return new Method(Kind.K_MEANS, model, reason);
        }
    }

    /**
     * The model made tissue maps.
     *
     * @param model which
     * @param found the classes that occur, in ascending order of their mean stored value; a class
     *     of a map is its place in this list
     * @param maps the maps by frame
     */
    record Mapped(Model model, List<Found> found, Map<Integer, TissueMap> maps) implements Learned {

        public Mapped {
            found = List.copyOf(found);
            maps = Map.copyOf(maps);
        }

        /** Name, version and digest in 64 characters, the longest LO there is (PS3.5, 6.2). */
        public String words() {
            var rest = " " + model.version() + " " + model.sha256().substring(0, 16);
            int most = Math.min(model.name().length(), 64 - rest.length());
            return model.name().substring(0, most) + rest;
        }

        /** The map of a frame that was asked for. */
        public TissueMap map(int frame) {
            var map = maps.get(frame);
            if (map == null) {
                throw new IllegalArgumentException("no map of that frame was asked for");
            }
            return map;
        }

        @Override
        public Method method() {
            return new Method(Kind.MODEL, model, null);
        }
    }

    /**
     * A class that occurs.
     *
     * @param tissue its name and colour
     * @param code its concept, or null
     * @param centre mean of its pixels after rescale
     * @param pixels how many of the measured pixels it has
     */
    record Found(TissueClass tissue, Manifest.@Nullable Code code, double centre, long pixels) {}
}
