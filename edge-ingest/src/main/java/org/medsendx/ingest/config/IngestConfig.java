package org.medsendx.ingest.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What a truck configures for its intake, below {@code medsendx.ingest}. */
@ConfigMapping(prefix = "medsendx.ingest")
public interface IngestConfig {

    /** Where the volume {@code identified} is mounted. */
    @WithDefault("data/identified")
    Path identifiedDir();

    /**
     * How often to look whether the truck's Kafka still holds what it acknowledged; what it lost is
     * published again.
     */
    @WithDefault("30s")
    Duration logCheckEvery();

    /** Our AE title, 1 to 16 characters; a call to another one is rejected. */
    @WithDefault("MEDSENDX")
    String aeTitle();

    /** The address C-STORE listens on; {@code 0.0.0.0} for all interfaces. */
    @WithDefault("127.0.0.1")
    String dicomHost();

    /** The port C-STORE listens on without TLS; 0 takes a free one. */
    @WithDefault("11112")
    int dicomPort();

    /** A second port, with TLS. */
    DicomTls tls();

    /** How many associations at once on each port; more are rejected (local limit exceeded). */
    @WithDefault("32")
    int maxAssociations();

    /**
     * How many of them one network address may have, so that no single machine shuts out the
     * others; a device below {@code sources} has as many of its own. Half of {@code
     * max-associations} when absent.
     */
    OptionalInt maxAssociationsPerAddress();

    /**
     * How many of {@code max-associations} are kept for the devices below {@code sources}: others
     * cannot take them. Half of them when absent; none while no sources are configured.
     */
    OptionalInt reservedAssociations();

    /** The largest PDU we are willing to receive, 4K to 16M. */
    @WithDefault("128K")
    MemorySize maxPduLength();

    /**
     * How long a caller may take for its TLS handshake, to ask for an association once it is
     * connected, and to close after one (ARTIM of PS3.8, 9.1.4).
     */
    @WithDefault("10s")
    Duration artimTimeout();

    /**
     * How long a caller may keep us waiting before its association is aborted: from the end of one
     * message until the next command is there, and within a data set beyond the time that it needs
     * at {@code min-receive-rate}. The number of PDUs does not matter.
     */
    @WithDefault("60s")
    Duration associationIdleTimeout();

    /** The least rate of a data set, bytes a second; slower for longer than that is aborted. */
    @WithDefault("4K")
    MemorySize minReceiveRate();

    /** Storage commitment for what was received (PS3.4, J). */
    Commitment commitment();

    /** Orders: who is to be examined, how. Identified data that never leaves the truck. */
    Orders orders();

    /**
     * Where orders come from, and how long they stay. They also come by {@code POST /orders}; what
     * is read is in docs/worklist.md.
     */
    interface Orders {

        /** A folder whose files are read as orders and removed; none when absent. */
        Optional<Path> folder();

        /** Time between two looks at it; a file is taken when two looks see the same. */
        @WithDefault("2s")
        Duration folderInterval();

        /** The largest file or request of orders. */
        @WithDefault("16M")
        MemorySize maxFileSize();

        /** How many orders there may be; more are refused. */
        @WithDefault("10000")
        int max();

        /**
         * How long an order stays after the day that it is scheduled for, or after it came when
         * that is later or it is for no day; then it is deleted. As long after it came a file that
         * was not taken as a whole is deleted from quarantine.
         */
        @WithDefault("7d")
        Duration keep();

        /**
         * Keep an image that differs from its order in quarantine until a person has corrected it
         * or let it go on; its sender is told success. Without it the image goes on and is on the
         * work list.
         */
        @WithDefault("false")
        boolean holdDiffering();
    }

    /** The Modality Worklist that scanners ask for orders (PS3.4, K). */
    Worklist worklist();

    /** Who may ask, and for how much. */
    interface Worklist {

        /** Offer it. */
        @WithDefault("false")
        boolean enabled();

        /**
         * Answer everybody who may send. Without it only devices below {@code sources} see orders
         * and may tell what they did.
         */
        @WithDefault("false")
        boolean anyCaller();

        /** Answers to one query; when more match, it ends with 0xA700. */
        @WithDefault("500")
        int maxAnswers();
    }

    /** Performed procedure steps that scanners tell of (MPPS; PS3.4, F). */
    PerformedSteps performedSteps();

    /** Whether they are taken, and for how long they stay. */
    interface PerformedSteps {

        /** Offer it. */
        @WithDefault("false")
        boolean enabled();

        /** How long a step stays after its scanner told of it last; then it is deleted. */
        @WithDefault("30d")
        Duration keep();
    }

    /** Queries for what the truck holds, and its retrieval (PS3.4, C); docs/archive.md. */
    Query query();

    /**
     * Who gets identified instances, when and where to. Only devices that are allowed to by {@code
     * query} are answered.
     */
    interface Query {

        /** Offer it: C-FIND, C-MOVE and C-GET. */
        @WithDefault("false")
        boolean enabled();

        /**
         * Hours of the day in which it is answered, such as {@code 20:00-06:00}, by the clock of
         * {@code crew.zone}; at any time when absent.
         */
        Optional<List<String>> hours();

        /** Answers to one query; when more match, it ends with 0xA700. */
        @WithDefault("5000")
        int maxAnswers();

        /** Instances of one retrieve, 65535 or fewer; one of more is refused with 0xA702. */
        @WithDefault("10000")
        int maxInstances();

        /**
         * What the list of studies and series may take in memory; beyond it those that came first
         * are left out, and answers say so.
         */
        @WithDefault("32M")
        MemorySize maxMemory();

        /** Where C-MOVE may send to, by AE title: {@code destinations."PACS".address=host:port}. */
        Map<String, Destination> destinations();

        /** Longest wait for a destination: to connect, and for each answer. */
        @WithDefault("30s")
        Duration timeout();
    }

    /** A destination of C-MOVE. */
    interface Destination {

        /** Where it takes C-STORE, {@code host:port}. */
        String address();

        /** Whether TLS is spoken there, with the files below {@code tls}. */
        @WithDefault("true")
        boolean tls();
    }

    /** The way in over HTTP: STOW-RS (PS3.18, 10.5) at {@code POST /studies}. */
    Stow stow();

    /**
     * What a request may bring. Slow senders are cut off as those of C-STORE: {@code
     * min-receive-rate} and {@code association-idle-timeout}.
     */
    interface Stow {

        /** Answer it; whoever sends signs in as {@code crew} or more. */
        @WithDefault("true")
        boolean enabled();

        /** The largest number of instances in one request. */
        @WithDefault("1000")
        int maxInstances();

        /** The largest instance. */
        @WithDefault("4G")
        MemorySize maxInstanceSize();

        /** The largest request; not less than {@code inspect-max-size}. */
        @WithDefault("16G")
        MemorySize maxRequestSize();

        /** How many requests at once; more are answered with 503 and {@code Retry-After}. */
        @WithDefault("4")
        int maxRequests();
    }

    /** Only AE titles below {@code sources} may call, and accounts named there post. */
    @WithDefault("false")
    boolean knownSourcesOnly();

    /** The list of who may send. */
    DeviceList devices();

    /** A list of devices in a file, docs/devices.md; with it nothing is set below sources. */
    interface DeviceList {

        /**
         * A YAML file that says which devices may send, from where, with which certificate, and
         * what is done with what they send; without it that is said by {@code sources} and {@code
         * known-sources-only}.
         */
        Optional<Path> file();

        /** Time between two looks whether the file was changed. */
        @WithDefault("5s")
        Duration reloadEvery();
    }

    /** SOP class UIDs that are taken besides the storage SOP classes of PS3.4, Annex B. */
    Optional<List<String>> additionalSopClasses();

    /** The truck that senders count for which are not configured; at most 16 characters. */
    @WithDefault("TRUCK1")
    String truck();

    /** Truck and scanner by calling AE title: {@code sources."CT_1".scanner=ct-1}. */
    Map<String, Source> sources();

    /** A folder whose files are taken and removed; none when absent. */
    Optional<Path> hotFolder();

    /** Time between two looks at the hot folder; a file is taken when two looks see the same. */
    @WithDefault("1s")
    Duration hotFolderInterval();

    /** The truck that the hot folder counts for; {@code truck} when absent. */
    Optional<String> hotFolderTruck();

    /** The scanner that the hot folder counts for; unknown when absent. */
    Optional<String> hotFolderScanner();

    /** Low watermark: with less free space instances are refused with 0xA700. */
    @WithDefault("1G")
    MemorySize minFreeSpace();

    /**
     * With so much free space instances are taken again that were refused; a quarter more than
     * {@code min-free-space} when absent.
     */
    Optional<MemorySize> resumeFreeSpace();

    /**
     * High watermark: with less free space the log, the readiness probe and {@code /status} say
     * that there is little room; twice {@code min-free-space} when absent.
     */
    Optional<MemorySize> warnFreeSpace();

    /** How much of the volume each kind of files may take. */
    Budget budget();

    /**
     * Budgets beside the free space of the volume. At nine tenths of one the log, the readiness
     * probe and the truck page say so; one that was used up takes again when a twentieth is free.
     */
    interface Budget {

        /**
         * Originals: what was received, also when it is withheld. When it is used up instances are
         * refused with 0xA700. Without it they may take the volume.
         */
        Optional<MemorySize> originals();

        /**
         * What waits for a person in quarantine. When it is used up, what would be quarantined is
         * refused with 0xA700, and all else is taken. Without it that may take the volume.
         */
        Optional<MemorySize> quarantine();
    }

    /** The largest file that {@code POST /inspect} takes. */
    @WithDefault("512M")
    MemorySize inspectMaxSize();

    /** Whom a calling AE title stands for. */
    interface Source {

        /** The truck; the default truck when absent. */
        Optional<String> truck();

        /** The scanner; unknown when absent. */
        Optional<String> scanner();

        /**
         * The addresses it calls from, as numbers or as names that are looked up at the start. With
         * them the AE title is a known device only from there; without, from everywhere.
         */
        Optional<List<String>> addresses();

        /**
         * Where it takes reports of storage commitment, {@code host:port}; over the association of
         * its request when absent.
         */
        Optional<String> commitmentAddress();

        /** Whether TLS is spoken there, with the files below {@code tls}. */
        @WithDefault("false")
        boolean commitmentTls();

        /** Whether it may ask for what the truck holds, and have it. */
        @WithDefault("false")
        boolean query();
    }

    /** TLS after the Non-Downgrading BCP 195 profile (PS3.15, B.12); all files are PEM. */
    interface DicomTls {

        /** The port that speaks nothing but TLS; 0 takes a free one; no such port when absent. */
        OptionalInt port();

        /** Our certificate, followed by those that signed it. */
        Optional<Path> certificate();

        /** The key of our certificate: PKCS #8, not encrypted, readable by this user only. */
        Optional<Path> privateKey();

        /** The certificates that a peer's certificate must lead to. */
        Optional<Path> trusted();

        /**
         * Time between two looks whether the files were exchanged; new associations use what they
         * hold then, those that there are go on.
         */
        @WithDefault("1m")
        Duration reloadEvery();

        /** Whether a caller must show a certificate: {@code required} or {@code none}. */
        @WithDefault("required")
        ClientAuth clientAuth();

        /** Listen on the TLS port only; {@code dicom-port} is not opened. */
        @WithDefault("false")
        boolean only();

        /** What is asked of a caller. */
        enum ClientAuth {
            /** A certificate that is trusted. */
            REQUIRED,
            /** Nothing: what is sent is kept from others, but who sends it is not known. */
            NONE
        }
    }

    /**
     * Whether, and how, this truck commits to keeping instances. A scanner may delete what was
     * committed to; the original then exists on the truck only.
     */
    interface Commitment {

        /** Offer it. */
        @WithDefault("false")
        boolean enabled();

        /** Time between two attempts to reach a caller with its report. */
        @WithDefault("1m")
        Duration retryInterval();
    }

    /** The hospital's archive, docs/archive.md. Identified data goes there and nowhere else. */
    Archive archive();

    /** Where originals are archived, when, and how long they stay afterwards. */
    interface Archive {

        /** Where it takes C-STORE, {@code host:port}; nothing is archived when absent. */
        Optional<String> address();

        /** Its AE title; reports of storage commitment from another one are not taken. */
        @WithDefault("ARCHIVE")
        String aeTitle();

        /** Whether TLS is spoken there, with the files below {@code tls}. */
        @WithDefault("true")
        boolean tls();

        /**
         * Hours of the day in which it is called, such as {@code 20:00-06:00}, by the clock of
         * {@code crew.zone}; at any time when absent.
         */
        Optional<List<String>> hours();

        /** Time between two looks whether there is something to send and the archive is there. */
        @WithDefault("1m")
        Duration every();

        /** Longest wait for it: to connect, and for each answer; also without a byte sent. */
        @WithDefault("60s")
        Duration timeout();

        /**
         * What is sent in a second, at most; 16K or more; as fast as the archive takes it when
         * absent.
         */
        Optional<MemorySize> maxRate();

        /** How many instances go over one association, and into one request for commitment. */
        @WithDefault("100")
        int batch();

        /**
         * How many originals may be on their way at once: sent and not committed to, or refused;
         * not those that were put aside.
         */
        @WithDefault("50000")
        int window();

        /** An instance that it did not take is sent again after so long, then twice as long. */
        @WithDefault("1m")
        Duration retryAfter();

        /** The longest time between two such attempts. */
        @WithDefault("6h")
        Duration retryAtMost();

        /**
         * After so many failures that repeating cannot mend, such as a data set that the archive
         * does not understand, an original is put aside until a person has it sent again.
         */
        @WithDefault("5")
        int tries();

        /** How long the report is waited for on the association of its request. */
        @WithDefault("10s")
        Duration patience();

        /** After so long without a report the archive is asked again. */
        @WithDefault("10m")
        Duration askAgain();

        /**
         * An original is deleted so long after the archive committed itself to it, when it has
         * passed the border too; less than {@code keep.ledger}. None is deleted by time when
         * absent.
         */
        Optional<Duration> deleteAfter();

        /** Delete such originals earlier, the oldest first, below {@code warn-free-space}. */
        @WithDefault("false")
        boolean deleteForRoom();
    }

    /** The pages for the crew. */
    Crew crew();

    /** What is shown to the crew, and how. */
    interface Crew {

        /**
         * The time zone in which times are shown and a day begins, such as {@code Europe/Berlin};
         * that of the machine when absent.
         */
        Optional<String> zone();

        /** The language for browsers that want none of those there are: en, de or fr. */
        @WithDefault("en")
        String language();

        /** How far back exams are shown and searched. */
        @WithDefault("7d")
        Duration window();

        /** Address of the QA page, for links to pictures; no links when absent. */
        Optional<URI> qaPage();

        /** Address of the page of the link, for a link to it; none when absent. */
        Optional<URI> linkPage();

        /**
         * Names of profiles that the officer may choose for an image that was withheld, when it is
         * tried again; those below {@code medsendx.anonymizer.profiles}.
         */
        Optional<List<String>> profiles();
    }

    /** What is kept for how long, and then forgotten. Originals never go by this. */
    Keep keep();

    /** Times are counted by the truck's clock; docs/decisions/0020 says what never goes. */
    interface Keep {

        /**
         * How long an event can be published again, for a broker that lost it. One that is not
         * published, or that the anonymizer has not decided about, stays whatever its age.
         */
        @WithDefault("30d")
        Duration outbox();

        /**
         * How long an entry can be looked at; then only what its original needs is known. What was
         * quarantined stays.
         */
        @WithDefault("60d")
        Duration ledger();

        /** Time between two looks for what may go. */
        @WithDefault("1h")
        Duration every();
    }
}
