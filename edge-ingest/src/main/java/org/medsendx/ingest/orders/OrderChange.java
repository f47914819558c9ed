package org.medsendx.ingest.orders;

import org.medsendx.dicom.data.DataSet;

/**
 * What an import says: an order is there, or is no more.
 *
 * @param items one step, as {@link OrderForm} made it
 * @param cancelled whether it is not to be done
 * @param place where it stood in what was imported
 */
public record OrderChange(DataSet items, boolean cancelled, String place) {

    /** Says where it stood, not what. */
    @Override
    public String toString() {
        return "OrderChange[" + place + "]";
    }
}
