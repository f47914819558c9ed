package org.medsendx.deidentification.verify;

import java.util.List;
import org.medsendx.deidentification.rules.AttributeTypes;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;

/**
 * Whether a copy still has what its IOD asks for (PS3.5, 7.4): an attribute of Type 1 with a value
 * in the original has one in the copy, one of Type 2 is there. A condition of Type 1C or 2C depends
 * on attributes that stay, so it is taken to hold in the copy where it held in the original. What
 * the original lacked is not asked of the copy.
 */
final class TypeCheck {

    private static final int MAX_DEPTH = 100;

    private final AttributeTypes.Iod iod;
    private final Findings findings;

    private TypeCheck(String sopClass, Findings findings) {
        this.findings = findings;
        iod = AttributeTypes.get().of(sopClass);
    }

    /** Finds what is missing in a copy. */
    static void run(String sopClass, DataSet original, DataSet written, Findings findings) {
        findings.runs(Check.TYPE);
        new TypeCheck(sopClass, findings).items(original, written, 0, 0);
    }

    private void items(DataSet original, DataSet written, int sequence, int depth) {
        if (depth > MAX_DEPTH) {
            return;
        }
        for (Element before : original) {
            int tag = before.tag();
            Element after = written.get(tag);
            boolean kept =
                    switch (iod.type(sequence, tag)) {
                        case ONE -> before.isEmpty() || (after != null && !after.isEmpty());
                        case TWO -> after != null;
                        case THREE -> true;
                    };
            if (!kept) {
                findings.fail(Check.TYPE, tag);
            }
            List<DataSet> were = original.items(tag);
            List<DataSet> are = written.items(tag);
            for (int i = 0; i < were.size() && were.size() == are.size(); i++) {
                items(were.get(i), are.get(i), tag, depth + 1);
            }
        }
    }
}
