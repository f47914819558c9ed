package org.medsendx.miner.reviews;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.RejectReason;
import org.medsendx.miner.daily.BriefCount;

/**
 * {@link ScannerReviews} as bytes: a version, then everything in the order of the code below. Ten
 * bytes a scan; of a week what is not 0.
 */
final class ReviewsForm {

    private static final int VERSION = 1;
    private static final RejectReason[] REASONS = RejectReason.values();

    private static final int ACCEPTED = 0x3f;
    private static final int REPEATED = 0x80;

    private ReviewsForm() {}

    static byte[] write(ScannerReviews reviews) {
        var bytes = new ByteArrayOutputStream(1024);
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(reviews.scanner);
            out.writeUTF(reviews.truck);
            out.writeInt(reviews.firstDay);
            out.writeInt(reviews.lastDay);
            out.writeInt(reviews.closedBefore);
            out.writeLong(reviews.scans);
            out.writeShort(reviews.days.size());
            for (var day : reviews.days.entrySet()) {
                out.writeInt(day.getKey());
                out.writeInt(day.getValue().key);
                out.writeShort(day.getValue().scans.size());
                for (var scan : day.getValue().scans.entrySet()) {
                    long id = scan.getKey();
                    out.writeByte((int) (id >>> 32));
                    out.writeInt((int) id);
                    writeDecided(out, scan.getValue());
                }
            }
            out.writeByte(reviews.weeks.size());
            for (var week : reviews.weeks.entrySet()) {
                out.writeInt(week.getKey());
                writeCounts(out, week.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory has room", e);
        }
        return bytes.toByteArray();
    }

    static ScannerReviews read(byte[] stored) {
        try (var in = new DataInputStream(new ByteArrayInputStream(stored))) {
            if (in.readByte() != VERSION) {
                throw new IllegalArgumentException("reviews of another version");
            }
            var reviews = new ScannerReviews(in.readUTF());
            reviews.truck = in.readUTF();
            reviews.firstDay = in.readInt();
            reviews.lastDay = in.readInt();
            reviews.closedBefore = in.readInt();
            reviews.scans = in.readLong();
            for (int n = in.readUnsignedShort(); n > 0; n--) {
                int at = in.readInt();
                var day = new ScannerReviews.Day(in.readInt());
                for (int s = in.readUnsignedShort(); s > 0; s--) {
                    long high = in.readUnsignedByte();
                    long low = in.readInt() & 0xffffffffL;
                    day.scans.put(high << 32 | low, readDecided(in));
                }
                reviews.days.put(at, day);
                reviews.open += day.scans.size();
            }
            for (int n = in.readUnsignedByte(); n > 0; n--) {
                reviews.weeks.put(in.readInt(), readCounts(in));
            }
            if (in.read() != -1) {
                throw new IllegalArgumentException("bytes after the end of a scanner's reviews");
            }
            return reviews;
        } catch (IOException e) {
            throw new IllegalArgumentException("a scanner's reviews end too early", e);
        }
    }

    private static void writeDecided(DataOutputStream out, Decided decided) throws IOException {
        out.writeByte(decided.exam() >>> 16);
        out.writeShort(decided.exam());
        BriefCount.write(out, decided.revision());
        var reason = decided.reason();
        out.writeByte(
                (reason == null ? ACCEPTED : reason.ordinal()) | (decided.repeat() ? REPEATED : 0));
    }

    private static Decided readDecided(DataInputStream in) throws IOException {
        int exam = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int revision = BriefCount.read(in);
        int code = in.readUnsignedByte();
        return new Decided(exam, revision, reason(code & ACCEPTED), (code & REPEATED) != 0);
    }

    private static @Nullable RejectReason reason(int code) {
        return code == ACCEPTED ? null : REASONS[code];
    }

    private static void writeCounts(DataOutputStream out, ReviewCounts counts) throws IOException {
        BriefCount.write(out, counts.scans);
        BriefCount.write(out, counts.exams);
        BriefCount.write(out, counts.rejectedScans);
        BriefCount.write(out, counts.rejectedExams);
        BriefCount.write(out, counts.repeatedScans);
        BriefCount.write(out, counts.repeatedExams);
        writeSparse(out, counts.reasonScans);
        writeSparse(out, counts.reasonExams);
        writeSparse(out, counts.groupExams);
    }

    private static ReviewCounts readCounts(DataInputStream in) throws IOException {
        var counts = new ReviewCounts();
        counts.scans = BriefCount.read(in);
        counts.exams = BriefCount.read(in);
        counts.rejectedScans = BriefCount.read(in);
        counts.rejectedExams = BriefCount.read(in);
        counts.repeatedScans = BriefCount.read(in);
        counts.repeatedExams = BriefCount.read(in);
        readSparse(in, counts.reasonScans);
        readSparse(in, counts.reasonExams);
        readSparse(in, counts.groupExams);
        return counts;
    }

    private static void writeSparse(DataOutputStream out, int[] counts) throws IOException {
        int there = 0;
        for (int i = 0; i < counts.length; i++) {
            there |= counts[i] != 0 ? 1 << i : 0;
        }
        out.writeShort(there);
        for (int count : counts) {
            if (count != 0) {
                BriefCount.write(out, count);
            }
        }
    }

    private static void readSparse(DataInputStream in, int[] counts) throws IOException {
        int there = in.readUnsignedShort();
        for (int i = 0; i < counts.length; i++) {
            if ((there & 1 << i) != 0) {
                counts[i] = BriefCount.read(in);
            }
        }
    }
}
