package org.medsendx.segmenter.derived;

import java.util.EnumMap;
import java.util.Set;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.segmenter.derived.DerivedChoice.Modalities;
import org.medsendx.segmenter.derived.DerivedChoice.SegmentationCoding;
import org.medsendx.segmenter.instance.DerivedInstance.Form;
import org.medsendx.segmenter.instance.MakingDevice;

/** Makes of scans what a test asks for. */
public final class MadeOf {

    private MadeOf() {}

    /** Every kind of every modality, and all go up. */
    public static DerivedObjects everything() {
        return everything(SegmentationCoding.BINARY, Form.DEFLATED);
    }

    /** The same in other forms. */
    public static DerivedObjects everything(SegmentationCoding coding, Form form) {
        var kinds = new EnumMap<DerivedKind, Modalities>(DerivedKind.class);
        for (var kind : DerivedKind.values()) {
            var all = Set.of(DerivedChoice.ALL);
            kinds.put(kind, new Modalities(all, all));
        }
        return new DerivedObjects(
                new DerivedChoice(kinds, new PictureChoice(20), coding, form, 128),
                new MakingDevice("1.0.0-test"));
    }
}
