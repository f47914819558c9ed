package org.medsendx.uplink.destinations;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.uplink.upload.StoreRefused;
import org.medsendx.uplink.upload.StoreUnavailable;
import org.medsendx.uplink.upload.Uplink;
import org.medsendx.uplink.upload.UploadJob;
import org.medsendx.uplink.upload.UploadWork;
import org.medsendx.uplink.upload.Volumes;

/**
 * Gives each object to the destinations that are to have it. What goes where is decided once, when
 * the object comes in, and stays with its jobs.
 *
 * <p>The bucket gets everything. Other destinations get DICOM objects alone, which are instances
 * and what was made of them as DICOM SEG and SR; pictures and the verification report, which is
 * JSON, go to the bucket only. The bucket gets its job last: whatever has one there has all the
 * others too.
 */
public final class Destinations implements UploadWork {

    private final Optional<Uplink> bucket;
    private final List<Lane> lanes;
    private final Volumes volumes;
    private final AtomicLong nowhere = new AtomicLong();

    /**
     * @param bucket the way to the bucket, where there is one
     * @param lanes the ways to the others
     */
    public Destinations(Optional<Uplink> bucket, List<Lane> lanes, Volumes volumes) {
        this.bucket = bucket;
        this.lanes = List.copyOf(lanes);
        this.volumes = volumes;
        if (bucket.isEmpty() && lanes.isEmpty()) {
            throw new IllegalArgumentException("there is no destination");
        }
    }

    /** Whether an object is one that a PACS understands. */
    public static boolean dicom(UploadJob job) {
        return switch (job.kind()) {
            case INSTANCE, SEGMENTATION, MEASUREMENTS -> true;
            case HIGHLIGHT, THUMBNAIL, REPORT -> false;
        };
    }

    @Override
    public void add(UploadJob job) throws IOException {
        if (lanes.isEmpty()) {
            bucket.orElseThrow().add(job);
            return;
        }
        var meant = meant(job, volumes);
        if (meant.isEmpty() && bucket.isEmpty()) {
            nowhere.incrementAndGet();
            return;
        }
        UploadJob routed = job.meantFor(names(meant));
        for (var lane : meant) {
            lane.uplink().add(routed);
        }
        if (bucket.isPresent()) {
            bucket.get().add(routed);
        }
    }

    // The bucket alone is said by no name, as it was before there were others.
    private List<String> names(List<Lane> meant) {
        var names = new ArrayList<String>();
        if (bucket.isPresent() && !meant.isEmpty()) {
            names.add(UploadJob.BUCKET);
        }
        meant.forEach(lane -> names.add(lane.name()));
        return names;
    }

    private List<Lane> meant(UploadJob job, Volumes volumes) throws IOException {
        if (!dicom(job)) {
            return List.of();
        }
        return lanes.stream().filter(allowing(job, volumes)).toList();
    }

    private static Predicate<Lane> allowing(UploadJob job, Volumes volumes) throws IOException {
        try {
            Header header = Header.of(volumes.file(job));
            return lane -> lane.rule().allows(job.instance().truck(), header);
        } catch (StoreUnavailable e) {
            throw new IOException(e.code());
        } catch (StoreRefused | DicomFormatException e) {
            // Nobody can say where it goes. Each attempt will say why it does not, and show it.
            return _ -> true;
        }
    }

    /**
     * Looks at the rule once more before an object leaves: it may be another since, and the file
     * may have come only now.
     *
     * @throws StoreRefused {@code rule}, {@code not-dicom}
     */
    public static void check(Rule rule, UploadJob job, Path file)
            throws StoreRefused, StoreUnavailable {
        try {
            if (!rule.allows(job.instance().truck(), Header.of(file))) {
                throw new StoreRefused("rule");
            }
        } catch (DicomFormatException e) {
            throw new StoreRefused("not-dicom");
        } catch (IOException e) {
            throw new StoreUnavailable("local-disk");
        }
    }

    @Override
    public void assessed(UUID objectId, String studyInstanceUid, int priority) throws IOException {
        for (var uplink : uplinks()) {
            uplink.assessed(objectId, studyInstanceUid, priority);
        }
    }

    @Override
    public boolean knows(UploadJob job) {
        if (bucket.isPresent()) {
            return bucket.get().knows(job);
        }
        if (lanes.stream().anyMatch(lane -> !lane.uplink().knows(job))) {
            try {
                return meant(job, volumes).stream().allMatch(lane -> lane.uplink().knows(job));
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean unassessed(UUID objectId) {
        return uplinks().stream().anyMatch(uplink -> uplink.unassessed(objectId));
    }

    /** How many objects no destination was to have, since the start. */
    public long nowhere() {
        return nowhere.get();
    }

    /** The ways to all destinations, the bucket's first. */
    public List<Uplink> uplinks() {
        var all = new ArrayList<Uplink>();
        bucket.ifPresent(all::add);
        lanes.forEach(lane -> all.add(lane.uplink()));
        return all;
    }
}
