package org.medsendx.ingest.dicom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.medsendx.audit.AuditEvent;
import org.medsendx.audit.AuditEvent.Kind;
import org.medsendx.audit.AuditEvent.ObjectOf;
import org.medsendx.audit.AuditEvent.Outcome;
import org.medsendx.audit.AuditLog;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.net.Caller;
import org.medsendx.dicom.net.Peer;
import org.medsendx.dicom.net.QueryHandler;
import org.medsendx.dicom.net.RetrieveHandler;
import org.medsendx.dicom.net.StorableFile;
import org.medsendx.dicom.net.StoreStatus;
import org.medsendx.ingest.retrieve.Catalogue;
import org.medsendx.ingest.retrieve.InstanceQuery;
import org.medsendx.ingest.retrieve.Level;
import org.medsendx.ingest.retrieve.Originals;
import org.medsendx.ingest.retrieve.Root;
import org.medsendx.ingest.retrieve.Search;
import org.medsendx.ingest.retrieve.Selection;

/**
 * Answers queries for what the truck holds and sends it to who may have it (PS3.4, C). What was
 * given out, to whom, is in the audit log before it goes. Thread safe.
 */
public final class RetrieveDesk implements QueryHandler, RetrieveHandler {

    static final StoreStatus READING = new StoreStatus(0xA700, "still reading what is here");
    static final StoreStatus MORE = new StoreStatus(0xA700, "more match than are answered");
    static final StoreStatus LEFT_OUT =
            new StoreStatus(0xA700, "older exams are not looked through");
    static final StoreStatus TOO_MANY =
            new StoreStatus(0xA702, "more instances than are sent at once");
    static final StoreStatus BUSY = new StoreStatus(0xA702, "others are being served");
    static final StoreStatus NOT_COUNTED = new StoreStatus(0xA701, "not all that is here is known");
    static final StoreStatus NO_DESTINATION =
            new StoreStatus(0xA801, "destination is not configured");

    /** So many instances are one line of the audit log. */
    private static final int LINE = 100;

    /** So many retrieves at once: each holds the list of its instances. */
    private static final int MOST_RETRIEVES = 4;

    private final Catalogue catalogue;
    private final Originals originals;
    private final Terms terms;
    private final AuditLog audit;
    private final Observer observer;
    private final Semaphore retrieves = new Semaphore(MOST_RETRIEVES);

    /**
     * To whom what is given.
     *
     * @param aeTitle ours
     * @param mayAsk success, or why this caller gets nothing now; asked each time
     * @param destination where an AE title takes what is sent to it, if it is configured
     * @param mostAnswers to one query; when more match, its end says so
     * @param mostInstances of one retrieve; when it is of more, it is refused
     */
    public record Terms(
            String aeTitle,
            Function<Caller, StoreStatus> mayAsk,
            Function<String, Optional<Peer>> destination,
            int mostAnswers,
            int mostInstances) {}

    /** Hears of each request. */
    @FunctionalInterface
    public interface Observer {

        /**
         * A request was answered.
         *
         * @param operation {@code find}, {@code move} or {@code get}
         * @param status the first status that says how it ends
         */
        void asked(String operation, StoreStatus status);
    }

    public RetrieveDesk(
            Catalogue catalogue,
            Originals originals,
            Terms terms,
            AuditLog audit,
            Observer observer) {
        this.catalogue = catalogue;
        this.originals = originals;
        this.terms = terms;
        this.audit = audit;
        this.observer = observer;
    }

    @Override
    public Set<String> queryClasses() {
        return Root.findClasses();
    }

    @Override
    public Set<String> moveClasses() {
        return Root.moveClasses();
    }

    @Override
    public Set<String> getClasses() {
        return Root.getClasses();
    }

    @Override
    public Answers find(Query request) throws IOException {
        Answers answers = answers(request);
        observer.asked("find", answers.end());
        return answers;
    }

    private Answers answers(Query request) throws IOException {
        StoreStatus may = may(request.caller());
        if (!may.success()) {
            return refused(may);
        }
        InstanceQuery query;
        try {
            query =
                    InstanceQuery.of(
                            Root.of(request.sopClassUid()).orElseThrow(), request.identifier());
        } catch (IllegalArgumentException e) {
            return refused(new StoreStatus(0xA900, String.valueOf(e.getMessage())));
        }
        catalogue.look();
        var search = new Search(catalogue, query, terms.aeTitle());
        var found = search.find(terms.mostAnswers());
        note(Kind.QUERIED, request.caller(), level(query.level()), ids(found.matches()));
        StoreStatus end = StoreStatus.SUCCESS;
        if (found.more()) {
            end = MORE;
        } else if (found.unsure()) {
            end = LEFT_OUT;
        }
        return new Answers(
                () -> new Told(found.matches().iterator(), search), query.allKeys(), end);
    }

    private static Answers refused(StoreStatus why) {
        return new Answers(List.of(), true, why);
    }

    private StoreStatus may(Caller caller) {
        StoreStatus may = terms.mayAsk().apply(caller);
        return may.success() && !catalogue.ready() ? READING : may;
    }

    private static List<UUID> ids(List<Search.Match> matches) {
        return matches.stream().map(Search.Match::object).toList();
    }

    /** Answers as they are asked for; what was deleted meanwhile is none. */
    private static final class Told implements Iterator<DataSet> {

        private final Iterator<Search.Match> matches;
        private final Search search;
        private @Nullable DataSet next;

        Told(Iterator<Search.Match> matches, Search search) {
            this.matches = matches;
            this.search = search;
        }

        @Override
        public boolean hasNext() {
            while (next == null && matches.hasNext()) {
                next = search.answer(matches.next());
            }
            return next != null;
        }

        @Override
        public DataSet next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            DataSet told = next;
            next = null;
            return told;
        }
    }

    @Override
    public Retrieval retrieve(Request request) throws IOException {
        Retrieval retrieval = decide(request);
        observer.asked(
                request.destination().isPresent() ? "move" : "get",
                retrieval instanceof Retrieval.Refused refused
                        ? refused.status()
                        : StoreStatus.SUCCESS);
        return retrieval;
    }

    private Retrieval decide(Request request) throws IOException {
        StoreStatus may = may(request.caller());
        if (!may.success()) {
            return new Retrieval.Refused(
                    may.equals(READING) ? new StoreStatus(0xA701, READING.comment()) : may);
        }
        Selection selection;
        try {
            selection =
                    Selection.of(
                            Root.of(request.sopClassUid()).orElseThrow(), request.identifier());
        } catch (IllegalArgumentException e) {
            return new Retrieval.Refused(new StoreStatus(0xA900, String.valueOf(e.getMessage())));
        }
        Optional<Peer> destination = request.destination().flatMap(terms.destination());
        if (request.destination().isPresent() && destination.isEmpty()) {
            return new Retrieval.Refused(NO_DESTINATION);
        }
        catalogue.look();
        if (selection.unsure(catalogue)) {
            return new Retrieval.Refused(NOT_COUNTED);
        }
        if (!retrieves.tryAcquire()) {
            return new Retrieval.Refused(BUSY);
        }
        boolean granted = false;
        try {
            List<UUID> ids = selection.objects(catalogue);
            if (ids.size() > terms.mostInstances()) {
                return new Retrieval.Refused(TOO_MANY);
            }
            var read = originals.read(ids);
            var leaving = new Audited(request, read.files());
            granted = true;
            return new Retrieval.Granted(read.files(), read.unreadable(), destination, leaving);
        } finally {
            if (!granted) {
                retrieves.release();
            }
        }
    }

    /** Writes down what goes, a hundred at a time, and looks whether it is what came in. */
    private final class Audited implements Leaving {

        private final Request request;
        private final List<StorableFile> files;
        private int told;
        private int passed;
        private boolean closed;

        Audited(Request request, List<StorableFile> files) {
            this.request = request;
            this.files = files;
        }

        @Override
        public boolean mayGo(StorableFile instance) throws IOException {
            int at = passed++;
            if (at >= told) {
                var line = files.subList(at, Math.min(files.size(), at + LINE));
                note(
                        Kind.RETRIEVED,
                        request.caller(),
                        request.destination()
                                .map(title -> new ObjectOf("destination", title))
                                .orElse(level(Level.IMAGE)),
                        line.stream().map(originals::id).toList());
                told = at + line.size();
            }
            return originals.whole(instance);
        }

        @Override
        public Optional<StorableFile> converted(StorableFile instance, String transferSyntaxUid)
                throws IOException {
            return originals.converted(instance, transferSyntaxUid);
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                retrieves.release();
            }
        }
    }

    private static ObjectOf level(Level level) {
        return new ObjectOf("level", level.name());
    }

    /** Lines of the audit log, each of which names how and what. */
    private void note(Kind kind, Caller caller, ObjectOf how, List<UUID> what) throws IOException {
        for (int from = 0; from == 0 || from < what.size(); from += LINE) {
            var objects = new ArrayList<ObjectOf>();
            objects.add(how);
            what.subList(from, Math.min(what.size(), from + LINE))
                    .forEach(id -> objects.add(new ObjectOf("instance", id.toString())));
            audit.add(
                    new AuditEvent(
                            kind,
                            Outcome.SUCCESS,
                            caller.aeTitle(),
                            caller.address().getHostAddress(),
                            objects,
                            null));
        }
    }
}
