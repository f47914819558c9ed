package org.medsendx.deidentification.rules;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/**
 * The private elements that a site knows to be safe (Retain Safe Private Option, PS3.15, E.3.10),
 * by creator, group and the low byte of the element; the block is where the data set reserves it.
 */
public final class SafePrivate {

    /**
     * Elements of one creator.
     *
     * @param creator private creator, exactly, without padding
     * @param elements group in the high half, low byte of the element in the low one: {@code
     *     0x00190008} for (0019,xx08); with the VR, UN where the site does not say
     */
    public record Block(String creator, Map<Integer, VR> elements) {
        public Block {
            elements = Map.copyOf(elements);
            if (creator.isBlank() || creator.length() > 64 || elements.isEmpty()) {
                throw new IllegalArgumentException("a creator and its elements are needed");
            }
        }

        /** Elements whose VR the site does not say. */
        public Block(String creator, Set<Integer> elements) {
            this(creator, elements.stream().collect(Collectors.toMap(one -> one, one -> VR.UN)));
        }
    }

    /** No private element stays. */
    public static final SafePrivate NONE = new SafePrivate(List.of());

    private final List<Block> blocks;

    public SafePrivate(List<Block> blocks) {
        this.blocks = List.copyOf(blocks);
    }

    public boolean isEmpty() {
        return blocks.isEmpty();
    }

    /**
     * Whether a private element stays: one of the list that can be judged, or the creator of one
     * that is there too.
     */
    public boolean keeps(DataSet dataSet, int tag) {
        if (blocks.isEmpty()) {
            return false;
        }
        int low = tag & 0xFFFF;
        if (low >= 0x10 && low <= 0xFF) {
            int block = tag & 0xFFFF0000 | low << 8;
            for (Element element : dataSet) {
                if ((element.tag() & 0xFFFFFF00) == block && keeps(dataSet, element.tag())) {
                    return true;
                }
            }
            return false;
        }
        VR listed = listed(dataSet, tag);
        Element element = dataSet.get(tag);
        return listed != null && element != null && PrivateValues.judgeable(element, listed);
    }

    /** The VR of a private element of the list, UN where the site does not say; null outside it. */
    @Nullable VR listed(DataSet dataSet, int tag) {
        String creator = Tag.isPrivate(tag) ? dataSet.privateCreator(tag) : null;
        if (creator == null) {
            return null;
        }
        int element = tag & 0xFFFF0000 | tag & 0xFF;
        for (Block block : blocks) {
            VR vr = block.elements().get(element);
            if (vr != null && block.creator().equals(creator.strip())) {
                return vr;
            }
        }
        return null;
    }
}
