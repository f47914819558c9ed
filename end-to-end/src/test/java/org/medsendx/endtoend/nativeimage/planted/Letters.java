package org.medsendx.endtoend.nativeimage.planted;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.medsendx.contracts.EventCodec;

/** Every way in which a type of ours gets to Jackson. */
public final class Letters {

    /** By a method of its own. */
    public record Own(List<Part> parts) {

        byte[] bytes() throws JsonProcessingException {
            return EventCodec.JSON.writeValueAsBytes(this);
        }
    }

    /** Within another, in a list. */
    public record Part(Kind kind) {}

    /** Within another. */
    public enum Kind {
        ROUND,
        SQUARE
    }

    /** Named by a constant, in a local variable. */
    public record Read(String text) {}

    /** Only within a {@code TypeReference}. */
    public record Referenced(int count) {}

    /** Through two helpers and a cast. */
    public record Handed(int count) {}

    /** Through a helper that takes the class. */
    public record Asked(int count) {}

    /** One of the kinds of a sealed type. */
    public sealed interface Animal {}

    /** A kind. */
    public record Dog(Optional<Tail> tail) implements Animal {}

    /** Within a kind. */
    public record Tail(int length) {}

    /** Nobody gives it to Jackson. */
    public record Silent(int count) {}

    private Letters() {}

    static Object read(byte[] bytes) throws IOException {
        Class<Read> type = Read.class;
        return EventCodec.JSON.readValue(bytes, type);
    }

    static Map<String, Referenced> referenced(byte[] bytes) throws IOException {
        return EventCodec.JSON.readValue(bytes, new TypeReference<Map<String, Referenced>>() {});
    }

    static byte[] animal(Animal animal) throws IOException {
        return EventCodec.JSON.writeValueAsBytes(animal);
    }

    static byte[] first(Map<String, Object> all) throws IOException {
        return second((Handed) requireNonNull(all.get("handed")));
    }

    private static byte[] second(Object value) throws IOException {
        Object same = value;
        return EventCodec.JSON.writeValueAsBytes(same);
    }

    static <T> T ask(byte[] bytes, Class<T> type) throws IOException {
        return EventCodec.JSON.readValue(bytes, type);
    }

    static Asked asked(byte[] bytes) throws IOException {
        return ask(bytes, Asked.class);
    }

    static byte[] hidden(List<Object> values) throws IOException {
        return EventCodec.JSON.writeValueAsBytes(values.getFirst());
    }

    static Silent silent() {
        return new Silent(1);
    }
}
