package org.medsendx.deidentification.release;

import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.VerificationReport;
import org.medsendx.deidentification.pixels.FrameForm;
import org.medsendx.deidentification.pixels.Mask;
import org.medsendx.deidentification.pixels.PixelWork;
import org.medsendx.deidentification.pixels.StoredFrames;
import org.medsendx.deidentification.report.SignedReport;
import org.medsendx.deidentification.report.SigningKey;
import org.medsendx.deidentification.rules.ActionTable;
import org.medsendx.deidentification.rules.Option;
import org.medsendx.deidentification.rules.Profile;
import org.medsendx.deidentification.rules.Reason;
import org.medsendx.deidentification.unseen.Unseen;

/** Makes the signed verification report of a decision. Thread safe. */
public final class Reports {

    private final Profile profile;
    private final SigningKey key;

    public Reports(Profile profile, SigningKey key) {
        this.profile = profile;
        this.key = key;
    }

    /**
     * The bytes of the report's file.
     *
     * @param jobId the random id of the instance
     * @param keyId the pseudonym key in use, for an instance that was refused before its study was
     *     known
     */
    public byte[] of(UUID jobId, String truck, String keyId, Release release) {
        Release.Evidence evidence = release.evidence();
        var verdict = VerificationReport.Verdict.WITHHELD;
        VerificationReport.Output output = null;
        VerificationReport.Pixels pixels = null;
        List<VerificationReport.Reason> reasons = List.of();
        switch (release) {
            case Release.Released released -> {
                Release.Copy copy = released.copy();
                verdict = VerificationReport.Verdict.RELEASED;
                output =
                        new VerificationReport.Output(
                                copy.sha256(),
                                copy.bytes(),
                                copy.sopClass(),
                                copy.uids().sopInstanceUid(),
                                copy.transferSyntax());
                pixels = pixels(copy.pixels(), copy.frames());
            }
            case Release.Withheld withheld ->
                    reasons = withheld.reasons().stream().map(Reports::reason).toList();
        }
        var report =
                new VerificationReport(
                        VerificationReport.SCHEMA,
                        jobId,
                        truck,
                        verdict,
                        reasons,
                        ActionTable.get().edition(),
                        new VerificationReport.AppliedProfile(
                                profile.name(),
                                profile.fullOptions().stream().map(Option::code).toList(),
                                profile.description()),
                        evidence.keyId() == null ? keyId : evidence.keyId(),
                        key.id(),
                        evidence.inputCode(),
                        output,
                        evidence.actions(),
                        pixels,
                        evidence.checks());
        return SignedReport.of(report, key);
    }

    private static VerificationReport.Pixels pixels(PixelWork work, StoredFrames frames) {
        return new VerificationReport.Pixels(
                work.kind().name(),
                work.policy().name(),
                work.frames(),
                work.framesSearched(),
                work.renderings(),
                work.masks().stream().map(Reports::mask).toList(),
                Math.round(work.maskedShare() * 1e4) / 1e4,
                work.removed().stream().map(Unseen::key).sorted().toList(),
                work.claimed(),
                encoding(frames));
    }

    private static VerificationReport.@Nullable Encoding encoding(StoredFrames frames) {
        return switch (frames) {
            case StoredFrames.AsTheyCame came -> null;
            case StoredFrames.JpegLs anew ->
                    new VerificationReport.Encoding(
                            FrameForm.JPEG_LS.key(), null, anew.before(), anew.after());
            case StoredFrames.Kept kept ->
                    new VerificationReport.Encoding(
                            FrameForm.KEEP.key(), kept.cause().key(), null, null);
        };
    }

    private static VerificationReport.Mask mask(Mask mask) {
        return new VerificationReport.Mask(
                mask.firstFrame(),
                mask.lastFrame(),
                mask.area().x(),
                mask.area().y(),
                mask.area().width(),
                mask.area().height(),
                mask.rule());
    }

    private static VerificationReport.Reason reason(Reason reason) {
        Integer tag = reason.tag();
        return new VerificationReport.Reason(
                reason.rule(), tag == null ? null : HexFormat.of().toHexDigits(tag.intValue()));
    }
}
