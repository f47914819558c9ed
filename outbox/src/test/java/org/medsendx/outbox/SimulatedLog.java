package org.medsendx.outbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.medsendx.contracts.Event;

/**
 * A log in memory, one partition a topic, that can be cut, wiped, made again and shared with other
 * writers. Its records are event ids. Thread safe.
 */
final class SimulatedLog {

    private final Map<String, List<String>> topics = new HashMap<>();
    private int life = 1;
    private int begin;
    private boolean down;
    private int failing;
    private boolean keepsWhatFails;
    private int published;
    private final Set<String> ever = new HashSet<>();
    private boolean unreadable;

    Publisher publisher() {
        return new Publisher() {
            @Override
            public List<LogMark.Place> publish(List<? extends Event<?>> events)
                    throws PublishException {
                return append(events);
            }

            @Override
            public Standing look(List<LogMark> marks) throws PublishException {
                return standing(marks);
            }

            @Override
            public void close() {}
        };
    }

    private synchronized List<LogMark.Place> append(List<? extends Event<?>> events)
            throws Publisher.PublishException {
        check();
        var places = new ArrayList<LogMark.Place>();
        for (var event : events) {
            var topic = event.data().topic().topicName();
            var records = records(topic);
            places.add(new LogMark.Place("life-" + life, topic, 0, records.size(), event.id()));
            records.add(event.id());
            ever.add(event.id());
            published++;
        }
        if (failing > 0 && keepsWhatFails) {
            failing--;
            throw new Publisher.PublishException("the acknowledgement was lost");
        }
        return places;
    }

    /** The ids of all events that it ever acknowledged. */
    synchronized Set<String> ever() {
        return Set.copyOf(ever);
    }

    private synchronized Publisher.Standing standing(List<LogMark> marks)
            throws Publisher.PublishException {
        check();
        int held = 0;
        var seen = new HashSet<String>();
        for (int i = 0; i < marks.size(); i++) {
            var places = marks.get(i).places();
            places.forEach(place -> seen.add(place.topic()));
            if (held == i && places.stream().allMatch(this::holds)) {
                held++;
            }
        }
        return new Publisher.Standing(
                held,
                seen.stream()
                        .map(topic ->
                                new LogMark.End("life-" + life, topic, 0, records(topic).size()))
                        .toList());
    }

    private boolean holds(LogMark.Place place) {
        var records = records(place.topic());
        return place.log().equals("life-" + life)
                && records.size() > place.offset()
                && (unreadable
                        || place.offset() < begin
                        || records.get((int) place.offset()).equals(place.eventId()));
    }

    private void check() throws Publisher.PublishException {
        if (down) {
            throw new Publisher.PublishException("no broker");
        }
        if (failing > 0 && !keepsWhatFails) {
            failing--;
            throw new Publisher.PublishException("no link");
        }
    }

    private List<String> records(String topic) {
        return topics.computeIfAbsent(topic, name -> new ArrayList<>());
    }

    synchronized void down(boolean now) {
        down = now;
    }

    /** The next attempts fail; what they sent is in the log or not. */
    synchronized void fail(int attempts, boolean kept) {
        failing = attempts;
        keepsWhatFails = kept;
    }

    /** Its writers may not read it. */
    synchronized void unreadable() {
        unreadable = true;
    }

    /** Every topic loses so many of its last records. */
    synchronized void cut(int lost) {
        topics.values()
                .forEach(records ->
                        records.subList(Math.max(0, records.size() - lost), records.size())
                                .clear());
    }

    /** All is gone, and the topics are made again. */
    synchronized void wipe() {
        topics.clear();
        begin = 0;
        life++;
    }

    /** Retention deletes what lies before an offset. */
    synchronized void retainFrom(int offset) {
        begin = offset;
    }

    /** Other writers append. */
    synchronized void fill(String topic, int records) {
        for (int i = 0; i < records; i++) {
            records(topic).add("other-" + records(topic).size());
        }
    }

    synchronized Set<String> ids() {
        var ids = new HashSet<String>();
        topics.values().forEach(ids::addAll);
        return ids;
    }

    synchronized List<String> from(String topic, int offset) {
        var records = records(topic);
        return List.copyOf(records.subList(Math.min(offset, records.size()), records.size()));
    }

    synchronized int size(String topic) {
        return records(topic).size();
    }

    synchronized int life() {
        return life;
    }

    /** How many events were taken in all. */
    synchronized int published() {
        return published;
    }
}
