package org.medsendx.readinglist.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.medsendx.contracts.deidentified.UploadedKind;
import org.medsendx.readinglist.exam.ExamId;

/** Where pages and objects are. Every part of them has a form that needs no escaping. */
final class Addresses {

    private Addresses() {}

    static String page(ExamId exam) {
        return "/exam/" + exam.truck() + "/" + exam.study();
    }

    static String page(ExamId exam, int page) {
        return page(exam) + (page > 1 ? "?page=" + page : "");
    }

    static String object(ExamId exam, UUID objectId, UploadedKind kind) {
        return "/exams/%s/%s/%s/%s".formatted(exam.truck(), exam.study(), objectId, code(kind));
    }

    static String code(UploadedKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    static Optional<UploadedKind> kind(String code) {
        return Arrays.stream(UploadedKind.values())
                .filter(kind -> code(kind).equals(code))
                .findFirst();
    }

    /** An exam of an address; empty when it cannot be one. */
    static Optional<ExamId> exam(String truck, String study) {
        try {
            return Optional.of(new ExamId(truck, study));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<UUID> object(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
