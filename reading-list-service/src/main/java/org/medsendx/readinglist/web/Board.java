package org.medsendx.readinglist.web;

import jakarta.inject.Singleton;
import org.medsendx.readinglist.exam.ExamList;
import org.medsendx.readinglist.exam.ExamList.Totals;
import org.medsendx.readinglist.exam.Freshness;
import org.medsendx.readinglist.telemetry.ReadingMetrics;
import org.medsendx.webguard.Access;
import org.medsendx.webguard.WebConfig;

/** What pages show around the list. */
@Singleton
class Board {

    private final ExamList list;
    private final Freshness freshness;
    private final ReadingMetrics metrics;
    private final boolean signsOut;

    Board(ExamList list, Freshness freshness, ReadingMetrics metrics, WebConfig web) {
        this.list = list;
        this.freshness = freshness;
        this.metrics = metrics;
        this.signsOut = web.access() == Access.OIDC;
    }

    ExamList list() {
        return list;
    }

    Freshness.Now now() {
        return freshness.now();
    }

    ReadingMetrics metrics() {
        return metrics;
    }

    Frame frame(String title, Totals totals, boolean refreshes) {
        return Frame.of(title, now(), totals, metrics.refused(), refreshes, signsOut);
    }
}
