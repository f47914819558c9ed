package org.medsendx.ingest.matching;

import java.io.IOException;
import org.medsendx.dicom.data.CharacterSetConversion;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.data.Element.Sequence;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;

/** What an identifier of C-FIND has to be, and the letters in which it is answered. */
public final class QueryKeys {

    /** Bytes of all keys: each is compared with each candidate. */
    private static final int LARGEST = 64 << 10;

    private static final int HEADER = 8;

    private QueryKeys() {}

    /**
     * The keys, if they can be answered.
     *
     * @throws IllegalArgumentException a sequence of several items, or more than 64 KiB
     */
    public static DataSet checked(DataSet keys) {
        if (size(keys) > LARGEST) {
            throw new IllegalArgumentException("keys have at most 64 KiB");
        }
        for (Element key : keys) {
            if (key instanceof Sequence sequence && sequence.items().size() > 1) {
                throw new IllegalArgumentException("a key that is a sequence has one item");
            }
        }
        return keys;
    }

    private static long size(DataSet set) {
        long size = 0;
        for (Element element : set) {
            size += HEADER;
            size +=
                    switch (element) {
                        case Value value -> value.bytes().length;
                        case Sequence sequence ->
                                sequence.items().stream()
                                        .mapToLong(item -> HEADER + size(item))
                                        .sum();
                        // What lies in a file is no key.
                        case Element.Bulk bulk -> bulk.length();
                        case Element.Encapsulated pixels -> LARGEST;
                    };
        }
        return size;
    }

    /** Whether an element of an identifier is a key, and not about the others. */
    public static boolean isKey(int tag) {
        // Group lengths are no keys either.
        return tag != Tag.SpecificCharacterSet
                && tag != Tag.TimezoneOffsetFromUTC
                && (tag & 0xffff) != 0;
    }

    /**
     * An answer in the character set of its query where all of its text has a place in that; else
     * as it is.
     *
     * @param terms the character set of the query; none when it names none
     */
    public static DataSet inTermsOf(DataSet answer, String... terms) {
        if (terms.length == 0) {
            return answer;
        }
        try {
            return CharacterSetConversion.convert(answer, terms);
        } catch (IOException | IllegalArgumentException e) {
            // A letter that its character set lacks: a right name in another is better than that.
            return answer;
        }
    }
}
