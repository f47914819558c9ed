package org.medsendx.ingest.archive;

/** Hears what becomes of originals on their way to the archive; to count. */
public interface ArchiveListener {

    /** Nobody listens. */
    ArchiveListener NONE =
            new ArchiveListener() {
                @Override
                public void sent(long bytes) {}

                @Override
                public void committed() {}

                @Override
                public void refused(boolean commitment) {}

                @Override
                public void deleted(int originals, long bytes) {}
            };

    /** C-STORE of one ended with success. */
    void sent(long bytes);

    /** The archive has committed itself to one. */
    void committed();

    /**
     * The archive does not have one.
     *
     * @param commitment whether its report said so, and not the answer to C-STORE
     */
    void refused(boolean commitment);

    /** Originals were deleted that the archive keeps. */
    void deleted(int originals, long bytes);
}
