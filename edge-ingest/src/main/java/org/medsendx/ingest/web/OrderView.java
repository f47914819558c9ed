package org.medsendx.ingest.web;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.OrderPriority;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.ingest.orders.Order;

/**
 * An order as {@code GET /orders} has it; identified data.
 *
 * @param key names it for {@code DELETE /orders/KEY}
 */
public record OrderView(
        String key,
        String patientId,
        String patientName,
        String birthDate,
        String sex,
        String accessionNumber,
        String stepId,
        String modality,
        String date,
        String time,
        String description,
        String laterality,
        @Nullable OrderPriority priority,
        Order.State state,
        Instant importedAt,
        Instant expiresAt) {

    static OrderView of(Order order) {
        return new OrderView(
                order.key(),
                order.text(Tag.PatientID),
                order.text(Tag.PatientName),
                order.text(Tag.PatientBirthDate),
                order.text(Tag.PatientSex),
                order.text(Tag.AccessionNumber),
                order.stepText(Tag.ScheduledProcedureStepID),
                order.stepText(Tag.Modality),
                order.stepText(Tag.ScheduledProcedureStepStartDate),
                order.stepText(Tag.ScheduledProcedureStepStartTime),
                order.stepText(Tag.ScheduledProcedureStepDescription),
                order.laterality(),
                order.priority(),
                order.state(),
                order.importedAt(),
                order.expiresAt());
    }

    /** Names it by its key alone. */
    @Override
    public String toString() {
        return "OrderView[" + key + "]";
    }
}
