package org.medsendx.miner.daily;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Stratum;

/**
 * {@link ScannerDays} as bytes: a version, then everything in the order of the code below. Sums are
 * floats; which quantities are absent, and where counts differ from the number of exams, is written
 * when it is not what it was for the values before; exams of a day are known by 24 bits.
 *
 * <p>The first version, which wrote all of that in full, is read too.
 */
final class DaysForm {

    private static final int FIRST_VERSION = 1;
    private static final int VERSION = 2;
    private static final int QUANTITIES = Quantity.all().size();

    /** How values are marked whose quantities are those of the values before. */
    private static final int ALIKE = 0;

    private static final int OWN = 1;

    /** The version that is written or read. */
    private final int version;

    /** Of the values before: which quantities there are, and which counts differ. */
    private long present;

    private long otherCount;

    private DaysForm(int version) {
        this.version = version;
    }

    static byte[] write(ScannerDays days) {
        return new DaysForm(VERSION).written(days);
    }

    private byte[] written(ScannerDays days) {
        var bytes = new Written();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeByte(QUANTITIES);
            out.writeUTF(days.scanner);
            out.writeUTF(days.truck);
            out.writeInt(days.firstDay);
            out.writeInt(days.lastDay);
            out.writeLong(days.exams);
            out.writeLong(days.stratumExams);
            out.writeLong(days.images);
            out.writeLong(days.revision);
            out.writeInt(days.leapDay);
            out.writeInt(days.leapScans);
            out.writeByte(days.keys.size());
            for (var key : days.keys.entrySet()) {
                out.writeLong(key.getKey());
                out.writeByte(key.getValue());
            }
            writeCounted(out, days.counted);
            out.writeByte(days.open.size());
            for (var exam : days.open.entrySet()) {
                out.writeLong(exam.getKey());
                writeOpen(out, exam.getValue());
            }
            out.writeByte(days.strata.size());
            for (var stratum : days.strata.values()) {
                writeStratum(out, stratum);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory has room", e);
        }
        return bytes.toByteArray();
    }

    /** Bytes of one thread: the JDK's take a lock for each number. */
    private static final class Written extends OutputStream {
        private byte[] bytes = new byte[8192];
        private int size;

        private void room(int more) {
            if (bytes.length - size < more) {
                bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
            }
        }

        @Override
        public void write(int b) {
            room(1);
            bytes[size++] = (byte) b;
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            room(length);
            System.arraycopy(from, offset, bytes, size, length);
            size += length;
        }

        byte[] toByteArray() {
            return Arrays.copyOf(bytes, size);
        }
    }

    /** What {@link Written} is for writing. */
    private static final class Stored extends InputStream {
        private final byte[] bytes;
        private int at;

        Stored(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return at < bytes.length ? bytes[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] to, int offset, int length) {
            int n = Math.min(length, bytes.length - at);
            if (n <= 0) {
                return length == 0 ? 0 : -1;
            }
            System.arraycopy(bytes, at, to, offset, n);
            at += n;
            return n;
        }
    }

    static ScannerDays read(byte[] stored) {
        try (var in = new DataInputStream(new Stored(stored))) {
            int version = in.readByte();
            if (version < FIRST_VERSION || version > VERSION || in.readByte() != QUANTITIES) {
                throw new IllegalArgumentException("days of another version");
            }
            return new DaysForm(version).read(in);
        } catch (IOException e) {
            throw new IllegalArgumentException("a scanner's days end too early", e);
        }
    }

    private ScannerDays read(DataInputStream in) throws IOException {
        var days = new ScannerDays(in.readUTF());
        days.truck = in.readUTF();
        days.firstDay = in.readInt();
        days.lastDay = in.readInt();
        days.exams = in.readLong();
        days.stratumExams = in.readLong();
        days.images = in.readLong();
        days.revision = in.readLong();
        days.leapDay = in.readInt();
        days.leapScans = in.readInt();
        for (int n = in.readUnsignedByte(); n > 0; n--) {
            days.keys.put(in.readLong(), in.readUnsignedByte());
        }
        readCounted(in, days.counted);
        for (int n = in.readUnsignedByte(); n > 0; n--) {
            days.open.put(in.readLong(), readOpen(in));
        }
        for (int n = in.readUnsignedByte(); n > 0; n--) {
            var stratum = readStratum(in);
            days.strata.put(stratum.stratum.fineId(), stratum);
        }
        if (in.read() != -1) {
            throw new IllegalArgumentException("bytes after the end of a scanner's days");
        }
        return days;
    }

    private void writeCounted(DataOutputStream out, CountedExams counted) throws IOException {
        out.writeInt(counted.closedBefore);
        out.writeShort(counted.days.size());
        int before = 0;
        for (var day : counted.days.entrySet()) {
            // In the order of time, most of them neighbours.
            BriefCount.write(out, day.getKey() - before);
            before = day.getKey();
            out.writeByte(day.getValue().key);
            BriefCount.write(out, day.getValue().exams);
            BriefCount.write(out, day.getValue().size);
            for (int i = 0; i < day.getValue().size; i++) {
                writeBrief(out, day.getValue().hashes[i]);
            }
        }
    }

    private void readCounted(DataInputStream in, CountedExams counted) throws IOException {
        counted.closedBefore = in.readInt();
        boolean first = version == FIRST_VERSION;
        int before = 0;
        for (int n = in.readUnsignedShort(); n > 0; n--) {
            int at = readCount(in) + (first ? 0 : before);
            before = at;
            var day = counted.day(at, in.readUnsignedByte());
            day.exams = first ? in.readUnsignedShort() : readCount(in);
            int size = readCount(in);
            for (int i = 0; i < size; i++) {
                day.add(readBrief(in));
            }
            counted.entries += size;
        }
    }

    private void writeOpen(DataOutputStream out, OpenExam exam) throws IOException {
        out.writeInt(exam.day);
        out.writeShort(exam.known);
        for (int i = 0; i < exam.known; i++) {
            out.writeInt(exam.images[i]);
        }
        writeValues(out, exam.sum, exam.count, exam.known);
    }

    private OpenExam readOpen(DataInputStream in) throws IOException {
        var exam = new OpenExam(in.readInt());
        int known = in.readUnsignedShort();
        for (int i = 0; i < known; i++) {
            exam.know(in.readInt());
        }
        readValues(in, exam.sum, exam.count, known);
        return exam;
    }

    private void writeStratum(DataOutputStream out, StratumDays days) throws IOException {
        var s = days.stratum;
        out.writeUTF(s.modality());
        out.writeUTF(s.bodyPart());
        out.writeUTF(s.protocol());
        out.writeUTF(s.kvBand());
        for (var part :
                new @Nullable String[] {
                    s.make(),
                    s.model(),
                    s.kernel(),
                    s.sliceBand(),
                    s.contrast(),
                    s.intent(),
                    s.view(),
                    s.thicknessBand()
                }) {
            out.writeUTF(part == null ? "" : part);
        }
        out.writeInt(days.measuresVersion);
        long known = 0;
        for (int i = 0; i < QUANTITIES; i++) {
            known |= days.seen[i] > 0 ? 1L << i : 0;
        }
        out.writeLong(known);
        for (int i = 0; i < QUANTITIES; i++) {
            if (days.seen[i] > 0) {
                out.writeFloat(days.centre[i]);
                out.writeFloat(days.deviation[i]);
                out.writeShort(Math.min(days.seen[i], Short.MAX_VALUE));
            }
        }
        writeUnits(out, days.weeks);
        writeUnits(out, days.days);
    }

    private StratumDays readStratum(DataInputStream in) throws IOException {
        var key = new String[12];
        for (int i = 0; i < key.length; i++) {
            key[i] = in.readUTF();
        }
        var days =
                new StratumDays(
                        new Stratum(
                                key[0],
                                key[1],
                                key[2],
                                key[3],
                                part(key[4]),
                                part(key[5]),
                                part(key[6]),
                                part(key[7]),
                                part(key[8]),
                                part(key[9]),
                                part(key[10]),
                                part(key[11])));
        days.measuresVersion = in.readInt();
        long known = in.readLong();
        for (int i = 0; i < QUANTITIES; i++) {
            if ((known & 1L << i) != 0) {
                days.centre[i] = in.readFloat();
                days.deviation[i] = in.readFloat();
                days.seen[i] = in.readUnsignedShort();
            }
        }
        readUnits(in, days.weeks);
        readUnits(in, days.days);
        return days;
    }

    private static @Nullable String part(String stored) {
        return stored.isEmpty() ? null : stored;
    }

    private void writeUnits(DataOutputStream out, Map<Integer, Sums> units) throws IOException {
        out.writeShort(units.size());
        for (var unit : units.entrySet()) {
            out.writeInt(unit.getKey());
            BriefCount.write(out, unit.getValue().exams);
            BriefCount.write(out, unit.getValue().images);
            writeValues(out, unit.getValue().sum, unit.getValue().count, unit.getValue().exams);
        }
    }

    private void readUnits(DataInputStream in, Map<Integer, Sums> units) throws IOException {
        for (int n = in.readUnsignedShort(); n > 0; n--) {
            int day = in.readInt();
            var sums = new Sums();
            sums.exams = readCount(in);
            sums.images = readCount(in);
            readValues(in, sums.sum, sums.count, sums.exams);
            units.put(day, sums);
        }
    }

    private void writeValues(DataOutputStream out, float[] sum, short[] count, int usual)
            throws IOException {
        long own = 0;
        long other = 0;
        for (int i = 0; i < QUANTITIES; i++) {
            own |= count[i] != 0 ? 1L << i : 0;
            other |= count[i] != 0 && count[i] != usual ? 1L << i : 0;
        }
        boolean alike = own == present && other == otherCount;
        out.writeByte(alike ? ALIKE : OWN);
        if (!alike) {
            present = own;
            otherCount = other;
            out.writeLong(present);
            out.writeLong(otherCount);
        }
        for (int i = 0; i < QUANTITIES; i++) {
            if ((present & 1L << i) != 0) {
                out.writeFloat(sum[i]);
            }
            if ((otherCount & 1L << i) != 0) {
                out.writeShort(count[i]);
            }
        }
    }

    private void readValues(DataInputStream in, float[] sum, short[] count, int usual)
            throws IOException {
        if (version == FIRST_VERSION || in.readByte() == OWN) {
            present = in.readLong();
            otherCount = in.readLong();
        }
        for (int i = 0; i < QUANTITIES; i++) {
            if ((present & 1L << i) != 0) {
                sum[i] = in.readFloat();
                count[i] = (short) usual;
            }
            if ((otherCount & 1L << i) != 0) {
                count[i] = in.readShort();
            }
        }
    }

    private int readCount(DataInputStream in) throws IOException {
        return version == FIRST_VERSION ? in.readInt() : BriefCount.read(in);
    }

    private static void writeBrief(DataOutputStream out, int hash) throws IOException {
        out.writeByte(hash >>> 16);
        out.writeShort(hash);
    }

    private int readBrief(DataInputStream in) throws IOException {
        return version == FIRST_VERSION
                ? in.readInt() >>> 8
                : in.readUnsignedByte() << 16 | in.readUnsignedShort();
    }
}
