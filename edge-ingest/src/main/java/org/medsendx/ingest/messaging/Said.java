package org.medsendx.ingest.messaging;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.ObjectEvent;
import org.medsendx.contracts.Topic;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.DeliveryConfirmation;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.contracts.deidentified.InstanceDelivered;
import org.medsendx.contracts.deidentified.InstanceUploaded;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.ScanReviewed;
import org.medsendx.contracts.deidentified.UploadedKind;
import org.medsendx.contracts.identified.IdentifiedTopic;
import org.medsendx.contracts.identified.InstanceWithheld;
import org.medsendx.ingest.tracking.Milestone;
import org.medsendx.ingest.tracking.Stage;

/** What the other services say of an input, as milestones. */
final class Said {

    private static final String UNKNOWN = "unknown";

    /** What is listened to, by the names of the topics. */
    static final Map<String, Topic> TOPICS =
            Map.of(
                    IdentifiedTopic.INSTANCES_WITHHELD.topicName(),
                    IdentifiedTopic.INSTANCES_WITHHELD,
                    DeidentifiedTopic.INSTANCES_DEIDENTIFIED.topicName(),
                    DeidentifiedTopic.INSTANCES_DEIDENTIFIED,
                    DeidentifiedTopic.SCANS_ASSESSED.topicName(),
                    DeidentifiedTopic.SCANS_ASSESSED,
                    DeidentifiedTopic.SCANS_REVIEWED.topicName(),
                    DeidentifiedTopic.SCANS_REVIEWED,
                    DeidentifiedTopic.INSTANCES_UPLOADED.topicName(),
                    DeidentifiedTopic.INSTANCES_UPLOADED,
                    DeidentifiedTopic.INSTANCES_DELIVERED.topicName(),
                    DeidentifiedTopic.INSTANCES_DELIVERED);

    private Said() {}

    /**
     * What an event says of an input; nothing when it is of something made of it.
     *
     * @param at when the truck's broker was told
     */
    static List<Milestone> of(Object event, Instant at) {
        return switch (event) {
            case InstanceWithheld withheld ->
                    List.of(
                            new Milestone(
                                    withheld.objectId(),
                                    Stage.WITHHELD,
                                    withheld.withheldAt(),
                                    null,
                                    null,
                                    null,
                                    null,
                                    0,
                                    withheld.reasons().stream().map(Said::code).toList()));
            case InstanceDeidentified done ->
                    List.of(
                            clean(
                                    done,
                                    Stage.DEIDENTIFIED,
                                    at,
                                    done.copy().scanner(),
                                    done.copy().modality(),
                                    done.studyInstanceUid(),
                                    null,
                                    0,
                                    List.of()));
            case ScanAssessed assessed ->
                    List.of(
                            clean(
                                    assessed,
                                    Stage.SEGMENTED,
                                    at,
                                    assessed.scanner(),
                                    assessed.modality(),
                                    assessed.studyInstanceUid(),
                                    assessed.quality().verdict().name(),
                                    0,
                                    assessed.quality().findings()));
            case ScanReviewed reviewed ->
                    List.of(
                            clean(
                                    reviewed,
                                    Stage.REVIEWED,
                                    at,
                                    reviewed.scanner(),
                                    reviewed.modality(),
                                    reviewed.studyInstanceUid(),
                                    reviewed.decision().name(),
                                    reviewed.revision(),
                                    List.of()));
            case InstanceUploaded uploaded when uploaded.kind() == UploadedKind.INSTANCE ->
                    List.of(
                            clean(
                                    uploaded,
                                    Stage.UPLOADED,
                                    at,
                                    null,
                                    null,
                                    uploaded.studyInstanceUid(),
                                    null,
                                    0,
                                    List.of()));
            case InstanceDelivered delivered when delivered.kind() == UploadedKind.INSTANCE -> {
                var confirmed = delivered(delivered, Stage.DELIVERED, at);
                yield delivered.confirmation() == DeliveryConfirmation.STORAGE_COMMITMENT
                        ? List.of(confirmed, delivered(delivered, Stage.ARCHIVED, at))
                        : List.of(confirmed);
            }
            default -> List.of();
        };
    }

    private static Milestone delivered(InstanceDelivered event, Stage stage, Instant at) {
        return clean(
                event,
                stage,
                at,
                null,
                null,
                event.studyInstanceUid(),
                event.destination(),
                0,
                List.of());
    }

    private static Milestone clean(
            ObjectEvent event,
            Stage stage,
            Instant at,
            @Nullable String scanner,
            @Nullable String modality,
            String study,
            @Nullable String word,
            long number,
            List<String> codes) {
        return new Milestone(
                event.objectId(),
                stage,
                at,
                UNKNOWN.equals(scanner) ? null : scanner,
                modality,
                study,
                word,
                number,
                codes);
    }

    private static String code(InstanceWithheld.Reason reason) {
        return reason.tag() == null ? reason.rule() : reason.rule() + ':' + reason.tag();
    }
}
